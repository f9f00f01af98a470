"""SQLite: a store's own file, read by its own SQL."""

import sqlite3
from contextlib import closing
from pathlib import Path

import ibis
import msgspec
import pyarrow as pa

from engine.analytics.engines.fields import JSON_TEXT, JSON_WRITTEN
from engine.analytics.engines.protocol import Dialect, unbound
from engine.analytics.engines.rows import as_table
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError


class Sqlite:
    """A store's file. It may be in use: each query sees it as it is at that moment."""

    dialect: Dialect = "sqlite"

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise TertuliaError(f"store {file}: no such file; name the file of a store")
        self.file = file
        uri = f"{file.absolute().as_uri()}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        for name, function in ((JSON_WRITTEN, json_written), (JSON_TEXT, json_text)):
            self._connection.create_function(name, 2, function, deterministic=True)

    def table(self, name: HistoryTable) -> ibis.Table:
        """A table of the store."""
        return unbound(name)

    def query(self, sql: str) -> pa.Table:
        """What a query gives."""
        try:
            with closing(self._connection.execute(sql)) as cursor:
                names = [column[0] for column in cursor.description]
                return as_table(names, cursor.fetchall())
        except sqlite3.Error as error:
            raise TertuliaError(f"store {self.file}: {error}; is it a store's file?") from error

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()


def json_written(data: str | None, path: str) -> str | None:
    """A field of a text of JSON, as it is written there; None if there is none."""
    try:
        found = msgspec.Raw((data or "null").encode())
        for step in msgspec.json.decode(path, type=list[str | int]):
            found = _inside(found, step)
    except (msgspec.DecodeError, LookupError):
        return None
    return bytes(found).decode()


def json_text(data: str | None, path: str) -> str | None:
    """The same where it is a text, without its quotes."""
    found = json_written(data, path)
    return msgspec.json.decode(found) if found and found.startswith('"') else None


def _inside(data: msgspec.Raw, step: str | int) -> msgspec.Raw:
    if isinstance(step, int):
        return msgspec.json.decode(data, type=list[msgspec.Raw])[step]
    return msgspec.json.decode(data, type=dict[str, msgspec.Raw])[step]
