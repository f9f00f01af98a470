"""Widgets that call something: services, functions, other flows, people."""

import re
from collections.abc import Callable
from urllib.parse import quote

from engine.importers.dialogflow_es.repair import file_address
from engine.importers.dialogflow_es.tolerant import mappings, text, truth
from engine.importers.naming import identifier
from engine.importers.twilio_studio.conversion import Strip
from engine.importers.twilio_studio.source import Export, Flow, Widget
from engine.nodes.call import Call
from engine.nodes.handoff import Handoff
from engine.nodes.http import Http
from engine.nodes.set import Set
from engine.types.bot import Constant

TIMEOUT_S = 10.0
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
FORM = "application/x-www-form-urlencoded;charset=utf-8"
AUTH = "twilio_authorization"
# A user and a password that stand in an address.
WITHIN = re.compile(r"(?i)^(https?://)[^/@\s]+:[^/@\s]*@")
# The parameter by which deployment tools name a flow whose sid they do not know yet.
NAME = "subflowName"


def http_request(strip: Strip) -> None:
    """A request with its body or form."""
    widget = strip.widget
    method = text(widget.properties.get("method")).upper() or "GET"
    kind = text(widget.properties.get("content_type")) or FORM
    parameters = _parameters(strip)
    body = strip.conversion.text(text(widget.properties.get("body")), widget)
    if parameters and method != "GET" and not body:
        body = _form(parameters)
    headers = {"Content-Type": kind} if method != "GET" else {}
    address = text(widget.properties.get("url")).strip()
    bare = WITHIN.sub(r"\1", address)
    if truth(widget.properties.get("add_twilio_auth")) or bare != address:
        headers["Authorization"] = f"${{secret.{AUTH}}}"
        if AUTH not in strip.conversion.secrets:
            strip.conversion.secrets.append(AUTH)
    _request(
        strip,
        method if method in METHODS else "GET",
        strip.conversion.text(bare, widget),
        headers,
        body if method != "GET" else "",
        parameters if method == "GET" else {},
        f"the user and password of its address are the secret {AUTH!r}" if bare != address else "",
    )


def run_function(strip: Strip) -> None:
    """A program of the company at Twilio: a service whose address is a constant."""
    widget = strip.widget
    address = text(widget.properties.get("url")).strip()
    constant = f"{strip.name}_url"
    strip.conversion.constants[constant] = Constant(
        value=address.partition("?")[0], description=f"The address of the function {widget.name!r}."
    )
    how = "calls a program at Twilio, which has to be reachable from here"
    _request(
        strip,
        "POST",
        f"${{{constant}}}",
        {"Content-Type": FORM},
        _form(_parameters(strip)),
        {},
        how,
    )


def _request(
    strip: Strip,
    method: str,
    url: str,
    headers: dict[str, str],
    body: str,
    query: dict[str, str],
    how: str,
) -> None:
    widget, conversion = strip.widget, strip.conversion
    url = url if "${" in url else file_address(url)
    node = strip.then(
        "http",
        Http(
            method=method,  # type: ignore[arg-type]
            url=url or "https://example.invalid",
            headers=headers,
            query=query,
            body=body,
            timeout_s=TIMEOUT_S,
            results={
                conversion.parsed(widget.name): "response.body",
                conversion.status(widget.name): "response.status",
            },
        ),
        ends=(),
    )
    strip.lead(widget.next("success"), [(node, "next")])
    wrong = widget.next("failed", "fail")
    strip.lead(wrong, [(node, "failed"), (node, "timeout")])
    name = f"{widget.kind} {widget.name}"
    if not url:
        conversion.account.unmapped(
            "widgets",
            name,
            widget.place,
            "it has no sound address",
            "write the address in the node",
        )
    elif how:
        conversion.account.approximate("widgets", name, widget.place, how, node=node)
    else:
        conversion.account.exact("widgets", name, widget.place, node=node)


def _parameters(strip: Strip) -> dict[str, str]:
    found = mappings(strip.widget.properties.get("parameters"))
    return {
        name: strip.conversion.text(text(one.get("value")), strip.widget)
        for one in found
        if (name := text(one.get("key")).strip())
    }


