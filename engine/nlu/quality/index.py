"""A bot's phrases, found by likeness while a person types: an inverted index of weighted grams."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from engine.nlu.examples import Example, examples, topics
from engine.nlu.grams import Cut, GramTable
from engine.nlu.model import Model
from engine.nlu.protocol import Floats, Indices
from engine.nlu.sayings import sayings, telling_words
from engine.nlu.stems import base, stem
from engine.nlu.vectors import rarity, weigh
from engine.nlu.words import words
from engine.types.bot import Bot

# Words, stems and pieces of words weigh the same: likeness of form and of word alike.
_SHARES: Floats = np.array((1 / 3, 2 / 3, 2 / 3), dtype=np.float32)
_POWER = 0.7
# Phrases of the same telling words are looked for down to this likeness.
_SAME_WORDS = 0.6


class Near(Struct, frozen=True):
    """A phrase of the bot and how like it is, from 0 to 1."""

    example: Example
    likeness: float


class PhraseIndex:
    """Phrases by likeness, and how telling each word is of each intent.

    Never changed: an edited bot gets a new one, which takes a fraction of a second. With a model
    of the bot, `check_phrase` can also say which intent a new phrase looks like.
    """

    def __init__(self, bot: Bot, model: Model | None = None) -> None:
        self.model = model
        self.topics = topics(bot)
        self.examples = tuple(examples(bot))
        self.known = frozenset(self.examples)
        self.sizes = Counter(each.intent for each in self.examples)
        self._texts = [words(each.text) for each in self.examples]
        self._spelled = {tuple(text) for text in self._texts}
        self._table = GramTable.of(self._texts, Cut(bot.languages))
        self._fill()
        self._count()

    @classmethod
    def of(cls, bot: Bot, model: Model | None = None) -> "PhraseIndex":
        """The index of all phrases of the bot."""
        return cls(bot, model)

    def has(self, text: str) -> bool:
        """Whether an intent has the text as a phrase, in whatever case and accents."""
        return tuple(words(text)) in self._spelled

    def same_words(self, example: Example) -> list[Example]:
        """The phrases of its language with the same telling words, in any order and inflection;
        of fewer than two words there is nothing to compare."""
        return [self.examples[row] for row in self._by_words.get(_gist(example), ())]

    def alike(self, example: Example, least: float) -> list[Near]:
        """The other phrases that are at least so like it; of those with the same telling words
        less likeness does, for order and inflection change it."""
        same = set(self.same_words(example))
        return [
            each
            for each in self.near(example.text, min(least, _SAME_WORDS))
            if (each.likeness >= least or each.example in same) and each.example != example
        ]

    def near(self, text: str, least: float = 0.0, most: int = 20) -> list[Near]:
        """The phrases most like the text, the likest first."""
        likeness = self.likeness(words(text))
        order = np.argsort(-likeness, kind="stable")[:most].tolist()
        return [
            Near(self.examples[row], round(float(likeness[row]), 4))
            for row in order
            if likeness[row] >= least and likeness[row] > 0
        ]

    def likeness(self, text: Sequence[str]) -> Floats:
        """The cosine of the text's grams and those of each phrase, shape (n_phrases)."""
        vector = weigh(self._table.rows(text), self._rarity, self._table.starts, _SHARES)
        size = len(self.examples)
        if not len(vector.rows):
            return np.zeros(size, dtype=np.float32)
        spans = [slice(self._starts[row], self._starts[row + 1]) for row in vector.rows.tolist()]
        phrases = np.concatenate([self._phrases[span] for span in spans])
        weights = np.concatenate(
            [
                self._weights[span] * weight
                for span, weight in zip(spans, vector.weights.tolist(), strict=True)
            ]
        )
        total: Floats = np.bincount(phrases, weights, minlength=size).astype(np.float32)
        return total / np.float32((_SHARES**2).sum())

    def lift(self, word: str, intent: str, language: str) -> float:
        """How many times likelier the intent is among phrases with the word's stem than among all
        of that language: 1 says nothing, as a courtesy that no phrase has, and a word of no other
        intent says the most. The phrase in hand counts as one that has the word."""
        found = self._of_intent.get((base(language), stem(word, language)), Counter())
        if not found and word in sayings(language).empty:
            return 1.0
        if found.total() == found[intent]:
            return float("inf")
        size = self._sizes[base(language)]
        share = size[intent] / size.total()
        return (found[intent] + share) / (found.total() + 1) / share if share else 0.0

    def _fill(self) -> None:
        """Postings: for each gram the phrases that have it, with its weight there."""
        rows = [self._table.rows(text) for text in self._texts]
        counts = np.zeros(len(self._table), dtype=np.int64)
        for found in rows:
            counts[np.unique(np.array(found, dtype=np.int64))] += 1
        self._rarity: Floats = rarity(counts, len(rows), _POWER)
        vectors = [weigh(found, self._rarity, self._table.starts, _SHARES) for found in rows]
        every = [each.rows for each in vectors]
        grams: Indices = np.concatenate([np.empty(0, dtype=np.int64), *every])
        phrases = np.repeat(np.arange(len(vectors)), [len(each) for each in every])
        weights = np.concatenate(
            [np.empty(0, dtype=np.float32), *(each.weights for each in vectors)]
        )
        order = np.argsort(grams, kind="stable")
        self._phrases: Indices = phrases[order]
        self._weights: Floats = weights[order]
        self._starts: Indices = np.searchsorted(grams[order], np.arange(len(self._table) + 1))

    def _count(self) -> None:
        """In how many phrases of each intent a stem occurs, and how many each language has."""
        self._of_intent: dict[tuple[str, str], Counter[str]] = {}
        self._sizes: dict[str, Counter[str]] = {}
        for example, text in zip(self.examples, self._texts, strict=True):
            language = base(example.language)
            self._sizes.setdefault(language, Counter())[example.intent] += 1
            for mark in {stem(word, example.language) for word in text}:
                self._of_intent.setdefault((language, mark), Counter())[example.intent] += 1
        self._by_words: dict[tuple[str, ...], list[int]] = {}
        for row, example in enumerate(self.examples):
            if gist := _gist(example):
                self._by_words.setdefault(gist, []).append(row)


def _gist(example: Example) -> tuple[str, ...]:
    """The stems of a phrase's telling words, sorted, after its language; () where they are few."""
    telling = telling_words(example.text, example.language)
    stems = sorted({stem(word, example.language) for word in telling})
    return (base(example.language), *stems) if len(stems) > 1 else ()
