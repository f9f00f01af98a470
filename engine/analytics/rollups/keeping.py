"""Facts that are kept: two tables for each kind, in a DuckDB of our own.

The facts of recent sessions can be made again, session by session, when these go on. Those of older
ones are settled: what a question reads of them is worked out once. Of kinds with many facts, those
that are alike are one row: of a recent session by minutes, of all settled ones together by quarters
of an hour.
"""

import threading
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Literal

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
IS_RECENT = (
    f"(session_id IN (SELECT session_id FROM recent) OR starts_with(session_id, '{NO_SESSION}'))"  # noqa: S608
)
NEW_CONTACTS = """
INSERT INTO contacts SELECT contact, row_number() OVER () + (SELECT count(*) FROM contacts)
FROM (SELECT DISTINCT contact FROM found) ANTI JOIN contacts USING (contact)
"""
CODED = "SELECT found.* REPLACE (code AS contact) FROM found JOIN contacts USING (contact)"
# Questions whose share of settled facts is kept.
MOST_SETTLED = 500


class Keeping:
    """The kept facts. Any thread may ask."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        # Whole numbers are told apart faster than names.
        self._connection.execute("CREATE TABLE contacts (contact VARCHAR, code BIGINT)")
        self._lock = threading.Lock()
        # What questions read of settled facts, by the question: the names of tables.
        self._settled: dict[Hashable, str] = {}
        self._made = 0

    def fill(self, history: History, recent: pa.Table) -> None:
        """Takes all facts of a history; `recent` has the `session_id` of recent sessions."""
        for facts in FACTS.values():
            rows = history.query(_together(facts, facts.owned(history), recent))
            with self._lock:
                # In the order of time, so that a period is read without the rest.
                self._connection.register("found", rows)
                self._connection.execute(NEW_CONTACTS)
                self._connection.register("recent", recent)
                for table, which in ((f"{facts.name}_old", "NOT "), (f"{facts.name}_new", "")):
                    # Tables' names are our own, here and below: they cannot be parameters.
                    rest = f"{CODED} WHERE {which}{IS_RECENT} ORDER BY t_us"
                    self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS {rest}")
                self._connection.unregister("found")
        self._forget()

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
                self._connection.execute(NEW_CONTACTS)
                which = "changed_many" if FACTS[name].many else "changed_few"
                where = f"WHERE session_id IN (SELECT session_id FROM {which})"  # noqa: S608
                for table in (f"{name}_new", f"{name}_old"):
                    if table.endswith("_new") or recent.num_rows < sessions.num_rows:
                        self._connection.execute(f"DELETE FROM {table} {where}")  # noqa: S608
                insert = f"INSERT INTO {name}_new BY NAME {CODED} {where}"
                self._connection.execute(insert)
                self._connection.unregister("found")
            self._connection.commit()
        if recent.num_rows < sessions.num_rows:
            # What was settled went on.
            self._forget()

    def ask(
        self, question: Hashable, settled: str, statements: Iterable[str], bins: pa.Table
    ) -> list[pa.Table]:
        """What these statements give of recent facts and of `settled`: what the question, which is
        about these `bins`, reads of settled ones."""
        with self._lock:
            self._connection.register("bins", bins)
            if question not in self._settled:
                self._settle(question, settled)
            name = self._settled[question]
            self._connection.execute(
                f"CREATE OR REPLACE TEMP VIEW settled AS SELECT * FROM {name}"  # noqa: S608
            )
            return [self._connection.execute(sql).to_arrow_table() for sql in statements]

    def first_us(self, name: str) -> int | None:
        """When the first fact of a kind was; None where there is none."""
        with self._lock:
            firsts = [
                self._connection.execute(f"SELECT min(t_us) FROM {table}").fetchall()[0][0]  # noqa: S608
                for table in (f"{name}_old", f"{name}_new")
            ]
        return min((each for each in firsts if each is not None), default=None)

    def close(self) -> None:
        """Lets go of the facts."""
        self._connection.close()

    def _settle(self, question: Hashable, sql: str) -> None:
        if len(self._settled) >= MOST_SETTLED:
            oldest = next(iter(self._settled))
            self._connection.execute(f"DROP TABLE {self._settled.pop(oldest)}")
        self._made += 1
        name = f"settled_{self._made}"
        self._connection.execute(f"CREATE TABLE {name} AS {sql}")
        self._settled[question] = name

    def _forget(self) -> None:
        with self._lock:
            for name in self._settled.values():
                self._connection.execute(f"DROP TABLE {name}")
            self._settled = {}


def table_of(facts: Facts, age: Literal["old", "new"] = "new") -> ibis.Table:
    """A table of kept facts: of settled sessions, or of recent ones."""
    whole = {"t_us", "n", "contact", *facts.values}
    schema = {name: "int64" if name in whole else "string" for name in facts.columns}
    return ibis.table(schema, name=f"{facts.name}_{age}")


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
