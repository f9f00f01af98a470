"""Conversations as text: who says what. The format of `tests/*.chat`.

    == Asks for the opening hours
    @ language: es
    @ time: 2026-03-02 09:30
    > ¿a qué hora abren?
    < Abrimos de lunes a viernes, de 8 a 20 h.
    < ¿Algo más?
      [Pedir una cita] [Nada más]
    > [Pedir una cita]
    = intent == "book"

`==` begins a conversation, `@` sets its circumstances, `>` is the person, `<` the bot, `=` an
expression that must hold, `!` the answer of an effect, `#` a remark. A line that begins with
two spaces goes on with the message above it. `...` in what the bot says stands for anything.
"""

import datetime as dt
import json
import re

from msgspec import Struct, field

from engine.expressions import ExpressionError, ExpressionFault, Missing, compile_expression
from engine.types.event import Contact
from engine.types.issue import Issue, Location
from engine.types.value import Value

MARKS = {
    "==": "title",
    "@": "setting",
    ">": "person",
    "<": "bot",
    "=": "holds",
    "!": "answer",
    "#": "remark",
}
SETTINGS = (
    "language",
    "time",
    "channel",
    "contact",
    "set",
    "field",
    "tags",
    "seed",
    "agents",
    "bot",
)
UNITS_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
LONGEST_S = 10 * 365 * 86_400
BUTTON = re.compile(r"\[([^\[\]]+)\]")
ASIDE = re.compile(r"\((\w+)(?:\s+(.*))?\)", re.DOTALL)
PASSES = re.compile(r"\((\d+) (second|minute|hour|day)s?(?: later| pass(?:es)?)?\)")


class Says(Struct, frozen=True, tag="says"):
    """The person writes."""

    line: int
    text: str


class Presses(Struct, frozen=True, tag="presses"):
    """The person presses the button with a label."""

    line: int
    label: str


class Does(Struct, frozen=True, tag="does"):
    """The person or the world does something: opened, event, location, image, file, back."""

    line: int
    what: str
    detail: str = ""


class Waits(Struct, frozen=True, tag="waits"):
    """Time passes."""

    line: int
    seconds: int


class Expects(Struct, frozen=True, tag="expects"):
    """The bot's next message: its text and, if any are written, all its buttons.

    `what` is an aside such as `image URL`, `card TITLE`, `silence` or `anything`.
    """

    line: int
    text: str = ""
    buttons: tuple[str, ...] = ()
    what: str = ""
    detail: str = ""


class Holds(Struct, frozen=True, tag="holds"):
    """An expression that must be true after the turn."""

    line: int
    expression: str


class Answers(Struct, frozen=True, tag="answers"):
    """What the effect of a node is answered with, from here on."""

    line: int
    node: str
    port: str
    value: Value = None


# What somebody or something does, as against what is expected of the bot.
Act = Says | Presses | Does | Waits | Answers
Line = Act | Expects | Holds


