"""Entities of an app: lists and marked words as tables, LUIS's own by our reader, patterns."""

from msgspec import Struct

from engine.importers.luis.source import App
from engine.importers.naming import Names
from engine.importers.report import Account
from engine.importers.watson.vocabulary import FOUND_IN_MESSAGES
from engine.nodes.patterns import check_pattern
from engine.types.bot import EntityTable
from engine.types.value import Value

# LUIS's own entities that our reader of messages finds.
BUILT_IN = {
    "number": "number",
    "datetimev2": "date",
    "datetime": "date",
    "email": "email",
    "phonenumber": "phone",
    "money": "amount",
    "currency": "amount",
}
DIFFERING = {
    "datetimev2": "days are found under `date`, times of day under `time`, and no spans of time",
    "datetime": "days are found under `date`, times of day under `time`, and no spans of time",
}


class Finder(Struct, frozen=True):
    """The condition that a message names an entity, and its value, as expressions."""

    condition: str = "false"
    value: str = ""


def read_entities(app: App, account: Account) -> tuple[dict[str, EntityTable], dict[str, Finder]]:
    """The tables, and how each entity is found."""
    names = Names(FOUND_IN_MESSAGES)
    tables: dict[str, EntityTable] = {}
    found: dict[str, Finder] = {}
    for name, rows in app.lists.items():
        table = names.take(name, "list")
        tables[table] = _table(rows)
        found[name] = _by_name(table)
        account.exact("entities", name, f"{app.place}#lists/{name}")
        account.exact("list values", name, f"{app.place}#lists/{name}", len(rows))
    for name, pattern in app.patterns.items():
        found[name] = _by_pattern(account, app, name, pattern)
    for name in app.prebuilt:
        found[name] = _prebuilt(account, app, name)
    marked = _marked(app)
    for name, entity in app.entities.items():
        place = f"{app.place}#entities/{name}"
        words = marked.get(name, {})
        if entity.roles:
            how = f"its roles {', '.join(entity.roles)} are not told apart"
            account.approximate("roles", name, place, how, count=len(entity.roles))
        if entity.kind in {"composite", "hierarchical"} and entity.parts:
            how = f"its parts are found by themselves: {', '.join(entity.parts)}"
            account.approximate("entities", name, place, how)
        elif words:
            table = names.take(name, "entity")
            tables[table] = _table({value: [] for value in words})
            found[name] = _by_name(table)
            how = "found by the values of its table, which are those that utterances mark"
            account.approximate("entities", name, place, how, "complete the table")
        else:
            how = "no utterance marks it: in a message it is not found"
            account.approximate("entities", name, place, how, "add a table, or ask for it")
    for name, listed in app.phrase_lists.items():
        account.unmapped(
            "phrase lists",
            name,
            f"{app.place}#phraselists/{name}",
            f"words that help the learning have no counterpart: {', '.join(listed)[:80]}",
            "add phrases that hold them, or a table",
        )
    return tables, found


def _table(rows: dict[str, list[str]]) -> EntityTable:
    made: dict[str, tuple[Value, ...]] = {}
    for value, synonyms in rows.items():
        others = dict.fromkeys(one.replace(";", ",") for one in synonyms if one.strip() != value)
        if value.strip():
            made.setdefault(value.strip().lower(), (value.strip(), ";".join(others) or None))
    return EntityTable(("value", "synonyms"), tuple(made.values()))


def _marked(app: App) -> dict[str, dict[str, None]]:
    """Marked words by entity, each a value of its own."""
    found: dict[str, dict[str, None]] = {}
    for utterances in app.intents.values():
        for mark in (mark for one in utterances for mark in one.marks):
            found.setdefault(mark.entity, {}).setdefault(mark.words)
    return found


def _by_name(table: str) -> Finder:
    return Finder(f"has(entities.{table})", f"entities.{table}")


def _by_pattern(account: Account, app: App, name: str, pattern: str) -> Finder:
    place = f"{app.place}#regex/{name}"
    if not pattern or list(check_pattern(pattern, "")) or '"' in pattern:
        why = f"its pattern cannot be used here: {pattern}"
        account.unmapped("entities", name, place, why, "write it without look-around")
        return Finder()
    how = "it is found by `first_match` in expressions, not among `entities`"
    account.approximate("entities", name, place, how)
    said = f'r"{pattern}"'
    return Finder(f"matches(message.text, {said})", f"first_match(message.text, {said})")


def _prebuilt(account: Account, app: App, name: str) -> Finder:
    place, plain = f"{app.place}#prebuilt/{name}", name.lower()
    if plain not in BUILT_IN:
        why = "our reader of messages does not find such values"
        account.unmapped("entities", name, place, why, "ask for it, or make a table")
        return Finder()
    if plain in DIFFERING:
        account.approximate("entities", name, place, DIFFERING[plain])
    else:
        account.exact("entities", name, place)
    return _by_name(BUILT_IN[plain])
