"""What dashboards can be made of: metrics, dimensions, and the values that occur."""

from collections.abc import Iterable
from typing import Any

import msgspec
from ibis import _
from msgspec.structs import asdict

from engine.analytics.facts.protocol import COMMON
from engine.analytics.history import History
from engine.analytics.metrics import METRICS, Metric, dimensions_of
from engine.types.bot import Project, Segment
from workbench.dashboards.dashboard import Dashboard
from workbench.dashboards.scope import SEGMENT, TAG, VARIABLE
from workbench.dashboards.words import dimension_title

# So many values of a dimension are offered, so many rows are looked at for values of variables.
MOST_VALUES, LOOKED_AT = 200, 20_000
_data: msgspec.json.Decoder[dict[str, object]] = msgspec.json.Decoder(dict[str, object])


def dashboard_choices(dashboards: Iterable[Dashboard]) -> list[dict[str, Any]]:
    """Dashboards as the page shows them, with everything that files leave out."""
    return [
        {**asdict(each), "charts": [asdict(chart) for chart in each.charts]} for each in dashboards
    ]


def metric_choices() -> list[dict[str, Any]]:
    """The metrics that there are, as the page shows them."""
    return [_told(metric) for metric in METRICS.values()]


def dimension_choices(history: History, project: Project) -> list[dict[str, Any]]:
    """By what the page can filter and break down, each with its values, the most frequent first."""
    columns = [
        {"name": name, "title": dimension_title(name), "values": values, "breaks": True}
        for name, values in _columns(history)
    ]
    others = [(TAG, _tags(history)), (SEGMENT, list(segments_of(project)))]
    found = [
        {"name": name, "title": dimension_title(name), "values": values, "breaks": False}
        for name, values in others
    ]
    variables = [
        {"name": VARIABLE + name, "title": {"en": name}, "values": values, "breaks": False}
        for name, values in _variables(history)
    ]
    return [*columns, *found, *variables]


def segments_of(project: Project) -> dict[str, Segment]:
    """The segments of all bots of a project by name; those of several bots with the bot's."""
    if len(project.bots) == 1:
        return dict(next(iter(project.bots.values())).segments)
    return {
        f"{bot.id}/{name}": segment
        for bot in project.bots.values()
        for name, segment in bot.segments.items()
    }


def _told(metric: Metric) -> dict[str, Any]:
    measures = [
        {"name": each.name, "title": each.title, "unit": each.unit} for each in metric.measures
    ]
    is_sum = metric.measures[0].additive
    return {
        "name": metric.name,
        "title": metric.title,
        "about": metric.about,
        "measures": measures,
        "by": metric.by,
        "dimensions": [
            {"name": name, "title": dimension_title(name)} for name in dimensions_of(metric)
        ],
        "shapes": ("number", "time", "values", *(("hours",) if is_sum else ()), "table"),
    }


def _columns(history: History) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    sessions = history.sessions
    for name in COMMON:
        if name == "country":
            began = history.events.filter((_.kind == "session_started") & (_.name != ""))
            counted = began.group_by(value=_.name).agg(n=_.count())
        else:
            counted = sessions.group_by(value=sessions[name]).agg(n=_.count())
        ordered = counted.order_by([_.n.desc(), _.value]).limit(MOST_VALUES)
        found.append((name, history.query(ordered)["value"].to_pylist()))
    return found


def _tags(history: History) -> list[str]:
    tags = history.events.filter(_.kind == "tag").group_by(value=_.name).agg(n=_.count())
    ordered = tags.order_by([_.n.desc(), _.value]).limit(MOST_VALUES)
    values: list[str] = history.query(ordered)["value"].to_pylist()
    return values


def _variables(history: History) -> list[tuple[str, list[str]]]:
    """The variables that got plain values of which there are few, and these as JSON writes them."""
    sets = history.events.filter(_.kind == "set").group_by("data").agg(n=_.count())
    rows = history.query(sets.order_by(_.n.desc()).limit(LOOKED_AT)).to_pylist()
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        for name, value in _data.decode(row["data"] or "{}").items():
            if isinstance(value, str | int | float | bool):
                written = msgspec.json.encode(value).decode()
                counts = found.setdefault(name, {})
                counts[written] = counts.get(written, 0) + row["n"]
    return [
        (name, sorted(counts, key=lambda value: (-counts[value], value)))
        for name, counts in sorted(found.items())
        if len(counts) <= MOST_VALUES and max(counts.values()) > 1
    ]
