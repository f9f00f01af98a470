"""The sparse classifier answers as scikit-learn does, whose weights it serves."""

from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from engine.nlu.components.sparse import Sparse, SparseSettings
from engine.nlu.examples import Example, examples
from engine.nlu.folds import split
from engine.nlu.grams import Cut, edges, marks, pairs, shape, stems
from engine.nlu.protocol import Draft, Lesson
from engine.nlu.words import fold, words, words_with_places
from engine.types.bot import Bot

TOKEN = r"(?u)\b\w+\b"


@pytest.fixture(scope="module")
def lesson(bot: Bot) -> Lesson:
    found = examples(bot)
    intents = tuple(sorted({each.intent for each in found}))
    return Lesson(found, intents, {}, bot.languages, (), {}, 0)


def shapes(text: str) -> str:
    return " ".join(shape(word) for word in words(text))


def union(languages: tuple[str, ...]) -> FeatureUnion:
    """The same features as scikit-learn builds them."""

    cut = Cut(languages)

    def analyze(text: str) -> list[str]:
        found = [shape(word) for word in words(text)]
        each = [each for word in found for each in stems(word, languages)]
        return each + edges(found, languages) + pairs(found, cut) + marks(text)

    def vectorizer(**options: object) -> TfidfVectorizer:
        return TfidfVectorizer(sublinear_tf=True, **options)

    return FeatureUnion(
        [
            ("words", vectorizer(preprocessor=fold, token_pattern=TOKEN, ngram_range=(1, 2))),
            ("stems", vectorizer(analyzer=analyze)),
            (
                "pieces",
                vectorizer(
                    preprocessor=shapes,
                    analyzer="char_wb",
                    ngram_range=(2, 5),
                ),
            ),
        ],
        transformer_weights={"words": 0.5, "stems": 1.0, "pieces": 1.0},
    )


def scores(sparse: Sparse, texts: Sequence[str]) -> np.ndarray:
    drafts = [Draft(text, words_with_places(text)) for text in texts]
    for draft in drafts:
        sparse.read(draft)
    return np.array([draft.scores for draft in drafts])


MESSAGES = [
    "quisiera una cita mañana", "cancel it", "onde é", "horario horario horario", "hola",
    "¿Dónde están? ¡Necesito una CITA!", "a e i", "i'd like to come at 10:30",
]  # fmt: skip


def test_support_vectors_score_as_scikit_learn(lesson: Lesson) -> None:
    sparse = Sparse(SparseSettings(classifier="svm", rarity=1.0))
    sparse.fit(lesson)
    features = union(lesson.languages)
    model = LinearSVC(C=1.0, multi_class="crammer_singer", tol=0.1, random_state=0)
    model.fit(features.fit_transform([each.text for each in lesson.examples]), lesson.labels)
    expected = model.decision_function(features.transform(MESSAGES))
    np.testing.assert_allclose(scores(sparse, MESSAGES), expected, atol=2e-5)


def test_logistic_regression_scores_as_scikit_learn(lesson: Lesson) -> None:
    sparse = Sparse(SparseSettings(classifier="logistic", rarity=1.0))
    sparse.fit(lesson)
    features = union(lesson.languages)
    model = LogisticRegression(C=10.0, max_iter=1_000, tol=1e-6)
    model.fit(features.fit_transform([each.text for each in lesson.examples]), lesson.labels)
    expected = model.decision_function(features.transform(MESSAGES))
    # Both stop near the same optimum.
    np.testing.assert_allclose(scores(sparse, MESSAGES), expected, atol=0.05)


def test_two_intents_have_a_score_each() -> None:
    found = [Example("a", "en", "one two"), Example("b", "en", "three four")]
    sparse = Sparse(SparseSettings())
    sparse.fit(Lesson(found, ("a", "b"), {}, ("en",), (), {}, 0))
    (one, other) = scores(sparse, ["one", "four"])
    assert one[0] > one[1]
    assert other[1] > other[0]
    np.testing.assert_allclose(one[0], -one[1], atol=1e-6)


def test_held_out_scores_come_from_models_that_did_not_learn_the_row(lesson: Lesson) -> None:
    from msgspec.structs import replace

    folds = split(lesson.labels, 3, seed=5)
    held = replace(lesson, folds=folds)
    taught = Sparse(SparseSettings(classifier="svm")).fit(held)
    assert taught.held_out is not None
    for part in folds[:1]:
        rest = [each for row, each in enumerate(lesson.examples) if row not in set(part.tolist())]
        other = Sparse(SparseSettings(classifier="svm"))
        other.fit(replace(lesson, examples=rest))
        expected = scores(other, [lesson.examples[row].text for row in part])
        np.testing.assert_allclose(taught.held_out[part], expected, atol=2e-4)


def test_folds_spread_each_intent_and_keep_its_only_phrase() -> None:
    labels = [0] * 10 + [1] * 5 + [2] + [3] * 2
    folds = split(labels, 5, seed=1)
    rows = sorted(int(row) for part in folds for row in part)
    assert rows == [row for row in range(len(labels)) if labels[row] != 2]
    for part in folds:
        assert sum(labels[row] == 0 for row in part) == 2
        assert sum(labels[row] == 1 for row in part) == 1
    assert [part.tolist() for part in split(labels, 5, seed=1)] == [part.tolist() for part in folds]
