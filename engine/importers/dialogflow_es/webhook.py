"""The agent's webhook as an `http` node that sends what Dialogflow would have sent."""

import json
import re

from engine.importers.dialogflow_es.conversion import Conversion, Flow
from engine.importers.dialogflow_es.texts import literal
from engine.importers.naming import identifier
from engine.nodes.branch import Branch, Case
from engine.nodes.http import Http
from engine.nodes.say import Say
from engine.types.bot import Constant

# The signs of which the names of headers are made.
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
URL = "webhook_url"
REPLY = "webhook_reply"
REPLY_VALUE = 'has(response.body.fulfillmentText) ? response.body.fulfillmentText : ""'
LIMITS_OF_ANSWER = (
    "its fulfillmentText is said; followupEventInput, outputContexts and rich messages in its "
    "answer are not read"
)


def declare_service(conversion: Conversion) -> None:
    """The address as a constant, and names for the secrets that its headers need."""
    webhook = conversion.agent.webhook
    used = any(intent.webhook for intent in conversion.agent.intents)
    if not used:
        return
    address = public(webhook.url)
    conversion.constants[URL] = Constant(
        value=address,
        description="The address of the service that answers for the bot, as Dialogflow's webhook.",
    )
    account, place = conversion.account, "agent.json#webhook"
    if not webhook.url:
        account.unmapped(
            "webhooks",
            "address",
            place,
            "the export does not say where the service is (inline editor or another environment)",
            f"put its address in the constant {URL}",
        )
    elif address != webhook.url:
        account.approximate(
            "webhooks",
            "address",
            place,
            "the address held credentials or a query; they were left behind",
            f"complete the constant {URL}, with secrets by name",
        )
    else:
        account.exact("webhooks", "address", place)
    for name, secret in _secrets(conversion).items():
        conversion.secrets.append(secret)
        account.approximate(
            "webhooks",
            f"header {name}",
            place,
            "its value was not copied",
            f"give the secret {secret} its value",
        )


def draw_service(flow: Flow) -> None:
    """Calls the service; its words are said, else (or when it fails) the intent's own."""
    conversion = flow.conversion
    conversion.variables.keep(REPLY, "text", "What the service answered.", "")
    headers = {name: f"${{secret.{one}}}" for name, one in _secrets(conversion).items()}
    call = flow.then(
        f"{flow.entry}_webhook",
        "http",
        Http(
            method="POST",
            url=f"${{{URL}}}",
            headers={"Content-Type": "application/json", **headers},
            body=_body(flow),
            timeout_s=5.0,
            results={REPLY: REPLY_VALUE},
        ),
        source=f"{flow.source}#webhookUsed",
    )
    branch = flow.then(
        f"{flow.entry}_answered",
        "branch",
        Branch(cases=(Case(id="answered", condition=f'{REPLY} != ""'),)),
        ends=("answered",),
    )
    flow.then(
        f"{flow.entry}_reply",
        "say",
        Say(text={conversion.languages.own: f"${{{REPLY}}}"}),
    )
    flow.answered = list(flow.ends)
    flow.ends = [(branch, "else"), (call, "failed"), (call, "timeout")]
    _report(flow)


def _report(flow: Flow) -> None:
    account = flow.conversion.account
    how = LIMITS_OF_ANSWER
    if flow.intent.webhook_for_slots:
        how += "; it is not called while parameters are asked for"
    account.approximate("webhooks", flow.intent.name, f"{flow.source}#webhookUsed", how)


def _body(flow: Flow) -> str:
    """A Dialogflow request in the parts that services read."""
    variables = flow.conversion.variables
    # A hole outside quotes stands for the value's own JSON: numbers stay numbers.
    holes = {f"hole {index} of parameters": one for index, one in enumerate(flow.intent.parameters)}
    parameters = {literal(one.name): mark for mark, one in holes.items()}
    body = {
        "session": "${contact.id}",
        "queryResult": {
            "queryText": "${message.text}",
            "action": literal(flow.intent.action),
            "parameters": parameters,
            "intent": {"displayName": literal(flow.intent.name)},
            "languageCode": "${language}",
        },
    }
    written = json.dumps(body, ensure_ascii=False, indent=2)
    for mark, one in holes.items():
        written = written.replace(f'"{mark}"', f"${{{variables.reference(one.name)}}}")
    return written


def _secrets(conversion: Conversion) -> dict[str, str]:
    """The names of secrets by the header that needs one."""
    webhook = conversion.agent.webhook
    names = [name for name in webhook.headers if HEADER.fullmatch(name)]
    secrets = {name: f"webhook_{identifier(name, 'header')}" for name in names}
    if webhook.user and not any(name.lower() == "authorization" for name in secrets):
        secrets["Authorization"] = "webhook_authorization"
    return secrets


def public(address: str) -> str:
    """The address without user, password, query and fragment."""
    bare = address.partition("#")[0].partition("?")[0]
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else bare
