"""Rows of Structs as a pandas frame: tidy, a column a field."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import pandas as pd
from msgspec import Struct


def to_pandas(rows: Iterable[Struct], language: str = "") -> pd.DataFrame:
    """A frame with a row a Struct and a column a field, in their order.

    A field that is a Struct gives a column for each of its own, after its name and a dot. With a
    language, a text in several of them is that one alone.
    """
    return pd.DataFrame([dict(_cells("", row, language)) for row in rows])


def _cells(prefix: str, row: Struct, language: str) -> Iterable[tuple[str, Any]]:
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if isinstance(value, Struct):
            yield from _cells(f"{prefix}{name}.", value, language)
        elif language and isinstance(value, Mapping) and language in value:
            yield f"{prefix}{name}", value[language]
        elif isinstance(value, tuple | dict):
            yield f"{prefix}{name}", msgspec.to_builtins(value)
        else:
            yield f"{prefix}{name}", value
