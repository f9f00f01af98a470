"""What drivers give row by row, as columns."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa


def as_table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows of a driver, by column."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return pa.table([pa.array(list(column)) for column in columns], names=list(names))
