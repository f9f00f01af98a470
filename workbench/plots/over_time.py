"""How a number went, bin by bin."""

import datetime as dt
from collections.abc import Sequence

import plotly.graph_objects as go
from msgspec import Struct

from workbench.plots.look import Look, by_days
from workbench.plots.palette import DASHES, SHAPES, SYMBOLS, colour
from workbench.plots.series import Series, axis_of, points, written
from workbench.theme import Theme

# More bars than this are thinner than what can be told apart.
MOST_BARS = 100
HOVER = "<b>%{x}</b><br>%{hovertext}<extra></extra>"


class Shared(Struct, frozen=True):
    """What a series has, however it is drawn."""

    place: int
    colour: str
    parts: dict[str, object]


def plot(
    moments: Sequence[dt.datetime],
    lines: Sequence[Series],
    *,
    before: Sequence[float | None] | None = None,
    stacked: bool = False,
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """Bars where one number is shown, or the parts of one (`stacked`); else a line each. `before`
    is how the first went in the period before, bin by bin."""
    look = Look(theme, language)
    if not lines or not moments:
        return look.figure(look.say("no_figures"))
    is_bars = (stacked or len(lines) == 1) and lines[0].unit != "share"
    draw = _bars if is_bars and len(moments) <= MOST_BARS else _line
    # Beside several lines nobody would know whose it is.
    earlier = list(before or ())[: len(moments)] if len(lines) == 1 else []
    axis = axis_of(lines, look)
    traces = [
        draw(moments, axis.of(line.values), _shared(line, place, earlier, look))
        for place, line in enumerate(lines)
    ]
    if earlier:
        traces.append(_before(moments, axis.of(earlier), look))
    figure = look.figure(_alt(moments, lines, look), *traces, height=300)
    figure.update_layout(
        showlegend=len(traces) > 1,
        barmode="stack",
        bargap=0.2,
        legend={"font": {"size": 11}, "traceorder": "normal"},
    )
    by_days(figure, look, has_hours=any(at.hour or at.minute for at in moments))
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(rangemode="tozero", **axis.layout)
    return figure


def _bars(moments: Sequence[dt.datetime], values: Sequence[float | None], shared: Shared) -> go.Bar:
    pattern = {"shape": SHAPES[shared.place % len(SHAPES)], "size": 5, "solidity": 0.25}
    marker = {"color": shared.colour, "pattern": pattern}
    return go.Bar(x=moments, y=values, marker=marker, **shared.parts)


def _line(
    moments: Sequence[dt.datetime], values: Sequence[float | None], shared: Shared
) -> go.Scatter:
    dash, symbol = DASHES[shared.place % len(DASHES)], SYMBOLS[shared.place % len(SYMBOLS)]
    return go.Scatter(
        x=moments,
        y=values,
        mode="lines+markers",
        line={"color": shared.colour, "width": 2, "dash": dash},
        marker={"symbol": symbol, "size": 6},
        **shared.parts,
    )


def _shared(line: Series, place: int, earlier: list[float | None], look: Look) -> Shared:
    parts: dict[str, object] = {
        "name": line.name,
        "customdata": points(line),
        "hovertext": _told(line, earlier, look),
        "hovertemplate": HOVER,
    }
    return Shared(place, colour(place, look), parts)


def _before(moments: Sequence[dt.datetime], earlier: list[float | None], look: Look) -> go.Scatter:
    # It says nothing when it is pointed at, so that the bars behind it can be.
    return go.Scatter(
        x=moments[: len(earlier)],
        y=earlier,
        name=look.say("period_before"),
        mode="lines",
        line={"color": look.colours.ink_3, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def _told(line: Series, earlier: list[float | None], look: Look) -> list[str]:
    """What each point says, with how it was in the period before."""
    told = [f"{line.name}: {written(value, line.unit, look)}" for value in line.values]
    for place, value in enumerate(earlier[: len(told)]):
        told[place] += f"<br>{look.say('period_before')}: {written(value, line.unit, look)}"
    return told


def _alt(moments: Sequence[dt.datetime], lines: Sequence[Series], look: Look) -> str:
    first = lines[0]
    known = [(value, at) for value, at in zip(first.values, moments, strict=True) if value]
    if not known:
        return look.say("alt_over_time_none", name=first.name)
    most, when = max(known, key=lambda each: each[0])
    return look.say(
        "alt_over_time",
        names=", ".join(line.name for line in lines),
        first=look.day(moments[0]),
        last=look.day(moments[-1]),
        most=written(most, first.unit, look),
        name=first.name,
        when=look.day(when),
    )
