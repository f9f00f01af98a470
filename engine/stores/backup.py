"""Backups of a store, taken while it is served, and read back before they count.

A SQLite file becomes another one, with the bundles that lie beside it in a table of its own; a
tenant of a database becomes a file of its rows, bundles among them.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from engine.stores import sqlite_file
from engine.stores.opening import is_address
from engine.stores.protocol import StoreError

# What a backup has besides the store's own tables: files that lie beside it, by their names.
_BESIDE = "CREATE TABLE beside (name TEXT PRIMARY KEY, content BLOB NOT NULL)"
_TABLES = """
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
AND name <> 'beside' ORDER BY name
"""
_MAGIC = b"SQLite format 3\0"


def backup(
    name: str, file: Path, tenant: str = "main", bundles: Path | None = None
) -> dict[str, int]:
    """Writes a store to a file that is not there yet; the rows of each table, read back from it.

    `bundles` is the folder of bundles beside a SQLite file. Raises StoreError, and leaves no file,
    where the store cannot be read or what was written is not whole.
    """
    if file.exists():
        raise StoreError(f"{file} is there already; name another file")
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        if is_address(name):
            from engine.stores.postgres.backup import (  # noqa: PLC0415 - an extra
                check_backup,
                write_backup,
            )

            written = write_backup(name, tenant, draft)
            found = check_backup(draft)
        else:
            written = _copy(Path(name), draft, bundles)
            found = check(draft)
        if found != written:
            raise StoreError(f"{file}: what was read back differs from what was written; try again")
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    return found


def restore(
    file: Path, name: str, tenant: str = "main", bundles: Path | None = None
) -> dict[str, int]:
    """Makes a store of a backup, where there is none yet; the rows of each table, read back.

    Raises StoreError where the backup is not whole, or there is a store already.
    """
    with file.open("rb") as opened:
        is_file = opened.read(len(_MAGIC)) == _MAGIC
    if is_file == is_address(name):
        kind = "a SQLite store" if is_file else "a tenant of a database"
        raise StoreError(f"{file} is a backup of {kind}, and {name} is another kind of store")
    if is_address(name):
        from engine.stores.postgres.backup import read_backup  # noqa: PLC0415 - an extra

        return read_backup(file, name, tenant)
    path = Path(name)
    if path.exists():
        raise StoreError(f"{path} is there already; name another file, or move that one away")
    found = check(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    with (
        sqlite_file.faults(file),
        closing(sqlite3.connect(file)) as source,
        closing(sqlite3.connect(draft, isolation_level=None)) as target,
    ):
        source.backup(target)
        _put_beside(target, bundles)
        # Its numbers are given anew from here on: what was read of the other store is not its own.
        target.execute("UPDATE identity SET store = lower(hex(randomblob(16)))")
        if _rows(target) != found:
            raise StoreError(f"{path}: what was read back differs from {file}; try again")
    draft.rename(path)
    return found


def check(file: Path) -> dict[str, int]:
    """The rows of each table of a backup. Raises StoreError where it is damaged."""
    with sqlite_file.faults(file), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        sqlite_file.require_known(db, file)
        ((said,),) = db.execute("PRAGMA integrity_check(1)").fetchall()
        if said != "ok":
            raise StoreError(f"{file} is damaged: {said}; take another backup")
        return _rows(db)


def _copy(path: Path, draft: Path, bundles: Path | None) -> dict[str, int]:
    if not path.is_file():
        raise StoreError(f"database {path}: there is none; name the file that `serve` writes")
    with sqlite_file.faults(path), closing(sqlite_file.connect(path, writes=False)) as source:
        sqlite_file.require_current(source, path)
        with closing(sqlite3.connect(draft, isolation_level=None)) as target:
            # In one step: what is written meanwhile is no part of it, and waits for nothing.
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute(_BESIDE)
            files = sorted(bundles.iterdir()) if bundles and bundles.is_dir() else []
            rows = [(each.name, each.read_bytes()) for each in files if each.is_file()]
            target.executemany("INSERT INTO beside VALUES (?, ?)", rows)
            return _rows(target)


def _rows(db: sqlite3.Connection) -> dict[str, int]:
    # The names are the schema's own.
    return {
        name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
        for (name,) in db.execute(_TABLES).fetchall()
    }


def _put_beside(target: sqlite3.Connection, bundles: Path | None) -> None:
    if bundles is not None:
        bundles.mkdir(parents=True, exist_ok=True)
        for name, content in target.execute("SELECT name, content FROM beside"):
            (bundles / Path(name).name).write_bytes(content)
    target.execute("DROP TABLE beside")