def _form(parameters: dict[str, str]) -> str:
    return "&".join(f"{quote(name)}={value}" for name, value in parameters.items())


def run_subflow(strip: Strip) -> None:
    """Another flow of the export, with its parameters; the flow goes on when it has ended."""
    widget, conversion = strip.widget, strip.conversion
    parameters = _plain_parameters(widget)
    found = subflow(conversion.export, widget)
    values = {
        conversion.of_parent(name): cel
        for name, value in parameters.items()
        if name and name != NAME and (cel := conversion.value(value, widget))
    }
    if values:
        strip.then("set", Set(variables=values))
    if found is None:
        named = parameters.get(NAME) or text(widget.properties.get("flow_sid"))
        strip.to_do(f"Runs the flow {named!r}, which is not in the export.")
        strip.lead(widget.next("completed"))
        return
    target = conversion.entries[found.path]
    node = strip.then("call", Call(target=target), wish="call")
    name = f"{widget.kind} {widget.name}"
    if found is _named(conversion.export, widget):
        conversion.account.exact("widgets", name, widget.place, node=node)
    else:
        how = f"the file names no flow; {found.name!r} is the only one that a parent begins"
        conversion.account.approximate("widgets", name, widget.place, how, node=node)
    strip.lead(widget.next("completed"))


def subflow(export: Export, widget: Widget) -> Flow | None:
    """The flow that a widget runs, by its sid or its name; None where it is not in the export.

    Files of Studio's own *Show Flow JSON* have no sid: where all widgets run one flow, it is the
    only one that a parent begins.
    """
    return _named(export, widget) or _only(export)


def _only(export: Export) -> Flow | None:
    runs = [one for flow in export.flows for one in flow.widgets if one.kind == "run-subflow"]
    if len({text(one.properties.get("flow_sid")) for one in runs}) != 1:
        return None
    begun = [
        flow
        for flow in export.flows
        if not flow.sid and any(one.next("incomingParent") for one in flow.widgets)
    ]
    return begun[0] if len(begun) == 1 else None


def _named(export: Export, widget: Widget) -> Flow | None:
    sid = text(widget.properties.get("flow_sid"))
    wished = identifier(_plain_parameters(widget).get(NAME, ""), "-")
    for flow in export.flows:
        if (sid and flow.sid == sid) or identifier(flow.name, "flow") == wished:
            return flow
    return None


def _plain_parameters(widget: Widget) -> dict[str, str]:
    found = mappings(widget.properties.get("parameters"))
    return {text(one.get("key")): text(one.get("value")) for one in found}


def hand_over(strip: Strip) -> None:
    """People take over: Flex, a queue, or a number that was called."""
    widget = strip.widget
    properties = widget.properties
    words = [
        f"{label}: {re.sub(r'[{}]', '', text(properties.get(name)))}"
        for name, label in (
            ("attributes", "Attributes"),
            ("task_attributes", "Attributes"),
            ("to", "Number"),
            ("noun", "By"),
            ("queue_name", "Queue"),
        )
        if text(properties.get(name))
    ]
    attributes = text(properties.get("attributes")) or text(properties.get("task_attributes"))
    note = strip.conversion.text(attributes, widget) if attributes else ""
    queue = text(properties.get("queue_name"))
    node = strip.then("handoff", Handoff(queue="default", note=note), note="\n".join(words))
    how = f"goes to the queue 'default', not to {queue or 'the workflow at Twilio'}"
    strip.conversion.account.approximate(
        "widgets", f"{widget.kind} {widget.name}", widget.place, how, node=node
    )
    strip.lead(widget.next("callComplete", "callCompleted", "connected", "hangup"))


def without(why: str, *events: str) -> Callable[[Strip], None]:
    """What draws a widget that has no counterpart: a mark, and the way on."""

    def draw(strip: Strip) -> None:
        strip.to_do(why)
        usual = next((one.next for one in strip.widget.transitions if one.next), "")
        strip.lead(strip.widget.next(*events) or usual)

    return draw
