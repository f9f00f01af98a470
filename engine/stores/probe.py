"""Whether a store could be used: it is looked at, and not changed."""

import os
from pathlib import Path

from engine.stores import sqlite_file
from engine.stores.opening import is_address
from engine.stores.protocol import StoreError


def probe(name: str) -> str:
    """What is there, in words. Raises StoreError, with the remedy, where it cannot be used."""
    return _database(name) if is_address(name) else _file(Path(name))


def _file(path: Path) -> str:
    if not path.exists():
        folder = next(each for each in path.absolute().parents if each.exists())
        if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            raise StoreError(f"database {path}: {folder} is not writable; name another place")
        return f"{path} is not there yet and will be made"
    if not (path.is_file() and os.access(path, os.R_OK | os.W_OK)):
        raise StoreError(f"database {path}: it is no file that this user may read and write")
    with sqlite_file.faults(path):
        reader = sqlite_file.connect(path, writes=False)
        try:
            found = sqlite_file.require_known(reader, path)
        finally:
            reader.close()
    newest = len(sqlite_file.migrations())
    return f"{path}, schema {found}" + (f", to become {newest}" if found < newest else "")


def _database(address: str) -> str:
    try:
        from engine.stores.postgres.probe import probe_database  # noqa: PLC0415 - it is an extra
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs its driver; install it with `pip install tertulia[postgres]`"
        ) from error
    return probe_database(address)
