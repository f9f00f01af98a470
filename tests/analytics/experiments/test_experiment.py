"""When an experiment stops, what it says then, and how long it is planned to take."""

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from msgspec.structs import replace

from engine.analytics.experiments import (
    Experiment,
    ExperimentSpec,
    Split,
    assess,
    plan,
    read_experiment,
    sentence,
)
from engine.analytics.experiments.sentence import LANGUAGES
from engine.analytics.funnel.spec import Happened
from engine.analytics.history import History, Watermark
from engine.types.issue import TertuliaError

SPEC = ExperimentSpec(
    dealt=Split(node="offer", arms={"a": 1, "b": 1}),
    control="a",
    goal=Happened(name="paid"),
    within_s=60,
    effect=0.05,
    most=4000,
)
THREE = replace(SPEC, dealt=Split(node="offer", arms={"a": 2, "b": 1, "c": 1}))


def standing(spec, **arms):
    """An experiment of so many people, and successes, in each arm."""
    columns = {"entity": [], "arm": [], "reached_us": [], "mature": [], "crossed": []}
    for arm, (people, succeeded) in arms.items():
        columns["entity"] += [f"{arm}{number}" for number in range(people)]
        columns["arm"] += [arm] * people
        columns["reached_us"] += [1] * succeeded + [None] * (people - succeeded)
        columns["mature"] += [True] * people
        columns["crossed"] += [False] * people
    types = (pa.string(), pa.string(), pa.int64(), pa.bool_(), pa.bool_())
    schema = pa.schema(list(zip(columns, types, strict=True)))
    return Experiment(spec, pa.table(columns, schema), Watermark(1, 1))


CASES = {
    "go_on": standing(SPEC, a=(200, 40), b=(210, 50)),
    "better": standing(SPEC, a=(1000, 150), b=(1000, 260)),
    "control_stays": standing(SPEC, a=(1000, 260), b=(1000, 150)),
    "no_difference": standing(SPEC, a=(8000, 1600), b=(8000, 1610)),
    "ran_out": standing(replace(SPEC, most=400), a=(400, 80), b=(410, 99)),
    "mismatch": standing(SPEC, a=(1000, 150), b=(700, 260)),
}


@pytest.mark.parametrize("decision", CASES)
def test_it_stops_when_it_knows_and_says_so_in_three_languages(decision):
    found = CASES[decision]
    assert found.decision == decision
    said = {sentence(found, language) for language in (*LANGUAGES, "pt-BR")}
    assert len(said) == 3
    assert sentence(found, "fr") == sentence(found, "en")
    assert not any("{" in text for text in said)


def test_sentences_have_numbers_as_people_write_them():
    assert sentence(CASES["better"], "es") == (
        "Puede terminar: «b» es mejor que «a» por 11,0 puntos [5,53; 16,39]."
    )
    assert sentence(CASES["control_stays"], "en") == (
        "Stop: “a” stays. The best of the others, “b”, is worse by 11.0 points [5.53; 16.39]."
    )
    assert "4.000" not in sentence(CASES["go_on"], "en")
    assert "3,800 people" in sentence(CASES["go_on"], "en")
    assert "a 1.000, b 700; p ≤ 0,001" in sentence(CASES["mismatch"], "pt")


def test_of_several_arms_the_best_is_named_and_all_are_right_together():
    found = standing(THREE, a=(2000, 300), b=(1000, 155), c=(1000, 250))
    assert found.decision == "better"
    assert found.best.arm == "c"
    alone = standing(
        replace(SPEC, dealt=Split(node="x", arms={"a": 2, "c": 1})), a=(2000, 300), c=(1000, 250)
    )
    assert found.best.low < alone.best.low
    assert found.best.p == pytest.approx(2 * alone.best.p)
    rows = found.arrow().to_pylist()
    assert rows[0]["difference"] is None
    assert rows[2]["difference"] == pytest.approx(0.1)
    assert rows[2]["difference_low"] == found.best.low
    # One better, one worse: it is not the larger difference that counts, but what is certain.
    mixed = standing(THREE, a=(2000, 300), b=(10, 4), c=(2000, 420))
    assert mixed.comparisons[0].difference > mixed.comparisons[1].difference
    assert (
        standing(
            replace(THREE, dealt=Split(node="x", arms={"a": 200, "b": 1, "c": 200})),
            a=(2000, 300),
            b=(10, 4),
            c=(2000, 420),
        ).best.arm
        == "c"
    )


def test_nobody_yet():
    with History.of({}) as history:
        found = assess(SPEC, history)
    assert (found.decision, found.crossed, found.ratio_p) == ("go_on", 0, 1)
    assert found.arrow().num_rows == 2
    assert "4,000" in sentence(found)


@pytest.mark.parametrize(
    ("base", "effect", "arms"), [(0.1, 0.03, 2), (0.4, 0.1, 3), (0.0, 0.02, 2)]
)
def test_a_plan_finds_what_it_is_for(base, effect, arms):
    found = plan(base, effect, 100, arms=arms)
    assert found.found >= 0.75
    assert found.misled <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)
    assert found.half_days < found.days
    assert found.days == pytest.approx(found.most * arms / 100)
    assert found.fixed < found.most < 3 * found.fixed
    assert plan(base, effect, 100, arms=arms) == found
    assert plan(base, effect, 200, arms=arms).days == found.days / 2


@pytest.mark.parametrize("numbers", [(0.9, 0.2, 10), (0.1, 0, 10), (0.1, 0.1, 0), (-0.1, 0.1, 10)])
def test_plans_without_sense_are_refused(numbers):
    with pytest.raises(TertuliaError, match="give"):
        plan(*numbers)


def test_a_file_is_read_as_it_was_written(tmp_path):
    file = tmp_path / "offer.json"
    file.write_bytes(msgspec.json.encode(SPEC))
    assert read_experiment(file) == SPEC
    assert b'"by":"split"' in msgspec.json.encode(SPEC)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"control": "x"}, "control 'x' is no arm; name one of a, b"),
        ({"dealt": Split(node="n", arms={"a": 1})}, "give at least two"),
        ({"dealt": Split(node="n", arms={"a": 1, "b": 0})}, "arms.b is 0.0; give a weight above 0"),
        ({"effect": 0}, "difference of shares that matters"),
        ({"level": 95}, "0.5 to below 1"),
        ({"within_s": 0}, "within_s is 0"),
        ({"most": 0}, "most is 0"),
        ({"zone": "Mars"}, "Mars"),
    ],
)
def test_experiments_without_sense_are_refused(changes, said, tmp_path):
    file = tmp_path / "offer.json"
    file.write_bytes(msgspec.json.encode(replace(SPEC, **changes)))
    with pytest.raises(TertuliaError, match=said):
        read_experiment(file)


def test_what_is_no_file_or_no_experiment_is_refused(tmp_path):
    with pytest.raises(TertuliaError, match="name a file"):
        read_experiment(tmp_path / "none.json")
    file = tmp_path / "offer.json"
    file.write_text("{}")
    with pytest.raises(TertuliaError, match="how-to/experiments"):
        read_experiment(file)
