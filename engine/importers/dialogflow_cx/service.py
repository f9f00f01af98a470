"""Webhooks: one strip a service, which every place calls with its tag."""

import json
import re

from engine.importers.dialogflow_cx.conversion import (
    ANSWER,
    FAULT,
    FLOW,
    PAGE,
    TAG,
    TITLE,
    Conversion,
)
from engine.importers.dialogflow_cx.source import Fulfilment, Webhook
from engine.importers.dialogflow_cx.strip import Strip
from engine.importers.dialogflow_es.texts import quoted
from engine.importers.dialogflow_es.webhook import HEADER, public
from engine.importers.naming import identifier
from engine.nodes.branch import Branch, Case
from engine.nodes.call import Call
from engine.nodes.each import Each
from engine.nodes.http import Http
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.nodes.stop import Stop
from engine.types.bot import Constant
from engine.types.value import Text

TOPIC = "webhooks"
NAME: Text = {"en": "Services", "es": "Servicios", "pt": "Serviços"}
# A longer name of a parameter is no name.
LONGEST = 200
MESSAGE, TARGET = "webhook_message", "webhook_target"
# The node that leads where a service wants to.
FOLLOW = "follow_service"
TIMEOUT, ERROR = "webhook.error.timeout", "webhook.error"
STATUS = "webhook_status"
BY_STATUS = {
    "webhook.error.bad-request": (400,),
    "webhook.error.rejected": (401, 403),
    "webhook.error.unavailable": (503,),
    "webhook.error.not-found": (404,),
}
PATH = re.compile(r"\$(?:\.[A-Za-z_]\w*|\[\d+\])+")
LIMITS_OF_ANSWER = (
    "session parameters, texts and targets of its answer are taken; rich messages and invalidated "
    "parameters are not"
)


def draw_service(strip: Strip, fulfilment: Fulfilment) -> None:
    """Calls the service with its tag and goes on when it has answered."""
    conversion = strip.cx
    webhook = conversion.export.webhooks.get(fulfilment.webhook)
    if webhook is None:
        words = (
            f"The service {fulfilment.webhook!r} is not in the export; its tag: {fulfilment.tag!r}."
        )
        strip.then(f"{strip.entry}_to_do", "set", Set(), title="To do: not imported", note=words)
        conversion.account.unmapped(
            "webhook calls", fulfilment.webhook, fulfilment.place, words, "call the service here"
        )
        return
    call = Call(
        target=service_id(conversion, webhook),
        inputs={TAG: quoted(fulfilment.tag)} if fulfilment.tag else {},
    )
    node = strip.then(f"{strip.entry}_service", "call", call, title=fulfilment.tag or webhook.name)
    conversion.account.approximate(
        "webhook calls",
        fulfilment.tag or webhook.name,
        fulfilment.place,
        LIMITS_OF_ANSWER,
        node=node,
    )


def service_id(conversion: Conversion, webhook: Webhook) -> str:
    """The node that calls a service, drawn at the end; its id is promised before."""
    wish = f"service_{identifier(webhook.name, 'service')}"
    if webhook.name not in conversion.services:
        conversion.services[webhook.name] = conversion.drawing.names.take(wish)
    return conversion.services[webhook.name]


def draw_services(conversion: Conversion) -> None:
    """Draws the services that are called; the others are reported."""
    for webhook in conversion.export.webhooks.values():
        if webhook.name in conversion.services:
            if TOPIC not in conversion.drawing.topics:
                conversion.drawing.open_topic(TOPIC, conversion.titles(NAME))
            _draw(conversion, webhook)
        else:
            conversion.account.approximate(
                "webhooks", webhook.name, webhook.path, "is called from nowhere: it was left out"
            )


def _draw(conversion: Conversion, webhook: Webhook) -> None:
    name = conversion.services[webhook.name]
    strip = Strip(conversion, TOPIC, name, webhook.path)
    url = f"{name}_url"
    conversion.constants[url] = Constant(
        value=public(webhook.url), description=f"The address of the service {webhook.name!r}."
    )
    conversion.variables.keep(STATUS, "number", "The status of the service's last answer.")
    request = Http(
        method=_method(webhook),  # type: ignore[arg-type]
        url=f"${{{url}}}",
        headers=_headers(conversion, webhook),
        body=_body(conversion, webhook),
        timeout_s=webhook.timeout_s,
        results={ANSWER: "response.body", STATUS: "response.status"},
    )
    strip.put(name, "http", request, title=webhook.name)
    heard = {FAULT: '""', **_taken(conversion, webhook)}
    if not webhook.is_flexible:
        conversion.variables.keep(TARGET, "text", "Where the service wants to lead.")
        heard[TARGET] = _either(f"{ANSWER}.targetPage", f"{ANSWER}.targetFlow", '""')
    strip.then(f"{name}_heard", "set", Set(variables=heard))
    if not webhook.is_flexible:
        _draw_messages(strip, name)
    _draw_fault(strip, name)
    _report(conversion, webhook)


