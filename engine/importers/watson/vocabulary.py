"""What a skill names, and what stands for it here: intents, entities, context variables."""

import re

from msgspec import Struct

from engine.expressions.predefined import PREDEFINED
from engine.importers.naming import Names, identifier
from engine.importers.watson.source import Kind, Skill
from engine.nodes.patterns import check_pattern
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, EntityTable, ValueType, Variable
from engine.types.value import Value

RESERVED = (*{one.name.partition(".")[0] for one in PREDEFINED}, "answer", "response", "secret")
# The system's entities that our reader of messages finds, under its own names.
BUILT_IN = {
    "sys-number": "number",
    "sys-date": "date",
    "sys-time": "time",
    "sys-currency": "amount",
}
# Names under which our reader gives values of its own: no table may have one of them.
FOUND_IN_MESSAGES = (*BUILT_IN.values(), "email", "phone", "yes_no", "document")
# Those that it does not find are looked for by a pattern.
BY_PATTERN = {
    "sys-percentage": (r"[-+]?\d+(?:[.,]\d+)?\s?(?:%|percent|por ciento|por cento)",),
    "sys-person": (r"\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+)*$",),
    "sys-location": (r"\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+)*$",),
}
SYSTEM_NOTES = {
    "sys-person": "a name is taken to be the words with capitals at the end of the message",
    "sys-location": "a place is taken to be the words with capitals at the end of the message",
    "sys-time": "a time is written as 15:30, there as 15:30:00",
    "sys-percentage": "a percentage is found by its sign or word, and is its text",
}


class Found(Struct, frozen=True):
    """How an entity is found in a message: under a name among `entities`, by patterns, or both.

    `patterns` are (value, pattern). One that is not known is never found.
    """

    entity: str
    name: str = ""
    patterns: tuple[tuple[str, str], ...] = ()
    numbers: bool = False


class Vocabulary:
    """The names of one bot. Variables are declared as they are met."""

    def __init__(self, skill: Skill) -> None:
        self.declared: dict[str, Variable] = {}
        self.tables: dict[str, EntityTable] = {}
        self.bad_patterns: list[tuple[str, str, str]] = []
        self._variables: dict[str, str] = {}
        self._names = Names(RESERVED)
        # Context variables that some node sets to true or false.
        self.truths: set[str] = set()
        taken = Names((STARTUP, NOT_UNDERSTOOD))
        self.intents = {one.name: taken.take(one.name, "intent", 60) for one in skill.intents}
        self._entities: dict[str, Found] = {}
        names = Names(FOUND_IN_MESSAGES)
        for kind in skill.entities:
            self._entities[kind.name] = self._entity(kind, names)

    def variable(self, name: str, type_: ValueType = "any", default: Value = None) -> str:
        """The variable that stands for a context variable."""
        if name not in self._variables:
            variable = self._names.take(name, "value")
            self._variables[name] = variable
            described = f"Watson's ${name}" if variable != name else ""
            self.declared[variable] = Variable(type=type_, default=default, description=described)
        return self._variables[name]

    def name_variable(
        self, name: str, wish: str, type_: ValueType = "any", default: Value = None
    ) -> None:
        """Declares the variable of a context name under a readable name."""
        variable = self._names.take(wish, "value")
        self._variables[name] = variable
        self.declared[variable] = Variable(type=type_, default=default, description=wish)

    def own(self, name: str, description: str) -> str:
        """A variable of the import's own."""
        if name not in self.declared:
            self._names.take(name)
            self.declared[name] = Variable(description=description)
        return name

    def entity(self, name: str) -> Found:
        """How an entity is found; system entities need no declaration."""
        if name not in self._entities:
            if name in BUILT_IN:
                return Found(name, BUILT_IN[name], numbers=name == "sys-number")
            patterns = tuple((one, one) for one in BY_PATTERN.get(name, ()))
            return Found(name, patterns=tuple((name, pattern) for _, pattern in patterns))
        return self._entities[name]

    def knows(self, entity: str) -> bool:
        return entity in self._entities or entity in BUILT_IN or entity in BY_PATTERN

    def _entity(self, kind: Kind, names: Names) -> Found:
        if kind.name in BUILT_IN or kind.name in BY_PATTERN:
            self._entities.pop(kind.name, None)
            return Vocabulary.entity(self, kind.name)
        patterns = []
        for value in kind.values:
            for pattern in value.patterns:
                faults = list(check_pattern(pattern, ""))
                if faults:
                    self.bad_patterns.append((kind.name, pattern, faults[0].message))
                else:
                    patterns.append((value.name, pattern))
        rows = _rows(kind)
        if not rows:
            return Found(kind.name, patterns=tuple(patterns))
        name = names.take(kind.name, "entity")
        self.tables[name] = EntityTable(("value", "synonyms"), rows)
        return Found(kind.name, name, tuple(patterns))


def _rows(kind: Kind) -> tuple[tuple[Value, ...], ...]:
    """Values with their synonyms; one that has patterns alone is no row."""
    rows: dict[str, tuple[Value, ...]] = {}
    for value in kind.values:
        if value.patterns and not value.synonyms:
            continue
        key = value.name.strip()
        synonyms = [re.sub(r"\s*;\s*", ", ", one) for one in value.synonyms if one != key]
        if key and key.lower() not in rows:
            rows[key.lower()] = (key, ";".join(dict.fromkeys(synonyms)) or None)
    return tuple(rows.values())


def option_id(name: str) -> str:
    """An id for a port."""
    return identifier(name, "case", 50)
