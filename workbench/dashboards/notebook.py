"""A chart as a notebook that makes it again, and the figure that such a notebook draws.

found = workbench.chart(history, "users", Query(last="28d"), shape="time")
found                       # the last line of a cell shows the figure
"""

import datetime as dt
import json

import msgspec
import plotly.graph_objects as go

from engine.analytics.history import History
from engine.analytics.metrics import Query, measure
from engine.types.issue import TertuliaError
from workbench.dashboards.counted import sheet_of
from workbench.dashboards.dashboard import Chart, Shape
from workbench.dashboards.drawing import draw
from workbench.dashboards.question import Answer
from workbench.histories import Standing
from workbench.theme import Theme

WORDS = {
    "about": {
        "es": "Definición `{digest}`, contada hasta el evento {seq}, en {zone}.",
        "en": "Definition `{digest}`, counted until event {seq}, in {zone}.",
        "pt": "Definição `{digest}`, contada até o evento {seq}, em {zone}.",
    },
    "synthetic": {
        "es": "Las conversaciones son inventadas.",
        "en": "The conversations are invented.",
        "pt": "As conversas são inventadas.",
    },
    "again": {
        "es": "La misma definición sobre la misma historia da los mismos números.",
        "en": "The same definition on the same history gives the same numbers.",
        "pt": "A mesma definição sobre a mesma história dá os mesmos números.",
    },
    "people": {
        "es": "Las conversaciones que cuenta:",
        "en": "The conversations that it counts:",
        "pt": "As conversas que conta:",
    },
}


def chart(
    history: History,
    metric: str,
    query: Query | None = None,
    *,
    shape: Shape = "time",
    measures: tuple[str, ...] = (),
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """A metric of a history as a figure, as dashboards draw it. Raises TertuliaError where there
    is nothing to draw."""
    asked = Chart(metric, shape, measures)
    measured = measure(history, metric, query)
    sheet = sheet_of(asked, measured, language)
    figure = draw(asked, measured, None, sheet, theme, language)
    if figure is None:
        raise TertuliaError(f"metric {metric!r}: nothing to draw as {shape!r} in this period")
    return figure


def notebook_of(found: Answer, title: str, standing: Standing, language: str) -> bytes:
    """The notebook of a chart, without outputs."""
    measured, chart = found.measured, found.question.chart
    shape = "time" if chart.shape == "number" else chart.shape
    about = _say("about", language).format(
        digest=measured.digest[:12], seq=measured.watermark.seq, zone=measured.query.zone
    )
    notes = [_say("synthetic", language)] if standing.synthetic else []
    arguments = [f'history, "{measured.metric}", query']
    drawn = [*arguments, f'shape="{shape}"', f'language="{language}"']
    if chart.measures:
        drawn.insert(2, f"measures={chart.measures!r}")
    cells = [
        _words("\n\n".join([f"# {title}", about, _say("again", language), *notes])),
        _code(
            "import datetime as dt",
            "",
            "import workbench",
            "from engine.analytics.history import History",
            "from engine.analytics.metrics import METRICS, Bar, Query, measure, sessions_behind",
            "from engine.types.bot import Segment",
            "",
            f"history = History.open({standing.source!r}, tenant={standing.tenant!r})",
            f"query = {written(measured.query)}",
        ),
        _code(f'found = measure(history, "{measured.metric}", query)', "found.rows.to_pandas()"),
    ]
    if shape != "table":
        cells.append(_code(f"workbench.chart({', '.join(drawn)})"))
    cells += [
        _words(_say("people", language)),
        _code(
            f'sessions_behind(history, METRICS["{measured.metric}"], found, Bar()).to_pandas()',
        ),
    ]
    return _notebook(cells)


def written(query: Query) -> str:
    """A query as Python writes it, without what is as it would be anyway."""
    plain = Query()
    parts = []
    for name in query.__struct_fields__:
        value = getattr(query, name)
        if value == getattr(plain, name):
            continue
        if isinstance(value, dt.date):
            parts.append(f"{name}=dt.date({value.year}, {value.month}, {value.day})")
        elif name == "segment":
            parts.append(f"{name}=Segment({value.condition!r})")
        else:
            parts.append(f"{name}={value!r}")
    return f"Query({', '.join(parts)})"


def _say(key: str, language: str) -> str:
    return WORDS[key].get(language, WORDS[key]["en"])


def _words(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(*lines: str) -> dict[str, object]:
    source = "\n".join(lines)
    code = {"cell_type": "code", "metadata": {}, "source": source}
    return {**code, "outputs": [], "execution_count": None}


def _notebook(cells: list[dict[str, object]]) -> bytes:
    named = [{**cell, "id": f"cell{place}"} for place, cell in enumerate(cells)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {
        "cells": named,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return msgspec.json.format(json.dumps(whole, ensure_ascii=False).encode(), indent=1)
