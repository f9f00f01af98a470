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
LOCK_S = 2
# Those that ended, and those that nobody went on with, have no history any more.
_FORGET_SESSIONS = """
DELETE FROM sessions WHERE ctid = ANY(ARRAY(
    SELECT s.ctid FROM sessions AS s WHERE s.tenant = $1 AND s.started_us < $2
    AND CASE WHEN s.ended_us > 0 THEN s.ended_us < $2 ELSE NOT EXISTS (
        SELECT FROM conversations AS c
        WHERE c.tenant = $1 AND c.conversation = s.conversation AND c.t_us >= $2
    ) END
    LIMIT $3
))
"""
# What an archive's snapshot saw: not written since, nor changed.
_ARCHIVED = "(h.xid IS NULL OR pg_visible_in_snapshot(h.xid::text::xid8, $4::text::pg_snapshot))"
_FORGET_ARCHIVED_SESSIONS = f"""
DELETE FROM sessions WHERE ctid = ANY(ARRAY(
    SELECT h.ctid FROM sessions AS h WHERE h.tenant = $1 AND h.ended_us > 0 AND h.ended_us < $2
    AND {_ARCHIVED} LIMIT $3
))
"""  # noqa: S608 - a condition of this module
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


async def forget_days(
    connection: asyncpg.Connection, tenant: str, before_us: int, limit: int
) -> int:
    """Forgets a tenant's history before this moment, a step of it: a day's table, or so many
    rows where others have some there; how many, 0 once nothing is left.

    What a message says that is still to be sent, or was given up, stays.
    """
    async with connection.transaction():
        # Who drops a table waits for all who read it, and lets nobody else read meanwhile.
        await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_S}s'")
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MAKING)
        for table in HISTORY:
            for name, first_us in (await _days_of(connection, table)).items():
                if first_us + DAY_US > before_us:
                    continue
                if await _is_free(connection, name, tenant, first_us):
                    await connection.execute(f"DROP TABLE {name}")
                    return 1
                if gone := await _forget_rows(connection, name, tenant, before_us, limit):
                    return gone
            rest = f"{table}_other"
            if gone := await _forget_rows(connection, rest, tenant, before_us, limit):
                return gone
        return _count(await connection.execute(_FORGET_SESSIONS, tenant, before_us, limit))


async def forget_archived(
    connection: asyncpg.Connection, tenant: str, place: str, before_us: int, limit: int
) -> int:
    """Forgets a tenant's history before this moment that an archive has, a step of it: so many
    rows, or a day's table that nobody has rows in any more; how many, 0 once nothing is left.

    What a message says that is still to be sent, or was given up, stays.
    """
    async with connection.transaction():
        await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_S}s'")
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MAKING)
        for table in HISTORY:
            days = await _days_of(connection, table)
            for name in [*(name for name, us in days.items() if us < before_us), f"{table}_other"]:
                which = (tenant, before_us, limit)
                if gone := await _forget_rows(connection, name, *which, _ARCHIVED, place):
                    return gone
                is_over = name in days and days[name] + DAY_US <= before_us
                empty = f"SELECT NOT EXISTS (SELECT FROM {name})"  # noqa: S608 - a name of ours
                if is_over and await connection.fetchval(empty):
                    await connection.execute(f"DROP TABLE {name}")
                    return 1
        return _count(
            await connection.execute(_FORGET_ARCHIVED_SESSIONS, tenant, before_us, limit, place)
        )


async def _is_free(connection: asyncpg.Connection, name: str, tenant: str, first_us: int) -> bool:
    """Whether nobody else has rows in the table of a day, and nothing of it is to be sent."""
    # The name is made of a table of ours and a date.
    others = f"SELECT EXISTS (SELECT FROM {name} WHERE tenant <> $1)"  # noqa: S608 - see above
    sql = (
        "SELECT EXISTS (SELECT FROM outbox WHERE kind = 'message' AND ingest_us >= $1 "
        "AND ingest_us < $2)"
    )
    return not (
        await connection.fetchval(others, tenant)
        or await connection.fetchval(sql, first_us, first_us + DAY_US)
    )


async def _forget_rows(
    connection: asyncpg.Connection,
    name: str,
    tenant: str,
    before_us: int,
    limit: int,
    which: str = "true",
    *values: str,
) -> int:
    sql = (
        f"DELETE FROM {name} WHERE ctid = ANY(ARRAY("  # noqa: S608 - a name of ours
        f"SELECT h.ctid FROM {name} AS h WHERE h.tenant = $1 AND h.ingest_us < $2 AND NOT EXISTS "
        f"(SELECT FROM outbox AS o WHERE o.tenant = $1 AND o.seq = h.seq) AND {which} LIMIT $3))"
    )
    return _count(await connection.execute(sql, tenant, before_us, limit, *values))


def _count(status: str) -> int:
    return int(status.rpartition(" ")[2])


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
