"""Texts of Rasa as our templates: `{slot}` becomes `${slot}`."""

import re
from collections.abc import Callable

HOLE = re.compile(r"\{([A-Za-z_][\w.-]{0,100})\}")


def literal(text: str) -> str:
    """A text that says just this, in a template."""
    return text.replace("${", "$${")


def quoted(text: str) -> str:
    """A text as an expression."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def template(text: str, variable: Callable[[str], str]) -> str:
    """The text with its holes filled from variables; a `$` before a hole stays a `$`."""
    parts: list[str] = []
    at = 0
    for match in HOLE.finditer(text):
        before = literal(text[at : match.start()])
        if before.endswith("$"):
            before = before[:-1] + '${"$"}'
        parts += [before, f"${{{variable(match[1])}}}"]
        at = match.end()
    rest = literal(text[at:])
    return "".join([*parts, rest])


def holes(text: str) -> tuple[str, ...]:
    """The names in a text's holes."""
    return tuple(match[1] for match in HOLE.finditer(text))
