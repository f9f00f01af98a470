"""A linear classifier over words, stems and pieces of words, served by sparse dot products."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from msgspec import Meta
from msgspec.structs import replace

from engine.nlu.arrays import pack_array, unpack_array
from engine.nlu.grams import Cut, GramTable, WordRows, marks
from engine.nlu.protocol import Draft, Files, Floats, Indices, Lesson, Settings
from engine.nlu.vectors import Vector, weigh
from engine.nlu.words import READ_CHARS, words

if TYPE_CHECKING:
    from engine.nlu.fitting import Fit

# Up to here logistic regression is quick and adds to support vectors; beyond it does neither.
_FEW_EXAMPLES = 1_000
# Its margins are about five times as wide.
_LOGISTIC_SHARE = 0.2

# Even of a text without a known word, the order of the guesses says something.
_LEAST_FAMILIAR = 0.05

_Share = Annotated[float, Meta(ge=0, le=10)]
_Strength = Annotated[float, Meta(gt=0, le=10_000)]


class SparseSettings(Settings, frozen=True, kw_only=True):
    """`longest_run` counts words that stand together, `shortest_piece` and `longest_piece`
    characters of a word, `reach` words between two that count as a pair; `words`, `stems` and
    `pieces` weigh the three blocks, and `rarity` is the power of a gram's inverse document
    frequency. `names` tells whether an intent's title counts as a phrase. `classifier` is `svm`,
    `logistic`, `both` of them added up, or `auto`: `both` up to 1,000 phrases, then `svm`. A
    greater strength fits the phrases closer.
    """

    longest_run: Annotated[int, Meta(ge=1, le=4)] = 2
    shortest_piece: Annotated[int, Meta(ge=1, le=8)] = 2
    longest_piece: Annotated[int, Meta(ge=1, le=8)] = 5
    reach: Annotated[int, Meta(ge=0, le=10)] = 5
    words: _Share = 0.5
    stems: _Share = 1.0
    pieces: _Share = 1.0
    rarity: Annotated[float, Meta(ge=0, le=3)] = 0.7
    names: bool = True
    classifier: Literal["auto", "svm", "logistic", "both"] = "auto"
    svm_strength: _Strength = 1.0
    logistic_strength: _Strength = 10.0


class Sparse:
    """Adds a margin for each intent to the draft's scores."""

    Settings = SparseSettings

    def __init__(self, settings: SparseSettings) -> None:
        self.settings = settings
        self._table = GramTable(Cut(), ((), (), ()))
        self._rarity: Floats = np.empty(0, dtype=np.float32)
        self._weights: Floats = np.empty((0, 0), dtype=np.float32)
        self._biases: Floats = np.empty(0, dtype=np.float32)
        self._shares = np.array((settings.words, settings.stems, settings.pieces))

    def fit(self, lesson: Lesson) -> Lesson:
        settings = self.settings
        taught = [*lesson.examples, *(lesson.names if settings.names else ())]
        texts = [words(example.text) for example in taught]
        marked = [marks(example.text) for example in taught]
        spans = (settings.shortest_piece, settings.longest_piece)
        cut = Cut(lesson.languages, settings.longest_run, spans, settings.reach)
        self._table = GramTable.of(texts, cut, marked)
        if not len(self._table):
            return lesson
        rows = [self._table.rows(*each) for each in zip(texts, marked, strict=True)]
        held_out = self._learn(lesson, lesson.labels_of(taught), rows)
        familiar = _familiar_when_held_out(
            lesson, [self._table.rows_by_word(text) for text in texts]
        )
        return replace(lesson.vote("sparse", held_out), familiar=familiar)

    def read(self, draft: Draft) -> None:
        text = [word.text for word in draft.words]
        if not text:
            return
        vector = self.vector(text, marks(draft.text[:READ_CHARS]))
        if not len(vector.rows):
            return
        draft.vote("sparse", vector.weights @ self._weights[vector.rows] + self._biases)
        found = [rows.familiar() for rows in self._table.rows_by_word(text)]
        draft.familiar = _mean(found)

    def vector(self, text: Sequence[str], marked: Sequence[str] = ()) -> Vector:
        """The weighted rows of a text that is given as its folded words and its marks."""
        return weigh(self._table.rows(text, marked), self._rarity, self._table.starts, self._shares)

    def save(self) -> Files:
        return self._table.save() | {
            "rarity.npy": pack_array(self._rarity),
            "weights.npy": pack_array(self._weights),
            "biases.npy": pack_array(self._biases),
        }

    def load(self, files: Mapping[str, bytes]) -> None:
        self._table = GramTable.load(files)
        self._rarity = unpack_array(files, "rarity.npy")
        self._weights = unpack_array(files, "weights.npy")
        self._biases = unpack_array(files, "biases.npy")

    def _learn(self, lesson: Lesson, labels: Indices, rows: Sequence[Sequence[int]]) -> Floats:
        """Sets the weights; gives the held-out scores of the examples, which come first."""
        from engine.nlu import fitting  # noqa: PLC0415 - scikit-learn is for training alone
        from engine.nlu.counts import Counts  # noqa: PLC0415 - as is scipy

        counts = Counts.of(rows, self._table.starts, self._shares, self.settings.rarity)
        n_intents, fit = len(lesson.intents), self._classifier(lesson)
        held_out = fitting.score_held_out(
            lambda learned: counts.weigh(counts.rarity(learned)),
            labels,
            lesson.folds,
            n_intents,
            fit,
        )
        self._rarity = counts.rarity(np.arange(len(labels)))
        linear = fit(counts.weigh(self._rarity), labels, n_intents)
        self._weights, self._biases = linear.weights, linear.biases
        return held_out[: len(lesson.examples)]

    def _classifier(self, lesson: Lesson) -> "Fit":
        from engine.nlu import fitting  # noqa: PLC0415 - scikit-learn is for training alone

        if len(lesson.intents) < 2:
            return fitting.centroid
        svm = fitting.support_vectors(self.settings.svm_strength, lesson.seed)
        logistic = fitting.logistic(self.settings.logistic_strength)
        few = len(lesson.examples) <= _FEW_EXAMPLES
        match self.settings.classifier:
            case "logistic":
                return logistic
            case "both" | "auto" if few or self.settings.classifier == "both":
                return fitting.blend(((1.0, svm), (_LOGISTIC_SHARE, logistic)))
            case _:
                return svm


def _familiar_when_held_out(lesson: Lesson, texts: Sequence[Sequence[WordRows]]) -> Floats:
    """How familiar each text is to the phrases of other folds; 1 where no fold holds it out."""
    shares = np.ones(len(lesson.examples), dtype=np.float32)
    for fold in lesson.folds:
        held = set(fold.tolist())
        known: set[int] = set()
        for at, text in enumerate(texts):
            if at not in held:
                for word in text:
                    known.update(word.whole, word.pieces)
        for at in held:
            shares[at] = _mean([word.familiar(known) for word in texts[at]])
    return shares


def _mean(found: Sequence[float]) -> float:
    return max(sum(found) / len(found), _LEAST_FAMILIAR) if found else 1.0
