"""Entities as tables of the bot, and what Dialogflow's own types are here."""

import json
import re

from msgspec import Struct, structs

from engine.expressions.folding import fold
from engine.importers.dialogflow_es.languages import Languages
from engine.importers.dialogflow_es.source import Agent, Entity
from engine.importers.dialogflow_es.variables import VALUE
from engine.importers.naming import Names
from engine.importers.report import Account
from engine.nodes.ask import AnswerType
from engine.nodes.patterns import check_pattern
from engine.types.bot import EntityTable, ValueType
from engine.types.value import Value

SYNONYMS = "synonyms"
LANGUAGE = "language"
SEPARATOR = ";"
# Another entity within a value: `@sys.last-name:last-name`.
COMPOSED = re.compile(r"@(?P<type>[A-Za-z_][\w.-]*):[\w.-]+")
NUMBERS, WORD = r"[0-9][0-9 .-]*", r"[\pL'-]+"
MOST_OF_PATTERN = 2000
PARTLESS = "its values are not kept by the names of its parts: each part is the whole value"

AS_WRITTEN = "it is kept as it was written, without looking it up"


class Meaning(Struct, frozen=True):
    """What a parameter's type is here. `how` says in what it differs, if it does."""

    answer: AnswerType = "text"
    value: ValueType = "text"
    table: str = ""
    pattern: str = ""
    how: str = ""
    personal: bool = False
    # The name under which the understanding of language reports such a value, if it does.
    entity: str = ""
    # Whether its pattern tells it from other words of a message.
    searches: bool = False
    # Names of parts that are the whole value: `date` of a value that is `@sys.date:date`.
    wholes: tuple[str, ...] = ()

    @property
    def found(self) -> str:
        """The expression for such a value in a message, empty where nothing finds one."""
        if self.searches:
            return f"first_match(message.text, {json.dumps(self.pattern, ensure_ascii=False)})"
        return f"entities.{self.entity}" if self.entity else ""

    @property
    def is_found(self) -> str:
        """The condition under which a message holds such a value."""
        return f'{self.found} != ""' if self.searches else f"has({self.found})"


SYSTEM = {
    "any": Meaning(),
    "number": Meaning("number", "number", entity="number"),
    "number-integer": Meaning("number", "number", entity="number"),
    "cardinal": Meaning("number", "number", entity="number"),
    "ordinal": Meaning("number", "number", entity="number"),
    "percentage": Meaning("number", "number", entity="number"),
    "number-sequence": Meaning(pattern=r"[0-9][0-9 .-]*", how="digits are asked for as text"),
    "age": Meaning("number", "number", how="the unit is not kept", entity="number"),
    "temperature": Meaning("number", "number", how="the unit is not kept", entity="number"),
    "unit-currency": Meaning("amount", "object", entity="amount"),
    "currency-name": Meaning(how=AS_WRITTEN),
    "date": Meaning("date", "date", entity="date"),
    "date-time": Meaning("date", "date", how="the date is kept, not the time", entity="date"),
    "date-period": Meaning("date", "date", how="one date is kept, not a period", entity="date"),
    "time": Meaning("time", "time", entity="time"),
    "time-period": Meaning("time", "time", how="one time is kept, not a period", entity="time"),
    "duration": Meaning(how=AS_WRITTEN),
    "email": Meaning("email", "text", personal=True, entity="email"),
    "phone-number": Meaning("phone", "text", personal=True, entity="phone"),
    "given-name": Meaning(personal=True, how=AS_WRITTEN),
    "last-name": Meaning(personal=True, how=AS_WRITTEN),
    "person": Meaning(personal=True, how=AS_WRITTEN),
    "alphanumeric": Meaning(pattern=r"[\pL\pN][\pL\pN .-]*", how="letters and digits as text"),
    "zip-code": Meaning(pattern=r"[0-9A-Za-z][0-9A-Za-z -]{2,9}"),
    "flight-number": Meaning(pattern=r"[A-Za-z]{2} ?[0-9]{1,4}", searches=True),
    "url": Meaning(pattern=r"\S+\.\S+"),
}


