"""A chart that was counted, as the page shows it: its rows, who is behind each, its figure."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from engine.analytics.metrics import Measure, Measured
from workbench.dashboards.dashboard import Chart
from workbench.dashboards.words import dimension_title, said, value_name

Cell = str | int | float | None
DAYS_A_WEEK, HOURS_A_DAY = 7, 24
# Dimensions whose values have an order of their own; others come by frequency.
IN_ORDER = {"confidence", "score"}


class Column(Struct, frozen=True):
    """A column. `unit` is that of its numbers, `text`, or the grain whose beginning it has, as
    microseconds in UTC."""

    name: str
    title: str
    unit: str


class Key(Struct, frozen=True, omit_defaults=True):
    """Which part of what was measured a row is: stretches of time, and a value of the breakdown."""

    times: tuple[tuple[int, int], ...] = ()
    value: str | None = None


class Sheet(Struct, frozen=True):
    """Rows under columns, and the key of each."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[Key, ...]


def shown_measures(chart: Chart, measured: Measured) -> tuple[Measure, ...]:
    """The measures that a chart shows: those that it names, else the first; all in a table."""
    known = {each.name: each for each in measured.measures}
    named = tuple(known[name] for name in chart.measures if name in known)
    return named or (measured.measures if chart.shape == "table" else measured.measures[:1])


def sheet_of(chart: Chart, measured: Measured, language: str) -> Sheet:
    """The numbers of a chart, as a table."""
    measures = shown_measures(chart, measured)
    if chart.shape == "hours":
        return _by_hour(measured, measures[0], language)
    if chart.shape in {"values", "table"}:
        return _by_value(measured, measures, language)
    return _by_time(measured, measures, language)


def _by_time(measured: Measured, measures: Sequence[Measure], language: str) -> Sheet:
    by = measured.query.by
    columns = [Column("start", "", measured.query.grain)]
    if by:
        columns.append(Column("value", said(dimension_title(by), language), "text"))
    columns += [_column(each, language) for each in measures]
    ends = _ends(measured)
    rows, keys = [], []
    for row in measured.rows.to_pylist():
        value = [value_name(by, row["value"], language)] if by else []
        rows.append((row["start_us"], *value, *(row[each.name] for each in measures)))
        times = ((row["start_us"], ends[row["start_us"]]),)
        keys.append(Key(times, row["value"] if by else None))
    return Sheet(tuple(columns), tuple(rows), tuple(keys))


def _by_value(measured: Measured, measures: Sequence[Measure], language: str) -> Sheet:
    by = measured.query.by
    title = said(dimension_title(by), language)
    columns = (Column("value", title, "text"), *(_column(each, language) for each in measures))
    found = [row for row in measured.values.to_pylist() if any(row[each.name] for each in measures)]
    if by in IN_ORDER:
        found.sort(key=lambda row: str(row["value"]))
    rows = tuple(
        (value_name(by, row["value"], language), *(row[each.name] for each in measures))
        for row in found
    )
    return Sheet(columns, rows, tuple(Key(value=row["value"]) for row in found))


def _by_hour(measured: Measured, measure: Measure, language: str) -> Sheet:
    """Sums by day of the week and hour of the zone's clock."""
    zone, ends = ZoneInfo(measured.query.zone), _ends(measured)
    sums: dict[tuple[int, int], float] = {}
    times: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in measured.rows.to_pylist():
        at = dt.datetime.fromtimestamp(row["start_us"] / 1_000_000, zone)
        place = (at.weekday(), at.hour)
        sums[place] = sums.get(place, 0) + (row[measure.name] or 0)
        times.setdefault(place, []).append((row["start_us"], ends[row["start_us"]]))
    columns = (
        Column("weekday", said(dimension_title("weekday"), language), "text"),
        Column("hour", said(dimension_title("hour"), language), "text"),
        _column(measure, language),
    )
    places = [(day, hour) for day in range(DAYS_A_WEEK) for hour in range(HOURS_A_DAY)]
    known = [place for place in places if place in sums]
    rows = tuple(
        (value_name("weekday", str(day), language), f"{hour:02}", sums[day, hour])
        for day, hour in known
    )
    return Sheet(columns, rows, tuple(Key(tuple(times[place])) for place in known))


def _column(measure: Measure, language: str) -> Column:
    return Column(measure.name, said(measure.title, language), measure.unit)


def _ends(measured: Measured) -> dict[int, int]:
    """When each bin ends, by when it begins."""
    starts: list[Any] = [*dict.fromkeys(measured.rows["start_us"].to_pylist())]
    return dict(pairwise([*starts, measured.until_us]))
