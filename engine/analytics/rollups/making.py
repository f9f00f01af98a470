"""Facts as they are kept: of a whole history, or made again of the rows of a few sessions."""

from collections.abc import Mapping
from functools import cache
from typing import Literal

import duckdb
import ibis
import pyarrow as pa
from ibis import _

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import NO_SESSION, Facts
from engine.analytics.history import SCHEMAS
from engine.analytics.metrics.period import MINUTE_US, QUARTER_US
from engine.stores.rows import HistoryTable

# Whose facts are those of all sessions that are not recent.
OF_ALL = "!"
Which = Literal["all", "since"]


def table_of(facts: Facts, which: Which = "all") -> ibis.Table:
    """A table of kept facts: all, or those that came or went since a question was last asked."""
    whole = {"t_us", "n", "contact", *facts.values}
    schema = {name: "int64" if name in whole else "string" for name in facts.columns}
    return ibis.table(schema, name=f"{facts.name}_{which}")


def together(facts: Facts, rows: ibis.Table, recent: pa.Table) -> ibis.Table:
    """The facts of a whole history as they are kept."""
    if not facts.many:
        return rows
    names = ibis.memtable(recent.select(["session_id"]).rename_columns(["name"]))
    marked = rows.left_join(names, rows.session_id == names.name)
    alone = marked.name.notnull() | marked.session_id.startswith(NO_SESSION)
    by_minute = marked.t_us - marked.t_us % MINUTE_US
    by_quarter = marked.t_us - marked.t_us % QUARTER_US
    floored = marked.mutate(
        session_id=alone.ifelse(marked.session_id, OF_ALL),
        t_us=alone.ifelse(by_minute, by_quarter),
    )
    return _alike(facts, floored)


def _alike(facts: Facts, rows: ibis.Table) -> ibis.Table:
    """The facts that are alike as one row."""
    keys = [name for name in facts.columns if name not in {"n", "contact"}]
    counted = rows.group_by(*keys).agg(n=_.n.sum(), contact=ibis.literal(""))
    return counted.select(*facts.columns)


def made(rows: Mapping[HistoryTable, pa.Table]) -> dict[str, pa.Table]:
    """The facts of a few sessions, session by session."""
    with duckdb.connect() as connection:
        for name, table in rows.items():
            connection.register(name, table)
        return {name: connection.execute(_statement(name)).to_arrow_table() for name in FACTS}


@cache
def _statement(name: str) -> str:
    """The facts of the tables of history, as SQL."""
    facts = FACTS[name]
    rows = facts.owned(_Named())
    if facts.many:
        rows = _alike(facts, rows.mutate(t_us=_.t_us - _.t_us % MINUTE_US))
    return str(ibis.to_sql(rows, dialect="duckdb"))


class _Named:
    """The tables of history by their names, wherever they are."""

    def __init__(self) -> None:
        self.sessions = _named("sessions")
        self.events = _named("events")
        self.messages = _named("messages")


def _named(name: HistoryTable) -> ibis.Table:
    return ibis.table(ibis.Schema.from_pyarrow(SCHEMAS[name]), name=name)
