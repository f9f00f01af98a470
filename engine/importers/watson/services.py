"""Webhooks and cloud functions of a node as service calls; secrets are named, never copied."""

import json

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text
from engine.importers.rapidpro.hiding import without_secrets
from engine.importers.watson.conversion import TO_DO, Conversion, title_of, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.source import DialogNode, Webhook
from engine.nodes.http import Http
from engine.nodes.set import Set
from engine.types.bot import Constant
from engine.types.value import Value

SECRET_HEADERS = ("authorization", "key", "token", "secret", "password", "cookie")
TIMEOUT_S = 8.0


def draw_actions(flow: Flow, node: DialogNode) -> None:
    """A call for each action of a node; its answer goes to the variable that is named."""
    for action in node.actions:
        kind = text(action.get("type")) or "client"
        if kind == "client":
            _draw_client(flow, node, action)
        else:
            _draw_call(flow, node, action, kind)


def _draw_call(flow: Flow, node: DialogNode, action: Mapping, kind: str) -> None:
    conversion = flow.conversion
    name = text(action.get("name"))
    webhook = _webhook(conversion, name) if kind == "webhook" else None
    place = f"{node.place}/actions/{name}"
    url, headers = _address(conversion, webhook, name)
    body = _body(conversion, node, mapping(action.get("parameters")))
    result = _result(conversion, action)
    call = Http(
        method="POST",
        url=url,
        headers={"Content-Type": "application/json", **headers},
        body=body,
        timeout_s=TIMEOUT_S,
        results={result: "response.body"} if result else {},
    )
    wish = f"{wish_of(node)}_{name.rpartition('/')[2]}"
    flow.then(wish, "http", call, title=f"Call: {name}", ends=("next", "failed", "timeout"))
    if webhook is not None and webhook.url:
        conversion.account.exact("actions", name, place)
        return
    how = f"the address of this {kind.replace('_', ' ')} is not in the export"
    step = f"put its address into the constant {url[2:-1]}"
    conversion.account.approximate("actions", name, place, how, step)
    conversion.differs(node, how, step)


def _draw_client(flow: Flow, node: DialogNode, action: Mapping) -> None:
    """What the customer's application does: a node to be filled in."""
    name = text(action.get("name")) or "client action"
    given = json.dumps(action, ensure_ascii=False, indent=1, sort_keys=True)
    flow.then(
        f"{wish_of(node)}_{name}_to_do",
        "set",
        Set(),
        title=f"{TO_DO}: {name}",
        note=f"The customer's application does this for {title_of(node)}:\n{given[:4000]}",
    )
    why = "it is done by the customer's application"
    step = "call the application from an http node, or do it in a code node"
    flow.conversion.account.unmapped("actions", name, f"{node.place}/actions/{name}", why, step)
    flow.conversion.differs(node, f"the action {name!r} is a node to be filled in", step)


def _webhook(conversion: Conversion, name: str) -> Webhook | None:
    hooks = conversion.skill.webhooks
    return next((one for one in hooks if one.name == name), hooks[0] if hooks else None)


def _address(
    conversion: Conversion, webhook: Webhook | None, name: str
) -> tuple[str, dict[str, str]]:
    """The address as a constant, and headers whose secrets are named."""
    wish = f"{(webhook.name if webhook else name).rpartition('/')[2]}_url"
    constant = "".join(sign if sign.isalnum() else "_" for sign in wish.lower()).strip("_")
    constant = constant if constant[:1].isalpha() else f"webhook_{constant}"
    url = without_secrets(webhook.url, lambda _found: "") if webhook else ""
    conversion.constants.setdefault(
        constant, Constant(value=url, description=f"The address of Watson's {name}.")
    )
    headers = {}
    for header, value in webhook.headers if webhook else ():
        if any(one in header.lower() for one in SECRET_HEADERS):
            secret = "".join(s if s.isalnum() else "_" for s in f"webhook_{header}".lower())
            conversion.secrets[secret] = None
            headers[header] = f"${{secret.{secret}}}"
        else:
            headers[header] = value.replace("${", "$${")
    return f"${{{constant}}}", headers


def _body(conversion: Conversion, node: DialogNode, parameters: Mapping) -> str:
    """The parameters as JSON with holes."""
    lines = [
        f"  {json.dumps(name, ensure_ascii=False)}: {_member(conversion, node, value)}"
        for name, value in parameters.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"


def _member(conversion: Conversion, node: DialogNode, value: Value) -> str:
    """A value of JSON; a text with expressions is a hole."""
    code = conversion.value(node, value)
    try:
        return json.dumps(json.loads(code), ensure_ascii=False).replace("${", "$${")
    except ValueError:
        return f"${{{code}}}"


def _result(conversion: Conversion, action: Mapping) -> str:
    name = text(action.get("result_variable")).removeprefix("context.").removeprefix("$")
    return conversion.vocabulary.variable(name.partition(".")[0], "any") if name else ""
