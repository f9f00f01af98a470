"""A dashboard: which metrics it shows, how each is drawn, in what order."""

from typing import Literal

from msgspec import Struct

from engine.types.value import Text

# A number; over time; by the values of a breakdown; by day of the week and hour; as a table.
Shape = Literal["number", "time", "values", "hours", "table"]


class Chart(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A metric on a dashboard. `measures` are those of its numbers that are shown, none is as the
    metric says. With `breakdown` it is always broken down so; empty is as the page says."""

    metric: str
    shape: Shape = "time"
    measures: tuple[str, ...] = ()
    breakdown: str = ""
    wide: bool = False


class Dashboard(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Charts in their order. A `live` one is always of the last hour.

    `name` is that of its file where somebody of the project made it (`own`); neither is written
    there.
    """

    title: Text
    charts: tuple[Chart, ...] = ()
    about: Text = {}
    live: bool = False
    name: str = ""
    own: bool = False
