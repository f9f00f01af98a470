"""What a component of the NLU is: settings in, examples learned, a draft added to."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.nlu.examples import Example, KeywordGroup
from engine.nlu.words import Word
from engine.types.bot import EntityTable
from engine.types.reading import Entity, Guess, Reading

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
Files = dict[str, bytes]


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The settings of a component: a subclass a component. Its docstring is their help."""


class Vote(Struct, frozen=True):
    """What a classifier says of held-out examples, `(n_examples, n_intents)`, and which of them
    it would be asked about."""

    scores: Floats
    asked: NDArray[np.bool_]


def groups_of(votes: Iterable[str]) -> list[tuple[str, ...]]:
    """Every group of classifiers that may vote on a message together, sorted within."""
    names = sorted(votes)
    return [group for size in range(1, len(names) + 1) for group in combinations(names, size)]


class Lesson(Struct, frozen=True):
    """What the components of a pipeline learn from.

    `intents` are those that have phrases, sorted: column i of every array of scores is
    intent i. `names` are their titles as phrases of their own, never held out. `topics` tells the
    topic of each. `folds` are the rows of `examples` that are held out together; `votes` what each
    classifier that did not learn from a row says of it, `held_out`, of shape (n_examples,
    n_intents), what they say together: NaN in a row that no fold holds out; `familiar`, of shape
    (n_examples), how much of a held-out row they know, from 0 to 1. `chances` and `threshold` are
    the same on the scale of confidence, for the rows held out.
    """

    examples: Sequence[Example]
    intents: tuple[str, ...]
    topics: Mapping[str, str]
    languages: tuple[str, ...]
    keywords: Sequence[KeywordGroup]
    tables: Mapping[str, EntityTable]
    seed: int
    time_zone: str = "UTC"
    names: Sequence[Example] = ()
    folds: Sequence[Indices] = ()
    votes: Mapping[str, Vote] = {}
    held_out: Floats | None = None
    familiar: Floats | None = None
    chances: Floats | None = None
    threshold: float = 0.5

    def vote(
        self, classifier: str, scores: Floats, asked: NDArray[np.bool_] | None = None
    ) -> "Lesson":
        """The lesson with one more classifier's scores, summed where it is asked (everywhere)."""
        asked = np.ones(len(scores), dtype=np.bool_) if asked is None else asked
        total = np.zeros_like(scores) if self.held_out is None else self.held_out
        return replace(
            self,
            votes={**self.votes, classifier: Vote(scores, asked)},
            held_out=total + np.where(asked[:, None], scores, 0),
        )

    def asked(self, group: Sequence[str]) -> NDArray[np.bool_]:
        """Which examples exactly these classifiers are asked about."""
        rows = np.ones(len(self.examples), dtype=np.bool_)
        for name, vote in self.votes.items():
            rows &= vote.asked == (name in group)
        return rows

    def rows_held_out(self) -> Indices:
        """The rows that some fold holds out, ascending."""
        held: list[Indices] = [*self.folds, np.empty(0, dtype=np.int64)]
        return np.sort(np.concatenate(held))

    @property
    def labels(self) -> Indices:
        """The column of each example's intent."""
        return self.labels_of(self.examples)

    def labels_of(self, examples: Sequence[Example]) -> Indices:
        """The column of the intent of each of these."""
        column = {intent: at for at, intent in enumerate(self.intents)}
        return np.array([column[example.intent] for example in examples], dtype=np.int64)


class Draft:
    """A reading in the making: the message taken apart, and what components found so far.

    `language` is the one to expect, before the text is looked at; `now_us` when it was said, 0
    where nobody knows. `votes` are the classifiers'
    margins, one an intent, `scores` what they say together; `familiar` tells how much of the text
    they know, from 0 to 1; `chances` are the confidences that both calibrate to. None while no
    classifier knows a part of the text.
    """

    __slots__ = (
        "chances", "entities", "familiar", "intents", "keywords", "language",
        "language_confidence", "language_read", "now_us", "related", "scores", "text", "threshold",
        "topic", "votes", "words",
    )  # fmt: skip

    def __init__(self, text: str, words: list[Word], language: str = "", now_us: int = 0) -> None:
        self.now_us = now_us
        self.text = text
        self.words = words
        self.language = language
        self.votes: dict[str, Floats] = {}
        self.scores: Floats | None = None
        self.familiar = 1.0
        self.chances: Floats | None = None
        self.intents: tuple[Guess, ...] = ()
        self.threshold = 0.5
        self.keywords: tuple[str, ...] = ()
        self.topic = ""
        self.related: tuple[str, ...] = ()
        self.entities: tuple[Entity, ...] = ()
        self.language_read = ""
        self.language_confidence = 0.0

    def vote(self, classifier: str, scores: Floats) -> None:
        """Adds a classifier's scores."""
        self.votes[classifier] = scores
        self.scores = scores if self.scores is None else self.scores + scores

    def reading(self) -> Reading:
        """What was found, as a value."""
        return Reading(
            intents=self.intents,
            threshold=self.threshold,
            keywords=self.keywords,
            topic=self.topic,
            related=self.related,
            entities=self.entities,
            language=self.language_read,
            language_confidence=self.language_confidence,
        )


class Component(Protocol):
    """One step of the pipeline, made from its settings alone.

    `fit` learns and gives the lesson on, with what later components may learn from: classifiers
    vote, calibration `chances`. `save` gives named arrays (`.npy`) and
    JSON; `load` takes the same. A component is either fitted or loaded before it reads; reading
    changes nothing that another reading sees.
    """

    settings: Any  # the component's own Settings, which a table of all cannot say

    def fit(self, lesson: Lesson) -> Lesson: ...

    def read(self, draft: Draft) -> None: ...

    def save(self) -> Files: ...

    def load(self, files: Mapping[str, bytes]) -> None: ...
