"""A row of numbers under a name, and which row of its table each came from."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from workbench.plots.durations import said, unit_of
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


class Axis(Struct, frozen=True):
    """How numbers of a unit are drawn: all multiplied by `scale`, and what Plotly says of them."""

    scale: float
    layout: dict[str, object]

    def of(self, values: Iterable[float | None]) -> list[float | None]:
        """The numbers as they are drawn."""
        return [None if value is None else value * self.scale for value in values]


def axis_of(lines: Sequence[Series], look: Look) -> Axis:
    """The axis of these series, by the unit of the first: times in one that reads well; things
    that are counted have no halves."""
    most = max((value or 0 for line in lines for value in line.values), default=0)
    unit = lines[0].unit
    if unit == "share":
        return Axis(1.0, {"tickformat": ".0%"})
    if unit == "seconds":
        name, length_s = unit_of(most)
        return Axis(1 / length_s, {"title_text": look.say(name)})
    whole = {"dtick": 1} if unit == "count" and most <= FEW else {}
    return Axis(1.0, {"tickformat": ",~r", **whole})


def points(series: Series) -> list[list[object]]:
    """What each point carries: the row of the table, and the column."""
    rows = series.rows or range(len(series.values))
    return [[row, series.column] for row in rows]
