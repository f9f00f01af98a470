"""How a funnel's conversion goes over time."""

from collections.abc import Sequence

import plotly.graph_objects as go

from engine.analytics.funnel.trend import Span
from engine.nlu.stems import base
from workbench.funnels.trend import TrendPoint
from workbench.plots.look import Look
from workbench.theme import Theme


def plot(
    points: Sequence[TrendPoint],
    *,
    by: Span = "day",
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """The share that came to the end, by when they began, with its 95 % band and below it how
    many began. Hollow points are not over: some of theirs may still come. Where nobody began, the
    line is broken."""
    look = Look(theme, language)
    colours, days = look.colours, [point.day for point in points]
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    traces = (
        go.Bar(
            x=days,
            y=[point.began for point in points],
            yaxis="y2",
            marker={"color": colours.line},
            name=look.say("began"),
            hovertemplate="%{x}: %{y}<extra></extra>",
        ),
        go.Scatter(x=days, y=[point.low if point.began else None for point in points], **band),
        go.Scatter(
            x=days,
            y=[point.high if point.began else None for point in points],
            fill="tonexty",
            fillcolor=colours.brand_soft,
            **band,
        ),
        go.Scatter(
            x=days,
            y=[point.share if point.began else None for point in points],
            mode="lines+markers",
            name=look.say("conversion"),
            line={"color": colours.brand, "width": 2.2},
            marker={
                "size": 7,
                "color": [colours.surface if point.immature else colours.brand for point in points],
                "line": {"color": colours.brand, "width": 1.6},
            },
            customdata=[_said(point, look) for point in points],
            hovertemplate="%{x}: %{customdata}<extra></extra>",
        ),
    )
    figure = look.figure(_alt(points, by, look), *traces, height=260)
    top = max((point.high for point in points if point.began), default=1.0)
    most = max((point.began for point in points), default=0) or 1
    # Plotly's names of months are English: the others write numbers.
    is_english = base(look.language) == "en"
    form = "%b %-d" if is_english else "%-d/%-m"
    figure.update_xaxes(type="date", tickformat=form, hoverformat=form)
    figure.update_yaxes(title_text=look.say("conversion"), tickformat=".0%", range=[0, top * 1.08])
    figure.update_layout(
        showlegend=True,
        # The bars stay in the lowest third.
        yaxis2={"overlaying": "y", "side": "right", "range": [0, most * 3], "visible": False},
    )
    return figure


def _said(point: TrendPoint, look: Look) -> str:
    return (
        f"{look.percent(point.share)} [{look.percent(point.low)}; {look.percent(point.high)}],"
        f" {look.number(point.came, 0)} / {look.number(point.began, 0)}"
    )


def _alt(points: Sequence[TrendPoint], by: Span, look: Look) -> str:
    if not any(point.began for point in points):
        return look.say("funnel_nobody")
    return look.say(
        "alt_trend",
        unit=look.say(by),
        first=points[0].day,
        last=points[-1].day,
        share=look.percent(points[-1].share),
    )
