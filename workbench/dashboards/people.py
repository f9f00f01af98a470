"""The conversations behind a bar of a chart: exactly those that it counts."""

from typing import Any

import ibis
import pyarrow as pa
from ibis import _
from msgspec import Struct

from engine.analytics.history import History
from engine.analytics.metrics import METRICS, Bar, Measured, sessions_behind
from workbench.dashboards.counted import Key
from workbench.funnels.people import words_of

# A kind of events, and the measure of those that it makes.
MISSED = "not_understood"


class Conversation(Struct, frozen=True):
    """A session behind a bar. `t_us` is when it first counts, `text` what the person said then or
    next, `facts` how often it counts."""

    session_id: str
    conversation: str
    contact: str
    channel: str
    bot: str
    language: str
    t_us: int
    facts: int
    messages: int
    text: str


class Behind(Struct, frozen=True):
    """How many conversations are behind a bar, and the latest of them."""

    count: int
    facts: int
    conversations: tuple[Conversation, ...]


def behind(history: History, measured: Measured, key: Key, measure: str, limit: int) -> Behind:
    """The conversations behind a part of what was measured; told are the latest `limit`."""
    bar = Bar(key.times, key.value, measure)
    found = sessions_behind(history, METRICS[measured.metric], measured, bar)
    told = found.slice(0, limit)
    names = told["session_id"].to_pylist()
    sessions, said = _by_session(_sessions(history, names)), _by_session(_said(history, told))
    conversations = tuple(
        _conversation(row, sessions.get(row["session_id"], {}), said.get(row["session_id"], {}))
        for row in told.to_pylist()
    )
    return Behind(found.num_rows, sum(found["facts"].to_pylist()), conversations)


def missed(history: History, measured: Measured) -> list[str]:
    """What was said in the period of an understanding that was measured and not understood, by
    those of whom it was."""
    found = sessions_behind(history, METRICS[measured.metric], measured, Bar((), None, MISSED))
    events = history.events.filter(
        _.kind == MISSED,
        _.t_us >= measured.since_us,
        _.t_us < measured.until_us,
        _.session_id.isin(found["session_id"].to_pylist()),
    )
    turns = events.select("conversation", "turn").distinct()
    said = history.messages.filter(_.direction == "in").select("conversation", "turn", "content")
    rows = history.query(said.semi_join(turns, ["conversation", "turn"]))
    return [text for content in rows["content"].to_pylist() if (text := words_of(content))]


def _sessions(history: History, names: list[str]) -> pa.Table:
    columns = ("session_id", "conversation", "channel", "bot", "language")
    return history.query(history.sessions.filter(_.session_id.isin(names)).select(*columns))


def _said(history: History, told: pa.Table) -> pa.Table:
    """How many messages each of these sessions has, and what the person said when it counts."""
    names = told["session_id"].to_pylist()
    since = ibis.memtable(
        told.select(["session_id", "t_us"]).rename_columns(["session_id", "since_us"])
    )
    messages = history.messages.filter(_.session_id.isin(names)).inner_join(since, "session_id")
    is_then = (_.direction == "in") & (_.t_us >= _.since_us)
    counted = messages.group_by("session_id").agg(
        messages=_.count(), content=_.content.argmin(_.seq, where=is_then)
    )
    return history.query(counted)


# `Any`: rows of tables with columns of several types.
def _by_session(table: pa.Table) -> dict[str, dict[str, Any]]:
    return {row["session_id"]: row for row in table.to_pylist()}


def _conversation(
    row: dict[str, Any], session: dict[str, Any], said: dict[str, Any]
) -> Conversation:
    return Conversation(
        session_id=row["session_id"],
        conversation=session.get("conversation", ""),
        contact=row["contact"],
        channel=session.get("channel", ""),
        bot=session.get("bot", ""),
        language=session.get("language", ""),
        t_us=row["t_us"],
        facts=row["facts"],
        messages=said.get("messages", 0),
        text=words_of(said.get("content") or ""),
    )
