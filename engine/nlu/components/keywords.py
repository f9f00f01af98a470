"""Intents all of whose keywords occur in a message: any order, inflected, with small slips."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.examples import KeywordGroup
from engine.nlu.protocol import Draft, Files, Lesson, Settings
from engine.nlu.stems import base, stem
from engine.nlu.typos import NearWords
from engine.nlu.words import words
from engine.types.limits import LIMITS

_KEPT_WORDS = 20_000

# Words that a group does without where others remain: they are in most messages.
_STOP_WORDS = {
    "es": "a al con de del el en es la las lo los me mi mis o para por que se su sus un una unas"
    " unos y",
    "en": "a an and are at be by do for from i in is it me my of on or that the this to with you"
    " your",
    "pt": "a ao aos as com da das de do dos e em eu meu minha na nas no nos o os ou para por que"
    " se seu sua um uma",
}


class KeywordsSettings(Settings, frozen=True, kw_only=True):
    """A group of fewer than `least_words` words is passed over; `forgive_slips` accepts words
    that the bot does not know as one of its keywords: one slip in a word of 5 letters, two in one
    of 9, never in the first letter.
    """

    least_words: Annotated[int, Meta(ge=1, le=5)] = LIMITS.keywords_per_trigger
    forgive_slips: bool = True


class _Saved(Struct, frozen=True):
    languages: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Folded keywords by their mark, and the other words of the bot: none of them is a slip.
    keywords: dict[str, tuple[str, ...]] = {}
    known: tuple[str, ...] = ()


class Keywords:
    """Fills in the intents whose keywords occur, those of most words first."""

    Settings = KeywordsSettings

    def __init__(self, settings: KeywordsSettings) -> None:
        self.settings = settings
        self._use(_Saved())

    def fit(self, lesson: Lesson) -> Lesson:
        groups = dict.fromkeys(
            (group.intent, marks)
            for group in lesson.keywords
            if len(marks := self._marks(group)) >= self.settings.least_words
        )
        keywords: dict[str, set[str]] = {}
        for group in lesson.keywords:
            for word in words(group.text):
                keywords.setdefault(word, set()).add(_mark(word, group.language))
        known = {word for example in lesson.examples for word in words(example.text)}
        self._use(
            _Saved(
                lesson.languages,
                tuple(groups),
                {word: tuple(sorted(marks)) for word, marks in sorted(keywords.items())},
                tuple(sorted(known - keywords.keys())) if groups else (),
            )
        )
        return lesson

    def read(self, draft: Draft) -> None:
        if not self._learned.groups:
            return
        present = {mark for word in draft.words for mark in self._marks_of(word.text)}
        missing: dict[int, int] = {}
        for mark in present:
            for group in self._groups_with.get(mark, ()):
                left = missing.get(group)
                missing[group] = (len(self._learned.groups[group][1]) if left is None else left) - 1
        found = [group for group, left in missing.items() if left == 0]
        found.sort(key=lambda group: (-len(self._learned.groups[group][1]), group))
        draft.keywords = tuple(dict.fromkeys(self._learned.groups[group][0] for group in found))

    def save(self) -> Files:
        return {"keywords.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._use(unpack_json(files, "keywords.json", _Saved))

    def _use(self, learned: _Saved) -> None:
        self._learned = learned
        self._known = frozenset(learned.known)
        self._near = NearWords(learned.keywords if self.settings.forgive_slips else ())
        self._marks_by_word: dict[str, frozenset[str]] = {}
        self._groups_with: dict[str, list[int]] = {}
        for at, (_, marks) in enumerate(learned.groups):
            for mark in marks:
                self._groups_with.setdefault(mark, []).append(at)

    def _marks(self, group: KeywordGroup) -> tuple[str, ...]:
        """The marks that a message must show for the group, without its stop words."""
        stop = _STOP_WORDS.get(base(group.language), "").split()
        found = list(dict.fromkeys(words(group.text)))
        telling = [word for word in found if word not in stop]
        chosen = telling if len(telling) >= self.settings.least_words else found
        return tuple(dict.fromkeys(_mark(word, group.language) for word in chosen))

    def _marks_of(self, word: str) -> frozenset[str]:
        marks = self._marks_by_word.get(word)
        if marks is None:
            if len(self._marks_by_word) >= _KEPT_WORDS:
                self._marks_by_word.clear()
            marks = self._marks_by_word[word] = frozenset(self._look_up(word))
        return marks

    def _look_up(self, word: str) -> Iterable[str]:
        marks = [_mark(word, language) for language in self._learned.languages]
        known = word in self._known or any(mark in self._groups_with for mark in marks)
        near = () if known else self._near.find(word)
        return marks + [mark for found in near for mark in self._learned.keywords[found]]


def _mark(word: str, language: str) -> str:
    """A stem with its language: stems of two languages are not the same word."""
    return f"{base(language)}:{stem(word, language)}"
