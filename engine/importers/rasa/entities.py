"""Entities as tables: what the examples mark, with synonyms and lookup tables."""

from engine.importers.naming import Names
from engine.importers.rasa.conversion import Conversion
from engine.importers.rasa.mentions import pattern_of, words_of_roles
from engine.importers.rasa.source import Training
from engine.nodes.ask import AnswerType
from engine.types.bot import EntityTable
from engine.types.value import Value

# Entities that other extractors than the trained one find, and what they are here.
KNOWN: dict[str, AnswerType] = {
    "email": "email",
    "number": "number",
    "amount-of-money": "amount",
    "phone-number": "phone",
    "time": "date",
}
# Found by our reader of messages, under names of its own.
FOUND = {
    "email": "email",
    "number": "number",
    "amount-of-money": "amount",
    "phone-number": "phone",
    "time": "date",
}
# What Rasa has for those.
FINDERS = frozenset({"DucklingHTTPExtractor", "DucklingEntityExtractor"})
ALWAYS = frozenset({"email", "number"})


def read_entities(conversion: Conversion) -> dict[str, str]:
    """The name under which each entity is found in a message; reports all of them."""
    training, account = conversion.training, conversion.account
    rows = _marked(conversion)
    for name, words in training.lookups.items():
        table = name if name in training.entities or name in rows else ""
        table = table or next((e for e in training.entities if name.rstrip("s") == e), name)
        for line in words.lines:
            rows.setdefault(table, {}).setdefault(line, {})
        account.exact("lookups", name, words.place)
    _add_synonyms(conversion, rows)
    conversion.roles = words_of_roles(training)
    names, tables = Names(), dict[str, str]()
    for entity in dict.fromkeys((*training.entities, *rows)):
        place = training.entities.get(entity, "nlu")
        if _finds(training, entity):
            tables[entity] = FOUND[entity]
            account.exact("entities", entity, place)
        elif pattern := pattern_of(training, entity):
            conversion.patterns[entity] = pattern
            tables[entity] = names.take(entity, "entity")
            account.exact("entities", entity, place)
        elif entity in rows:
            tables[entity] = _add_table(conversion, names.take(entity, "entity"), rows[entity])
            how = "found by the values of its table, which are those that the examples mark"
            if any(known == entity for known, _ in conversion.roles):
                how += "; its roles by the words that the examples have before it"
            account.approximate("entities", entity, place, how, "complete the table")
        else:
            how = "no example marks it: in a message it is not found"
            account.approximate("entities", entity, place, how, "add a table of its values")
    for name, words in training.regexes.items():
        if name in conversion.patterns:
            account.exact("regexes", name, words.place, count=max(len(words.lines), 1))
            continue
        account.unmapped(
            "regexes",
            name,
            words.place,
            "a regular expression that helps the classifier has no counterpart",
            "write it as `pattern` of the question or as a pattern of an intent",
            count=max(len(words.lines), 1),
        )
    return tables


def _finds(training: Training, entity: str) -> bool:
    """Whether an entity is one that needs no examples, there and here."""
    if entity in ALWAYS:
        return True
    return entity in FOUND and not FINDERS.isdisjoint(training.pipeline)


def _marked(conversion: Conversion) -> dict[str, dict[str, dict[str, None]]]:
    """Words by value by entity, as marked in the examples."""
    rows: dict[str, dict[str, dict[str, None]]] = {}
    for one in conversion.training.understood.values():
        for mark in (mark for example in one.examples for mark in example.marks):
            if _finds(conversion.training, mark.entity):
                continue
            words = rows.setdefault(mark.entity, {}).setdefault(mark.value, {})
            if mark.words.lower() != mark.value.lower():
                words[mark.words] = None
    return rows


def _add_synonyms(conversion: Conversion, rows: dict[str, dict[str, dict[str, None]]]) -> None:
    """A synonym belongs to every table that has its value, or one of its words as a value."""
    for value, words in conversion.training.synonyms.items():
        found = False
        for values in rows.values():
            held = [one for one in values if one in {value, *words.lines}]
            if not held:
                continue
            found = True
            own = values.setdefault(value, {})
            for one in held:
                if one != value:
                    own.update({one: None, **values.pop(one)})
            own.update(dict.fromkeys(words.lines))
        if found:
            conversion.account.exact("synonyms", value, words.place)
        else:
            how = "no entity has this value or one of its words"
            conversion.account.approximate("synonyms", value, words.place, how)


def _add_table(conversion: Conversion, name: str, rows: dict[str, dict[str, None]]) -> str:
    table: list[tuple[Value, ...]] = []
    taken: set[str] = set()
    for value, words in rows.items():
        if value.strip().lower() not in taken:
            taken.add(value.strip().lower())
            synonyms = [one.replace(";", ",") for one in words if one and one != value]
            table.append((value.strip(), ";".join(synonyms) or None))
    conversion.tables[name] = EntityTable(("value", "synonyms"), tuple(table))
    return name
