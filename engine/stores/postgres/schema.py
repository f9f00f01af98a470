"""The schema of the database: brought to today's version by the first worker that starts."""

from importlib import resources

import asyncpg
from msgspec import Struct

from engine.stores.postgres.address import shown
from engine.stores.protocol import StoreError

# Who migrates holds this lock ("Tert"), so that workers that start together do it once.
MIGRATING = 0x54657274

_VERSION = """
CREATE TABLE IF NOT EXISTS schema_version (version INT NOT NULL, oldest INT NOT NULL)
"""


class Migration(Struct, frozen=True):
    """A step of the schema. `oldest` is the version of the engines that still work with it."""

    sql: str
    oldest: int


async def migrate(connection: asyncpg.Connection, address: str) -> None:
    """Brings the schema to today's version, in one transaction; other workers go on meanwhile.

    Raises StoreError where the schema is a newer engine's that this one cannot work with.
    """
    steps = migrations()
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATING)
        await connection.execute(_VERSION)
        found, oldest = await found_version(connection)
        require_usable(found, oldest, address)
        if found >= len(steps):
            return
        for step in steps[found:]:
            await connection.execute(step.sql)
        await connection.execute("DELETE FROM schema_version")
        newest = len(steps)
        await connection.execute(
            "INSERT INTO schema_version VALUES ($1, $2)", newest, max(s.oldest for s in steps)
        )


async def found_version(connection: asyncpg.Connection) -> tuple[int, int]:
    """The schema's version, and that of the oldest engines that work with it; 0 for none yet."""
    if await connection.fetchval("SELECT to_regclass('schema_version')") is None:
        return 0, 0
    row = await connection.fetchrow("SELECT version, oldest FROM schema_version")
    return (row["version"], row["oldest"]) if row else (0, 0)


def require_usable(found: int, oldest: int, address: str) -> None:
    """Raises StoreError where the schema is a newer engine's that this one cannot work with."""
    known = len(migrations())
    if oldest > known:
        raise StoreError(
            f"database {shown(address)}: its schema is version {found}, for engines that know "
            f"version {oldest}, and this one knows {known}; upgrade tertulia"
        )


def migrations() -> list[Migration]:
    """The steps in order. A file's first line may say `-- oldest: N`; else only engines that
    know the step work with it."""
    folder = resources.files("engine.stores.postgres") / "sql"
    texts = sorted(
        (each.name, each.read_text(encoding="utf-8"))
        for each in folder.iterdir()
        if each.name.endswith(".sql")
    )
    return [
        Migration(text, _oldest(text, number))
        for number, (_name, text) in enumerate(texts, start=1)
    ]


def _oldest(text: str, number: int) -> int:
    first = text.splitlines()[0]
    mark = "-- oldest:"
    return int(first.removeprefix(mark)) if first.startswith(mark) else number
