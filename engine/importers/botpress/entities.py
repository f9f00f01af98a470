"""Entities: lists as tables, patterns as patterns of the questions that ask for them."""

from engine.expressions.folding import fold
from engine.importers.botpress.conversion import Conversion
from engine.importers.botpress.source import Entity
from engine.importers.naming import Names
from engine.nodes.patterns import check_pattern
from engine.types.bot import EntityTable
from engine.types.value import Value

COLUMNS = ("value", "synonyms")
# Botpress forgives misspelt names from this looseness up; below, tables are more forgiving.
STRICT = 0.5


def draw_entities(conversion: Conversion) -> None:
    """The tables of a bot, and the patterns that questions may use."""
    names = Names()
    for entity in conversion.bot.entities.values():
        place = conversion.place(entity.place)
        if entity.type == "pattern":
            _take_pattern(conversion, entity, place)
        elif rows := _rows(entity):
            table = names.take(entity.name, "entity")
            conversion.tables[entity.name] = table
            conversion.entity_tables[table] = EntityTable(COLUMNS, rows)
            how = "a misspelt name may be understood too" if entity.fuzzy < STRICT else ""
            how = how if entity.fuzzy or entity.match_case else ""
            if how:
                conversion.account.approximate("entities", entity.name, place, how, node=table)
            else:
                conversion.account.exact("entities", entity.name, place, node=table)
        else:
            how = "its list is empty"
            conversion.account.approximate("entities", entity.name, place, how, "fill in its table")


def _rows(entity: Entity) -> tuple[tuple[Value, ...], ...]:
    rows: dict[str, tuple[Value, ...]] = {}
    for name, synonyms in entity.rows:
        others = ";".join(one.replace(";", ",") for one in synonyms if fold(one) != fold(name))
        rows.setdefault(fold(name).strip(), (name, others))
    return tuple(row for key, row in rows.items() if key)


def _take_pattern(conversion: Conversion, entity: Entity, place: str) -> None:
    pattern = entity.pattern if entity.match_case else f"(?i){entity.pattern}"
    if not entity.pattern or any(True for _ in check_pattern(pattern, "pattern")):
        why = f"the pattern {entity.pattern!r} is not one that can be used here"
        conversion.account.unmapped("entities", entity.name, place, why, "write another one")
        return
    conversion.patterns[entity.name] = pattern
    how = "it checks the answer to a question; in other messages it is not found"
    conversion.account.approximate("entities", entity.name, place, how)
