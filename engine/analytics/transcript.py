"""A session as it went: what was said and what happened, in order."""

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
from ibis import _

if TYPE_CHECKING:
    from engine.analytics.history import History

# What both have; the rest of a row is empty where the other kind has a column.
_BOTH = ("seq", "t_us", "turn", "bot", "language", "node")
_SAID = ("direction", "author", "content", "status")
_HAPPENED = ("kind", "topic", "port", "intent", "confidence", "name", "data")


def transcript_of(history: "History", session_id: str) -> pa.Table:
    """The rows of a session, by seq; `kind` is `message`, or what happened."""
    # Its contact leads to the few places where its rows lie.
    found = history.query(history.sessions.filter(_.session_id == session_id).select("contact"))
    within = [_.session_id == session_id]
    if found.num_rows:
        within.append(_.contact == found["contact"][0].as_py())
    said = history.messages.filter(within).select(
        *_BOTH,
        id=_.message_id,
        kind=ibis.literal("message"),
        **{name: _[name] for name in _SAID},
        **{name: _nothing(name) for name in _HAPPENED if name != "kind"},
    )
    happened = history.events.filter(within).select(
        *_BOTH,
        id=_.event_id,
        kind=_.kind,
        **{name: ibis.literal("") for name in _SAID},
        **{name: _[name] for name in _HAPPENED if name != "kind"},
    )
    return history.query(said.union(happened).order_by("seq"))


def _nothing(name: str) -> ibis.Value:
    return ibis.literal(0.0) if name == "confidence" else ibis.literal("")
