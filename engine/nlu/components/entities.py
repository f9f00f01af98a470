"""Values in a message: rows of the bot's tables, e-mail addresses, numbers; each with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.protocol import Draft, Files, Lesson, Settings
from engine.nlu.words import READ_CHARS, Word, words
from engine.types.bot import EntityTable
from engine.types.reading import Entity

SYNONYMS = "synonyms"
_LONGEST_NAME = 12

_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
# Thousands are in groups of three after a mark; what is left after the other mark is a fraction.
_NUMBER = re.compile(
    r"(?<![\w.,])[-+]?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:[.,]\d+)?)"
    r"(?![\w]|[.,]\d)"
)

_DIGIT = re.compile(r"\d")


class EntitiesSettings(Settings, frozen=True, kw_only=True):
    """Which values are looked for; at most `most` are given."""

    tables: bool = True
    emails: bool = True
    numbers: bool = True
    most: Annotated[int, Meta(ge=1, le=1_000)] = 50


class _Saved(Struct, frozen=True):
    language: str = ""
    # The words of a row's name, joined by spaces, and the tables' rows that have it.
    names: dict[str, tuple[tuple[str, str | int | float], ...]] = {}


class Entities:
    """Fills in the entities, in the order of the message; none lies within another.

    A row counts under its key or a synonym, word for word without accents; its value is the key
    as the table writes it. Of overlapping rows the longest counts.
    """

    Settings = EntitiesSettings

    def __init__(self, settings: EntitiesSettings) -> None:
        self.settings = settings
        self._use(_Saved())

    def fit(self, lesson: Lesson) -> Lesson:
        names: dict[str, list[tuple[str, str | int | float]]] = {}
        for table_name, table in lesson.tables.items() if self.settings.tables else ():
            for name, key in _names(table):
                folded = " ".join(words(name)[:_LONGEST_NAME])
                rows = names.setdefault(folded, [])
                if folded and (table_name, key) not in rows:
                    rows.append((table_name, key))
        names.pop("", None)
        language = lesson.languages[0] if lesson.languages else ""
        self._use(_Saved(language, {name: tuple(rows) for name, rows in sorted(names.items())}))
        return lesson

    def read(self, draft: Draft) -> None:
        text = draft.text[:READ_CHARS]
        found = list(self._rows(draft.words))
        if self.settings.emails and "@" in text:
            found += [
                Entity("email", match.group(), match.start(), match.end())
                for match in _EMAIL.finditer(text)
            ]
        if self.settings.numbers and _DIGIT.search(text):
            english = (draft.language_read or self._learned.language).startswith("en")
            found += [
                Entity("number", _number(match.group(), english), match.start(), match.end())
                for match in _NUMBER.finditer(text)
            ]
        draft.entities = tuple(_apart(found))[: self.settings.most]

    def save(self) -> Files:
        return {"entities.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._use(unpack_json(files, "entities.json", _Saved))

    def _use(self, learned: _Saved) -> None:
        self._learned = learned
        self._longest: dict[str, int] = {}
        for name in learned.names:
            first, size = name.partition(" ")[0], name.count(" ") + 1
            self._longest[first] = max(size, self._longest.get(first, 0))

    def _rows(self, message: list[Word]) -> Iterator[Entity]:
        at = 0
        while at < len(message):
            size = min(self._longest.get(message[at].text, 0), len(message) - at)
            while size:
                name = " ".join(word.text for word in message[at : at + size])
                if rows := self._learned.names.get(name):
                    start, end = message[at].start, message[at + size - 1].end
                    yield from (Entity(table, key, start, end) for table, key in rows)
                    break
                size -= 1
            at += max(size, 1)


def _names(table: EntityTable) -> Iterator[tuple[str, str | int | float]]:
    """Every name of every row with the row's key."""
    synonyms = table.columns.index(SYNONYMS) if SYNONYMS in table.columns else None
    for row in table.rows:
        key = row[0] if row else None
        if not isinstance(key, str | int | float) or isinstance(key, bool):
            continue
        yield str(key), key
        if synonyms is not None and synonyms < len(row):
            yield from ((name, key) for name in str(row[synonyms] or "").split(";"))


def _number(written: str, english: bool) -> int | float:
    """The value of a number as people write it: `1.234,5` and `1,234.5` are the same."""
    point, comma = written.rfind("."), written.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
    else:
        mark = "." if point >= 0 else "," if comma >= 0 else ""
        grouped = mark and re.fullmatch(rf"[-+]?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", written)
        thousands = "," if english else "."
        decimal = "" if grouped and (mark == thousands or written.count(mark) > 1) else mark
    plain = "".join(
        "." if letter == decimal else letter
        for letter in written
        if letter not in ".," or letter == decimal
    )
    return float(plain) if "." in plain else int(plain)


def _apart(found: Iterable[Entity]) -> Iterator[Entity]:
    """The entities in order, without those inside a longer one of another place."""
    end, place = 0, (-1, -1)
    for entity in sorted(found, key=lambda each: (each.start, -each.end)):
        if entity.start >= end or (entity.start, entity.end) == place:
            yield entity
            end, place = max(end, entity.end), (entity.start, entity.end)
