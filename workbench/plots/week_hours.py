"""When in the week something happens: days down, hours across."""

import datetime as dt

import plotly.graph_objects as go
from msgspec import Struct

from workbench.plots.look import Look
from workbench.theme import Theme

# A Monday, to name the days by.
MONDAY = dt.date(2024, 1, 1)


class Grid(Struct, frozen=True):
    """Numbers by day of the week and hour, None where the hour was never; which row of its table
    each is."""

    name: str
    column: str
    values: list[list[float | None]]
    rows: list[list[int | None]]


def plot(grid: Grid, *, theme: Theme = "light", language: str = "en") -> go.Figure:
    """A cell an hour of the week, the darker the more."""
    look = Look(theme, language)
    days = [look.say(f"weekday_{day}") for day in range(len(grid.values))]
    hours = [f"{hour:02}" for hour in range(24)]
    cells = go.Heatmap(
        z=grid.values,
        x=hours,
        y=days,
        xgap=2,
        ygap=2,
        showscale=False,
        zmin=0,
        colorscale=[[0, look.colours.brand_soft], [1, look.colours.brand]],
        customdata=[[[row, grid.column] for row in line] for line in grid.rows],
        hovertemplate=f"%{{y}} %{{x}}:00: %{{z}} {grid.name}<extra></extra>",
        hoverongaps=False,
    )
    figure = look.figure(_alt(grid, days, look), cells, height=270)
    figure.update_xaxes(showgrid=False, type="category", nticks=12)
    figure.update_yaxes(showgrid=False, type="category", autorange="reversed")
    return figure


def _alt(grid: Grid, days: list[str], look: Look) -> str:
    cells = [
        (value, day, hour)
        for day, line in enumerate(grid.values)
        for hour, value in enumerate(line)
        if value
    ]
    if not cells:
        return look.say("alt_over_time_none", name=grid.name)
    most, day, hour = max(cells)
    return look.say(
        "alt_week_hours", name=grid.name, day=days[day], hour=hour, most=look.number(most, 0)
    )
