"""Confidence that is right as often as it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.nlu.confidence import Bend, confidences, fit_sharpness


def test_a_bend_undoes_confidence_that_says_too_much() -> None:
    chance = np.random.default_rng(3)
    true = chance.uniform(0.05, 0.95, 20_000)
    odds = np.log(true / (1 - true))
    said = (1 / (1 + np.exp(-2 * odds - 0.5))).astype(np.float32)
    bend = Bend.of(said, chance.uniform(size=len(true)) < true)
    assert (bend.slope, bend.shift) == pytest.approx((0.5, -0.25), abs=0.05)
    rows = np.stack((said, 1 - said), axis=1)
    bent = bend.apply(rows[said > 0.6])[:, 0]
    np.testing.assert_allclose(bent, np.maximum(true[said > 0.6], 0), atol=0.03)


@pytest.mark.parametrize("right", [[True] * 40, [False] * 40, [True, False] * 20])
def test_where_nothing_can_be_learned_the_bend_is_finite_and_rises(right: list[bool]) -> None:
    bend = Bend.of(np.full(40, 0.9, dtype=np.float32), np.array(right))
    assert np.isfinite((bend.slope, bend.shift)).all()
    assert bend.slope > 0


@given(
    scores=st.lists(st.floats(-3, 3, width=32), min_size=2, max_size=6, unique=True),
    slope=st.floats(0.2, 4),
    shift=st.floats(-3, 3),
)
def test_a_bend_keeps_the_order_and_never_exceeds_one(
    scores: list[float], slope: float, shift: float
) -> None:
    chances = confidences(np.array(scores, dtype=np.float32), 2.0)
    bent = Bend(slope, shift).apply(chances)
    assert bent.argmax() == chances.argmax()
    others = np.delete(np.arange(len(bent)), bent.argmax())
    np.testing.assert_allclose(
        bent[others] * chances[others].sum(), chances[others] * bent[others].sum(), atol=1e-4
    )
    assert bent.min() >= 0
    assert bent.sum() <= 1 + 1e-5


def test_the_sharpness_is_that_of_the_labels() -> None:
    chance = np.random.default_rng(5)
    scores = chance.normal(size=(4_000, 5)).astype(np.float32)
    labels = np.array([chance.choice(5, p=row / row.sum()) for row in confidences(scores, 3.0)])
    ones = np.ones(len(scores), dtype=np.float32)
    assert fit_sharpness(scores, ones, labels) == pytest.approx(3.0, rel=0.1)
