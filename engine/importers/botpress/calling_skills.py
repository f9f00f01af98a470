"""The skills that reach other systems: a call of a service, and a mail."""

import re

from engine.importers.botpress.chain import Chain
from engine.importers.botpress.contents import wordings
from engine.importers.botpress.conversion import Ends
from engine.importers.botpress.source import Flow, Transition
from engine.importers.botpress.ways import draw_branch, draw_destination, ways_of
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, text
from engine.importers.naming import shortened
from engine.importers.rapidpro.hiding import without_secrets
from engine.nodes.http import Http
from engine.nodes.mail import Mail
from engine.types.value import Text

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SECRET = re.compile(r"(?i)authorization|token|secret|password|api-?_?key|cookie|credential")
WORKED = re.compile(r"temp\.(valid\w*|success)(?:\s*===?\s*(?:'true'|\"true\"|true))?")
FAILED = re.compile(
    r"!\s*temp\.(valid\w*|success)|temp\.(valid\w*|success)\s*(?:===?\s*(?:'false'|\"false\"|false)"
    r"|!==?\s*(?:'true'|\"true\"|true))"
)


def draw_call_api(chain: Chain, flow: Flow) -> bool:
    """A request; its answer is kept with its status."""
    skill, conversion = flow.skill, chain.conversion
    address = text(skill.get("url"))
    if not address:
        return False
    missed: list[str] = []
    method = text(skill.get("method")).upper() or "GET"
    how = "" if method in METHODS else f"the method {method!r} is not known here; POST is used"
    headers, left = _headers(chain, mapping(skill.get("headers")), missed)
    memory, name = text(skill.get("memory")) or "temp", text(skill.get("variable")) or "response"
    variable = conversion.memory.variable(memory if memory != "user" else "session", name)
    answer = '{"body": response.body, "status": response.status}'
    node = chain.then(
        chain.node.name,
        "http",
        Http(
            method=method if method in METHODS else "POST",  # type: ignore[arg-type]  # one of METHODS
            url=_without_secrets(chain, conversion.template(address, missed)),
            headers=headers,
            body=_body(chain, skill, missed) if method not in {"GET", "DELETE"} else "",
            results={variable: answer},
        ),
        title=chain.node.name,
    )
    how = "; ".join(part for part in (how, left) if part)
    chain.counted("skill CallAPI", shortened(address.partition("?")[0], 60), node, missed, how)
    _lead_on(chain, [(node, "next")], [(node, "failed"), (node, "timeout")])
    return True


def draw_email(chain: Chain, flow: Flow) -> bool:
    """A mail; its words are elements of content."""
    skill, conversion = flow.skill, chain.conversion
    missed: list[str] = []
    addresses = [text(skill.get(name)) for name in ("toAddress", "ccAddress", "bccAddress")]
    to = tuple(
        conversion.template(one.strip(), missed)
        for several in addresses
        for one in several.split(",")
        if "@" in one or "{{" in one
    )
    if not to:
        return False
    node = chain.then(
        chain.node.name,
        "mail",
        Mail(
            to=to,
            subject=_words(chain, skill.get("subjectElement"), missed) or conversion.plain("-"),
            text=_words(chain, skill.get("contentElement"), missed) or conversion.plain("-"),
        ),
        title=chain.node.name,
    )
    how = "the sender is that of the bot's mail account"
    if any(addresses[1:]):
        how += "; those in copy are addressed like the others"
    chain.counted("skill SendEmail", chain.node.name, node, missed, how)
    _lead_on(chain, [(node, "next")], [(node, "failed")])
    return True


def _words(chain: Chain, element: object, missed: list[str]) -> Text:
    content = chain.conversion.bot.contents.get(text(element))
    return wordings(chain, content.data, missed)[0] if content is not None else {}


def _body(chain: Chain, skill: Mapping, missed: list[str]) -> str:
    body = skill.get("body")
    if isinstance(body, dict | list):
        import msgspec  # noqa: PLC0415 -- only where a body is no text

        body = msgspec.json.encode(body).decode()
    return _without_secrets(chain, chain.conversion.template(text(body), missed))


def _headers(chain: Chain, found: Mapping, missed: list[str]) -> tuple[dict[str, str], str]:
    headers, left = {}, []
    for name, value in found.items():
        if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
            continue
        if SECRET.search(name):
            secret = re.sub(r"\W+", "_", f"call_{name}".lower())
            chain.conversion.secrets[secret] = None
            headers[name] = f"${{secret.{secret}}}"
            left.append(secret)
        else:
            headers[name] = chain.conversion.template(text(value), missed)
    how = f"credentials were not copied: give the secret {', '.join(left)} its value"
    return headers, how if left else ""


def _without_secrets(chain: Chain, made: str) -> str:
    """The text with a constant, still to be filled in, for each key that stood in clear."""

    def hide(_found: str) -> str:
        name = "key_in_source"
        chain.conversion.constants[name] = "A key that stood in the source in clear; not copied."
        return f"${{{name}}}"

    return without_secrets(made, hide)


def _lead_on(chain: Chain, worked: Ends, failed: Ends) -> None:
    """Success and failure on their ways; other conditions are asked after both."""
    ways = ways_of(chain)
    if not all(way.condition == "true" or _which(way) for way in ways):
        chain.ends = [*worked, *failed]
        draw_branch(chain, ways)
        return
    left = {"worked": worked, "failed": failed}
    for way in ways:
        chain.exact("conditions", way.condition)
        if way.condition == "true":
            draw_destination(chain, [end for ends in left.values() for end in ends], way.to)
            return
        draw_destination(chain, left.pop(_which(way), []), way.to)


def _which(way: Transition) -> str:
    if WORKED.fullmatch(way.condition.strip()):
        return "worked"
    return "failed" if FAILED.fullmatch(way.condition.strip()) else ""
