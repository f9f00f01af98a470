"""Test scripts as conversation tests: what the person does, and what the bot must answer."""

import re
from collections.abc import Container, Iterator

import msgspec

from engine.importers.composer.conversion import Conversion
from engine.importers.composer.library import missing_templates
from engine.importers.composer.plain import as_list, as_map, as_text, as_whole, maps_in
from engine.importers.composer.source import Script, kind_of
from engine.importers.composer.tree import Untranslatable
from engine.importers.composer.triggers import EVENTS
from engine.importers.composer.words import Words

# One message, whatever it says; a lone sign would stand for all that are left.
ANY = "……"
REST = "..."
# The choices that channels without buttons read out, behind the question.
LISTED = re.compile(r"[ \n]*\(1\) .+$|\n+\s*1\. .+$", re.DOTALL)
SAME = re.compile(r"^text\s*==\s*(['\"])(.*)\1$", re.DOTALL)
PART = re.compile(r"^(?:contains|startsWith)\(text,\s*(['\"])(.*)\1\)$", re.DOTALL)
TYPE = re.compile(r"^type\s*==\s*['\"](\w+)['\"]$")
CHECKS = frozenset({"Test.MemoryAssertions", "Test.AssertCondition"})
# Of a message that only a channel's own program reads, nothing is seen here.
NO_TEXT = frozenset({"text == undefined", "text == null"})
SECOND_MS = 1_000


def write_tests(conversion: Conversion) -> dict[str, str]:
    """The `.chat` file of the script, if the bot was made of one."""
    script = conversion.piece.script
    if script is None:
        return {}
    missing = _missing(conversion)
    if missing:
        why = f"{missing} is not in the export, so that the bot is not whole"
        conversion.account.unmapped("tests", script.name, script.path, why, "import all files")
        return {}
    chat = _Chat(conversion, script)
    for step in script.steps[: _last_check(script) + 1]:
        if not chat.step(step):
            break
    if not chat.says:
        return {}
    title = as_text(script.body.get("description")) or script.name
    head = [f"== {_flat(title)}", f"@ language: {conversion.language}"]
    return {
        "script": "\n".join([*head, *_answers(conversion, script), *chat.lines, f"< {REST}"]) + "\n"
    }


def _missing(conversion: Conversion) -> str:
    """A file without which the script's bot cannot be what it was, "" where all are there."""
    lost = [f"the dialog {name!r}" for name in conversion.dialogs.missing]
    if conversion.has_gaps():
        lost += [f"the file {name!r}" for name in missing_templates(conversion)]
    lost += [f"what recognises {name!r}" for name in conversion.unlearned]
    return next(iter(lost), "")


def _last_check(script: Script) -> int:
    """The last step that expects something: what comes after is not looked at."""
    expecting = [n for n, step in enumerate(script.steps) if "Assert" in kind_of(step)]
    return max(expecting, default=-1)


class _Chat:
    """A script as lines of a `.chat` file. What it does not say ends it, as an account says."""

    def __init__(self, conversion: Conversion, script: Script) -> None:
        self.conversion = conversion
        self.script = script
        self.lines: list[str] = []
        self.says = False

    def step(self, step: dict[str, object]) -> bool:
        """Writes one step; whether the script goes on."""
        kind = kind_of(step)
        if kind.startswith("Test.User") or kind == "Test.CustomEvent":
            return self._person(kind, step)
        if kind in CHECKS:
            for check in as_list(step.get("assertions")) or [step.get("condition")]:
                self._holds(check)
            return True
        expected = list(self._expected(kind, step))
        self.lines += expected
        if not expected:
            how = "what it checks is nothing that people see; it is left out of the test"
            self.conversion.account.approximate(kind, kind, self.script.path, how)
        else:
            self.conversion.account.exact(kind, kind, self.script.path)
        return True

    def _person(self, kind: str, step: dict[str, object]) -> bool:
        act = _act(kind, step, self.conversion.events)
        account, place = self.conversion.account, self.script.path
        if act is None:
            why = "what the person sends is no text; the test ends before it"
            account.unmapped(kind, kind, place, why, "go on with the test by hand")
            return False
        account.exact(kind, kind, place)
        if act:
            self.says = True
            self.lines.append(f"> {act}")
        return True

    def _holds(self, check: object) -> None:
        words = Words(self.conversion, self.conversion.dialogs.root)
        try:
            said = words.condition(check)
        except Untranslatable as problem:
            how = f"the check {check!r} is left out: {problem}"
            self.conversion.account.approximate("Test.checks", str(check), self.script.path, how)
            return
        names = ("message.", "now", "contact.", "entities.", "channel", "foreach", "settings_")
        if any(name in said for name in names):
            how = f"the check {check!r} reads what is gone after the turn; it is left out"
            self.conversion.account.approximate("Test.checks", str(check), self.script.path, how)
            return
        self.lines.append(f"= {said}")
        self.conversion.account.exact("Test.checks", str(check), self.script.path)

    def _expected(self, kind: str, step: dict[str, object]) -> Iterator[str]:
        text = as_text(step.get("text"))
        if kind == "Test.AssertReply":
            whole = step.get("exact", True) is not False
            assertions = [as_text(one) for one in as_list(step.get("assertions"))]
            yield from self.reply(text, whole=whole) if text else _activity(assertions, self)
        elif kind == "Test.AssertReplyContains":
            yield from self.reply(text, whole=False)
        elif kind == "Test.AssertReplyOneOf":
            yield f"< {ANY}"
        elif kind == "Test.AssertReplyActivity":
            yield from _activity([as_text(one) for one in as_list(step.get("assertions"))], self)
        elif kind == "Test.AssertNoActivity":
            yield "< (silence)"

    def reply(self, text: str, *, whole: bool) -> Iterator[str]:
        shown = LISTED.sub("", text)
        lines = [line.strip() for line in shown.splitlines() if line.strip()]
        # A line of brackets only would be read as buttons.
        lines = [f"…{line[1:]}" if line.startswith("[") else line for line in lines]
        words = "\n  ".join(lines) or ANY
        buttons = "\n  [...]" if shown != text else ""
        yield f"< {words}{buttons}" if whole else f"< {REST}{words}{REST}"


