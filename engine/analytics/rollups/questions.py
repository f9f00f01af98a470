"""The questions that were asked of kept facts: each reads all once, then only what changed."""

from collections.abc import Hashable

import duckdb
import pyarrow as pa
from msgspec import Struct

from engine.analytics.metrics.period import Period
from engine.analytics.rollups.asking import Asked, statements
from engine.analytics.rollups.counts import Counts, TooMuchError
from engine.analytics.rollups.parts import Parts, parts_of

# How many numbers are kept of all questions: half a gigabyte.
MOST_NUMBERS = 32_000_000


class Known(Struct):
    """What is known of a question, up to a version of the facts; None is too much to keep."""

    counts: Counts | None
    version: int
    table: pa.Table | None = None


class Questions:
    """Questions and what is known of them. One thread asks at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._known: dict[Hashable, Known] = {}
        # Of the facts: changes have the version that they made. By kind, the last that made any.
        self.version = 0
        self.last_changes: dict[str, int] = {}

    def ask(
        self, key: Hashable, asked: Asked, period: Period, top: tuple[str, ...]
    ) -> list[pa.Table]:
        """The measures at all levels."""
        parts = parts_of(asked)
        if parts is not None:
            # The one that was asked last is the last to be forgotten.
            known = self._known.pop(key, None)
            if known is None:
                known = Known(Counts(parts, len(period.starts), bool(asked.query.by), top), -1)
            self._bring_up_to_date(known, asked, parts, period)
            # Not before: what went wrong halfway is begun again.
            self._known[key] = known
            self._make_room()
            if known.table is not None:
                return [known.table]
        self._connection.register("bins", period.bins())
        run = self._connection.execute
        return [run(sql).to_arrow_table() for sql in statements(asked, top)]

    def forget(self, version: int | None = None) -> None:
        """Forgets all questions, or those that do not know this version."""
        self._known = {key: each for key, each in self._known.items() if each.version == version}

    def _bring_up_to_date(self, known: Known, asked: Asked, parts: Parts, period: Period) -> None:
        was, known.version = known.version, self.version
        if known.counts is None or was >= self.last_changes.get(asked.metric.facts, 0):
            return
        self._connection.register("bins", period.bins())
        self._connection.execute("SET VARIABLE known = $1", [was])
        sql = parts.read if was < 0 else parts.read_change
        try:
            known.counts.add(self._connection.execute(sql).to_arrow_table())
            known.table = known.counts.table(self._connection)
        except TooMuchError:
            known.counts = known.table = None

    def _make_room(self) -> None:
        while len(self._known) > 1 and self._numbers() > MOST_NUMBERS:
            del self._known[next(iter(self._known))]

    def _numbers(self) -> int:
        return sum(len(each.counts or ()) for each in self._known.values())
