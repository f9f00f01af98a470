"""Facts that were brought together by what a metric reads of them, counted here.

The facts of a query are asked for once, wherever history lies; the few rows that are left are
counted at every level, by SQL that is made once.
"""

from functools import lru_cache
from types import TracebackType
from typing import Self

import duckdb
import ibis
import pyarrow as pa

from engine.analytics.metrics.counting import counted
from engine.analytics.metrics.protocol import Metric

NAME = "facts"


class Condensed:
    """The facts of one query, for as long as they are counted."""

    def __init__(self, metric: Metric, facts: pa.Table, is_split: bool) -> None:
        self._metric, self._schema, self._is_split = metric, facts.schema, is_split
        self._connection = duckdb.connect()
        self._connection.register(NAME, facts)

    def ask(self, top: tuple[str, ...]) -> list[pa.Table]:
        """The measures at all levels."""
        statements = _statements(_Known(self._metric), self._schema, self._is_split, top)
        return [self._connection.execute(sql).to_arrow_table() for sql in statements]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()


class _Known:
    """A metric as a key: the same as long as it is the same object."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric

    def __hash__(self) -> int:
        return id(self.metric)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.metric is self.metric


@lru_cache(1000)
def _statements(
    known: _Known, schema: pa.Schema, is_split: bool, top: tuple[str, ...]
) -> tuple[str, ...]:
    facts = ibis.table(ibis.Schema.from_pyarrow(schema), name=NAME)
    tables = counted(known.metric, facts, is_split, top)
    return tuple(ibis.to_sql(table, dialect="duckdb") for table in tables)
