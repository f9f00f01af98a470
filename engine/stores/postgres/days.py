"""History by day: one table a day for events and messages, made ahead, dropped when it is old."""

import re
from datetime import UTC, datetime, timedelta

import asyncpg

HISTORY = ("events", "messages")
AHEAD_DAYS = 3
DAY_US = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"_(\d{8})$")


async def make_days(connection: asyncpg.Connection, now_us: int) -> None:
    """Makes the tables of today and the days that follow. Rows of days that have none are kept
    in the tables that end in `_other`."""
    for table in HISTORY:
        have = await _days_of(connection, table)
        for offset in range(AHEAD_DAYS):
            first_us = now_us // DAY_US * DAY_US + offset * DAY_US
            name = f"{table}_{_day(first_us):%Y%m%d}"
            if name in have:
                continue
            # The name is made of a table of ours and a date.
            sql = (
                f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table} "
                f"FOR VALUES FROM ({first_us}) TO ({first_us + DAY_US})"
            )
            try:
                await connection.execute(sql)
            except asyncpg.CheckViolationError:
                # The day's first rows came before its table: they all stay with the others.
                continue


async def drop_days(connection: asyncpg.Connection, before_us: int) -> int:
    """Drops the tables of whole days before this moment; how many."""
    dropped = 0
    for table in HISTORY:
        for name, first_us in (await _days_of(connection, table)).items():
            if first_us + DAY_US <= before_us:
                await connection.execute(f"DROP TABLE {name}")
                dropped += 1
    return dropped


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
