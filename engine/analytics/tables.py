"""The three tables of history as Arrow has them."""

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
from msgspec import structs

from engine.stores.changes import Changes
from engine.stores.rows import HISTORY_ROWS, HistoryTable

PAGE = 50_000
TABLES: tuple[HistoryTable, ...] = tuple(HISTORY_ROWS)
_TYPES = {int: pa.int64(), float: pa.float64(), str: pa.string()}
# The columns of each table, as docs/reference/history.md describes them.
SCHEMAS: Mapping[HistoryTable, pa.Schema] = {
    name: pa.schema([(field.name, _TYPES[field.type]) for field in structs.fields(row)])
    for name, row in HISTORY_ROWS.items()
}
# When a row belongs to. A session belongs to its beginning.
TIMES: Mapping[HistoryTable, str] = {"sessions": "started_us", "events": "t_us", "messages": "t_us"}


def pages_of(changes: Changes, table: HistoryTable) -> Iterator[pa.RecordBatch]:
    """What a store wrote to a table, a batch a page."""
    for rows in changes.pages(table, PAGE):
        yield batch_of(rows, SCHEMAS[table])


def batch_of(rows: Sequence[Sequence[object]], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as columns."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.record_batch(arrays, schema=schema)
