"""How sure the bot was of what people wrote."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.heard import GREETED, NOT_UNDERSTOOD, UNDERSTOOD
from workbench.plots.look import Look, vertical
from workbench.theme import Theme

_BINS = 20
_TAKEN = (UNDERSTOOD, GREETED, NOT_UNDERSTOOD)


def plot(heard: pa.Table, *, theme: Theme = "light", language: str = "en") -> go.Figure:
    """Messages of `heard` by the confidence of the nearest intent, and what became of them, with
    the middle of the thresholds; the axis of counts grows tenfold from line to line."""
    look = Look(theme, language)
    colours = (look.colours.entry, look.colours.warn, look.colours.bad)
    bars = [
        _bars(heard.filter(pc.equal(heard["taken"], taken)), look.say(f"taken_{taken}"), colour)
        for taken, colour in zip(_TAKEN, colours, strict=True)
    ]
    figure = look.figure(_alt(heard, look), *bars, height=280)
    figure.update_layout(barmode="overlay", bargap=0.08, showlegend=True)
    figure.update_xaxes(title_text=look.say("confidence"), range=[0, 1], tickformat=".0%")
    # Most are understood surely: on a plain axis the others could not be seen beside them.
    figure.update_yaxes(title_text=look.say("messages"), type="log", dtick=1)
    if heard.num_rows:
        middle = float(np.median(heard["threshold"].to_numpy()))
        vertical(figure, look, middle, look.say("threshold"))
    return figure


def _bars(rows: pa.Table, name: str, colour: str) -> go.Bar:
    counts, edges = np.histogram(rows["confidence"].to_numpy(), _BINS, (0.0, 1.0))
    middles: Sequence[float] = ((edges[:-1] + edges[1:]) / 2).tolist()
    return go.Bar(
        x=middles,
        y=counts,
        width=1 / _BINS,
        name=name,
        marker={"color": colour, "line": {"width": 0}},
        opacity=0.8,
        hovertemplate="%{x:.0%}: %{y}<extra>" + name + "</extra>",
    )


def _alt(heard: pa.Table, look: Look) -> str:
    if not heard.num_rows:
        return look.say("heard_nobody")
    missed = sum(each != UNDERSTOOD for each in heard["taken"].to_pylist())
    share = look.percent(missed / heard.num_rows)
    return look.say("alt_confidence", count=look.number(heard.num_rows, 0), share=share)
