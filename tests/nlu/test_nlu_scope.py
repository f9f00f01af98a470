"""Messages of no intent, told from others without an example of them."""

import numpy as np
import pytest

from engine.nlu.components.ensemble import Ensemble, EnsembleSettings
from engine.nlu.components.scope import Scope, ScopeSettings
from engine.nlu.confidence import likeliest_line
from engine.nlu.examples import Example
from engine.nlu.protocol import Draft, Lesson

INTENTS = ("a", "b", "c", "d")


def lesson_of(labels: np.ndarray, *votes: np.ndarray) -> Lesson:
    found = [Example(INTENTS[at], "en", INTENTS[at]) for at in labels]
    lesson = Lesson(found, INTENTS, {}, ("en",), (), {}, 0, folds=[np.arange(len(labels))])
    for at, scores in enumerate(votes):
        lesson = lesson.vote(f"classifier {at}", scores)
    return lesson


def vote(labels: np.ndarray, height: float, seed: int) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(size=(len(labels), len(INTENTS)))
    scores[np.arange(len(labels)), labels] += height
    return scores.astype(np.float32)


@pytest.fixture
def labels() -> np.ndarray:
    return np.random.default_rng(1).integers(0, len(INTENTS), 600)


def familiar(scope: Scope, **votes: list[float]) -> float:
    draft = Draft("x", [])
    for at, scores in enumerate(votes.values()):
        draft.vote(f"classifier {at}", np.array(scores, dtype=np.float32))
    scope.read(draft)
    return draft.familiar


def test_votes_as_low_as_those_of_other_intents_are_out_of_scope(labels: np.ndarray) -> None:
    scope = Scope(ScopeSettings())
    lesson = scope.fit(lesson_of(labels, vote(labels, 5, 2), vote(labels, 5, 3)))
    known = familiar(scope, one=[5, 0, 0, 0], other=[5, 0, 0, 0])
    strange = familiar(scope, one=[1, 0, 0, 0], other=[0, 1, 0, 0])
    assert known > 0.9
    assert strange < 0.1
    assert familiar(scope, one=[5, 0, 0, 0]) > 0.8
    assert lesson.familiar is not None
    assert lesson.familiar.mean() > 0.9


def test_with_few_phrases_or_intents_everything_is_in_scope(labels: np.ndarray) -> None:
    few = Scope(ScopeSettings(enough=601))
    few.fit(lesson_of(labels, vote(labels, 5, 2)))
    assert familiar(few, one=[0, 0, 0, 0]) == 1.0


def test_the_likeliest_line_is_that_of_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    chance = np.random.default_rng(4)
    features = chance.normal(size=(2_000, 3)) * (1, 20, 0.1) + (0, 50, -3)
    aim = chance.uniform(size=2_000) < 1 / (1 + np.exp(-(features @ (1, -0.1, 8) + 29)))
    model = LogisticRegression(C=1.0, max_iter=5_000, tol=1e-9)
    middle, width = features.mean(axis=0), features.std(axis=0)
    model.fit((features - middle) / width, aim)
    line = likeliest_line(features, aim)
    ours = features @ line[:-1] + line[-1]
    theirs = model.decision_function((features - middle) / width)
    np.testing.assert_allclose(ours, theirs, atol=0.02)


def test_perfectly_parted_rows_end_in_a_finite_line() -> None:
    features = np.array([[0.0, 1e4], [1.0, -1e4], [0.1, 1e4], [0.9, -1e4]])
    line = likeliest_line(features, np.array([False, True, False, True]))
    assert np.isfinite(line).all()


def test_an_ensemble_trusts_the_better_of_two_classifiers(labels: np.ndarray) -> None:
    good, noise = vote(labels, 3, 2), vote(labels, 0, 3)
    ensemble = Ensemble(EnsembleSettings())
    lesson = ensemble.fit(lesson_of(labels, good, noise))
    assert lesson.held_out is not None
    together = (lesson.held_out.argmax(axis=1) == labels).mean()
    assert together >= (good.argmax(axis=1) == labels).mean() - 0.01
    draft = Draft("x", [])
    draft.vote("classifier 0", np.array([2, 0, 0, 0], dtype=np.float32))
    draft.vote("classifier 1", np.array([0, 3, 0, 0], dtype=np.float32))
    ensemble.read(draft)
    assert draft.scores is not None
    assert draft.scores.argmax() == 0
