"""A row of an entity table, by its key or a synonym; the value is the row as an object.

The whole text as a name comes first, then a name within the text, then the text within one
name, then a name spelt almost so. Where two rows fit equally well the answer is not understood.
"""

import re

from engine.expressions.folding import fold
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.bot import EntityTable
from engine.types.event import Said
from engine.types.value import Value

SYNONYMS = "synonyms"
# Shares of letters in place, of 100: spelt so, and how much nearer than the next row.
FUZZY_CUTOFF = 84.0
FUZZY_MARGIN = 5.0
FUZZY_LEAST_LETTERS = 4
_INDEXES_KEPT = 64

Names = dict[str, frozenset[int]]
# Tables are immutable: each is indexed once, and found again by identity.
_indexes: dict[int, tuple[EntityTable, Names]] = {}


def read(text: str, _said: Said, question: Question, context: Context) -> Value:
    table = context.table(question.table)
    row = find_row(table, text)
    return None if row is None else dict(zip(table.columns, table.rows[row], strict=False))


def find_row(table: EntityTable, text: str) -> int | None:
    """The number of the row that the text means, None where none or several would fit."""
    said = _plain(text)
    if not said:
        return None
    names = _names(table)
    rows = names.get(said) or _within(names, said) or _around(names, said)
    if rows is None:
        return _near(names, said)
    return next(iter(rows)) if len(rows) == 1 else None


def _within(names: Names, said: str) -> frozenset[int] | None:
    """Rows whose names the text holds; a name that is part of a longer one does not count."""
    words = said.split()
    found: list[tuple[int, int, frozenset[int]]] = []
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            rows = names.get(" ".join(words[start:end]))
            if rows and not any(s <= start and end <= e for s, e, _ in found):
                found.append((start, end, rows))
    if not found:
        return None
    # Two names that share a row, as a city and its street, mean that row.
    shared = frozenset.intersection(*(rows for _, _, rows in found))
    return shared or frozenset.union(*(rows for _, _, rows in found))


def _around(names: Names, said: str) -> frozenset[int] | None:
    """Rows one of whose names holds the whole text, as `centro` is in `clinica centro`."""
    if len(said) < FUZZY_LEAST_LETTERS:
        return None
    padded = f" {said} "
    found = [rows for name, rows in names.items() if padded in f" {name} "]
    return frozenset.union(*found) if found else None


def _near(names: Names, said: str) -> int | None:
    if len(said) < FUZZY_LEAST_LETTERS:
        return None
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only for answers that fit no name

    scored = process.extract(
        said, list(names), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF - FUZZY_MARGIN, limit=10
    )
    if not scored or scored[0][1] < FUZZY_CUTOFF:
        return None
    best, top = names[scored[0][0]], scored[0][1]
    rivals = [name for name, score, _ in scored if top - score < FUZZY_MARGIN]
    rows = best.union(*(names[name] for name in rivals))
    return next(iter(rows)) if len(rows) == 1 else None


def _names(table: EntityTable) -> Names:
    kept = _indexes.get(id(table))
    if kept and kept[0] is table:
        return kept[1]
    rows_of: dict[str, set[int]] = {}
    synonyms = table.columns.index(SYNONYMS) if SYNONYMS in table.columns else None
    for number, row in enumerate(table.rows):
        further = str(row[synonyms] or "") if synonyms is not None and synonyms < len(row) else ""
        for name in (str(row[0]) if row else "", *further.split(";")):
            if plain := _plain(name):
                rows_of.setdefault(plain, set()).add(number)
    names = {name: frozenset(rows) for name, rows in rows_of.items()}
    while len(_indexes) >= _INDEXES_KEPT:
        _indexes.pop(next(iter(_indexes)))
    _indexes[id(table)] = (table, names)
    return names


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text[:300])))