class Conversation(Struct, frozen=True):
    """One test: a title, its circumstances, and its lines in order."""

    title: str
    line: int
    settings: dict[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


def parse(text: str, file: str = "") -> tuple[tuple[Conversation, ...], tuple[Issue, ...]]:
    """The conversations of a .chat file, and what is wrong with it."""
    found: list[Conversation] = []
    issues: list[Issue] = []
    title, start = "", 0
    settings: dict[str, str] = {}
    lines: list[Line] = []

    def close() -> None:
        if lines:
            found.append(Conversation(title or "Conversation", start, dict(settings), tuple(lines)))
        elif title:
            issues.append(
                _issue(file, start, "a conversation without lines", "add `>` and `<` lines")
            )

    for number, mark, rest in _logical_lines(text):
        if mark == "title":
            close()
            title, start, settings, lines = rest, number, {}, []
        elif mark == "setting":
            name, colon, value = (part.strip() for part in rest.partition(":"))
            fault = setting_fault(name, value) if colon else (f"{name!r} has no `:`", "write one")
            if fault:
                issues.append(_issue(file, number, *fault))
            else:
                settings[name] = value
        elif mark == "":
            issues.append(
                _issue(
                    file, number, f"line begins with {rest[:12]!r}", "begin it with > < = ! @ == #"
                )
            )
        elif mark != "remark":
            try:
                lines.append(_line(number, mark, rest))
            except ValueError as error:
                issues.append(_issue(file, number, str(error), "see the reference of .chat files"))
    close()
    return tuple(found), tuple(issues)


def setting_fault(name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a circumstance, and the remedy; None where it can be used."""
    word, _, rest = name.partition(" ")
    family, _, detail = word.partition(".")
    if family in {"set", "field"}:
        return _value_fault(name, rest, value)
    if family == "contact":
        if detail in Contact.__struct_fields__:
            return None
        return f"a contact has no {detail!r}", f"use {', '.join(Contact.__struct_fields__)}"
    if name not in SETTINGS:
        return f"setting {name!r} is unknown", f"use {', '.join(SETTINGS)}"
    if name == "time" and _moment(value) is None:
        return f"{value!r} is no time", "write 2026-03-02 09:30"
    if name in {"seed", "agents"} and not re.fullmatch(r"[0-9]{1,18}", value):
        return f"{name} {value!r} is no number", "write a whole number"
    return None


def _value_fault(name: str, key: str, value: str) -> tuple[str, str] | None:
    example = f'write `{name.split(maxsplit=1)[0]} NAME: VALUE`, as `set city: "Lima"`'
    if not key:
        return f"{name!r} names nothing", example
    try:
        compile_expression(value).evaluate({})
    except (ExpressionError, ExpressionFault, Missing) as error:
        return f"the value of {key!r}: {error}", f"{example}; texts stand in quotes"
    return None


def start_us(conversation: Conversation, zone: dt.tzinfo, default_us: int) -> int:
    """When a conversation begins, in UTC microseconds; its `time` is local to the bot."""
    moment = _moment(conversation.settings.get("time", ""))
    if moment is None:
        return default_us
    return int(moment.replace(tzinfo=zone).timestamp() * 1_000_000)


def _logical_lines(text: str) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.rstrip()
        if not line:
            continue
        if line.startswith("  ") and found:
            at, mark, rest = found[-1]
            found[-1] = (at, mark, f"{rest}\n{line.strip()}")
            continue
        mark = next((mark for mark in MARKS if line.startswith(mark)), "")
        found.append((number, MARKS.get(mark, ""), line[len(mark) :].strip()))
    return found


def _line(number: int, mark: str, rest: str) -> Line:
    if mark == "person":
        return _person(number, rest)
    if mark == "bot":
        return _expected(number, rest)
    if mark == "holds":
        if not rest:
            raise ValueError("an empty expression")
        return Holds(number, rest)
    node, _, answer = rest.partition(" ")
    port, _, value = answer.strip().partition(" ")
    if not node or not port:
        raise ValueError("an answer names a node and a port: ! ask_price ok {...}")
    return Answers(number, node, port, _json(value) if value.strip() else None)


def _person(number: int, rest: str) -> Line:
    passes = PASSES.fullmatch(rest)
    if passes:
        seconds = int(passes[1][:12]) * UNITS_S[passes[2]]
        if seconds > LONGEST_S:
            raise ValueError(f"{passes[1]} {passes[2]}s are too long")
        return Waits(number, seconds)
    button = BUTTON.fullmatch(rest)
    if button:
        return Presses(number, button[1].strip())
    aside = ASIDE.fullmatch(rest)
    if aside:
        return Does(number, aside[1], aside[2] or "")
    return Says(number, rest)


def _expected(number: int, rest: str) -> Expects:
    if rest in {"...", "…"}:
        return Expects(number, what="anything")
    body, buttons = rest, ()
    head, _, last = rest.rpartition("\n")
    if last and not BUTTON.sub("", last).strip() and BUTTON.search(last):
        body, buttons = head, tuple(label.strip() for label in BUTTON.findall(last))
    aside = ASIDE.fullmatch(body)
    if aside and aside[1] in {"image", "audio", "video", "document", "card", "silence", "place"}:
        return Expects(number, buttons=buttons, what=aside[1], detail=aside[2] or "")
    return Expects(number, text=body, buttons=buttons)


def _json(text: str) -> Value:
    try:
        value: Value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"the answer is not JSON: {error}") from error
    return value


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _issue(file: str, line: int, message: str, remedy: str) -> Issue:
    return Issue("chat-line", "error", message, remedy, Location(file=file, line=line))