class Entities:
    """The tables and patterns of an agent, by the names of its entities."""

    def __init__(self) -> None:
        self.tables: dict[str, EntityTable] = {}
        self._meanings: dict[str, Meaning] = {}
        self._marked: dict[str, Meaning] = {}

    def meaning(self, type_: str) -> Meaning:
        """What a type such as `@sys.date` or `@size` is here."""
        name = type_.removeprefix("@").partition(":")[0]
        if not name:
            return Meaning(value="any")
        if name.startswith("sys."):
            bare = name.removeprefix("sys.")
            known = SYSTEM.get(bare, Meaning(how=f"{AS_WRITTEN} ({name})"))
            return self._marked.get(name, known)
        return self._meanings.get(
            name, Meaning(how=f"the entity {name!r} is not in the export: any text is taken")
        )

    def example(self, type_: str) -> str:
        """A value of the type, for templates of phrases."""
        meaning = self.meaning(type_)
        if meaning.table:
            rows = self.tables[meaning.table].rows
            return str(rows[0][0]) if rows else ""
        return {"number": "2", "date": "12/05", "time": "10:00"}.get(meaning.answer, "")

    def add_marked(self, type_: str, table: str, values: dict[str, None]) -> None:
        """A table of what the phrases mark as a type for which there is nothing here."""
        rows: tuple[tuple[Value, ...], ...] = tuple((value, None) for value in values)
        self.tables[table] = EntityTable((VALUE, SYNONYMS), rows)
        self._marked[type_] = Meaning(
            how=f"in a message only the values of the table {table!r} are found, which are "
            "those marked in the phrases",
            personal=self.meaning(f"@{type_}").personal,
            entity=table,
        )

    def add_table(self, entity: Entity, name: str, table: EntityTable) -> None:
        self.tables[name] = table
        self._meanings[entity.name] = Meaning("entity", "object", table=name, entity=name)
        if entity.name.startswith("sys.") and table.rows and not self.meaning(entity.name).entity:
            # Values of its own that an agent gives to one of Dialogflow's entities.
            values = {str(row[0]): None for row in table.rows}
            self.add_marked(entity.name, name, values)
            self.tables[name] = table

    def add_same(self, entity: Entity, meaning: Meaning) -> None:
        self._meanings[entity.name] = meaning

    def add_pattern(self, entity: Entity, pattern: str, *, searches: bool = False) -> None:
        self._meanings[entity.name] = Meaning(pattern=pattern, searches=searches)


def read_entities(agent: Agent, languages: Languages, account: Account) -> Entities:
    """The agent's entities; each is reported, and so are its values."""
    entities, names = Entities(), Names()
    for entity in agent.entities:
        name = names.take(entity.name, "entity")
        if entity.is_pattern:
            _add_pattern(entities, entity, account)
        else:
            _add_table(entities, entity, name, languages, account)
    for type_, values in _marked_values(agent, entities).items():
        entities.add_marked(type_, names.take(type_.removeprefix("sys.")), values)
    return entities


def _marked_values(agent: Agent, entities: Entities) -> dict[str, dict[str, None]]:
    """The words marked with types that nothing here would find, each once, whatever its case."""
    found: dict[str, dict[str, str]] = {}
    wanted = {
        one.type.removeprefix("@")
        for intent in agent.intents
        for one in intent.parameters
        if one.type.startswith("@sys.") and not entities.meaning(one.type).entity
    }
    for intent in agent.intents:
        for some in intent.phrases:
            for part in (part for phrase in some.phrases for part in phrase.parts):
                type_ = part.meta.removeprefix("@").partition(":")[0]
                words = " ".join(part.text.split())
                if type_ in wanted - {"sys.any"} and words:
                    found.setdefault(type_, {}).setdefault(fold(words), words)
    return {type_: dict.fromkeys(words.values()) for type_, words in sorted(found.items())}


def _add_pattern(entities: Entities, entity: Entity, account: Account) -> None:
    patterns = [one.value for table in entity.tables for one in table.entries]
    unique = [one for one in dict.fromkeys(patterns) if not any(check_pattern(one, ""))]
    refused = len(dict.fromkeys(patterns)) - len(unique)
    if refused:
        account.unmapped(
            "entity values",
            entity.name,
            entity.path,
            "regular expressions with lookaround or another form that RE2 does not have",
            "write the pattern anew in the questions that ask for it",
            count=refused,
        )
    joined = unique[0] if len(unique) == 1 else "|".join(f"(?:{one})" for one in unique)
    entities.add_pattern(entity, joined, searches=bool(joined))
    account.exact("entities", entity.name, entity.path)
    for table in entity.tables:
        taken = sum(one.value in unique for one in table.entries)
        account.exact("entity values", entity.name, table.path, taken)


