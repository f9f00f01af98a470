"""Where a row lies in an archive: on a day, in a bucket of its contact, sorted there."""

import datetime as dt
from typing import Literal
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.tables import TIMES
from engine.stores.rows import HistoryTable

Span = Literal["day", "month", "all"]

DAY_US = 86_400_000_000
# How many parts the contacts of a new archive are shared out to. A whole contact lies in one.
BUCKETS = 8
ROW_GROUP = 131_072
_EPOCH = dt.date(1970, 1, 1)
# Days beyond, of clocks that are wrong, count as the last one.
_LAST_DAY = (dt.date(9999, 12, 31) - _EPOCH).days


def bucket_of(contact: str, buckets: int) -> int:
    """The bucket of a contact, the same for ever."""
    return crc32(contact.encode()) % buckets


def buckets_of(contacts: pa.Array, buckets: int) -> pa.Array:
    """The bucket of each contact of a column."""
    coded = contacts.dictionary_encode()
    each = [bucket_of(contact, buckets) for contact in coded.dictionary.to_pylist()]
    return pa.array(each, pa.int32()).take(coded.indices)


def days_of(times: pa.Array) -> pa.Array:
    """The day of each time, in days since 1970."""
    days: npt.NDArray[np.int64] = times.to_numpy(zero_copy_only=False) // DAY_US
    return pa.array(np.clip(days, 0, _LAST_DAY).astype(np.int32))


def placed(batch: pa.RecordBatch, table: HistoryTable, buckets: int) -> pa.Table:
    """Rows with two columns more, `day` and `bucket`."""
    found = pa.Table.from_batches([batch])
    found = found.append_column("day", days_of(batch.column(TIMES[table])))
    return found.append_column("bucket", buckets_of(batch.column("contact"), buckets))


def order_of(table: HistoryTable) -> str:
    """The columns by which a file's rows are sorted, as SQL."""
    return f"contact, {TIMES[table]}, seq"


def day_name(day: int) -> str:
    """A day as a span: 2026-11-29."""
    return (_EPOCH + dt.timedelta(days=day)).isoformat()


def span_name(day: str, span: Span) -> str:
    """The span of a day's name, or of a span within."""
    return {"day": day, "month": day[:7], "all": "all"}[span]


def folder_name(table: HistoryTable, span: str, bucket: int) -> str:
    """Where the files of a span and a bucket lie."""
    kind = {len("2026-11"): "month=", len("2026-11-29"): "day="}.get(len(span), "")
    return f"{table}/{kind}{span}/bucket={bucket:03d}"


def times_in(column: pa.Array) -> tuple[int, int]:
    """The least and the greatest of a column that has rows."""
    found = pc.min_max(column).as_py()
    return int(found["min"]), int(found["max"])
