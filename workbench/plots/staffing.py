"""How many agents are enough."""

import plotly.graph_objects as go

from engine.analytics.queues import WhatIf
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    found: WhatIf, *, theme: Theme = "light", language: str = "en", goal: float | None = None
) -> go.Figure:
    """Answered in time, given up and busy over the number of agents, with 95 % bars; `goal` is a
    line at the share that one wants answered in time."""
    look = Look(theme, language)
    services = sorted(found.services, key=lambda each: each.agents)
    agents = [each.agents for each in services]
    colours = look.colours
    lines = [
        ("within", [each.within for each in services], colours.entry, "solid"),
        ("gave_up", [each.gave_up for each in services], colours.bad, "dash"),
        ("busy", [each.busy for each in services], colours.ink_3, "dot"),
    ]
    drawn = [
        go.Scatter(
            x=agents,
            y=shares,
            mode="lines+markers",
            name=look.say(key),
            line={"color": colour, "width": 2.2, "dash": dash},
            hovertemplate="%{x}: %{y:.1%}",
        )
        for key, shares, colour, dash in lines
    ]
    drawn[0].error_y = {
        "type": "data",
        "symmetric": False,
        "array": [(each.within_high or each.within) - each.within for each in services],
        "arrayminus": [
            each.within - (each.within if each.within_low is None else each.within_low)
            for each in services
        ],
        "color": colours.entry,
        "thickness": 1.2,
        "width": 4,
    }
    figure = look.figure(_alt(found, goal, look), *drawn, height=360)
    figure.update_layout(showlegend=True)
    if goal is not None:
        figure.add_hline(y=goal, line={"color": colours.ink_3, "dash": "dash", "width": 1.5})
    figure.update_xaxes(title_text=look.say("agents"), dtick=1)
    figure.update_yaxes(title_text=look.say("share"), rangemode="tozero", tickformat=".0%")
    return figure


def _alt(found: WhatIf, goal: float | None, look: Look) -> str:
    if not found.services:
        return look.say("staffing_nobody")
    enough = [each for each in found.services if goal is not None and each.within >= goal]
    if goal is None or not enough:
        best = max(found.services, key=lambda each: each.within)
        return look.say("alt_staffing_best", agents=best.agents, share=look.percent(best.within))
    least = min(enough, key=lambda each: each.agents)
    share = look.percent(least.within)
    return look.say("alt_staffing", agents=least.agents, share=share, goal=look.percent(goal, 0))
