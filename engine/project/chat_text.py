"""Conversations written as `.chat` text, the way a designer would: `parse` reads them again."""

import json
import re
from collections.abc import Iterable

from engine.project.chat import (
    ASIDE,
    UNITS_S,
    Answers,
    Conversation,
    Does,
    Expects,
    Holds,
    Line,
    Presses,
    Says,
    Waits,
)
from engine.types.message import Message

# One message, whatever it says; a lone sign would stand for all that are left.
ANY = "……"
_LABELS = re.compile(r"(\s*\[[^\[\]]+\])+\s*")


def write_chat(conversations: Iterable[Conversation]) -> str:
    """The text of a `.chat` file."""
    return "\n".join(_conversation(each) for each in conversations)


def expectation_of(message: Message, line: int = 0) -> Expects:
    """The line that expects just this message; what no line can say may be anything."""
    options = [*message.options, *(one for card in message.cards for one in card.options)]
    labels = tuple(" ".join(option.label.split()) for option in options)
    if any(not label or {"[", "]"} & {*label} for label in labels):
        labels = ("...",)
    text = "\n".join(row.strip() for row in message.text.splitlines() if row.strip())
    if text:
        return Expects(line, text if _is_plain(text) else ANY, labels)
    if message.media:
        return Expects(
            line, buttons=labels, what=message.media[0].kind, detail=message.media[0].url
        )
    if message.cards:
        title = " ".join(message.cards[0].title.split())
        return Expects(line, buttons=labels, what="card", detail=title or "...")
    if message.place:
        return Expects(line, buttons=labels, what="place")
    return Expects(line, "" if labels else ANY, labels)


def _is_plain(text: str) -> bool:
    """Whether `parse` reads a text as that text and nothing else."""
    last = text.splitlines()[-1]
    return not (ASIDE.fullmatch(text) or _LABELS.fullmatch(last) or text in {"...", "…"})


def _conversation(conversation: Conversation) -> str:
    rows = [f"== {conversation.title}"]
    rows += [f"@ {name}: {value}" for name, value in conversation.settings.items()]
    rows += [_line(line) for line in conversation.lines]
    return "\n".join(rows) + "\n"


def _line(line: Line) -> str:
    match line:
        case Says(text=text):
            return f"> {_indented(text)}"
        case Presses(label=label):
            return f"> [{label}]"
        case Does(what=what, detail=detail):
            return f"> ({f'{what} {detail}'.strip()})"
        case Waits(seconds=seconds):
            return f"> ({_duration(seconds)})"
        case Holds(expression=expression):
            return f"= {_indented(expression)}"
        case Answers(node=node, port=port, value=value):
            written = "" if value is None else f" {json.dumps(value, ensure_ascii=False)}"
            return f"! {node} {port}{written}"
        case Expects():
            return f"< {_indented(_expected(line))}"


def _expected(line: Expects) -> str:
    if line.what == "anything":
        return "..."
    parts = [line.text] if line.text else []
    if line.what:
        parts.append(f"({f'{line.what} {line.detail}'.strip()})")
    if line.buttons:
        parts.append(" ".join(f"[{label}]" for label in line.buttons))
    return "\n".join(parts)


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _duration(seconds: int) -> str:
    name, unit_s = next(
        (name, unit_s)
        for name, unit_s in sorted(UNITS_S.items(), key=lambda unit: -unit[1])
        if seconds % unit_s == 0
    )
    number = seconds // unit_s
    return f"{number} {name}{'' if number == 1 else 's'}"
