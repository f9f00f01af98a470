"""Sessions as rows of history, written a turn at a time."""

import json
from typing import Any

import pyarrow as pa

from engine.analytics.history import History
from tests.analytics.cases import table

SECOND_US = 1_000_000
# 2026-11-02 00:00 in Bogotá, a Monday.
MONDAY_US = 1_793_595_600 * SECOND_US


class Scenes:
    """Rows of the three tables, in the order in which they are written."""

    def __init__(self) -> None:
        self.seq = 0
        self.tables: dict[str, list[dict[str, Any]]] = {
            "sessions": [],
            "events": [],
            "messages": [],
        }

    def session(self, contact: str, number: int = 1, **columns: Any) -> "Scene":
        """A session of a contact; what it begins with is given by column."""
        return Scene(self, contact, number, columns)

    def add(self, name: str, row: dict[str, Any]) -> None:
        self.seq += 1
        key = {"events": "event_id", "messages": "message_id"}.get(name)
        named = {key: f"{row['conversation']}:{self.seq}"} if key else {}
        self.tables[name].append({"seq": self.seq, **named, **row})

    def arrow(self) -> dict[str, pa.Table]:
        return {name: table(name, rows) for name, rows in self.tables.items()}

    def history(self) -> History:
        return History.of(self.arrow())


class Scene:
    """One session. Times are in seconds since `MONDAY_US`."""

    def __init__(self, scenes: Scenes, contact: str, number: int, columns: dict[str, Any]) -> None:
        self.scenes, self.turn = scenes, 0
        self.who = {
            "conversation": f"{contact}:c",
            "contact": contact,
            "session_id": f"{contact}:c:{number}",
            "channel": "web",
            "bot": "clinic",
            "language": "es",
            "user_type": "new" if number == 1 else "returning",
            **columns,
        }
        self.number = number

    def begins(self, at_s: float, country: str = "", ended_s: float | None = None) -> "Scene":
        at_us = MONDAY_US + int(at_s * SECOND_US)
        ends = {}
        if ended_s is not None:
            ends = {"ended_us": MONDAY_US + int(ended_s * SECOND_US), "end_reason": "archived"}
        self.scenes.add(
            "sessions", {**self.who, "number": self.number, "started_us": at_us, **ends}
        )
        return self.event(at_s, "session_started", name=country)

    def event(self, at_s: float, kind: str, data: object = None, **columns: Any) -> "Scene":
        written = "" if data is None else json.dumps(data)
        return self._add("events", at_s, kind=kind, data=written, **columns)

    def said(self, at_s: float, text: str = "", **columns: Any) -> "Scene":
        self.turn += 1
        content = {"type": "said", "text": text}
        return self._message(
            at_s, content, {"direction": "in", "author": "person", "status": "received"} | columns
        )

    def answered(self, at_s: float, text: str = "", **columns: Any) -> "Scene":
        return self._message(
            at_s, {"text": text}, {"direction": "out", "author": "bot", "status": "sent"} | columns
        )

    def _message(self, at_s: float, content: dict[str, Any], columns: dict[str, Any]) -> "Scene":
        content |= columns.pop("content", {})
        return self._add("messages", at_s, content=json.dumps(content), **columns)

    def _add(self, place: str, at_s: float, **columns: Any) -> "Scene":
        t_us = MONDAY_US + int(at_s * SECOND_US)
        row = {**self.who, "turn": self.turn, "t_us": t_us, "ingest_us": t_us, **columns}
        self.scenes.add(place, row)
        return self
