"""History by day: one table a day for events and messages, made ahead, dropped when it is old."""

import contextlib
import re
from datetime import UTC, datetime, timedelta

import asyncpg

# Who makes tables holds this lock ("Days").
MAKING = 0x44617973
HISTORY = ("events", "messages")
AHEAD_DAYS = 3
DAY_US = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"_(\d{8})$")


async def make_days(connection: asyncpg.Connection, now_us: int) -> None:
    """Makes the tables of today and the days that follow. Rows of days that have none are kept
    in the tables that end in `_other`."""
    today_us = now_us // DAY_US * DAY_US
    async with connection.transaction():
        # One worker after the other: PostgreSQL's IF NOT EXISTS is no protection.
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MAKING)
        for table in HISTORY:
            have = await _days_of(connection, table)
            for first_us in range(today_us, today_us + AHEAD_DAYS * DAY_US, DAY_US):
                name = f"{table}_{_day(first_us):%Y%m%d}"
                if name not in have:
                    await _make_day(connection, table, name, first_us)


async def drop_days(connection: asyncpg.Connection, before_us: int) -> int:
    """Drops the tables of whole days before this moment; how many."""
    dropped = 0
    for table in HISTORY:
        for name, first_us in (await _days_of(connection, table)).items():
            if first_us + DAY_US <= before_us:
                await connection.execute(f"DROP TABLE {name}")
                dropped += 1
    return dropped


async def _make_day(connection: asyncpg.Connection, table: str, name: str, first_us: int) -> None:
    # The name is made of a table of ours and a date.
    sql = (
        f"CREATE TABLE {name} PARTITION OF {table} "
        f"FOR VALUES FROM ({first_us}) TO ({first_us + DAY_US})"
    )
    # Where the day's first rows came before its table, all of them stay with the others.
    with contextlib.suppress(asyncpg.CheckViolationError):
        async with connection.transaction():
            await connection.execute(sql)


async def _days_of(connection: asyncpg.Connection, table: str) -> dict[str, int]:
    rows = await connection.fetch(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "WHERE i.inhparent = $1::regclass ORDER BY 1",
        table,
    )
    found = {}
    for (name,) in rows:
        match = _NAME.search(name)
        if match:
            day = datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=UTC)
            found[name] = (day - _EPOCH) // timedelta(microseconds=1)
    return found


def _day(t_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=t_us)
