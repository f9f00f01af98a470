"""Calibration, scope and learning against other ways to the same figure."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix as by_scikit_learn
from sklearn.metrics import roc_auc_score

from engine.nlu import Example, examples
from engine.nlu.evaluation import Trial, cross_validate, hold_out
from engine.nlu.evaluation.by_intent import confusion_matrix
from engine.nlu.evaluation.calibration import calibration_curve, calibration_error
from engine.nlu.evaluation.learning import learning_curve
from engine.nlu.evaluation.scope import intents_left_out, scope_curve, strangers
from engine.types.bot import Bot, Node


def trial_of(rows: list[tuple[str, list[float]]], threshold: float = 0.5) -> Trial:
    """Sentences by what is right and the confidences in a and b."""
    return Trial(
        tuple(Example(intent, "es", f"frase {at}") for at, (intent, _) in enumerate(rows)),
        ("a", "b"),
        np.array([chances for _, chances in rows], dtype=np.float32).reshape(len(rows), 2),
        np.full(len(rows), threshold, dtype=np.float32),
    )


def test_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    # In one bin: confidence 0.9 on average, of four answers three are right.
    trial = trial_of([("a", [0.9, 0.1])] * 3 + [("b", [0.9, 0.1])] + [("b", [0.2, 0.8])] * 4)
    curve = calibration_curve(trial, bins=2)
    assert [(each.low, each.high, each.count) for each in curve] == [(0.5, 1.0, 8)]
    assert calibration_error(trial, bins=2) == pytest.approx(abs(7 / 8 - 0.85))
    gaps = [abs(0.9 - 0.75) * 4, abs(0.8 - 1.0) * 4]
    assert calibration_error(trial) == pytest.approx(sum(gaps) / 8)


def test_a_sure_answer_counts_in_the_last_bin() -> None:
    (last,) = calibration_curve(trial_of([("a", [1.0, 0.0])]))
    assert (last.high, last.accuracy, last.confidence) == (1.0, 1.0, 1.0)


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 1, width=32), min_size=1), st.lists(st.floats(0, 1, width=32), min_size=1)
)
def test_the_area_under_the_curve_is_that_of_scikit_learn(
    own: list[float], strange: list[float]
) -> None:
    curve = scope_curve(
        trial_of([("a", [each, 0.0]) for each in own]),
        trial_of([("", [each, 0.0]) for each in strange]),
    )
    labels = [1] * len(own) + [0] * len(strange)
    assert curve.auroc == pytest.approx(roc_auc_score(labels, own + strange), abs=1e-4)
    refused = [point.refused for point in curve.points]
    assert refused == sorted(refused)
    assert curve.now.threshold == 0.5


def test_what_a_threshold_lets_through() -> None:
    own = trial_of([("a", [0.9, 0.1]), ("a", [0.3, 0.7]), ("b", [0.45, 0.4]), ("b", [0.0, 0.0])])
    curve = scope_curve(own, trial_of([("", [0.6, 0.1]), ("", [0.1, 0.2])]))
    assert (curve.now.own_right, curve.now.own_wrong, curve.now.refused) == (0.25, 0.25, 0.5)
    assert (curve.own, curve.strange) == (4, 2)


def test_intents_left_out_are_strangers_to_the_model_that_answers(
    bot: Bot, build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    trial = intents_left_out(bot)
    assert len(trial.examples) == len(examples(bot))
    assert {each.intent for each in trial.examples} == {""}
    by_text = {each.text: each.intent for each in examples(bot)}
    for row, each in enumerate(trial.examples):
        assert trial.guess(row) != by_text[each.text]
    two = build({"t": {name: node(phrases={"es": ["uno dos", "tres"]}) for name in "ab"}})
    curve = scope_curve(cross_validate(two), intents_left_out(two))
    assert (curve.strange, curve.auroc, curve.now.refused) == (0, 0.0, 0.0)


def test_strangers_of_history_are_sentences_without_an_intent() -> None:
    assert strangers(["qué frío", " "], "es") == [Example("", "es", "qué frío")]


def test_the_matrix_is_that_of_scikit_learn(bot: Bot) -> None:
    trial = cross_validate(bot, folds=4)
    got = confusion_matrix(trial)
    truth = [each.intent for each in trial.examples]
    guesses = [trial.guess(row) for row in range(len(truth))]
    expected = by_scikit_learn(truth, guesses, labels=list(got.intents))
    assert np.array(got.counts).tolist() == expected[:-1].tolist()


def test_the_last_point_of_the_learning_curve_learned_all_that_is_not_held_out(bot: Bot) -> None:
    points = learning_curve(bot, shares=(0.3, 1.0), folds=4)
    n_phrases = len(examples(bot))
    assert [point.share for point in points] == [0.3, 1.0]
    assert points[0].phrases < points[1].phrases
    assert points[1].phrases == pytest.approx(n_phrases * 3 / 4, abs=1)
    assert points[1].accuracy == pytest.approx(cross_validate(bot, folds=4).right.mean(), abs=0.02)
    (alone,) = learning_curve(bot, shares=(1.0,), folds=2)
    assert alone.spread == pytest.approx(
        abs(hold_out(bot, share=0.5).right.mean() - alone.accuracy), abs=1e-3
    )
