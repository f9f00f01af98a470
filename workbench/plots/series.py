"""A row of numbers under a name, and which row of its table each came from."""

from collections.abc import Iterable

from msgspec import Struct

from workbench.plots.durations import said
from workbench.plots.look import Look

FEW = 5


class Series(Struct, frozen=True):
    """`unit` is a metric's. `rows` and `column` go into each point, for whoever opens it."""

    name: str
    values: tuple[float | None, ...]
    unit: str = "count"
    rows: tuple[int, ...] = ()
    column: str = ""

    @property
    def total(self) -> float:
        """The sum of its numbers."""
        return sum(value or 0 for value in self.values)


def written(value: float | None, unit: str, look: Look) -> str:
    """A number in its unit, as the language writes it."""
    if value is None:
        return "-"
    if unit == "share":
        return look.percent(value)
    if unit == "seconds":
        return said(value, look)
    return look.number(value, 0 if float(value).is_integer() else 2)


def axis_of(unit: str, most: float) -> dict[str, object]:
    """How Plotly draws an axis of this unit that goes up to `most`: things that are counted have
    no halves."""
    if unit == "share":
        return {"tickformat": ".0%"}
    whole = {"dtick": 1} if unit == "count" and most <= FEW else {}
    return {"tickformat": ",~r", **whole}


def most_of(lines: Iterable[Series]) -> float:
    """The largest of all numbers."""
    return max((value or 0 for line in lines for value in line.values), default=0)


def points(series: Series) -> list[list[object]]:
    """What each point carries: the row of the table, and the column."""
    rows = series.rows or range(len(series.values))
    return [[row, series.column] for row in rows]
