"""Shorter forms of a phrase: the brochure's advice to duplicate a trigger and drop words, so that
people who write little are understood too."""

from itertools import combinations

from msgspec import Struct

from engine.nlu.quality import fixes
from engine.nlu.quality.finding import Fix, Place
from engine.nlu.quality.index import PhraseIndex
from engine.nlu.sayings import sayings
from engine.nlu.words import words

# "It is not possible to interpret a user's intent from a single word."
_LEAST_WORDS = 2
_MOST_DROPPED = 2
_SURE = 0.6


class Generalisation(Struct, frozen=True):
    """A shorter form, the words dropped, and how surely the model takes it for the intent (1
    where there is no model)."""

    text: str
    dropped: tuple[str, ...]
    confidence: float
    fix: Fix


def generalise(
    index: PhraseIndex, intent: str, phrase: str, language: str, *, most: int = 5
) -> tuple[Generalisation, ...]:
    """Shorter forms that still say what is wanted, the shortest first.

    Courtesies and articles go first, then words that point least to the intent. A form that the
    bot has, or of which the model is not sure, is left out.
    """
    place = Place(index.topics.get(intent, ""), intent, language)
    found: dict[str, Generalisation] = {}
    for kept, dropped in _shorter(index, intent, phrase, language):
        text = " ".join(kept)
        if text in found or index.has(text):
            continue
        confidence = _confidence(index, intent, text, language)
        if confidence > 0:
            found[text] = Generalisation(text, dropped, confidence, fixes.add(place, (text,)))
    shortest = sorted(found.values(), key=lambda each: (len(each.text.split()), -each.confidence))
    return tuple(shortest[:most])


def _shorter(
    index: PhraseIndex, intent: str, phrase: str, language: str
) -> list[tuple[list[str], tuple[str, ...]]]:
    """The words kept and dropped of each shorter form."""
    said = phrase.split()
    empty = sayings(language).empty
    telling = [at for at, word in enumerate(said) if set(words(word)) - empty]
    if len(telling) < _LEAST_WORDS:
        return []
    least = sorted(telling, key=lambda at: _lift(index, said[at], intent, language))
    forms = [
        set(telling) - set(gone)
        for size in range(_MOST_DROPPED + 1)
        for gone in combinations(least[: _MOST_DROPPED + 1], size)
        if len(telling) - size >= _LEAST_WORDS
    ]
    return [
        (
            [said[at].strip(".,;:!?¿¡") for at in sorted(kept)],
            tuple(word for at, word in enumerate(said) if at not in kept),
        )
        for kept in forms
        if len(kept) < len(said)
    ]


def _lift(index: PhraseIndex, word: str, intent: str, language: str) -> float:
    return max((index.lift(each, intent, language) for each in words(word)), default=0.0)


def _confidence(index: PhraseIndex, intent: str, text: str, language: str) -> float:
    """How sure the model is of the intent; 0 where it is not sure enough or of another."""
    if index.model is None:
        return 1.0
    reading = index.model.read(text, language)
    best = reading.intents[0] if reading.intents else None
    if best is None or best.intent != intent:
        return 0.0
    return best.confidence if best.confidence >= max(_SURE, reading.threshold) else 0.0
