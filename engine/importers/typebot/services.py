"""Other systems that are asked or told: HTTP, mail, automations, live chat, counters."""

import json
import re

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts, truth
from engine.importers.javascript import Made, Path, Translated, expression
from engine.importers.typebot.chain import Chain, is_address
from engine.importers.typebot.texts import single_variable, with_names
from engine.nodes.handoff import Handoff
from engine.nodes.http import Http
from engine.nodes.mail import Mail
from engine.nodes.tag import Tag

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
TIMEOUT_S = 10.0
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
ENDS = ("next", "failed", "timeout")
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def draw_http(chain: Chain) -> None:
    """A request; the flow goes on whether it succeeds or not, as there."""
    settings = chain.block.settings
    request = mapping(settings.get("webhook"))
    address = text(request.get("url")).strip()
    hows = []
    if not address:
        if text(settings.get("webhookId")):
            why = "its address is kept in Typebot's database and is not part of the export"
            chain.to_do("http", why, "draw the request with the address from Typebot's editor")
        else:
            chain.told(name="(no address)")
        return
    if not is_address(chain.template(address)):
        why = f"{address[:60]!r} is no whole address"
        chain.to_do("http", why, "give it an address that begins with https://")
        return
    if settings.get("proxyCredentialsId"):
        hows.append("no proxy is used")
    method = text(request.get("method")).upper() or "POST"
    if method not in METHODS:
        hows.append(f"{method} is sent as GET")
        method = "GET"
    body = _body(chain, request, hows) if method != "GET" else ""
    headers = _pairs(chain, request.get("headers"), hidden=True)
    if body and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json"
    node = chain.then(
        "http",
        "http",
        Http(
            method=method,  # type: ignore[arg-type]  # one of the five, as just looked at
            url=chain.template(address),
            headers=headers,
            query=_pairs(chain, request.get("queryParams")),
            body=body,
            timeout_s=_timeout_s(settings.get("timeout")),
            results=_results(chain),
        ),
        ends=ENDS,
    )
    chain.told(node, "; ".join(hows), name=address[:60])


def _timeout_s(value: object) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return min(float(value), 120.0) if usable and value else TIMEOUT_S  # type: ignore[arg-type]  # a number, as just looked at


def _pairs(chain: Chain, found: object, *, hidden: bool = False) -> dict[str, str]:
    made: dict[str, str] = {}
    for one in mappings(found):
        name, value = text(one.get("key")).strip(), text(one.get("value"))
        if not name or not value.strip():
            continue
        if hidden and not HEADER.fullmatch(name):
            chain.texts.notes.append(f"{name[:40]!r} is no name of a header and is left out")
            continue
        if hidden and _is_secret(name, value):
            secret = re.sub(r"\W+", "_", name.upper()).strip("_")
            chain.conversion.secrets.setdefault(secret, name)
            prefix = re.match(r"^\s*(bearer|basic|token)\s+", value, re.IGNORECASE)
            made[name] = f"{prefix[0].strip() + ' ' if prefix else ''}${{secret.{secret}}}"
            chain.texts.notes.append(f"the header {name} is the secret {secret}, to be filled in")
            continue
        made[chain.template(name)] = chain.template(value)
    return made


def _is_secret(name: str, value: str) -> bool:
    """Whether a header holds a key in clear."""
    named = re.search(r"authori[sz]ation|api-?key|token|secret|password", name, re.IGNORECASE)
    return named is not None and "{{" not in value


def _body(chain: Chain, request: Mapping, hows: list[str]) -> str:
    source = text(request.get("body"))
    custom = truth(chain.block.settings.get("isCustomBody"))
    if not custom or not source.strip() or source.strip() == "{{state}}":
        hows.append("all variables of the bot are sent")
        return _all_values(chain)
    if name := single_variable(source):
        ours = chain.conversion.variables.by_name(name)
        return f"${{{ours}}}" if ours else ""
    return chain.template(source)


def _all_values(chain: Chain) -> str:
    """The JSON of what was answered."""
    variables = chain.conversion.variables
    entries = [
        f"{json.dumps(name, ensure_ascii=False)}: ${{has({ours}) ? {ours} : null}}"
        for name in chain.sheet.bot.variables.values()
        if (ours := variables.by_name(name))
    ]
    return "{" + ", ".join(dict.fromkeys(entries)) + "}"


def _naming(path: Path) -> Made | None:
    """What a mapping reads of the answer."""
    if path == ("data",):
        return Made("response.body", "any", "has(response.body)")
    return Made("response.status", "number") if path == ("statusCode",) else None


def _results(chain: Chain) -> dict[str, str]:
    made: dict[str, str] = {}
    for one in mappings(chain.block.settings.get("responseVariableMapping")):
        ours, source = chain.by_id(one.get("variableId")), text(one.get("bodyPath")).strip()
        if not ours or not source:
            continue
        found = expression(with_names(source, chain.conversion.variables), _naming)
        if isinstance(found, Translated):
            made[ours] = found.cel
            chain.texts.notes += found.notes
        elif not found.fails:
            chain.texts.missed.append(f"{source}: {found}")
    return made


def draw_mail(chain: Chain) -> None:
    """A mail; the flow goes on whether it can be sent or not, as there."""
    settings = chain.block.settings
    hows: list[str] = []
    to = _addresses(chain, settings.get("recipients"), hows)
    copies = [*_addresses(chain, settings.get("cc"), hows)]
    copies += _addresses(chain, settings.get("bcc"), hows)
    if copies:
        hows.append("those in copy get it as those it is for")
    if settings.get("attachmentsVariableId"):
        hows.append("files are not attached")
    if not to:
        chain.told(name="(nobody)")
        return
    subject = chain.text(text(settings.get("subject"))) or chain.text(chain.sheet.bot.name)
    source = text(settings.get("body"))
    if not truth(settings.get("isCustomBody")):
        hows.append("the answers are written as lines, not as a table")
        source = "\n".join(f"{one}: {{{{{one}}}}}" for one in chain.sheet.bot.variables.values())
    words = chain.text(source) or subject
    html = words if truth(settings.get("isBodyCode")) else {}
    params = Mail(
        to=tuple(dict.fromkeys([*to, *copies])),
        subject=subject,
        text=words,
        html=html,
        reply_to="".join(_addresses(chain, settings.get("replyTo"), hows)[:1]),
    )
    node = chain.then("mail", "mail", params, ends=("next", "failed"))
    chain.told(node, "; ".join(hows))


def _addresses(chain: Chain, found: object, hows: list[str]) -> list[str]:
    """Mail addresses, also those that variables hold."""
    made = [chain.template(one.strip()) for one in texts(found)]
    good = [one for one in made if "${" in one or ADDRESS.fullmatch(one)]
    hows += [f"{one[:40]!r} is no mail address and is left out" for one in made if one not in good]
    return good


def draw_live_chat(chain: Chain) -> None:
    """Chatwoot opened a live chat; here people take the conversation over."""
    params = Handoff(queue="default")
    how = "people take over in the inbox here, not in Chatwoot"
    chain.told(chain.then("people", "handoff", params), how)


def draw_counter(chain: Chain) -> None:
    """Google Analytics and Meta's pixel counted; here a tag of the contact does."""
    settings = chain.block.settings
    event = text(settings.get("action")) or text(settings.get("name"))
    event = event or text(settings.get("eventType")) or "event"
    name = chain.template(event)[:80]
    node = chain.then(f"count_{event}", "tag", Tag(add=(name,)))
    chain.told(node, f"counted here by a tag; nothing is sent to {chain.block.type}")
