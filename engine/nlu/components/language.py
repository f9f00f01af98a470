"""The language of a message among the bot's, from its words alone and the language expected."""

import math
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.protocol import Draft, Files, Lesson, Settings
from engine.nlu.stems import base
from engine.nlu.words import READ_CHARS

_DATA = Path(__file__).parents[1] / "data"
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_GRAM = 5
_KEPT_WORDS = 20_000

_Nats = Annotated[float, Meta(ge=0, le=100)]


class LanguageSettings(Settings, frozen=True, kw_only=True):
    """All but the last in nats of evidence: what a word of the built-in lists counts, what a word
    that only one language's phrases have, and the language that is expected. `sharpness` turns
    evidence into confidence; a message changes the language from `certain` up.
    """

    listed_word: _Nats = 3.0
    own_word: _Nats = 2.0
    expected: _Nats = 4.0
    sharpness: Annotated[float, Meta(gt=0, le=10)] = 0.35
    certain: Annotated[float, Meta(ge=0, le=1)] = 0.7


class _Table(Struct, frozen=True):
    languages: tuple[str, ...]
    step: float
    grams: dict[str, tuple[int, ...]]


class Language:
    """Fills in the language read and its confidence."""

    Settings = LanguageSettings

    def __init__(self, settings: LanguageSettings) -> None:
        self.settings = settings
        self._languages: tuple[str, ...] = ()
        self._own: dict[str, list[int]] = {}
        self._evidence: dict[str, tuple[float, ...]] = {}

    def fit(self, lesson: Lesson) -> Lesson:
        self._languages = lesson.languages
        self._own = {}
        if len(lesson.languages) < 2:
            return lesson
        for example in lesson.examples:
            at = lesson.languages.index(example.language)
            for word in _words(example.text):
                spoken = self._own.setdefault(word, [])
                if at not in spoken:
                    spoken.append(at)
        # A word of every language says nothing.
        self._own = {
            word: sorted(spoken)
            for word, spoken in self._own.items()
            if len(spoken) < len(lesson.languages)
        }
        return lesson

    def read(self, draft: Draft) -> None:
        found = _words(draft.text[:READ_CHARS])
        if not found or not self._languages:
            return
        if len(self._languages) == 1:
            draft.language_read, draft.language_confidence = self._languages[0], 1.0
            return
        evidence = self._weigh(found)
        if not any(evidence):
            return
        expected = self._expected(draft.language)
        if expected is not None:
            evidence[expected] += self.settings.expected
        chances = _softmax(evidence, self.settings.sharpness)
        best = max(range(len(chances)), key=chances.__getitem__)
        if expected is not None and chances[best] < self.settings.certain:
            best = expected
        draft.language_read = self._languages[best]
        draft.language_confidence = round(chances[best], 4)

    def save(self) -> Files:
        return {"words.json": pack_json({"languages": self._languages, "own": self._own})}

    def load(self, files: Mapping[str, bytes]) -> None:
        saved = unpack_json(files, "words.json", _Saved)
        self._languages, self._own = saved.languages, saved.own

    def _weigh(self, found: Sequence[str]) -> list[float]:
        totals = [0.0] * len(self._languages)
        for word in found:
            for at, amount in enumerate(self._evidence.get(word) or self._look_up(word)):
                totals[at] += amount
        return totals

    def _look_up(self, word: str) -> tuple[float, ...]:
        """What the word says for each language of the bot, around a mean of 0."""
        known = _word_evidence(word, self.settings.listed_word)
        totals = [known.get(base(language), 0.0) for language in self._languages]
        for at in self._own.get(word, ()):
            totals[at] += self.settings.own_word
        mean = sum(totals) / len(totals)
        if len(self._evidence) >= _KEPT_WORDS:
            self._evidence.clear()
        self._evidence[word] = tuple(total - mean for total in totals)
        return self._evidence[word]

    def _expected(self, language: str) -> int | None:
        for at, known in enumerate(self._languages):
            if language and base(known) == base(language):
                return at
        return None


class _Saved(Struct, frozen=True):
    languages: tuple[str, ...]
    own: dict[str, list[int]]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text.lower()))


def _word_evidence(word: str, listed_word: float) -> dict[str, float]:
    table, lists = _grams(), _lists()
    steps = [0] * len(table.languages)
    padded = f" {word} "
    for end in range(1, len(padded) + 1):
        # The longest piece that ends here speaks for the shorter ones.
        for start in range(max(0, end - _LONGEST_GRAM), end):
            gram = table.grams.get(padded[start:end])
            if gram:
                steps = [total + step for total, step in zip(steps, gram, strict=True)]
                break
    return {
        language: total * table.step + listed_word * (word in lists.get(language, ()))
        for language, total in zip(table.languages, steps, strict=True)
    }


def _softmax(evidence: Sequence[float], sharpness: float) -> list[float]:
    top = max(evidence)
    shares = [math.exp((amount - top) * sharpness) for amount in evidence]
    total = sum(shares)
    return [share / total for share in shares]


@cache
def _grams() -> _Table:
    return msgspec.json.decode((_DATA / "grams.json").read_bytes(), type=_Table)


@cache
def _lists() -> dict[str, frozenset[str]]:
    written = tomllib.loads((_DATA / "words.toml").read_text(encoding="utf-8"))
    return {language: frozenset(text.split()) for language, text in written.items()}
