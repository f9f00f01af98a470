"""Actions that reach beyond the conversation: services, people, and what only watches."""

import json
from collections.abc import Mapping

from engine.importers.composer.assign import assigned, variable_of
from engine.importers.composer.cards import address_of
from engine.importers.composer.conversion import Flow
from engine.importers.composer.memory import PERSON
from engine.importers.composer.plain import as_map, as_text
from engine.importers.composer.replies import draw_activity
from engine.importers.composer.tokens import holes
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.words import Words, path_tree
from engine.importers.naming import identifier
from engine.nodes.ask import Ask
from engine.nodes.handoff import Handoff
from engine.nodes.http import Http
from engine.nodes.set import Set

Action = Mapping[str, object]
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
RESULT = '{"statusCode": response.status, "content": response.body, "headers": response.headers}'
SECRET = ("authorization", "key", "token", "secret", "password", "cookie")


def draw_http(flow: Flow, words: Words, action: Action) -> str:
    """`HttpRequest`: the request, and its answer as an object."""
    method = as_text(action.get("method")).upper() or "GET"
    if method not in METHODS:
        raise Untranslatable(f"the method {method!r}")
    results = {}
    remark = ""
    if as_text(action.get("resultProperty")):
        place = path_tree(action["resultProperty"])
        variable = variable_of(words.cel, place)
        if variable:
            results[variable] = RESULT
            words.conversion.memory.lists.add(variable)
        else:
            results["http_result"] = RESULT
            words.conversion.memory.declare("http_result")
    body = action.get("body")
    url = address_of(_text(words, action.get("url")).strip())
    if not url:
        raise Untranslatable("an address that cannot be opened")
    http = Http(
        method=method,  # type: ignore[arg-type]  # one of METHODS
        url=url,
        headers=_headers(flow, words, as_map(action.get("headers"))),
        body=_body(words, body) if body not in (None, "") else "",
        results=results,
    )
    node = flow.then("request", "http", http, ends=("next", "failed", "timeout"))
    flow.conversion.requests[node] = {"method": method, "url": as_text(action.get("url"))}
    if "http_result" in results:
        changed = assigned(words.cel, path_tree(action["resultProperty"]), "http_result")
        flow.then("keep_result", "set", Set(variables=changed))
    return remark


def _text(words: Words, raw: object) -> str:
    return next(iter(words.text(raw).values()), "")


def _headers(flow: Flow, words: Words, headers: dict[str, object]) -> dict[str, str]:
    """Headers as texts; what is secret by its name, and written out, becomes a secret's name."""
    found = {}
    for name, value in headers.items():
        said = _text(words, value) if isinstance(value, str) else str(value)
        if any(word in name.lower() for word in SECRET) and "${" not in said:
            secret = identifier(name, "secret").upper()
            flow.conversion.secrets[secret] = None
            said = f"${{secret.{secret}}}"
        found[name] = said
    return found


def _body(words: Words, raw: object) -> str:
    """A body as our template of JSON: what is computed in holes, the rest as it stands."""
    if isinstance(raw, str):
        return _text(words, raw)
    if isinstance(raw, dict):
        entries = (f"{json.dumps(str(key))}: {_part(words, one)}" for key, one in raw.items())
        return f"{{{', '.join(entries)}}}"
    return _part(words, raw)


def _part(words: Words, raw: object) -> str:
    if isinstance(raw, dict):
        return _body(words, raw)
    if isinstance(raw, list):
        return f"[{', '.join(_part(words, one) for one in raw)}]"
    if not isinstance(raw, str):
        return json.dumps(raw)
    parts = holes(raw)
    if raw.startswith("=") or (len(parts) == 1 and not isinstance(parts[0], str)):
        return f"${{{words.value(raw)}}}"
    return json.dumps(_text(words, raw), ensure_ascii=False) if parts else '""'


def draw_end_turn(flow: Flow, _words: Words, _action: Action) -> str:
    """`EndTurn`: waits for the next message, whatever it is."""
    flow.then("end_of_turn", "ask", waiting())
    return ""


def waiting() -> Ask:
    """What waits in silence for the next message; who claims it comes first."""
    return Ask(question={}, variable="", type="any", retries=0, interrupts="first")


def draw_ask(flow: Flow, words: Words, action: Action) -> str:
    """`Ask`: says something and waits for what comes."""
    left_out = draw_activity(flow, words, action.get("activity"), "ask")
    flow.then("answer", "ask", waiting())
    expected = "the properties that it expects" if action.get("expectedProperties") else ""
    return "; ".join([*left_out, *([expected] if expected else [])])


def draw_questions_dialog(flow: Flow, words: Words, action: Action) -> str:
    """`QnAMakerDialog`: where no question was recognised before, there is no answer."""
    if not any(flow.conversion.export.qna.values()):
        raise Untranslatable("the knowledge base is not a part of the export")
    no_answer = action.get("noAnswer")
    if no_answer:
        draw_activity(flow, words, no_answer, "no_answer")
    return "each question is an intent, so that only a message without an answer comes here"


def draw_handoff(flow: Flow, words: Words, action: Action) -> str:
    """`SendHandoffActivity`: on to people."""
    note = _text(words, action["context"]) if isinstance(action.get("context"), str) else ""
    flow.then("handoff", "handoff", Handoff(note=note))
    return "to the queue `default`"


def draw_members(flow: Flow, words: Words, action: Action) -> str:
    """`GetActivityMembers`, `GetConversationMembers`: the person who writes."""
    place = path_tree(action.get("property"))
    variable = variable_of(words.cel, place)
    if variable:
        words.conversion.memory.lists.add(variable)
    flow.then("members", "set", Set(variables=assigned(words.cel, place, PERSON)))
    return "a conversation here is with one person"


def draw_update(flow: Flow, words: Words, action: Action) -> str:
    """`UpdateActivity`: says the new text."""
    draw_activity(flow, words, action.get("activity"), "update")
    return "the new text is said; the old one stays"
