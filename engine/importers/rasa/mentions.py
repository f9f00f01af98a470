"""What of an entity a message names, as an expression: by its table, a pattern, or its role."""

from collections import Counter

from msgspec import Struct

from engine.expressions.folding import fold
from engine.importers.rasa.conversion import Conversion
from engine.importers.rasa.source import Training
from engine.importers.rasa.texts import quoted
from engine.nodes.patterns import check_pattern

MOST_WORDS = 12


class Mention(Struct, frozen=True):
    """The value of an entity in a message, and the condition under which there is one."""

    value: str
    condition: str


def mention_of(conversion: Conversion, intent: str, entity: str, role: str = "") -> Mention | None:
    """How an entity is found in messages of an intent; None where nothing finds it."""
    name = conversion.found.get(entity)
    if not name:
        return None
    if pattern := conversion.patterns.get(entity):
        value = f"first_match(message.text, {quoted(pattern)})"
        return Mention(value, f'{value} != ""')
    words = conversion.roles.get((entity, role), ()) if role else ()
    if words:
        # People say which of two it is by the word before it: from Lima, to Quito.
        before = quoted(rf"\b(?:{'|'.join(words)})$")
        said = "fold(slice(message.text, 0, m.start))"
        found = f"mentions.{name}.filter(m, matches({said}, {before}))"
        return Mention(f"{found}[0].value", f"has(mentions.{name}) && size({found}) > 0")
    return Mention(f"entities.{name}", conversion.named(intent, entity))


def pattern_of(training: Training, entity: str) -> str:
    """The regular expression of an entity, where one of its name can be used here."""
    known = training.regexes.get(entity)
    if known is None or not known.lines:
        return ""
    pattern = known.lines[0] if len(known.lines) == 1 else "|".join(f"(?:{p})" for p in known.lines)
    return "" if list(check_pattern(pattern, "")) else pattern


def words_of_roles(training: Training) -> dict[tuple[str, str], tuple[str, ...]]:
    """The words that stand before an entity of each role, in the examples."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for one in training.understood.values():
        for mark in (mark for example in one.examples for mark in example.marks if mark.role):
            counted = found.setdefault((mark.entity, mark.role), Counter())
            if mark.before:
                counted[fold(mark.before)] += 1
    return {
        key: tuple(word for word, _ in counted.most_common(MOST_WORDS) if word.isalnum())
        for key, counted in found.items()
    }
