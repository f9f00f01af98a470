"""How an experiment went, day by day."""

import plotly.graph_objects as go

from engine.analytics.experiments import Experiment, course, sentence
from workbench.plots.look import Look
from workbench.theme import Theme

_PALETTE = ("entry", "say", "ask", "logic")
_SOFT = "2b"


def plot(found: Experiment, *, theme: Theme = "light", language: str = "en") -> go.Figure:
    """The difference of each arm to control, with the band in which it lies, valid at all looks
    together. Dashed: the difference that matters; what is decided is in the text of the figure."""
    look = Look(theme, language)
    days: dict[str, list[dict[str, float]]] = {}
    for row in course(found).to_pylist():
        days.setdefault(row["arm"], []).append(row)
    drawn = [
        trace
        for place, (arm, rows) in enumerate(days.items())
        for trace in _arm(arm, rows, getattr(look.colours, _PALETTE[place % len(_PALETTE)]), look)
    ]
    figure = look.figure(sentence(found, language), *drawn, height=340)
    figure.add_hline(y=0, line={"color": look.colours.ink_2, "width": 1.2})
    for side in (-1, 1):
        dash = {"color": look.colours.ink_3, "dash": "dash", "width": 1.2}
        figure.add_hline(y=side * found.spec.effect, line=dash)
    figure.update_layout(showlegend=len(days) > 1)
    against = look.say("against", arm=found.spec.control)
    figure.update_yaxes(title_text=against, tickformat="+.0%", range=_range(days, found))
    return figure


def _arm(
    arm: str, rows: list[dict[str, float]], colour: str, look: Look
) -> tuple[go.Scatter, go.Scatter, go.Scatter]:
    when = [row["day"] for row in rows]
    line = {"width": 0, "color": colour}
    high = go.Scatter(
        x=when, y=[row["high"] for row in rows], line=line, hoverinfo="skip", showlegend=False
    )
    low = go.Scatter(
        x=when,
        y=[row["low"] for row in rows],
        line=line,
        fill="tonexty",
        fillcolor=colour + _SOFT,
        hoverinfo="skip",
        showlegend=False,
    )
    middle = go.Scatter(
        x=when,
        y=[row["difference"] for row in rows],
        name=arm,
        mode="lines+markers",
        line={"color": colour, "width": 2.2},
        customdata=[
            f"{look.percent(row['difference'])} [{look.percent(row['low'])}; "
            f"{look.percent(row['high'])}], {look.number(row['people'], 0)} {look.say('people')}"
            for row in rows
        ],
        hovertemplate=f"{arm}, %{{x}}: %{{customdata}}<extra></extra>",
    )
    return high, low, middle


def _range(days: dict[str, list[dict[str, float]]], found: Experiment) -> list[float]:
    """What the last two thirds need: the first days' bands are wide and say little."""
    settled = [row for rows in days.values() for row in rows[len(rows) // 3 :]]
    effect = 1.2 * found.spec.effect
    low = min((row["low"] for row in settled), default=0)
    high = max((row["high"] for row in settled), default=0)
    return [min(low, -effect) * 1.05, max(high, effect) * 1.05]
