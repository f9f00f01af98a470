"""Rows for the tests of stores."""

from engine.stores.codec import state_bytes
from engine.stores.protocol import Store
from engine.stores.rows import (
    Arrival,
    Batch,
    ConversationRow,
    EventRow,
    MessageRow,
    OutboxRow,
    SessionRow,
)
from engine.types.event import Said
from engine.types.state import State


def arrival(store: Store, external_id: str, conversation: str = "c1", text: str = "hi") -> Arrival:
    seq = store.reserve(1)
    return Arrival(seq, "webchat", external_id, conversation, conversation, Said(seq, text), seq)


def conversation(name: str = "c1", version: int = 1, **changes: object) -> ConversationRow:
    row = {
        "channel": "webchat",
        "contact": name,
        "bundle": "b1",
        "session_id": f"{name}:1",
        "user_type": "new",
        "live": True,
        "t_us": version,
        "state": state_bytes(State(turn=version, variables={"a": [1, "é", None]})),
    }
    return ConversationRow(conversation=name, version=version, **{**row, **changes})


def event(seq: int, name: str = "c1", **changes: object) -> EventRow:
    row = dict.fromkeys(EventRow.__struct_fields__, "")
    row |= {"seq": seq, "event_id": f"{name}:{seq}", "conversation": name, "turn": 1}
    row |= {"kind": "visit", "confidence": 0.25, "data": '{"x":"ñ"}', "t_us": seq, "ingest_us": 9}
    return EventRow(**{**row, **changes})


def message(seq: int, name: str = "c1", **changes: object) -> MessageRow:
    row = dict.fromkeys(MessageRow.__struct_fields__, "")
    row |= {"seq": seq, "message_id": f"{name}:{seq}", "conversation": name, "turn": 1}
    row |= {"direction": "out", "author": "bot", "content": '{"text":"hola"}'}
    row |= {"status": "queued", "t_us": seq, "ingest_us": 9}
    return MessageRow(**{**row, **changes})


def session(seq: int, session_id: str = "c1:1", **changes: object) -> SessionRow:
    row = dict.fromkeys(SessionRow.__struct_fields__, "")
    row |= {"seq": seq, "session_id": session_id, "conversation": "c1", "number": 1}
    row |= {"started_us": seq, "ended_us": 0}
    return SessionRow(**{**row, **changes})


def work(seq: int, route: str = "webchat", **changes: object) -> OutboxRow:
    row = {
        "kind": "message" if route == "webchat" else "effect",
        "key": f"c1:{seq}",
        "conversation": "c1",
        "contact": "c1",
        "node": "n",
        "content": '{"text":"hola"}',
        "due_us": seq,
        "ingest_us": 9 if route == "webchat" else 0,
    }
    return OutboxRow(seq=seq, route=route, **{**row, **changes})


def put(store: Store, *rows: ConversationRow, was: int = 0, **lists: list) -> set[int]:
    """Commits rows of conversations with whatever else a batch holds."""
    return store.commit(
        Batch(
            conversations={row.conversation: row for row in rows},
            was={row.conversation: was for row in rows},
            **lists,
        )
    )
