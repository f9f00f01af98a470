"""Rows of entity tables in a message, by key or synonym, with small slips forgiven."""

from collections.abc import Iterator, Mapping

from engine.nlu.typos import NearWords, distance
from engine.nlu.words import Word, words
from engine.types.bot import EntityTable
from engine.types.reading import Entity

SYNONYMS = "synonyms"
_LONGEST_NAME = 12

Key = str | int | float
# The words of a row's name, joined by spaces, and the tables' rows that have it.
Names = dict[str, tuple[tuple[str, Key], ...]]


def names_of(tables: Mapping[str, EntityTable]) -> Names:
    """Every name of every row."""
    found: dict[str, list[tuple[str, Key]]] = {}
    for table_name, table in tables.items():
        for name, key in _names(table):
            rows = found.setdefault(" ".join(words(name)[:_LONGEST_NAME]), [])
            if (table_name, key) not in rows:
                rows.append((table_name, key))
    found.pop("", None)
    return {name: tuple(rows) for name, rows in sorted(found.items())}


class Rows:
    """Finds names in messages, the longest that fits each place. Words of `known` are no slips of
    a name's; a name that was found through slips is the less sure the more letters they changed.
    """

    def __init__(self, names: Names, known: frozenset[str], *, forgiving: bool) -> None:
        self._names = names
        self._known = known
        self._longest: dict[str, int] = {}
        for name in names:
            first, size = name.partition(" ")[0], name.count(" ") + 1
            self._longest[first] = max(size, self._longest.get(first, 0))
        self._parts = frozenset(part for name in names for part in name.split())
        self._near = NearWords(self._parts if forgiving else ())

    def find(self, message: list[Word]) -> Iterator[Entity]:
        if not self._names:
            return
        said = [word.text for word in message]
        meant = [self._meant(word) for word in said]
        at = 0
        while at < len(message):
            size = min(self._longest.get(meant[at], 0), len(message) - at)
            while size and " ".join(meant[at : at + size]) not in self._names:
                size -= 1
            if size:
                name = " ".join(meant[at : at + size])
                slips = sum(map(distance, said[at : at + size], meant[at : at + size]))
                sure = round(1 - slips / len(name), 4)
                start, end = message[at].start, message[at + size - 1].end
                for table, key in self._names[name]:
                    yield Entity(table, key, start, end, sure)
            at += max(size, 1)

    def _meant(self, word: str) -> str:
        if word in self._parts or word in self._known:
            return word
        near = self._near.find(word)
        return near[0] if near else word


def _names(table: EntityTable) -> Iterator[tuple[str, Key]]:
    """Every name of every row with the row's key."""
    synonyms = table.columns.index(SYNONYMS) if SYNONYMS in table.columns else None
    for row in table.rows:
        key = row[0] if row else None
        if not isinstance(key, str | int | float) or isinstance(key, bool):
            continue
        yield str(key), key
        if synonyms is not None and synonyms < len(row):
            yield from ((name, key) for name in str(row[synonyms] or "").split(";"))
