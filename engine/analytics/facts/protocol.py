"""Facts: what happened, a row each, with all that it may be counted by.

A fact belongs to one session and is known from the rows of that session alone: facts of a history
are those of its sessions put together. So they can be kept, and made again session by session.
"""

from collections.abc import Callable
from typing import Protocol

import ibis
from msgspec import Struct

# What every fact may be broken down and filtered by.
COMMON = ("channel", "bot", "bundle", "language", "user_type", "country")
# Of every fact besides: when it was, whose it is, and how many alike the row stands for.
ALWAYS = ("t_us", "session_id", "contact", "n")


class Tables(Protocol):
    """The three tables of a history, or of a part of one."""

    @property
    def sessions(self) -> ibis.Table: ...
    @property
    def events(self) -> ibis.Table: ...
    @property
    def messages(self) -> ibis.Table: ...


class Facts(Struct, frozen=True):
    """A kind of facts. `rows` gives those of a history: the columns of `ALWAYS` and `COMMON`, its
    own `dimensions` (text) and `values` (whole numbers)."""

    name: str
    rows: Callable[[Tables], ibis.Table]
    dimensions: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its rows."""
        return (*ALWAYS, *COMMON, *self.dimensions, *self.values)

    def of(self, tables: Tables) -> ibis.Table:
        """The facts of a history, each a row of its own."""
        return self.rows(tables).mutate(n=ibis.literal(1, "int64")).select(*self.columns)
