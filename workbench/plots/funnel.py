"""How many come to each step, and what is lost between."""

from collections.abc import Sequence
from itertools import pairwise

import plotly.graph_objects as go

from engine.analytics.funnel import StepRow
from workbench.plots.look import Look
from workbench.theme import Theme

# Half of a bar's width; the rest of a step's place is the slope to the next.
_HALF = 0.34
# What is pressed between two bars, where nothing is drawn.
_PRESSED = 34
# Longer titles are cut on the axis; the whole is on hover.
_LONGEST = 26


def plot(rows: Sequence[StepRow], *, theme: Theme = "light", language: str = "en") -> go.Figure:
    """A bar a step with its 95 % interval, and between two the share that goes on.

    Each point's `customdata` is the step, and 1 between bars, for those who did not come to it.
    """
    look = Look(theme, language)
    figure = look.figure(_alt(rows, look), _bars(rows, look), height=300)
    if len(rows) > 1:
        figure.add_trace(_between(rows, look))
    figure.add_trace(_counts(rows, look))
    for number, (row, following) in enumerate(pairwise(rows)):
        figure.add_shape(
            type="path",
            path=_slope(number, row.converted, following.converted),
            fillcolor=look.colours.brand_soft,
            line={"width": 0},
            layer="below",
        )
    figure.update_xaxes(
        tickvals=list(range(len(rows))),
        ticktext=[_short(row.title) for row in rows],
        range=[-0.55, max(len(rows), 1) - 0.45],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    top = max((row.converted for row in rows), default=0)
    figure.update_yaxes(visible=False, range=[0, max(top, 1) * 1.18], fixedrange=True)
    figure.update_layout(bargap=0, hovermode="closest")
    return figure


def _bars(rows: Sequence[StepRow], look: Look) -> go.Bar:
    colours = look.colours
    began = rows[0].converted if rows else 0
    # Of the first step all who began are counted: there is no interval.
    above = [0, *(row.total_high * began - row.converted for row in rows[1:])]
    below = [0, *(row.converted - row.total_low * began for row in rows[1:])]
    return go.Bar(
        x=list(range(len(rows))),
        y=[row.converted for row in rows],
        width=2 * _HALF,
        marker={"color": colours.brand, "cornerradius": 4},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": above[: len(rows)],
            "arrayminus": below[: len(rows)],
            "color": colours.ink,
            "thickness": 1.2,
            "width": 6,
        },
        customdata=[[row.step, 0] for row in rows],
        hovertext=[_said(row, look) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _counts(rows: Sequence[StepRow], look: Look) -> go.Scatter:
    """How many, above the end of the interval."""
    began = rows[0].converted if rows else 0
    return go.Scatter(
        x=list(range(len(rows))),
        y=[max(row.converted, row.total_high * began if row.step > 1 else 0) for row in rows],
        mode="text",
        text=[look.number(row.converted, 0) for row in rows],
        textposition="top center",
        textfont={"size": 12.5, "color": look.colours.ink, "weight": 600},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _between(rows: Sequence[StepRow], look: Look) -> go.Scatter:
    """The share that goes on, at the foot between two bars; there one presses to see the lost."""
    top = max(row.converted for row in rows)
    return go.Scatter(
        x=[number + 0.5 for number in range(len(rows) - 1)],
        y=[top * 0.06] * (len(rows) - 1),
        mode="markers+text",
        marker={"size": _PRESSED, "color": look.colours.brand, "opacity": 0},
        text=[look.percent(row.rate) for row in rows[1:]],
        textfont={"size": 11, "color": look.colours.ink_2},
        customdata=[[row.step, 1] for row in rows[1:]],
        hovertext=[_lost(row, look) for row in rows[1:]],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _slope(number: int, left: int, right: int) -> str:
    start, end = number + _HALF, number + 1 - _HALF
    return f"M{start} 0L{start} {left}L{end} {right}L{end} 0Z"


def _said(row: StepRow, look: Look) -> str:
    return look.say(
        "funnel_came",
        title=row.title,
        count=look.number(row.converted, 0),
        share=look.percent(row.total_rate),
        low=look.percent(row.total_low),
        high=look.percent(row.total_high),
    )


def _lost(row: StepRow, look: Look) -> str:
    return look.say(
        "funnel_lost",
        title=row.title,
        count=look.number(row.dropped - row.immature, 0),
        waiting=look.number(row.immature, 0),
    )


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def _alt(rows: Sequence[StepRow], look: Look) -> str:
    if not rows or not rows[0].converted:
        return look.say("funnel_nobody")
    last = rows[-1]
    return look.say(
        "alt_funnel",
        began=look.number(rows[0].converted, 0),
        came=look.number(last.converted, 0),
        share=look.percent(last.total_rate),
        steps="; ".join(f"{row.title}: {look.number(row.converted, 0)}" for row in rows),
    )
