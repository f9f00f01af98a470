"""How soon people would be answered by other teams."""

import plotly.graph_objects as go

from engine.analytics.queues.what_if import MEASURED, WhatIf
from workbench.plots.durations import said, unit_of
from workbench.plots.look import Look
from workbench.theme import Theme

_POINTS = 60
_PALETTE = ("entry", "say", "ask", "logic", "brand", "act")
_DASHES = ("solid", "dash", "dot", "dashdot")


def plot(
    found: WhatIf, *, theme: Theme = "light", language: str = "en", longest_s: float = 600
) -> go.Figure:
    """A line a team: the share of hand-overs answered within a time. What history measured is a
    thin dotted line."""
    look = Look(theme, language)
    if not found.load.size:
        return look.figure(look.say("waiting_nobody"), height=260)
    unit, length_s = unit_of(longest_s)
    seconds = [longest_s * point / _POINTS for point in range(_POINTS + 1)]
    curves: dict[str, list[float]] = {}
    for row in found.curves(seconds).to_pylist():
        curves.setdefault(row["team"], []).append(row["share"])
    lines = [
        go.Scatter(
            x=[each / length_s for each in seconds],
            y=shares,
            mode="lines",
            name=look.say("measured") if team == MEASURED else team,
            line=_line(place, team, look),
            customdata=[said(each, look) for each in seconds],
            hovertemplate="%{customdata}: %{y:.1%}",
        )
        for place, (team, shares) in enumerate(curves.items())
    ]
    figure = look.figure(_alt(found, longest_s, curves, look), *lines, height=360)
    figure.update_layout(showlegend=True, hovermode="x unified")
    figure.update_xaxes(title_text=look.say("waited_in", unit=look.say(unit)), rangemode="tozero")
    figure.update_yaxes(title_text=look.say("answered"), range=[0, 1.02], tickformat=".0%")
    return figure


def _line(place: int, team: str, look: Look) -> dict[str, object]:
    if team == MEASURED:
        return {"color": look.colours.ink_2, "width": 1.5, "dash": "dot"}
    colour = getattr(look.colours, _PALETTE[place % len(_PALETTE)])
    return {"color": colour, "width": 2.2, "dash": _DASHES[place // len(_PALETTE) % len(_DASHES)]}


def _alt(found: WhatIf, longest_s: float, curves: dict[str, list[float]], look: Look) -> str:
    teams = [f"{team}: {look.percent(curves[team][-1])}" for team in found.outcomes]
    return look.say("alt_waiting", time=said(longest_s, look), teams="; ".join(teams))
