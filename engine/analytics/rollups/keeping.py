"""Facts that are kept: two tables for each kind, in a DuckDB of our own.

The facts of recent sessions can be made again, session by session, when these go on; those of older
ones are settled. Of kinds with many facts, those that are alike are one row: of a recent session by
minutes, of all settled ones together by quarters of an hour. What changes is noted, so that
questions need not read all again.
"""

import threading
from collections.abc import Hashable, Mapping

import duckdb
import pyarrow as pa

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import NO_SESSION
from engine.analytics.history import History
from engine.analytics.metrics.period import Period
from engine.analytics.rollups.asking import Asked
from engine.analytics.rollups.making import made, together
from engine.analytics.rollups.questions import Questions
from engine.stores.rows import HistoryTable

IS_RECENT = (
    f"(session_id IN (SELECT session_id FROM recent) OR starts_with(session_id, '{NO_SESSION}'))"  # noqa: S608
)
NEW_CONTACTS = """
INSERT INTO contacts SELECT contact, row_number() OVER () + (SELECT count(*) FROM contacts)
FROM (SELECT DISTINCT contact FROM found) ANTI JOIN contacts USING (contact)
"""
CODED = "SELECT found.* REPLACE (code AS contact) FROM found JOIN contacts USING (contact)"
# All facts of a kind, and those that came or went since a question was last asked.
VIEWS = """
CREATE OR REPLACE VIEW {name}_all AS FROM {name}_old UNION ALL FROM {name}_new;
CREATE OR REPLACE TABLE {name}_changes AS SELECT *, 0::BIGINT AS version FROM {name}_new LIMIT 0;
CREATE OR REPLACE VIEW {name}_since AS
SELECT * EXCLUDE version FROM {name}_changes WHERE version > getvariable('known');
"""
# What is alike before and after is no change.
NOTE = """
INSERT INTO {name}_changes BY NAME
SELECT * REPLACE (sum(n)::BIGINT AS n), $version AS version
FROM (FROM came UNION ALL BY NAME SELECT * REPLACE (-n AS n) FROM gone)
GROUP BY ALL HAVING sum(n) <> 0
"""
# When so many are noted they are forgotten: questions in use know them.
MOST_CHANGES = 100_000


class Keeping:
    """The kept facts. Any thread may ask."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        # Whole numbers are told apart faster than names.
        self._connection.execute("CREATE TABLE contacts (contact VARCHAR, code BIGINT)")
        self._lock = threading.Lock()
        self._questions = Questions(self._connection)

    def fill(self, history: History, recent: pa.Table) -> None:
        """Takes all facts of a history; `recent` has the `session_id` of recent sessions."""
        for facts in FACTS.values():
            rows = history.query(together(facts, facts.owned(history), recent))
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
                self._connection.execute(VIEWS.format(name=facts.name))
                self._questions.forget()

    def replace(
        self, sessions: pa.Table, recent: pa.Table, rows: Mapping[HistoryTable, pa.Table]
    ) -> None:
        """Makes the facts of sessions again out of all rows of those sessions; of many facts, only
        those of recent ones."""
        found = made(rows)
        with self._lock:
            self._forget_changes()
            self._connection.register("changed_few", sessions.select(["session_id"]))
            self._connection.register("changed_many", recent.select(["session_id"]))
            self._connection.begin()
            ages = ("new", "old") if recent.num_rows < sessions.num_rows else ("new",)
            for name, facts in found.items():
                self._replace(name, facts, ages)
            self._connection.commit()
            self._questions.version += 1

    def ask(
        self, key: Hashable, asked: Asked, period: Period, top: tuple[str, ...]
    ) -> list[pa.Table]:
        """The measures at all levels; `key` stands for the question and its period."""
        with self._lock:
            return self._questions.ask((key, top), asked, period, top)

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

    def _replace(self, name: str, facts: pa.Table, ages: tuple[str, ...]) -> None:
        """Puts the facts of a kind in the place of those that were."""
        run = self._connection.execute
        self._connection.register("found", facts)
        run(NEW_CONTACTS)
        which = "changed_many" if FACTS[name].many else "changed_few"
        where = f"WHERE session_id IN (SELECT session_id FROM {which})"  # noqa: S608
        gone = [
            run(f"DELETE FROM {name}_{age} {where} RETURNING *").to_arrow_table()  # noqa: S608
            for age in ages
        ]
        self._connection.register("gone", pa.concat_tables(gone))
        self._connection.register("came", run(f"{CODED} {where}").to_arrow_table())
        run(f"INSERT INTO {name}_new BY NAME FROM came")
        version = self._questions.version + 1
        if run(NOTE.format(name=name), {"version": version}).fetchall()[0][0]:
            self._questions.last_changes[name] = version
        for each in ("found", "gone", "came"):
            self._connection.unregister(each)

    def _forget_changes(self) -> None:
        """Where many are noted, forgets them, and the questions that do not know them all."""
        sizes = " + ".join(f"(SELECT count(*) FROM {name}_changes)" for name in FACTS)  # noqa: S608
        if self._connection.execute(f"SELECT {sizes}").fetchall()[0][0] > MOST_CHANGES:
            self._questions.forget(self._questions.version)
            for name in FACTS:
                self._connection.execute(f"TRUNCATE {name}_changes")
