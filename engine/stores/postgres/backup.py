"""A backup of a tenant of a database: a gzip file of its rows, all as they stood at one moment.

Pieces follow one another, each with its length before it: a head, pages of rows, and an end that
says how many there are of each table.
"""

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any

import asyncpg
import msgspec
from msgspec import Struct

from engine.stores.postgres.address import connect, faults, shown
from engine.stores.postgres.days import make_days
from engine.stores.postgres.schema import found_version, migrate, migrations
from engine.stores.postgres.tenants import OWN, PAGE, TABLES, columns_of, occupy
from engine.stores.protocol import StoreError

LENGTH_BYTES = 4
LEVEL = 6


class Head(Struct, frozen=True, tag="head"):
    """What the rows are of: a schema's version, and the last number that was given."""

    schema: int
    tenant: str
    numbers: int


class Rows(Struct, frozen=True, tag="rows"):
    """Rows of a table, the tenant left out. `Any`: their types are the schema's."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


class End(Struct, frozen=True, tag="end"):
    """How many rows of each table there are."""

    counts: dict[str, int]


Piece = Head | Rows | End
_decoder = msgspec.msgpack.Decoder(Piece)


def write_backup(address: str, tenant: str, file: Path) -> dict[str, int]:
    """Writes a tenant's rows while its workers go on; how many of each table."""
    with faults(address), gzip.open(file, "wb", compresslevel=LEVEL) as out:
        return asyncio.run(_write(address, tenant, out))


def check_backup(file: Path) -> dict[str, int]:
    """How many rows of each table a backup has. Raises StoreError where it is not whole."""
    counts = dict.fromkeys(TABLES, 0)
    for piece in _pieces(file):
        if isinstance(piece, Rows):
            counts[piece.table] += len(piece.rows)
        elif isinstance(piece, End) and counts != piece.counts:
            raise StoreError(f"{file}: rows are missing; take another backup")
    return counts


def read_backup(file: Path, address: str, tenant: str) -> dict[str, int]:
    """Gives a database the rows of a backup, as those of a tenant that has none yet."""
    check_backup(file)
    with faults(address):
        return asyncio.run(_read(file, address, tenant))


async def _write(address: str, tenant: str, out: "IO[bytes] | gzip.GzipFile") -> dict[str, int]:
    connection = await connect(address)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            schema, _ = await found_version(connection)
            if not schema:
                raise StoreError(f"database {shown(address)}: there is no store of tertulia in it")
            numbers = await connection.fetchval("SELECT last_value FROM numbers")
            _put(out, Head(schema, tenant, numbers))
            counts = dict.fromkeys(TABLES, 0)
            for table in TABLES:
                async for rows in _pages(connection, table, tenant):
                    counts[table] += len(rows.rows)
                    _put(out, rows)
            _put(out, End(counts))
            return counts
    finally:
        await connection.close()


async def _pages(connection: asyncpg.Connection, table: str, tenant: str) -> AsyncIterator[Rows]:
    columns = [name for name in await columns_of(connection, table) if name != "tenant"]
    order = OWN.get(table, ("tenant",))[0]
    # The names are the schema's own.
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE tenant = $1 ORDER BY {order}"  # noqa: S608
    cursor = await connection.cursor(sql, tenant)
    while page := await cursor.fetch(PAGE):
        yield Rows(table, columns, [list(row) for row in page])


async def _read(file: Path, address: str, tenant: str) -> dict[str, int]:
    connection = await connect(address)
    try:
        await migrate(connection, address)
        await occupy(connection, tenant, address, "restore it")
        await _require_none(connection, tenant, address)
        async with connection.transaction():
            for piece in _pieces(file):
                await _take(connection, piece, tenant, file)
        return {table: await _count(connection, table, tenant) for table in TABLES}
    finally:
        await connection.close()


async def _take(connection: asyncpg.Connection, piece: Piece, tenant: str, file: Path) -> None:
    if isinstance(piece, Head):
        if piece.schema > len(migrations()):
            raise StoreError(
                f"{file}: its schema is version {piece.schema}, a newer engine's; upgrade tertulia"
            )
        sql = "SELECT setval('numbers', greatest($1::bigint, (SELECT last_value FROM numbers)))"
        await connection.execute(sql, piece.numbers)
    elif isinstance(piece, Rows):
        if "ingest_us" in piece.columns and piece.table in {"events", "messages"}:
            at = piece.columns.index("ingest_us")
            await make_days(connection, min(row[at] for row in piece.rows))
        records = [(tenant, *row) for row in piece.rows]
        columns = ["tenant", *piece.columns]
        await connection.copy_records_to_table(piece.table, records=records, columns=columns)


async def _require_none(connection: asyncpg.Connection, tenant: str, address: str) -> None:
    for table in TABLES:
        if await _count(connection, table, tenant):
            raise StoreError(
                f"tenant {tenant!r} at {shown(address)} has rows already; restore it under another "
                "name, or in another database"
            )


async def _count(connection: asyncpg.Connection, table: str, tenant: str) -> int:
    # The name is the schema's own.
    sql = f"SELECT count(*) FROM {table} WHERE tenant = $1"  # noqa: S608
    return int(await connection.fetchval(sql, tenant))


def _put(out: "IO[bytes] | gzip.GzipFile", piece: Piece) -> None:
    data = msgspec.msgpack.encode(piece)
    out.write(len(data).to_bytes(LENGTH_BYTES))
    out.write(data)


def _pieces(file: Path) -> Iterator[Piece]:
    """The pieces of a backup; raises StoreError where it is none, or not whole."""
    last: Piece | None = None
    try:
        with gzip.open(file, "rb") as source:
            while length := source.read(LENGTH_BYTES):
                last = _decoder.decode(source.read(int.from_bytes(length)))
                yield last
    except (EOFError, gzip.BadGzipFile, msgspec.DecodeError) as error:
        raise StoreError(f"{file} is no backup, or damaged ({error}); take another") from error
    if not isinstance(last, End):
        raise StoreError(f"{file} was cut short; take another backup")
