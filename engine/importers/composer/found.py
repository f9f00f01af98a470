"""What was found in a message: entities by their patterns, and intents that come before."""

from collections.abc import Mapping
from functools import reduce

from engine.importers.composer.cel import quoted
from engine.importers.composer.conversion import Conversion, Flow
from engine.importers.composer.dialogs import Dialog
from engine.importers.composer.overlap import earlier_rivals
from engine.importers.composer.plain import as_text
from engine.importers.naming import identifier
from engine.nodes.set import Set

Trigger = Mapping[str, object]


def draw_entities(flow: Flow, trigger: Trigger) -> None:
    """What was understood and found in the message is kept, where something reads it."""
    conversion, memory = flow.conversion, flow.conversion.memory
    values, gone = dict[str, str](), list[str]()
    if conversion.reads("recognized.intent"):
        name = as_text(trigger.get("intent")) or "None"
        values[memory.declare("recognized_intent")] = quoted(name)
    for name, variable in memory.entities.items():
        patterns = _patterns(conversion, flow.dialog, name, as_text(trigger.get("intent")))
        if patterns is None:
            continue
        memory.declare(variable)
        if patterns:
            values[variable] = reduce(
                _or_else, reversed([_match(*one) for one in patterns]), "null"
            )
        else:
            gone.append(variable)
        if patterns and conversion.reads(f"entities.{name}"):
            memory.lists.add(f"{variable}_all")
            values[memory.declare(f"{variable}_all")] = _all(*patterns[0])
    if values or gone:
        wish = identifier(as_text(trigger.get("intent")), "entities")
        found = Set(variables=values, clear=tuple(gone))
        flow.then(f"found_{wish}", "set", found, title="Found in the message")


def found_of(conversion: Conversion, dialog: Dialog, name: str) -> str:
    """The expression that finds an entity in the last message."""
    patterns = _patterns(conversion, dialog, name, "")
    if not patterns:
        return f"at(entities, {quoted(identifier(name, 'entity'))})"
    return reduce(_or_else, reversed([_match(*one) for one in patterns]), "null")


def rivals_of(conversion: Conversion, dialog: Dialog, intent: str) -> list[str]:
    """Patterns of other intents, before this one's, that may fit the same message."""
    patterns = conversion.understood[dialog.name].patterns
    if intent not in patterns:
        return []
    before = list(patterns)[: list(patterns).index(intent)]
    own = tuple(patterns[intent])
    earlier = [one for name in before for one in patterns[name] if one not in own]
    return earlier_rivals(own, earlier)


def _match(pattern: str, group: str) -> str:
    handed = f", {quoted(group)}" if group else ""
    return f"first_match(message.text, {quoted(pattern)}{handed})"


def _all(pattern: str, group: str) -> str:
    """The expression that finds all values of an entity in the last message."""
    found = f"all_matches(message.text, {quoted(pattern)})"
    if not group:
        return found
    return f"{found}.map(i, first_match(i, {quoted(pattern)}, {quoted(group)}))"


def _or_else(other: str, found: str) -> str:
    return f'({found} != "" ? {found} : {other})'


def _patterns(
    conversion: Conversion, dialog: Dialog, name: str, intent: str
) -> list[tuple[str, str]] | None:
    """What finds an entity in a message of an intent: its own patterns, and those that look
    for the entity alone; of this dialog, or of the first one. None where none knows it."""
    for one in (dialog, conversion.dialogs.root):
        understood = conversion.understood[one.name]
        own = [*understood.patterns.get(intent, []), *understood.marked.get(intent, [])]
        for known, patterns in understood.entities.items():
            if known.lower() == name.lower():
                wanted = [each for each in patterns if not (intent and each[1]) or each[0] in own]
                return list(dict.fromkeys(wanted))
    return None
