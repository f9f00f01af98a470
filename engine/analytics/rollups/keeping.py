"""Facts that are kept: a table for each kind, in a DuckDB of our own.

Of kinds with many facts, those that are alike are one row: by session and minute where the session
is recent, that it can be made again when it goes on; else all sessions together, by quarters of an
hour.
"""

import threading
from collections.abc import Iterable, Mapping
from functools import cache

import duckdb
import ibis
import pyarrow as pa
from ibis import _

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import NO_SESSION, Facts
from engine.analytics.history import SCHEMAS, History
from engine.analytics.metrics.period import MINUTE_US, QUARTER_US
from engine.stores.rows import HistoryTable

# Whose facts are those of all sessions that are not recent.
OF_ALL = "!"


class Keeping:
    """The kept facts. Any thread may ask."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._lock = threading.Lock()

    def fill(self, history: History, recent: pa.Table) -> None:
        """Takes all facts of a history; `recent` has the `session_id` of recent sessions."""
        for facts in FACTS.values():
            rows = history.query(_together(facts, facts.owned(history), recent))
            # Tables' names are our own, here and below: they cannot be parameters.
            sql = f"CREATE OR REPLACE TABLE {facts.name} AS SELECT * FROM found"  # noqa: S608
            with self._lock:
                # In the order of time, so that a period is read without the rest.
                self._connection.register("found", rows.sort_by("t_us"))
                self._connection.execute(sql)
                self._connection.unregister("found")

    def replace(
        self, sessions: pa.Table, recent: pa.Table, rows: Mapping[HistoryTable, pa.Table]
    ) -> None:
        """Makes the facts of sessions again out of all rows of those sessions; of many facts, only
        those of recent ones."""
        found = _made(rows)
        with self._lock:
            self._connection.register("changed_few", sessions.select(["session_id"]))
            self._connection.register("changed_many", recent.select(["session_id"]))
            self._connection.begin()
            for name, facts in found.items():
                self._connection.register("found", facts)
                which = "changed_many" if FACTS[name].many else "changed_few"
                where = f"WHERE session_id IN (SELECT session_id FROM {which})"  # noqa: S608
                self._connection.execute(f"DELETE FROM {name} {where}")  # noqa: S608
                insert = f"INSERT INTO {name} BY NAME SELECT * FROM found {where}"  # noqa: S608
                self._connection.execute(insert)
                self._connection.unregister("found")
            self._connection.commit()

    def ask(self, statements: Iterable[str], bins: pa.Table) -> list[pa.Table]:
        """What these statements give, of the facts and of `bins`."""
        with self._lock:
            self._connection.register("bins", bins)
            return [self._connection.execute(sql).to_arrow_table() for sql in statements]

    def first_us(self, name: str) -> int | None:
        """When the first fact of a kind was; None where there is none."""
        with self._lock:
            sql = f"SELECT min(t_us) FROM {name}"  # noqa: S608
            found: tuple[int | None] = self._connection.execute(sql).fetchall()[0]
            return found[0]

    def close(self) -> None:
        """Lets go of the facts."""
        self._connection.close()


def table_of(facts: Facts) -> ibis.Table:
    """A table of kept facts, by its name."""
    whole = {"t_us", "n", *facts.values}
    schema = {name: "int64" if name in whole else "string" for name in facts.columns}
    return ibis.table(schema, name=facts.name)


def _together(facts: Facts, rows: ibis.Table, recent: pa.Table) -> ibis.Table:
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


def _made(rows: Mapping[HistoryTable, pa.Table]) -> dict[str, pa.Table]:
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