def _draw_messages(strip: Strip, name: str) -> None:
    conversion = strip.cx
    conversion.variables.keep(MESSAGE, "text", "A text that the service wants said.")
    there = (
        f"has({ANSWER}.fulfillmentResponse.messages) ? {ANSWER}.fulfillmentResponse.messages"
        ".filter(m, has(m.text)).map(m, m.text.text[0]) : []"
    )
    each = Each(items=there, variable=MESSAGE)
    node = strip.then(f"{name}_messages", "each", each, ends=("item",))
    own = conversion.languages.own
    strip.then(f"{name}_say", "say", Say(text={own: f"${{{MESSAGE}}}"}), ends=())
    strip.ends = [(node, "done")]
    strip.then(f"{name}_done", "set", Set(clear=(ANSWER,)))
    leads = Case(id="leads", condition=f'{TARGET} != ""')
    strip.then(f"{name}_leads", "branch", Branch(cases=(leads,)), ends=("leads",))
    # Nothing else is to be gone back to: what called the service is left behind.
    strip.then(f"{name}_away", "stop", Stop(what="all", target=FOLLOW), ends=())
    conversion.wanted.add(FOLLOW)


def _draw_fault(strip: Strip, name: str) -> None:
    """What went wrong, by the name of Dialogflow's event."""
    status = f"(has({STATUS}) ? {STATUS} : 0)"
    fault = quoted(ERROR)
    for event, codes in BY_STATUS.items():
        among = " || ".join(f"{status} == {code}" for code in codes)
        fault = f"{among} ? {quoted(event)} : ({fault})"
    strip.ends = [(name, "failed")]
    strip.then(f"{name}_failed", "set", Set(variables={FAULT: fault}), ends=())
    strip.ends = [(name, "timeout")]
    strip.then(f"{name}_late", "set", Set(variables={FAULT: quoted(TIMEOUT)}), ends=())


def _either(first: str, second: str, otherwise: str) -> str:
    return f"has({first}) ? {first} : (has({second}) ? {second} : {otherwise})"


def _taken(conversion: Conversion, webhook: Webhook) -> dict[str, str]:
    """What the answer gives the parameters."""
    parameters = conversion.parameters
    if webhook.is_flexible:
        found = {}
        for name, where in webhook.mapping.items():
            if PATH.fullmatch(where):
                path = f"{ANSWER}{where[1:]}"
                found[parameters.name(name)] = f"has({ANSWER}) ? {path} : null"
                conversion.account.exact("webhook parameters", name, webhook.path)
            else:
                conversion.account.unmapped(
                    "webhook parameters",
                    name,
                    webhook.path,
                    f"{where!r} is no plain path",
                    "write the expression in the service's node",
                )
        return found
    session = f"{ANSWER}.sessionInfo.parameters"
    return {
        variable: f"has({session}.{name}) ? {session}.{name} : "
        f"(has({variable}) ? {variable} : null)"
        for name, variable in parameters.shared()
        if name.isidentifier() and len(name) < LONGEST
    }


def _body(conversion: Conversion, webhook: Webhook) -> str:
    """A Dialogflow request in the parts that services read, or the service's own."""
    if webhook.is_flexible:
        return conversion.translator(conversion.first).text(webhook.body).cel
    parameters = ", ".join(
        f"{json.dumps(name)}: ${{has({variable}) ? {variable} : null}}"
        for name, variable in conversion.parameters.shared()
    )
    return (
        '{"detectIntentResponseId": "${as_text(contact.id)}-${session.turn}", '
        '"languageCode": "${language}", '
        f'"fulfillmentInfo": {{"tag": "${{{TAG}}}"}}, '
        '"intentInfo": {"displayName": "${message.intent}"}, "text": "${message.text}", '
        f'"pageInfo": {{"displayName": "${{{TITLE}}}", "currentPage": "${{{FLOW}}}/${{{PAGE}}}"}}, '
        '"sessionInfo": {"session": "${as_text(contact.id)}", '
        f'"parameters": {{{parameters}}}}}}}'
    )


def _method(webhook: Webhook) -> str:
    known = {"GET", "POST", "PUT", "PATCH", "DELETE"}
    return webhook.method if webhook.is_flexible and webhook.method in known else "POST"


def _headers(conversion: Conversion, webhook: Webhook) -> dict[str, str]:
    """Each header's value becomes a secret; so do a user and a password."""
    names = [name for name in webhook.headers if HEADER.fullmatch(name)]
    if webhook.credentials and "Authorization" not in names:
        names.append("Authorization")
    headers = {"Content-Type": "application/json"} if _method(webhook) != "GET" else {}
    for name in names:
        secret = identifier(f"{webhook.name}_{name}", "secret")
        if secret not in conversion.secrets:
            conversion.secrets.append(secret)
        headers[name] = f"${{secret.{secret}}}"
        conversion.account.approximate(
            "webhooks",
            f"{webhook.name}: {name}",
            webhook.path,
            "its value was not copied",
            f"give the secret {secret} its value",
        )
    return headers


def _report(conversion: Conversion, webhook: Webhook) -> None:
    account = conversion.account
    if not webhook.url:
        account.unmapped(
            "webhooks",
            webhook.name,
            webhook.path,
            "the export does not say where the service is",
            f"put its address in the constant {conversion.services[webhook.name]}_url",
        )
    elif webhook.is_disabled:
        account.approximate("webhooks", webhook.name, webhook.path, "was switched off there")
    elif public(webhook.url) != webhook.url:
        account.approximate(
            "webhooks",
            webhook.name,
            webhook.path,
            "the query or credentials of its address were left",
        )
    else:
        account.exact("webhooks", webhook.name, webhook.path)