def _add_table(
    entities: Entities, entity: Entity, name: str, languages: Languages, account: Account
) -> None:
    rows: dict[str, tuple[list[str], list[str]]] = {}
    for table in entity.tables:
        language = languages.code(table.language)
        composed = [one for one in table.entries if COMPOSED.search(one.value)]
        for one in table.entries:
            if one in composed:
                continue
            synonyms, spoken = rows.setdefault(one.value, ([], []))
            synonyms += [
                word
                for word in (other.replace(SEPARATOR, ",").strip() for other in one.synonyms)
                if word and word != one.value and word not in synonyms
            ]
            if language not in spoken:
                spoken.append(language)
        account.exact("entity values", entity.name, table.path, len(table.entries) - len(composed))
        if composed and not _has_plain(entity):
            account.approximate(
                "entity values",
                entity.name,
                table.path,
                "values made of other entities check the answers that are asked for; they are "
                "not found in other messages",
                count=len(composed),
            )
        elif composed:
            account.unmapped(
                "entity values",
                entity.name,
                table.path,
                "values made of other entities (`@other:name`) have no table row",
                "ask for the parts one by one",
                count=len(composed),
            )
    if same := _same(entity, entities):
        entities.add_same(entity, same)
        account.approximate("entities", entity.name, entity.path, PARTLESS)
        return
    if entity.tables and not _has_plain(entity):
        entities.add_pattern(entity, _composed_pattern(entity))
        account.approximate(
            "entities", entity.name, entity.path, "its parts are told apart by their signs only"
        )
        return
    several = len({tuple(spoken) for _, spoken in rows.values()}) > 1
    columns = (VALUE, SYNONYMS, LANGUAGE) if several else (VALUE, SYNONYMS)
    entities.add_table(
        entity,
        name,
        EntityTable(
            columns=columns,
            rows=tuple(
                (value, SEPARATOR.join(synonyms) or None, SEPARATOR.join(spoken))[: len(columns)]
                for value, (synonyms, spoken) in rows.items()
            ),
        ),
    )
    how = [
        "values that are not in the table are not taken" if entity.expands else "",
        "the languages share one table" if several else "",
    ]
    if any(how):
        account.approximate(
            "entities", entity.name, entity.path, " and ".join(one for one in how if one)
        )
    else:
        account.exact("entities", entity.name, entity.path)


def _same(entity: Entity, entities: Entities) -> Meaning | None:
    """What an entity is whose values are each one other entity, all of the same kind."""
    found = [COMPOSED.fullmatch(one.value) for table in entity.tables for one in table.entries]
    types = [f"@{one['type']}" for one in found if one]
    meanings = [entities.meaning(type_) for type_ in types]
    if len(types) < len(found) or len({one.answer for one in meanings} - {"text"}) != 1:
        return None
    if any(one.answer == "text" for one in meanings):
        return None
    names = (one[0].rpartition(":")[2] for one in found if one)
    return structs.replace(meanings[0], wholes=tuple(dict.fromkeys(names)))


def _has_plain(entity: Entity) -> bool:
    """Whether a value is words, rather than other entities put together; or there is none."""
    entries = [one for table in entity.tables for one in table.entries]
    return not entries or any(not COMPOSED.search(one.value) for one in entries)


def _composed_pattern(entity: Entity) -> str:
    """A pattern for values such as `de @sys.last-name:last-name`; numbers and words differ."""
    shapes: dict[str, None] = {}
    for table in entity.tables:
        for one in table.entries:
            parts = []
            for word in one.value.split():
                found = COMPOSED.match(word)
                number = found and "number" in found["type"]
                parts.append(NUMBERS if number else WORD if found else re.escape(word))
            shapes[r"\s*".join(parts)] = None
    joined = "|".join(shapes)
    return f"(?i)(?:{joined})" if len(joined) < MOST_OF_PATTERN else f"(?:{WORD}|{NUMBERS}|\\s)+"
