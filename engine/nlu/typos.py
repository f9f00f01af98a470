"""Words that differ by a slip of the finger: the restricted Damerau-Levenshtein distance.

The source of the index: words at distance d share a form with at most d letters taken out
(W. Garbe's symmetric deletes, after Mor and Fraenkel 1982).
"""

from collections.abc import Iterable

# Letters that a word needs before one slip, and before two, is forgiven.
ONE_SLIP = 5
TWO_SLIPS = 9
# A longer word is a code or noise, and its forms would be many.
LONGEST = 24


def slips_forgiven(word: str) -> int:
    """How many slips a word of this length may hold."""
    if len(word) > LONGEST or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= TWO_SLIPS else 1 if len(word) >= ONE_SLIP else 0


def distance(one: str, other: str) -> int:
    """The fewest letters to insert, delete, change or swap with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, mark in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == mark:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


class NearWords:
    """Known words, found by words that are nearly them. The first letter must be right."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_form: dict[str, list[str]] = {}
        for word in sorted(self._words):
            for form in _forms(word, slips_forgiven(word)):
                self._by_form.setdefault(form, []).append(word)

    def find(self, word: str) -> list[str]:
        """The known words within the slips forgiven, nearest first."""
        forms = _forms(word, min(2, slips_forgiven(word + "_")))
        candidates = {near for form in forms for near in self._by_form.get(form, ())}
        found = [(distance(word, near), near) for near in candidates if near[:1] == word[:1]]
        return [near for slips, near in sorted(found) if slips <= slips_forgiven(near)]


def _forms(word: str, deletions: int) -> set[str]:
    forms = front = {word} if deletions else set()
    for _ in range(deletions):
        front = {form[:at] + form[at + 1 :] for form in front for at in range(1, len(form))}
        forms = forms | front
    return forms
