"""What changed in a history between two looks: whose rows are new, or stand otherwise."""

from collections.abc import Mapping

import duckdb
import ibis
import numpy as np
import pyarrow as pa

from engine.analytics.facts.protocol import NO_SESSION
from engine.analytics.history import SCHEMAS, History
from engine.stores.rows import HistoryTable

Live = Mapping[HistoryTable, pa.Table]
# What tells that a row is another one, or stands otherwise.
KEYS: Mapping[HistoryTable, str] = {
    "sessions": "seq, ended_us",
    "events": "seq",
    "messages": "seq, status",
}
WHOSE = ("session_id", "conversation", "contact")


def live_of(history: History) -> Live:
    """The rows beyond the archive."""
    return {name: history.live(name) for name in SCHEMAS}


def changed(was: Live, now: Live) -> pa.Table:
    """The sessions of rows that are new or stand otherwise: `session_id`, `conversation`,
    `contact`, each session once."""
    with duckdb.connect() as connection:
        parts = []
        for name, keys in KEYS.items():
            before, after = _tails(was[name], now[name])
            connection.register(f"was_{name}", before)
            connection.register(f"now_{name}", after)
            # Of this module's own making, as below.
            parts.append(
                f"SELECT session_id, conversation, contact FROM now_{name} "  # noqa: S608
                f"ANTI JOIN was_{name} USING ({keys})"
            )
        owner = f"CASE session_id WHEN '' THEN '{NO_SESSION}' || conversation ELSE session_id END"
        sql = (
            f"SELECT {owner} AS session_id, any_value(conversation) AS conversation, "  # noqa: S608
            f"any_value(contact) AS contact FROM ({' UNION ALL '.join(parts)}) GROUP BY 1"
        )
        return connection.execute(sql).to_arrow_table()


def rows_of(history: History, sessions: pa.Table) -> dict[HistoryTable, pa.Table]:
    """All rows of the conversations of these sessions, wherever they lie."""
    conversations = sessions["conversation"].unique().to_pylist()
    # By contact, too: an archive is sorted by it.
    contacts = sessions["contact"].unique().to_pylist()
    tables: dict[HistoryTable, ibis.Table] = {
        "sessions": history.sessions,
        "events": history.events,
        "messages": history.messages,
    }
    return {
        name: history.query(
            table.filter(table.contact.isin(contacts) & table.conversation.isin(conversations))
        )
        for name, table in tables.items()
    }


def _tails(was: pa.Table, now: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Both tables without the rows with which they begin alike: newer rows, and those that stand
    otherwise, are at the end."""
    length = min(was.num_rows, now.num_rows)
    before, after = (table["seq"].slice(0, length).to_numpy() for table in (was, now))
    differs = np.flatnonzero(before != after)
    start = int(differs[0]) if differs.size else length
    return was.slice(start), now.slice(start)
