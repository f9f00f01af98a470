"""The parts of a text that the classifier counts, and their rows in its table.

Three blocks: words and runs of words; stems, with a mark for the first and the last of the
message, pairs of stems that stand near each other, and whether it asks; pieces of words. Digits
count as zeros but in whole words: `7:30` and `8:15` say nearly the same. A word is taken apart
once: what comes of it does not depend on its neighbours, so its rows are kept.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.stems import stem

# Words whose rows are kept; a message holds a few, a language's usual ones fit.
_KEPT_WORDS = 20_000

_DIGIT = re.compile(r"\d")
# What `marks` finds; no word or stem is one of them.
_ASKS = "?"


class Cut(Struct, frozen=True):
    """How a text is cut: the longest run of words, the shortest and longest pieces of words,
    how far apart two stems count as a pair, and the languages whose stems count."""

    languages: tuple[str, ...] = ()
    longest_run: int = 2
    pieces: tuple[int, int] = (2, 5)
    reach: int = 5


def shape(word: str) -> str:
    """The word with zeros for its digits."""
    return word if word.isalpha() else _DIGIT.sub("0", word)


def marks(text: str) -> list[str]:
    """What the signs of a text say: whether it asks."""
    return [_ASKS] if "?" in text else []


def runs(words: Sequence[str], longest: int) -> list[str]:
    """Every run of 2 to `longest` words."""
    return [
        " ".join(words[at : at + size])
        for size in range(2, longest + 1)
        for at in range(len(words) - size + 1)
    ]


def stems(word: str, languages: Sequence[str]) -> list[str]:
    """The word's stem in each language, without repeats."""
    return list(dict.fromkeys(stem(word, language) for language in languages))


def pieces(word: str, shortest: int, longest: int) -> list[str]:
    """Every run of `shortest` to `longest` characters of the word between two spaces.

    The whole of a word that is shorter than a run is counted once, as scikit-learn's
    `char_wb` does.
    """
    padded = f" {word} "
    grams: list[str] = []
    for size in range(shortest, longest + 1):
        if len(padded) <= size:
            grams.append(padded)
            break
        grams += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return grams


def edges(words: Sequence[str], languages: Sequence[str]) -> list[str]:
    """The stems that open and close the message, marked: how people start and end says much."""
    if not words:
        return []
    first = [f"^{found}" for found in stems(words[0], languages)]
    return first + [f"{found}$" for found in stems(words[-1], languages)]


def pairs(words: Sequence[str], cut: Cut) -> list[str]:
    """Every two stems that are at most the cut's reach apart, in no order."""
    if not cut.reach:
        return []
    row = [stem(word, cut.languages[0] if cut.languages else "") for word in words]
    return [
        f"{one}&{other}" if one <= other else f"{other}&{one}"
        for at, one in enumerate(row)
        for other in row[at + 1 : at + 1 + cut.reach]
    ]


def blocks(
    words: Sequence[str], cut: Cut, marked: Sequence[str] = ()
) -> tuple[list[str], list[str], list[str]]:
    """Everything that is counted in a text with these marks, block by block, with repeats."""
    shapes = [shape(word) for word in words]
    return (
        [*words, *runs(words, cut.longest_run)],
        [found for word in shapes for found in stems(word, cut.languages)]
        + edges(shapes, cut.languages)
        + pairs(shapes, cut)
        + list(marked),
        [found for word in shapes for found in pieces(word, *cut.pieces)],
    )


class WordRows(Struct, frozen=True, array_like=True):
    """The known rows of a word: as a whole (word and stems) and of its `n_pieces` pieces."""

    whole: list[int]
    pieces: list[int]
    n_pieces: int

    def familiar(self, known: Container[int] | None = None) -> float:
        """1 for a known word or stem; of others the share of known pieces, squared: a slip of
        the finger leaves most of them. Where `known` is given, only those rows count."""
        whole = self.whole if known is None else [row for row in self.whole if row in known]
        if whole:
            return 1.0
        found = self.pieces if known is None else [row for row in self.pieces if row in known]
        return (len(found) / self.n_pieces) ** 2


class GramTable:
    """The row of each known gram. Rows of a block are contiguous and sorted by gram."""

    def __init__(self, cut: Cut, grams: Sequence[Sequence[str]]) -> None:
        self.cut = cut
        self.grams = [list(block) for block in grams]
        self.starts = np.cumsum([0, *(len(block) for block in self.grams)])
        self._words, self._stems, self._pieces = (
            {gram: at for at, gram in enumerate(block, int(start))}
            for block, start in zip(self.grams, self.starts, strict=False)
        )
        self._rows_of_word: dict[str, WordRows] = {}

    @classmethod
    def of(
        cls,
        texts: Sequence[Sequence[str]],
        cut: Cut,
        marked: Sequence[Sequence[str]] | None = None,
    ) -> "GramTable":
        """The table of every gram of the texts, each given as its folded words, and its marks."""
        found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        for words, signs in zip(texts, marked or ((),) * len(texts), strict=True):
            for known, block in zip(found, blocks(words, cut, signs), strict=True):
                known.update(block)
        return cls(cut, [sorted(block) for block in found])

    def __len__(self) -> int:
        return int(self.starts[-1])

    def rows(self, words: Sequence[str], marked: Sequence[str] = ()) -> list[int]:
        """The rows of the known grams of a text, with repeats, in no order."""
        rows: list[int] = []
        for word in words:
            of_word = self._rows_of_word.get(word) or self._take_apart(word)
            rows += of_word.whole
            rows += of_word.pieces
        shapes = [shape(word) for word in words]
        rows += _known(self._words, runs(words, self.cut.longest_run))
        rows += _known(self._stems, edges(shapes, self.cut.languages))
        rows += _known(self._stems, pairs(shapes, self.cut))
        rows += _known(self._stems, marked)
        return rows

    def rows_by_word(self, words: Sequence[str]) -> list[WordRows]:
        """The rows of each word; numbers, which are new in every message, are left out where
        there are other words, and known as themselves alone where there are none."""
        spelt = [word for word in words if word.isalpha()]
        if not spelt:
            return [WordRows(_known(self._words, [word]), [], 1) for word in words]
        return [self._rows_of_word.get(word) or self._take_apart(word) for word in spelt]

    def save(self) -> dict[str, bytes]:
        return {
            "grams.json": pack_json(self.grams),
            "cut.json": pack_json(self.cut),
        }

    @classmethod
    def load(cls, files: Mapping[str, bytes]) -> "GramTable":
        return cls(
            unpack_json(files, "cut.json", Cut), unpack_json(files, "grams.json", list[list[str]])
        )

    def _take_apart(self, word: str) -> WordRows:
        if len(self._rows_of_word) >= _KEPT_WORDS:
            self._rows_of_word.clear()
        whole = _known(self._words, [word])
        whole += _known(self._stems, stems(shape(word), self.cut.languages))
        parts = pieces(shape(word), *self.cut.pieces)
        rows = WordRows(whole, _known(self._pieces, parts), max(len(parts), 1))
        self._rows_of_word[word] = rows
        return rows


def _known(table: Mapping[str, int], grams: Iterable[str]) -> list[int]:
    return [table[gram] for gram in grams if gram in table]
