"""References in Dialogflow's texts (`$name`, `#context.name`) as holes of ours."""

import re

from engine.importers.dialogflow_es.variables import Variables
from engine.types.limits import LIMITS
from engine.types.value import Text

PARAMETER = r"\$(?P<name>[A-Za-z_][\w-]*)(?:\.(?P<member>[A-Za-z_]\w*))?"
CONTEXT = r"#(?P<context>[A-Za-z_][\w-]*)\.(?P<of>[A-Za-z_][\w-]*)(?P<original>\.original)?"
REFERENCE = re.compile(f"{PARAMETER}|{CONTEXT}")
# Forms of a value of which we keep one: as understood.
SAME = frozenset({"", "original", "value", "partial", "resolved"})
OPENING = "${"
# Signs of a text or a value, with room for escapes and holes.
LONGEST = min(LIMITS.text_chars, LIMITS.expression_chars) // 2
# How a text writes the two signs themselves.
LITERAL_OPENING = "$${"


def with_holes(words: str, variables: Variables) -> str:
    """The text with its references to parameters as `${...}`; other `$` and `#` stay."""
    plain = literal(words)

    def hole(match: re.Match[str]) -> str:
        expression = _expression(match, variables)
        return f"${{{expression}}}" if expression else match[0]

    return REFERENCE.sub(hole, plain)


def fitting(words: str) -> str:
    """The words, cut where they are longer than a text may be."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def literal(words: str) -> str:
    """The words as a text that says them, whatever they look like."""
    return words.replace(OPENING, LITERAL_OPENING)


def text_with_holes(text: Text, variables: Variables) -> Text:
    """The same for a text in every language."""
    return {language: with_holes(words, variables) for language, words in text.items()}


def as_expression(value: str, variables: Variables) -> str:
    """A parameter's value (`$other`, `#context.name`, or words) as an expression."""
    match = REFERENCE.fullmatch(value.strip())
    expression = _expression(match, variables) if match else ""
    return expression or quoted(value)


def quoted(words: str) -> str:
    """The words as a text in an expression."""
    escaped = fitting(words).replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"'


def _expression(match: re.Match[str], variables: Variables) -> str:
    name, member = match["name"], match["member"] or ""
    if name is None:
        if not variables.is_context(match["context"]) and match["context"] != "event":
            return ""
        return variables.reference(match["of"])
    # A hyphen may be part of the name (`$geo-city`) or follow it (`$name-san`).
    while name and not variables.is_parameter(name):
        if "-" not in name:
            return ""
        name = name.rpartition("-")[0]
    if name != match["name"]:
        return ""
    return variables.reference(name) if member in SAME else variables.read(name, member)
