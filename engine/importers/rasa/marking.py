"""Which values an intent's examples mark as an entity, and which they mostly leave unmarked.

A trained extractor learns from both: where people say `install rasa` and no example marks
`rasa`, it does not find the product there. Our tables find a value wherever it stands, so that
an intent passes by the values that its own examples pass by.
"""

from collections import Counter

from engine.expressions.folding import fold
from engine.importers.rasa.source import Example
from engine.types.bot import EntityTable

LONGEST = 5


def unmarked_values(examples: list[Example], entity: str, table: EntityTable) -> tuple[str, ...]:
    """The values of a table that stand unmarked in these examples more often than marked."""
    values = {
        fold(name): str(row[0])
        for row in table.rows
        for name in (str(row[0]), *str(row[1] or "").split(";"))
        if name.strip()
    }
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for example in examples:
        marks = [mark for mark in example.marks if mark.entity == entity]
        # Words of any mark are taken: they are not free to be something else.
        left = fold(example.text)
        for mark in example.marks:
            left = left.replace(fold(mark.words), " | ", 1)
        marked.update(values.get(fold(mark.value), mark.value) for mark in marks)
        found.update(_named(left, values))
    return tuple(sorted(value for value, count in found.items() if count > marked[value]))


def _named(text: str, values: dict[str, str]) -> set[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in text.replace("|", "\0")).split()
    words = [word.strip("\0") for word in words]
    found = set()
    for size in range(1, LONGEST + 1):
        for at in range(len(words) - size + 1):
            value = values.get(" ".join(words[at : at + size]))
            if value is not None:
                found.add(value)
    return found
