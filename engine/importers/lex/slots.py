"""The slots of an intent as questions, in the order of their priority."""

from engine.importers.lex.builtin import Builtin, builtin
from engine.importers.lex.conversion import Conversion
from engine.importers.lex.source import Intent, Slot
from engine.importers.lex.speaking import buttons, draw_payloads, draw_pictures
from engine.importers.naming import readable
from engine.importers.rows import Row
from engine.nodes.ask import AnswerType, Ask
from engine.nodes.patterns import check_pattern
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.types.bot import ValueType
from engine.types.value import Text

KEPT: dict[str, ValueType] = {
    "number": "number",
    "date": "date",
    "time": "time",
    "yes_no": "yes_no",
    "entity": "object",
}


def draw_slots(conversion: Conversion, row: Row, intent: Intent) -> None:
    """Takes what the message says of the slots, then asks for those that are wanted."""
    slots = tuple(sorted(intent.slots, key=lambda one: (one.priority, one.name)))
    if not slots:
        return
    for slot in slots:
        conversion.slot(intent.name, slot, KEPT.get(_type(conversion, slot)[0], "text"))
    cleared = tuple(conversion.slot(intent.name, slot) for slot in slots)
    row.then(f"{intent.name}_begin", "set", Set(clear=cleared), title="Slots are empty")
    for slot in slots:
        _take(conversion, row, intent, slot)
    for slot in slots:
        if slot.required:
            _ask(conversion, row, intent, slot)
        _report(conversion, intent, slot)


def sample(conversion: Conversion, slot: Slot | None, language: str, at: int) -> str:
    """A value for a slot in a phrase, another one for each place."""
    if slot is None:
        return ""
    known = conversion.type_of(slot)
    if known is not None:
        values = tuple(known.values.get(language, {})) or tuple(
            value for rows in known.values.values() for value in rows
        )
        return values[at % len(values)] if values else ""
    own = builtin(slot.type)
    return own.sample if own else ""


def _take(conversion: Conversion, row: Row, intent: Intent, slot: Slot) -> None:
    """A value that the message holds goes into its slot."""
    variable = conversion.slot(intent.name, slot)
    entity = _entity(conversion, slot)
    if not entity:
        return
    if conversion.holds_row(slot):
        value = f'rows("{entity}").filter(one, one.value == entities.{entity})[0]'
    else:
        value = f"entities.{entity}"
        # Of two numbers in a message, the first slot takes the first one.
        if entity in {_entity(conversion, one) for one in _before(intent, slot)}:
            at = sum(_entity(conversion, one) == entity for one in _before(intent, slot))
            value = f"mentions.{entity}[{at}].value"
            row.then(
                f"{variable}_said",
                "set",
                Set(variables={variable: value}),
                title=f"Said: {readable(slot.name)}",
                when=f"has(mentions.{entity}) && size(mentions.{entity}) > {at}",
            )
            return
    row.then(
        f"{variable}_said",
        "set",
        Set(variables={variable: value}),
        title=f"Said: {readable(slot.name)}",
        when=f"has(entities.{entity})",
    )


def _before(intent: Intent, slot: Slot) -> list[Slot]:
    ordered = sorted(intent.slots, key=lambda one: (one.priority, one.name))
    return ordered[: ordered.index(slot)]


def _ask(conversion: Conversion, row: Row, intent: Intent, slot: Slot) -> None:
    variable, prompt = conversion.slot(intent.name, slot), slot.prompt
    wish = f"{intent.name}_{slot.name}"
    rows = conversion.texts(prompt.speech.said, intent.name, intent.slots)
    for ways in rows[:-1]:
        row.then(f"{wish}_before", "say", Say(text=ways[0], alternatives=tuple(ways[1:])))
    draw_pictures(conversion, row, wish, prompt.speech, intent.name, intent.slots)
    draw_payloads(conversion, row, wish, prompt.speech)
    ways = rows[-1] if rows else [_plain_question(conversion, slot)]
    if not rows:
        how = "it has no prompt, its program words the question: a plain one was made"
        conversion.differs(slot.place, how, "word it as the bot should speak")
    if len(ways) > 1:
        how = "of several ways to ask, the second one is for asking again, not by chance"
        conversion.differs(slot.place, how)
    type_, table, pattern = _type(conversion, slot)
    question = Ask(
        question=ways[0],
        variable=variable,
        type=type_,
        alternative=ways[1] if len(ways) > 1 else {},
        table=table,
        pattern=pattern,
        options=buttons(conversion, prompt.speech),
        retries=max(prompt.retries, 1),
        once=prompt.retries == 0,
        skip_if_known=True,
    )
    ask = row.then(wish, "ask", question, title=readable(slot.name), ends=("next",))
    row.drawing.connect(row.topic, ask, "failed", conversion.give_up(row.topic, intent))
    if slot.type in conversion.table_of and not conversion.holds_row(slot):
        # Of an open list, a value that is known is kept as the list has it.
        known = conversion.table_of[slot.type]
        row.then(
            f"{variable}_known",
            "set",
            Set(variables={variable: f"entities.{known}"}),
            title=f"Known: {readable(slot.name)}",
            when=f"has(entities.{known})",
        )


def _type(conversion: Conversion, slot: Slot) -> tuple[AnswerType, str, str]:
    """The type of the question, its table and its pattern."""
    if conversion.holds_row(slot):
        return "entity", conversion.table_of[slot.type], ""
    known = conversion.type_of(slot)
    if known is not None:
        parent, faulty = builtin(known.parent), list(check_pattern(known.pattern, ""))
        return (parent.type if parent else "text"), "", "" if faulty else known.pattern
    own = builtin(slot.type)
    return (own.type if own else "text"), "", ""


def _entity(conversion: Conversion, slot: Slot) -> str:
    """The name under which a message holds a value for the slot."""
    if slot.type in conversion.table_of:
        return conversion.table_of[slot.type]
    own: Builtin | None = builtin(slot.type)
    return own.entity if own else ""


def _plain_question(conversion: Conversion, slot: Slot) -> Text:
    words = readable(slot.name).replace("${", "$${")
    return dict.fromkeys(conversion.languages, f"{words}?")


def _report(conversion: Conversion, intent: Intent, slot: Slot) -> None:
    own, known = builtin(slot.type), conversion.type_of(slot)
    if own is None and known is None:
        how = f"its type {slot.type!r} is not in the export: the whole answer is kept"
        conversion.differs(slot.place, how, "make a table of its values")
    elif own is not None and own.differs:
        conversion.differs(slot.place, own.differs)
    elif known is not None and known.pattern and not _type(conversion, slot)[2]:
        how = f"its pattern cannot be used: {known.pattern}"
        conversion.differs(slot.place, how, "write it without look-around")
    if not slot.required and not _entity(conversion, slot):
        conversion.differs(slot.place, "it is optional, and no message shows such a value")
    if any(slot.samples.values()):
        conversion.differs(slot.place, "its own sample utterances are not learned")
    if slot.defaults:
        conversion.differs(slot.place, f"its default {', '.join(slot.defaults)} is not taken")
    if slot.several:
        conversion.differs(slot.place, "it takes one value, there several")
    if slot.rest:
        conversion.differs(slot.place, f"{', '.join(slot.rest)}: not taken")
    node = conversion.slot(intent.name, slot)
    conversion.tell("slots", f"{intent.name}.{slot.name}", slot.place, node=node)