def _act(kind: str, step: dict[str, object], events: Container[str]) -> str | None:
    """What the person does, "" for nothing that shows, None where a chat cannot say it."""
    if kind == "Test.UserSays":
        return _flat(as_text(step.get("text")))
    if kind == "Test.UserTyping":
        return "(event typing)"
    if kind == "Test.UserConversationUpdate":
        return "(opened)"
    if kind == "Test.CustomEvent":
        return _event(as_text(step.get("name")), step.get("value"), "")
    if kind in {"Test.UserDelay", "Test.UserActivityDelay"}:
        ms = as_whole(step.get("timespan")) or 0
        return f"({ms // SECOND_MS} seconds)" if ms >= SECOND_MS else ""
    activity = as_map(step.get("activity"))
    sort = as_text(activity.get("type")) or "message"
    if sort == "message" and not activity.get("text"):
        return _file(activity)
    if sort == "message":
        return _flat(as_text(activity.get("text"))) or None
    text = as_text(activity.get("text"))
    if sort == "conversationUpdate":
        return _event("opened", None, text) if text else "(opened)"
    name = as_text(activity.get("name"))
    known = next(
        (one for each, one in EVENTS.items() if each.lower() == f"on{sort.lower()}activity"), ""
    )
    event = name if sort == "event" and name in events else known or sort
    return _event(event, activity.get("value"), text)


def _file(activity: dict[str, object]) -> str | None:
    """A file that the person sends, None where there is none with an address."""
    for one in maps_in(activity.get("attachments")):
        url = as_text(one.get("contentUrl"))
        what = "image" if as_text(one.get("contentType")).startswith("image") else "document"
        if url.startswith("http"):
            return f"({what} {url})"
    return None


def _event(name: str, value: object, text: str) -> str:
    data = {**as_map(value), **({"text": text} if text else {})}
    return f"(event {name} {msgspec.json.encode(data).decode()})" if data else f"(event {name})"


def _activity(assertions: list[str], chat: _Chat) -> Iterator[str]:
    """What checks of an activity expect: its text where they say one, else any message."""
    kinds = [match[1] for one in assertions if (match := TYPE.match(one))]
    if any(kind != "message" for kind in kinds) or NO_TEXT.intersection(assertions):
        return
    for one in assertions:
        if match := SAME.match(one):
            yield from chat.reply(match[2], whole=True)
            return
        if match := PART.match(one):
            yield from chat.reply(match[2], whole=False)
            return
    yield f"< {ANY}"


def _answers(conversion: Conversion, script: Script) -> Iterator[str]:
    """What the requests of the bot are answered with, as the script's mocks say."""
    mocks = [_mock(conversion, one) for one in as_list(script.body.get("httpRequestMocks"))]
    for node, request in conversion.requests.items():
        for mock in mocks:
            url, wanted = as_text(mock.get("url")).lower(), as_text(request.get("url")).lower()
            method = as_text(mock.get("method")).upper()
            responses = maps_in(mock.get("responses"))
            if (
                url
                and wanted.startswith(url)
                and method in {"", request.get("method")}
                and responses
            ):
                status = responses[0].get("statusCode", 200)
                status = status if isinstance(status, int) else 200
                body = {"status": status, "headers": {}, "body": responses[0].get("content")}
                port = "ok" if status < 400 else "failed"
                yield f"! {node} {port} {msgspec.json.encode(body).decode()}"
                break


def _mock(conversion: Conversion, one: object) -> dict[str, object]:
    if isinstance(one, str):
        resource = conversion.export.dialogs.get(one.lower())
        return resource.body if resource else {}
    return as_map(one)


def _flat(text: str) -> str:
    return " ".join(text.split())
