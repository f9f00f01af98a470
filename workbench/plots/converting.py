"""How long it takes from the first step to the last."""

from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from workbench.plots.durations import said, shown_until, unit_of
from workbench.plots.look import Look, vertical
from workbench.theme import Theme

_BINS = 40


def plot(passed: NDArray[np.float64], *, theme: Theme = "light", language: str = "en") -> go.Figure:
    """Those who came, by the seconds that it took; the slowest are in the last bar."""
    look = Look(theme, language)
    if not passed.size:
        return look.figure(look.say("converting_nobody"), height=260)
    longest = shown_until(passed)
    name, length_s = unit_of(longest)
    counts, edges = np.histogram(np.minimum(passed, longest), _BINS, (0, longest))
    middles, width = (edges[:-1] + edges[1:]) / 2 / length_s, longest / _BINS / length_s
    half = float(np.median(passed))
    bars = go.Bar(
        x=middles,
        y=counts,
        width=width,
        marker={"color": look.colours.entry, "line": {"width": 0}},
        customdata=[[said(float(a), look), said(float(b), look)] for a, b in pairwise(edges)],
        hovertemplate="%{customdata[0]} - %{customdata[1]}: %{y}<extra></extra>",
    )
    alt = look.say("alt_converting", median=said(half, look), count=look.number(passed.size, 0))
    figure = look.figure(alt, bars, height=260)
    figure.update_layout(bargap=0)
    figure.update_xaxes(title_text=look.say(name), range=[0, longest / length_s])
    figure.update_yaxes(title_text=look.say("people"), rangemode="tozero")
    vertical(figure, look, half / length_s, look.say("median", time=said(half, look)))
    return figure
