"""A number by the values of something: channels, intents, agents."""

from collections.abc import Sequence

import plotly.graph_objects as go

from workbench.plots.look import Look
from workbench.plots.palette import SHAPES, colour
from workbench.plots.series import Axis, Series, axis_of, points, written
from workbench.theme import Theme

LONGEST = 34
# The numbers stand behind the bars.
ROOM = 1.16


def plot(
    names: Sequence[str],
    columns: Sequence[Series],
    *,
    theme: Theme = "light",
    language: str = "en",
) -> go.Figure:
    """A bar a value and column, in the order in which they come, the first on top."""
    look = Look(theme, language)
    if not names or not columns:
        return look.figure(look.say("no_figures"))
    axis = axis_of(columns, look)
    bars = [_bar(names, column, place, axis, look) for place, column in enumerate(columns)]
    height = max(110, 52 + (20 + 8 * len(columns)) * len(names))
    figure = look.figure(_alt(names, columns[0], look), *bars, height=height)
    figure.update_layout(showlegend=len(columns) > 1, barmode="group", bargap=0.3)
    most = max((value or 0 for column in columns for value in axis.of(column.values)), default=0)
    figure.update_xaxes(range=[0, (most or 1) * ROOM], nticks=5, **axis.layout)
    # By their place: two values may be called the same once they are cut short.
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(names))),
        ticktext=[_short(name) for name in names],
    )
    return figure


def _bar(names: Sequence[str], column: Series, place: int, axis: Axis, look: Look) -> go.Bar:
    shown = [written(value, column.unit, look) for value in column.values]
    return go.Bar(
        x=axis.of(column.values),
        y=list(range(len(names))),
        orientation="h",
        name=column.name,
        marker={
            "color": colour(place, look),
            "pattern": {"shape": SHAPES[place % len(SHAPES)], "size": 5},
        },
        text=shown,
        textposition="outside",
        textfont={"size": 11, "color": look.colours.ink_2},
        cliponaxis=False,
        customdata=points(column),
        hovertext=[
            f"{name}: {value}<br>{column.name}" for name, value in zip(names, shown, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _alt(names: Sequence[str], column: Series, look: Look) -> str:
    told = ", ".join(
        f"{name} {written(value, column.unit, look)}"
        for name, value in zip(names[:5], column.values[:5], strict=True)
    )
    return look.say("alt_by_value", name=column.name, count=len(names), values=told)
