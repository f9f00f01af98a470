"""A classifier over sentences' meaning, asked where the classifiers before it are not sure."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from msgspec import Meta, Struct

from engine.nlu.arrays import pack_array, pack_json, unpack_array, unpack_json
from engine.nlu.certainty import Certainty
from engine.nlu.encoders import encoder
from engine.nlu.folds import MANY_EXAMPLES
from engine.nlu.protocol import Draft, Files, Floats, Lesson, Settings
from engine.nlu.stems import base
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.nlu.fitting import Fit


class EmbeddingSettings(Settings, frozen=True, kw_only=True):
    """`models` are `english`, `multilingual`, or paths of folders with an ONNX model; several are
    read side by side, and without any a bot in English alone takes both, others `multilingual`.
    `names` tells whether an intent's title counts as a phrase. `classifier` is `svm`, `logistic`,
    or `auto`: `logistic` up to 2,000 phrases, then `svm`; a greater strength fits the phrases
    closer. Where the classifiers before this one are as sure as on held-out phrases of which the
    share `sure` was right, it is not asked. With fewer than `enough` held-out phrases it is always
    asked.
    """

    models: tuple[str, ...] = ()
    names: bool = True
    classifier: Literal["auto", "svm", "logistic"] = "auto"
    svm_strength: Annotated[float, Meta(gt=0, le=10_000)] = 1.0
    logistic_strength: Annotated[float, Meta(gt=0, le=10_000)] = 30.0
    sure: Annotated[float, Meta(gt=0, le=1)] = 0.99
    enough: Annotated[int, Meta(ge=2)] = 50


class _Saved(Struct, frozen=True):
    models: tuple[str, ...] = ()
    fingerprints: tuple[str, ...] = ()
    certainty: Certainty = Certainty()


class Embedding:
    """Votes on messages that the classifiers before it leave in doubt."""

    Settings = EmbeddingSettings

    def __init__(self, settings: EmbeddingSettings) -> None:
        self.settings = settings
        self._learned = _Saved()
        self._mean: Floats = np.empty(0, dtype=np.float32)
        self._weights: Floats = np.empty((0, 0), dtype=np.float32)
        self._biases: Floats = np.empty(0, dtype=np.float32)

    def fit(self, lesson: Lesson) -> Lesson:
        from engine.nlu import fitting  # noqa: PLC0415 - scikit-learn is for training alone

        if len(lesson.intents) < 2:
            return lesson
        models = self.settings.models or _usual(lesson.languages)
        prints = tuple(encoder(model).fingerprint for model in models)
        taught = [*lesson.examples, *(lesson.names if self.settings.names else ())]
        labels, n_intents = lesson.labels_of(taught), len(lesson.intents)
        raw = _encode(models, [example.text for example in taught])
        self._mean = raw.mean(axis=0)
        vectors = _centre(raw, self._mean)
        fit = self._classifier(lesson)
        linear = fit(vectors, labels, n_intents)
        self._weights, self._biases = linear.weights, linear.biases
        held_out = fitting.score_held_out(lambda _: vectors, labels, lesson.folds, n_intents, fit)[
            : len(lesson.examples)
        ]
        certainty = Certainty.of(lesson, self.settings.sure, self.settings.enough)
        self._learned = _Saved(models, prints, certainty)
        return lesson.vote("embedding", held_out, ~certainty.of_held_out(lesson))

    def _classifier(self, lesson: Lesson) -> "Fit":
        from engine.nlu import fitting  # noqa: PLC0415 - scikit-learn is for training alone

        kind = self.settings.classifier
        if kind == "svm" or (kind == "auto" and len(lesson.examples) > MANY_EXAMPLES):
            return fitting.support_vectors(self.settings.svm_strength, lesson.seed)
        return fitting.logistic_over_vectors(self.settings.logistic_strength)

    def read(self, draft: Draft) -> None:
        if not len(self._biases) or not draft.words:
            return
        if draft.scores is not None and self._learned.certainty.is_sure(
            draft.scores, draft.familiar
        ):
            return
        vector = _centre(_encode(self._learned.models, [draft.text]), self._mean)[0]
        draft.vote("embedding", vector @ self._weights + self._biases)

    def save(self) -> Files:
        return {
            "embedding.json": pack_json(self._learned),
            "mean.npy": pack_array(self._mean),
            "weights.npy": pack_array(self._weights),
            "biases.npy": pack_array(self._biases),
        }

    def load(self, files: Mapping[str, bytes]) -> None:
        self._learned = unpack_json(files, "embedding.json", _Saved)
        self._mean = unpack_array(files, "mean.npy")
        self._weights = unpack_array(files, "weights.npy")
        self._biases = unpack_array(files, "biases.npy")
        for model, taught in zip(self._learned.models, self._learned.fingerprints, strict=True):
            if encoder(model).fingerprint != taught:
                raise TertuliaError(
                    f"the embedding model {model!r} is not the one that the bot was trained with;"
                    " put that one back, or train the bot again with `tertulia train`"
                )


def _usual(languages: Sequence[str]) -> tuple[str, ...]:
    english = all(base(language) == "en" for language in languages)
    return ("english", "multilingual") if english else ("multilingual",)


def _encode(models: Sequence[str], texts: Sequence[str]) -> Floats:
    return np.concatenate([encoder(model).vectors(texts) for model in models], axis=1)


def _centre(vectors: Floats, mean: Floats) -> Floats:
    """The vectors from the mean of the phrases, of length 1: what all phrases share says naught."""
    apart = vectors - mean
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    centred: Floats = apart / np.maximum(lengths, 1e-9)
    return centred
