"""Every plot, in both themes and three languages, of full and of empty tables."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import plotly.graph_objects as go
import pyarrow as pa
import pytest

from engine.analytics import paths
from engine.analytics.experiments import Experiment, ExperimentSpec, Split
from engine.analytics.funnel import StepRow
from engine.analytics.funnel.spec import Happened
from engine.analytics.heard import SCHEMA
from engine.analytics.history import Watermark
from engine.analytics.paths import NextActions, Sankey
from engine.analytics.queues import Group, Load, WhatIf, what_if
from engine.nlu import Example, train
from engine.nlu.comparison import Comparison, Scores, compare_trials, default_message_scores
from engine.nlu.evaluation import Trial
from engine.nlu.evaluation.by_intent import ConfusionMatrix, confusion_matrix, intent_scores
from engine.nlu.evaluation.calibration import calibration_curve
from engine.nlu.evaluation.learning import LearningPoint
from engine.nlu.evaluation.scope import ScopeCurve, scope_curve
from engine.nlu.evaluation.stress import KINDS, PLAIN, StressScore
from engine.nlu.quality.groups import MessageGroup
from engine.types.bot import Bot
from workbench.funnels.trend import TrendPoint
from workbench.plots import (
    by_value,
    calibration,
    came_by,
    comparison,
    confidence,
    confusion,
    converting,
    default_message,
    doings,
    experiment,
    funnel,
    intents,
    learning,
    next_actions,
    over_time,
    sankey,
    scope,
    staffing,
    stress,
    trend,
    unheard,
    waiting,
    week_hours,
)
from workbench.plots.durations import said
from workbench.plots.look import Look, words
from workbench.plots.series import Series
from workbench.theme import COLOURS

ROOT = Path(__file__).parents[3]


def trial(seed: int, rows: int = 60) -> Trial:
    chance = np.random.default_rng(seed)
    names = ("cancelar", "horarios", "pedir")
    truth = [names[at % 3] for at in range(rows)]
    chances = chance.dirichlet((0.6, 0.6, 0.6), rows).astype(np.float32)
    for row, name in enumerate(truth):
        chances[row, names.index(name)] += 0.5
    return Trial(
        tuple(Example(name, "es", f"frase {row}") for row, name in enumerate(truth)),
        names,
        chances / chances.sum(axis=1, keepdims=True),
        np.full(rows, 0.4, dtype=np.float32),
    )


def nothing() -> Trial:
    return Trial((), (), np.zeros((0, 0), np.float32), np.zeros(0, np.float32))


def some(full: bool) -> Trial:
    return trial(1) if full else nothing()


def compared(full: bool) -> Comparison:
    return compare_trials(trial(1), trial(2)) if full else compare_trials(nothing(), nothing())


def scores(full: bool) -> Scores:
    return default_message_scores(Bot(), train(Bot()), some(full), nothing())


def points(full: bool) -> tuple[LearningPoint, ...]:
    sizes = (0.25, 0.5, 1.0) if full else ()
    return tuple(LearningPoint(each, int(60 * each), each, 0.02, each * 0.9) for each in sizes)


def altered(full: bool) -> tuple[StressScore, ...]:
    kinds = (PLAIN, *KINDS) if full else ()
    return tuple(StressScore(kind, 0.9, 0.8, 0.5, "frase") for kind in kinds)


def curve(full: bool) -> ScopeCurve:
    return scope_curve(trial(1), trial(3)) if full else scope_curve(nothing(), nothing())


def matrix(full: bool) -> ConfusionMatrix:
    return confusion_matrix(some(full))


def steps(full: bool) -> list[StepRow]:
    counts = (200, 120, 30) if full else (0, 0, 0)
    rows = []
    for number, (entered, came) in enumerate(zip((counts[0], *counts), counts, strict=False), 1):
        inside = (came / max(entered, 1), 0.1, 0.9, came / max(counts[0], 1), 0.05, 0.95)
        rows.append(
            StepRow("", number, f"Paso {number}", entered, came, entered - came, 3, *inside)
        )
    return rows


def seconds(full: bool) -> np.ndarray:
    return np.random.default_rng(5).exponential(900, 200 if full else 0)


def points_of(full: bool) -> list[TrendPoint]:
    days = (dt.date(2026, 11, 2), dt.date(2026, 11, 3)) if full else ()
    return [TrendPoint(day, 40, 10, day.day - 2, 0.25, 0.14, 0.4) for day in days]


def watched(full: bool) -> tuple[np.ndarray, np.ndarray]:
    waited = seconds(full)
    return waited, waited < 700


def lost(full: bool) -> NextActions:
    done = ["nothing", "intent order", "agent", "back Paso 1"] if full else []
    after = pa.array([None, 5_000_000, 6_000_000, 7_000_000][: len(done)], pa.int64())
    return NextActions(pa.table({"action": pa.array(done, pa.string()), "after_us": after}))


def ways(full: bool) -> Sankey:
    walks = [("a", 1, "intent order", "agent"), ("a", 2, "agent", "end"), ("b", 1, "other", "end")]
    columns = zip(*walks[: 3 * full], strict=True) if full else ([],) * 4
    names = ["entity", "level", "source", "target"]
    return Sankey(pa.table(dict(zip(names, columns, strict=True))))


def written(full: bool) -> pa.Table:
    taken = ("understood", "greeted", "not_understood") if full else ()
    rows = [{"taken": each, "confidence": 0.4, "threshold": 0.5} for each in taken]
    whole = [{field.name: row.get(field.name) for field in SCHEMA} for row in rows]
    return pa.Table.from_pylist(whole, SCHEMA)


def groups(full: bool) -> tuple[MessageGroup, ...]:
    said = ("quiero donar sangre este sábado por la mañana si se puede", "dónde dono sangre")
    mine = MessageGroup(said, 7, "es", "", "", 0.1, said, None)
    return (mine, msgspec.structs.replace(mine, intent="results", count=3)) if full else ()


def queued(full: bool) -> WhatIf:
    at_us = np.arange(300 if full else 0) * 20_000_000
    known = np.full(at_us.size, 60.0)
    load = Load(at_us, np.zeros(at_us.size, np.int64), ("",), known, known)
    return what_if(load, {f"{n}": (Group(agents=n),) for n in (2, 3, 4)} if full else {})


def offered(full: bool) -> Experiment:
    spec = ExperimentSpec(
        dealt=Split(node="offer", arms={"a": 1, "b": 1}), control="a", goal=Happened(name="paid"),
        within_s=60, effect=0.1, most=500,
    )  # fmt: skip
    number = 200 if full else 0
    people = {
        "arm": pa.array(["a", "b"] * (number // 2), pa.string()),
        "at_us": pa.array(np.arange(number) * 3_600_000_000),
        "reached_us": pa.array([1, None, None, 1][:number] * (number // 4), pa.int64()),
        "mature": pa.array([True] * number, pa.bool_()),
        "crossed": pa.array([False] * number, pa.bool_()),
    }
    return Experiment(spec, pa.table(people), Watermark(1, 1))


# By the clock of a bot's zone, as plots are given it.
START = dt.datetime.fromisoformat("2026-11-01")


def lines(full: bool) -> list[Series]:
    counts, shares = (3.0, 0.0, None, 12.0), (0.5, None, 0.25, 1.0)
    return [Series("a", counts), Series("b", shares, "share")] if full else []


def moments(full: bool) -> list[dt.datetime]:
    return [START + dt.timedelta(days=day) for day in range(4)] if full else []


def grid(full: bool) -> week_hours.Grid:
    values: list[list[float | None]] = [[None] * 24 for _ in range(7)]
    if full:
        values[0][9], values[6][23] = 7.0, 1.0
    return week_hours.Grid("a", "a", values, [[None] * 24 for _ in range(7)])


PLOTS: dict[str, tuple[Callable[..., go.Figure], Callable[[bool], Any]]] = {
    "by_value": (
        lambda full, **look: by_value.plot(["x", "", "y", "z"] if full else [], full, **look),
        lines,
    ),
    "calibration": (calibration.plot, lambda full: calibration_curve(some(full))),
    "came_by": (lambda table, **look: came_by.plot(*table, **look), watched),
    "comparison": (comparison.plot, compared),
    "confidence": (confidence.plot, written),
    "confusion": (confusion.plot, matrix),
    "converting": (converting.plot, seconds),
    "default_message": (default_message.plot, scores),
    "experiment": (experiment.plot, offered),
    "funnel": (funnel.plot, steps),
    "intents": (intents.plot, lambda full: intent_scores(some(full))),
    "learning": (learning.plot, points),
    "next_actions": (next_actions.plot, lost),
    "over_time": (
        lambda full, **look: over_time.plot(
            moments(bool(full)), full, before=[1.0, 2.0] if full else None, **look
        ),
        lines,
    ),
    "sankey": (sankey.plot, ways),
    "scope": (scope.plot, curve),
    "staffing": (staffing.plot, queued),
    "stress": (stress.plot, altered),
    "trend": (trend.plot, points_of),
    "unheard": (unheard.plot, groups),
    "waiting": (waiting.plot, queued),
    "week_hours": (week_hours.plot, grid),
}


def test_every_plot_has_its_case() -> None:
    folder = ROOT / "workbench" / "plots"
    mine = {file.stem for file in folder.glob("*.py") if "def plot(" in file.read_text("utf-8")}
    assert mine == set(PLOTS)


@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_speaks_each_language_in_the_colours_of_each_theme(name: str, full: bool) -> None:
    draw, table = PLOTS[name]
    data = table(full)
    said = set()
    for theme, other in (("light", "dark"), ("dark", "light")):
        for language in ("es", "en", "pt-BR"):
            figure = draw(data, theme=theme, language=language)
            text = figure.to_json()
            assert "{" not in figure.layout.meta["alt"]
            assert COLOURS[theme].ink_2 in text
            assert COLOURS[other].ink_2 not in text
            assert figure.layout.separators == (".," if language == "en" else ",.")
            said.add(figure.layout.meta["alt"])
    assert len(said) == 3


def test_figures_show_the_numbers_of_their_tables() -> None:
    own, refused, wrong = scope.plot(curve(True)).data
    assert own.y == tuple(point.own_right for point in curve(True).points)
    assert refused.y == tuple(point.refused for point in curve(True).points)
    assert wrong.y == tuple(point.own_wrong for point in curve(True).points)
    right, _ = confusion.plot(matrix(True)).data
    counts = np.array(matrix(True).counts)[:, :3]
    assert np.nansum(right.z * counts.sum(axis=1, keepdims=True)) == pytest.approx(np.trace(counts))
    bands = default_message.plot(scores(True)).data
    assert np.allclose(sum(np.array(band.y) for band in bands), 1)
    won, lost = comparison.plot(compared(True)).data
    assert (sum(won.x), -sum(lost.x)) == (compared(True).won, compared(True).lost)


def test_every_action_has_a_name() -> None:
    for action in (*paths.KINDS, "back", "nothing", "other", "end"):
        assert doings.name(f"{action} x", Look("light", "pt")).endswith(": x")


def test_of_many_intents_the_most_confused_are_shown() -> None:
    size = 50
    counts = np.eye(size, size + 1, dtype=int) * 10
    counts[7, 31] = 4
    names = (*(f"i{at:02}" for at in range(size)), "")
    figure = confusion.plot(ConfusionMatrix(names, tuple(map(tuple, counts.tolist()))), most=2)
    assert figure.data[0].y == ("i07", "i31")
    assert "i07 → i31 (4)" in figure.layout.meta["alt"]


def test_colours_are_those_of_the_front_end() -> None:
    css = (ROOT / "workbench" / "frontend" / "src" / "theme.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"\.tw(?:\[[^]]*\])? \{(.*?)\n\}", css, re.DOTALL)[:2]
    for theme, block in (("light", light), ("dark", dark)):
        written = dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for name, value in msgspec.structs.asdict(COLOURS[theme]).items():
            assert written[name.replace("_", "-")] == value, f"{theme} {name}"


def test_texts_have_three_languages_and_numbers_are_written_as_each_does() -> None:
    assert all(set(texts) == {"es", "en", "pt"} for texts in words().values())
    assert Look("light", "es").number(12345.678, 2) == "12.345,68"
    assert Look("light", "en").percent(0.5) == "50.0%"
    assert Look("dark", "pt-BR").percent(0.123) == "12,3\u202f%"
    assert comparison.p_value(0.00001, Look("light", "es")) == "< 0,001"


def test_between_two_bars_of_a_funnel_one_can_press_for_those_who_left() -> None:
    bars, between, counts = funnel.plot(steps(True), language="es").data
    assert bars.y == (200, 120, 30)
    assert [tuple(point) for point in bars.customdata] == [(1, 0), (2, 0), (3, 0)]
    assert [tuple(point) for point in between.customdata] == [(2, 1), (3, 1)]
    assert counts.text == ("200", "120", "30")
    assert between.text == ("60,0\u202f%", "25,0\u202f%")
    assert len(funnel.plot(steps(True)).layout.shapes) == 2


def test_durations_are_said_by_their_two_largest_units() -> None:
    look = Look("light", "es")
    assert [said(each, look) for each in (0.25, 12, 192, 3600, 7384, 90_000)] == [
        "0,2 s", "12 s", "3 min 12 s", "1 h", "2 h 3 min", "1 d 1 h",
    ]  # fmt: skip


def test_parts_of_a_sum_are_stacked_and_shares_are_lines() -> None:
    counts = [Series("a", (1.0, 2.0), rows=(4, 5), column="n"), Series("b", (3.0, None), "count")]
    first, second = over_time.plot(moments(True)[:2], counts, stacked=True).data
    assert {first.type, second.type} == {"bar"}
    assert [tuple(point) for point in first.customdata] == [(4, "n"), (5, "n")]
    (line,) = over_time.plot(moments(True), [lines(True)[1]]).data
    assert line.type == "scatter"
    long = [START + dt.timedelta(hours=hour) for hour in range(200)]
    (many,) = over_time.plot(long, [Series("a", (1.0,) * 200)]).data
    assert many.type == "scatter"
    bars, before = over_time.plot(moments(True)[:2], counts[:1], before=[5.0, 6.0, 7.0]).data
    assert before.y == (5.0, 6.0)
    assert bars.hovertext[0].endswith("5")
