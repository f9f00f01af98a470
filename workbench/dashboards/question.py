"""A chart that somebody asks for: measured, then as rows, as a figure, as people."""

import time
from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
from msgspec import Struct

from engine.analytics.metrics import METRICS, Measured
from engine.types.issue import TertuliaError
from workbench.dashboards.counted import Cell, Column, Key, Sheet, sheet_of, shown_measures
from workbench.dashboards.dashboard import Chart
from workbench.dashboards.drawing import draw
from workbench.dashboards.measuring import Measuring
from workbench.dashboards.scope import Scope, Setting, before, query_of
from workbench.theme import Theme


class Question(Struct, frozen=True):
    """What a chart asks, and where: a live one is of the last minutes."""

    chart: Chart
    scope: Scope
    setting: Setting
    live: bool = False


class Answer(Struct, frozen=True):
    """A chart that was measured, with the period before where it is compared."""

    question: Question
    measured: Measured
    before: Measured | None
    took_ms: float

    def sheet(self, language: str) -> Sheet:
        """Its numbers, as a table."""
        return sheet_of(self.question.chart, self.measured, language)

    def figure(self, theme: Theme, language: str) -> go.Figure | None:
        """Its figure; None where there is none to draw."""
        sheet = self.sheet(language)
        figure = draw(self.question.chart, self.measured, self.before, sheet, theme, language)
        if figure is not None:
            figure.update_layout(meta={**figure.layout.meta, **self.provenance()})
        return figure

    def provenance(self) -> dict[str, str]:
        """What it was made of, for whoever takes it along."""
        measured = self.measured
        return {
            "metric": measured.metric,
            "definition": measured.digest,
            "until event": str(measured.watermark.seq),
            "time zone": measured.query.zone,
        }


class Shown(Struct, frozen=True):
    """An answer as the page shows it; `error` says why there is none."""

    run: str
    chart: int
    unit: str = "count"
    total: float | None = None
    before: float | None = None
    figure: str = ""
    trend: tuple[float | None, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    keys: tuple[Key, ...] = ()
    digest: str = ""
    seq: int = 0
    took_ms: float = 0
    error: str = ""


def answer(question: Question, measuring: Measuring, wanted: Callable[[], bool]) -> Answer:
    """Measures a chart. Raises TertuliaError where it has no sense, CancelledError where nobody
    waits for it any more."""
    began = time.perf_counter()
    chart = question.chart
    if chart.metric not in METRICS:
        raise TertuliaError(f"there is no metric {chart.metric!r} here; remove it, or add another")
    query = query_of(
        chart, METRICS[chart.metric], question.scope, question.setting, live=question.live
    )
    measured = measuring.measure(chart.metric, query, wanted)
    earlier = before(query) if query.compare and chart.shape == "time" and not query.by else None
    compared = measuring.measure(chart.metric, earlier, wanted) if earlier else None
    return Answer(question, measured, compared, (time.perf_counter() - began) * 1000)


def shown(found: Answer, run: str, place: int, theme: Theme, language: str) -> Shown:
    """An answer as the page shows it; `place` is the chart's on its dashboard."""
    measured = found.measured
    first = shown_measures(found.question.chart, measured)[0]
    sheet, figure = found.sheet(language), found.figure(theme, language)
    previous = (measured.previous or {}).get(first.name)
    is_plain = not measured.query.by
    return Shown(
        run,
        place,
        first.unit,
        measured.totals[first.name],
        previous,
        "" if figure is None else str(figure.to_json()),
        tuple(measured.rows[first.name].to_pylist()) if is_plain else (),
        sheet.columns,
        sheet.rows,
        sheet.keys,
        measured.digest,
        measured.watermark.seq,
        found.took_ms,
    )


# `Any`: plain values of a table of any columns.
def plain_rows(sheet: Sheet) -> dict[str, list[Any]]:
    """The columns of a sheet by name, for a file."""
    return {
        column.name: [row[place] for row in sheet.rows]
        for place, column in enumerate(sheet.columns)
    }
