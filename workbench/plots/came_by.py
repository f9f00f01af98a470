"""How many have come by when."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from engine.analytics.statistics import Survival, kaplan_meier
from workbench.plots.durations import said, shown_until, unit_of
from workbench.plots.look import Look
from workbench.theme import Theme

# More corners than this in a line are not seen.
_CORNERS = 400


def plot(
    waited: NDArray[np.float64],
    came: NDArray[np.bool_],
    *,
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """The share that has come by each time since step 1, with its 95 % band, by Kaplan and Meier:
    those whose window is not over count as long as they were watched."""
    look = Look(theme, language)
    if not came.any():
        return look.figure(look.say("converting_nobody"), height=260)
    found = kaplan_meier(waited, came)
    longest = shown_until(waited[came])
    name, length_s = unit_of(longest)
    at = _corners(found)
    times = np.concatenate([[0.0], found.times[at] / length_s])
    colours = look.colours
    band = {"mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    # The share that has come is what is left of the share for whom it has not happened.
    low, share, high = (
        np.concatenate([[0.0], 1 - each[at]]) for each in (found.high, found.share, found.low)
    )
    traces = (
        go.Scatter(x=times, y=low, **band),
        go.Scatter(x=times, y=high, fill="tonexty", fillcolor=colours.entry_soft, **band),
        go.Scatter(
            x=times,
            y=share,
            mode="lines",
            line={"color": colours.entry, "width": 2.2, "shape": "hv"},
            customdata=[said(float(each) * length_s, look) for each in times],
            hovertemplate="%{customdata}: %{y:.1%}<extra></extra>",
        ),
    )
    end = float(share[-1])
    alt = look.say("alt_curve", share=look.percent(end), time=said(float(found.times[-1]), look))
    figure = look.figure(alt, *traces, height=260)
    figure.update_xaxes(title_text=look.say(name), range=[0, longest / length_s])
    figure.update_yaxes(
        title_text=look.say("came_by_then"),
        range=[0, min(1.02, float(high.max()) * 1.1)],
        tickformat=".0%",
    )
    return figure


def _corners(found: Survival) -> NDArray[np.int64]:
    """Places of the curve that are enough to draw it."""
    size = found.times.size
    return np.unique(np.linspace(0, size - 1, min(size, _CORNERS)).astype(np.int64))
