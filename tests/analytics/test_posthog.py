"""Funnels as PostHog counts them: facts of its own tests, and what its counting does, restated.

The first five are what `conversion_time_cases.py` and `test_funnel_strict.py` of PostHog expect
(MIT); hours are seconds here. The others follow from `funnel-udf/src/steps.rs`.
"""

import pytest
from msgspec.structs import replace

from engine.analytics.funnel import Breakdown, Exclusion, FunnelSpec, count
from tests.analytics.cases import A, B, C, D
from tests.analytics.test_funnel import events

WEEK_S = 7 * 24
OF_THREE = FunnelSpec(steps=(A, B, C), within_s=WEEK_S, compatibility="posthog")
STRICT = replace(OF_THREE, order="strict")
REMOVED = replace(OF_THREE, steps=(A, B), exclusions=(Exclusion(D, 1, "remove"),))


def came(spec, *rows):
    """How many came to each step, and the mean time since the step before."""
    with events(*rows) as history:
        funnel = count(spec, history)
    tries = funnel.tries.to_pylist()
    counts = [row.converted for row in funnel.rows()]
    means = []
    for step in range(2, len(spec.steps) + 1):
        passed = [
            (row[f"reached_us_{step}"] - row[f"reached_us_{step - 1}"]) / 1e6
            for row in tries
            if row[f"reached_us_{step}"] is not None and row[f"reached_us_{step - 1}"] is not None
        ]
        means.append(sum(passed) / len(passed) if passed else None)
    return counts, means


def journey(who, *happened):
    return [(who, t, name) for t, name in happened]


def test_incomplete_tries_after_a_complete_one_do_not_count():
    rows = journey(
        "1", (1, "a"), (2, "b"), (3, "c"), (52, "a"), (53, "b"), (79, "a"), (82, "b")
    )  # fmt: skip
    assert came(replace(OF_THREE, within_s=24), *rows) == ([1, 1, 1], [1, 1])


def test_times_are_from_step_to_step():
    rows = journey("1", (12, "a"), (13, "b"), (15, "c"))
    rows += journey("2", (38, "a"), (40, "b")) + journey("3", (38, "a"), (40, "b"), (41, "c"))
    assert came(OF_THREE, *rows) == ([3, 3, 2], [pytest.approx(5 / 3), 1.5])


@pytest.mark.parametrize(
    ("within_s", "expected"), [(14 * 86_400, ([3, 2], [600])), (300, ([3, 1], [300]))]
)
def test_windows(within_s, expected):
    rows = journey("1", (7200, "a"), (7500, "b")) + journey("2", (7380, "a"))
    rows += journey("3", (0, "a"), (900, "b"))
    assert came(replace(OF_THREE, steps=(A, B), within_s=within_s), *rows) == expected


def test_strict_order_broken_down():
    spec = replace(STRICT, steps=(A, B), breakdown=Breakdown("channel", "each"))
    rows = journey("1", (12, "a"), (13, "blah"), (14, "b")) + journey("2", (37, "a"), (38, "b"))
    assert came(spec, *rows)[0] == [2, 1]


def test_strict_order():
    rows = [
        *journey("1", (0, "a")),
        *journey("2", (0, "b"), (1, "a")),
        *journey("3", (0, "a"), (1, "b"), (2, "blah"), (3, "c")),
        *journey("4", (0, "c"), (1, "blah"), (2, "b"), (3, "a")),
        *journey("5", (0, "b"), (1, "a"), (2, "blah"), (3, "b"), (4, "c")),
        *journey("6", (0, "blah"), (1, "a"), (2, "blah"), (3, "b")),
        *journey("7", (0, "blah"), (1, "a"), (2, "b"), (3, "c"), (4, "blah")),
        *journey("8", (0, "c"), (1, "b")),
    ]
    assert came(STRICT, *rows)[0] == [7, 2, 1]


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        # Met between the steps: taken out, also where nothing comes after it.
        ([(0, "a"), (1, "d"), (2, "b")], [0, 0]),
        ([(0, "a"), (1, "d")], [0, 0]),
        # Met before, behind, or when the window is over.
        ([(0, "d"), (1, "a"), (2, "b")], [1, 1]),
        ([(0, "a"), (1, "b"), (2, "d")], [1, 1]),
        ([(0, "a"), (WEEK_S + 1, "d")], [1, 0]),
        # A new try that is not met makes good for the one that was.
        ([(0, "a"), (1, "d"), (2, "a"), (3, "b")], [1, 1]),
    ],
)
def test_an_exclusion_takes_people_out(happened, expected):
    assert came(REMOVED, *journey("x", *happened))[0] == expected


def test_what_we_reset_posthog_takes_out():
    rows = journey("x", (0, "a"), (1, "d"))
    assert came(REMOVED, *rows)[0] == [0, 0]
    ours = replace(REMOVED, compatibility="", exclusions=(Exclusion(D, 1),))
    assert came(ours, *rows)[0] == [1, 0]


@pytest.mark.parametrize(("ours", "expected"), [("posthog", [1, 1, 1]), ("", [1, 1, 0])])
def test_events_of_one_time_are_tried_in_the_order_of_their_steps(ours, expected):
    rows = journey("x", (0, "a"), (1, "c"), (1, "b"))
    assert came(replace(OF_THREE, compatibility=ours), *rows)[0] == expected


def test_optional_steps():
    spec = replace(OF_THREE, steps=(A, replace(B, optional=True), C))
    rows = journey("1", (0, "a"), (1, "c")) + journey("2", (0, "a"), (1, "b"), (2, "c"))
    assert came(spec, *rows)[0] == [2, 1, 2]
