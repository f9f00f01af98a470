"""The figure of a chart that was counted: a plot of workbench.plots fed with its rows."""

import datetime as dt
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from engine.analytics.metrics import Measured
from workbench.dashboards.counted import (
    DAYS_A_WEEK,
    HOURS_A_DAY,
    Sheet,
    shown_measures,
)
from workbench.dashboards.dashboard import Chart
from workbench.plots import by_value, over_time, week_hours
from workbench.plots.series import Series
from workbench.theme import Theme


def draw(
    chart: Chart,
    measured: Measured,
    before: Measured | None,
    sheet: Sheet,
    theme: Theme,
    language: str,
) -> go.Figure | None:
    """The figure of a chart; None where numbers and tables say it all, or there is nothing."""
    if not sheet.rows or chart.shape in {"number", "table"}:
        return None
    if chart.shape == "hours":
        return week_hours.plot(_grid(measured, sheet), theme=theme, language=language)
    if chart.shape == "values":
        names = [str(row[0]) for row in sheet.rows]
        return by_value.plot(names, _columns(sheet, 1), theme=theme, language=language)
    moments = _moments(measured)
    lines = _by_name(sheet) if measured.query.by else _columns(sheet, 1)
    is_sum = bool(measured.query.by) and all(
        each.additive for each in shown_measures(chart, measured)
    )
    earlier = None if before is None or measured.query.by else _earlier(chart, before)
    return over_time.plot(
        moments, lines, before=earlier, stacked=is_sum, theme=theme, language=language
    )


def _columns(sheet: Sheet, first: int) -> list[Series]:
    """A series a column of numbers, from the first of them on."""
    rows = tuple(range(len(sheet.rows)))
    return [
        Series(
            column.title,
            tuple(_number(row[place]) for row in sheet.rows),
            column.unit,
            rows,
            column.name,
        )
        for place, column in enumerate(sheet.columns)
        if place >= first
    ]


def _by_name(sheet: Sheet) -> list[Series]:
    """A series a value of the breakdown, of the first measure."""
    column = sheet.columns[2]
    places: dict[str, list[int]] = {}
    for place, row in enumerate(sheet.rows):
        places.setdefault(str(row[1]), []).append(place)
    return [
        Series(
            name,
            tuple(_number(sheet.rows[place][2]) for place in rows),
            column.unit,
            tuple(rows),
            column.name,
        )
        for name, rows in places.items()
    ]


def _earlier(chart: Chart, before: Measured) -> tuple[float | None, ...]:
    name = shown_measures(chart, before)[0].name
    return tuple(_number(value) for value in before.rows[name].to_pylist())


def _moments(measured: Measured) -> list[dt.datetime]:
    """When each bin begins, by the clock of the zone."""
    zone = ZoneInfo(measured.query.zone)
    starts = dict.fromkeys(measured.rows["start_us"].to_pylist())
    return [
        dt.datetime.fromtimestamp(start / 1_000_000, zone).replace(tzinfo=None) for start in starts
    ]


def _grid(measured: Measured, sheet: Sheet) -> week_hours.Grid:
    """Sums by day and hour, and which row each is; hours that never were are None."""
    values: list[list[float | None]] = [[None] * HOURS_A_DAY for _ in range(DAYS_A_WEEK)]
    rows: list[list[int | None]] = [[None] * HOURS_A_DAY for _ in range(DAYS_A_WEEK)]
    zone = ZoneInfo(measured.query.zone)
    for place, (row, key) in enumerate(zip(sheet.rows, sheet.keys, strict=True)):
        at = dt.datetime.fromtimestamp(key.times[0][0] / 1_000_000, zone)
        values[at.weekday()][at.hour] = _number(row[2])
        rows[at.weekday()][at.hour] = place
    column = sheet.columns[2]
    return week_hours.Grid(column.title, column.name, values, rows)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
