"""Slots: what kind of answer fills one, by the entities that Botpress looks for."""

from engine.importers.botpress.conversion import Conversion
from engine.nodes.ask import AnswerType, Ask
from engine.types.value import Text

# Entities that Botpress knows by itself, and the type of their answer here.
SYSTEM: dict[str, AnswerType] = {
    "time": "date",
    "date": "date",
    "number": "number",
    "ordinal": "number",
    "quantity": "number",
    "distance": "number",
    "duration": "number",
    "temperature": "number",
    "volume": "number",
    "amountOfMoney": "amount",
    "email": "email",
    "phoneNumber": "phone",
}
URL = r"(?i).*(https?://|www\.)\S+.*"


def slot_question(
    conversion: Conversion,
    variable: str,
    entities: tuple[str, ...],
    *,
    question: Text,
    alternative: Text,
    retries: int,
) -> tuple[Ask, str]:
    """The question, and an expression for the slot's value where the answer is not it yet."""
    type_, table, pattern = _type_of(conversion, entities)
    ask = Ask(
        question=question,
        variable=variable,
        type=type_,
        table=table,
        pattern=pattern,
        attempts=(alternative,) if alternative else (),
        retries=retries,
        skip_if_known=True,
        from_message=type_ not in {"text", "any"},
        interrupts="never",
        timeout_s=conversion.bot.timeout_s,
    )
    return ask, f"{variable}.value" if table else ""


def slot_value(conversion: Conversion, entities: tuple[str, ...]) -> tuple[str, str]:
    """Whether a message names a slot, and with what: two expressions, empty where it cannot."""
    for entity in entities:
        name = conversion.tables.get(entity)
        if name:
            return f"has(entities.{name})", f"entities.{name}.value"
        type_ = SYSTEM.get(entity.removeprefix("system."))
        if type_:
            return f"has(entities.{type_})", f"entities.{type_}"
    return "", ""


def _type_of(conversion: Conversion, entities: tuple[str, ...]) -> tuple[AnswerType, str, str]:
    for entity in entities:
        plain = entity.removeprefix("system.")
        if entity in conversion.tables:
            return "entity", conversion.tables[entity], ""
        known = conversion.bot.entities.get(entity)
        if known is not None and known.type == "pattern" and entity in conversion.patterns:
            return "text", "", conversion.patterns[entity]
        if plain in SYSTEM:
            return SYSTEM[plain], "", ""
        if plain == "url":
            return "text", "", URL
    return "text", "", ""
