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
# What the names begin with that conversations have before their first session.
NO_SESSION = "?"


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
    own `dimensions` (text) and `values` (whole numbers). Of `many` facts, only how many there are
    alike is kept, not whose each is: nobody counts persons by them."""

    name: str
    rows: Callable[[Tables], ibis.Table]
    dimensions: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    many: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its rows."""
        return (*ALWAYS, *COMMON, *self.dimensions, *self.values)

    def of(self, tables: Tables) -> ibis.Table:
        """The facts of a history, each a row of its own."""
        found = self.owned(tables)
        has_none = found.session_id.startswith(NO_SESSION)
        return found.mutate(session_id=has_none.ifelse("", found.session_id))

    def owned(self, tables: Tables) -> ibis.Table:
        """The facts of a history; before a first session, a conversation stands for one."""
        found = self.rows(_Owned(tables)).mutate(n=ibis.literal(1, "int64"))
        return found.select(*self.columns)


class _Owned:
    """The tables, with a name of its own for what each conversation has before its sessions."""

    def __init__(self, tables: Tables) -> None:
        self.sessions = tables.sessions
        self.events, self.messages = _named(tables.events), _named(tables.messages)


def _named(rows: ibis.Table) -> ibis.Table:
    name = ibis.literal(NO_SESSION).concat(rows.conversation)
    return rows.mutate(session_id=(rows.session_id == "").ifelse(name, rows.session_id))
