"""A store of a bakery's conversations, invented row by row: who orders, and who leaves when."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from engine.stores.rows import Batch, EventRow, MessageRow, SessionRow
from engine.stores.sqlite import SqliteStore

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
DAY_US = 86_400 * SECOND_US
# The 2nd of November 2026 at 12:00 in UTC, a Monday.
START_US = 1_793_620_800 * SECOND_US
PEOPLE = 240
CHANNELS = ("whatsapp", "webchat", "instagram")
# The flow, as the bakery draws it: intent, question, answer, payment.
TOPIC = "shop"
NODES = {
    "order": {
        "kind": "intent",
        "title": "Orders",
        "params": {"phrases": {"en": ["i want bread", "a cake please", "some rolls"]}},
        "edges": {"next": "ask_size"},
    },
    "ask_size": {
        "kind": "choices",
        "title": "Which size",
        "params": {
            "text": {"en": "Which size?"},
            "options": [
                {"id": "small", "label": {"en": "Small"}},
                {"id": "large", "label": {"en": "Large"}},
            ],
        },
        "edges": {"small": "say_price", "large": "say_price"},
    },
    "say_price": {
        "kind": "say",
        "title": "Says the price",
        "params": {"text": {"en": "That is 5."}},
    },
}
SPEC = {
    "name": "Orders",
    "steps": [
        {"step": "intent", "intent": "order", "title": "Orders"},
        {"step": "node", "node": "say_price", "title": "Hears the price"},
        {"step": "event", "name": "paid", "title": "Pays"},
    ],
    "within_s": 86400,
}


def came_to(person: int) -> int:
    """How many steps a person reaches: on Instagram few choose a size."""
    if CHANNELS[person % 3] == "instagram":
        return 1 if person % 8 else 3
    return 1 + (person % 4 > 0) + (person % 8 > 2)


def write_store(path: Path, channels: tuple[str, ...] = CHANNELS) -> Path:
    """Writes the store of everybody's conversation."""
    with closing(SqliteStore(path)) as store:
        for person in range(PEOPLE):
            store.commit(_conversation(person, channels[person % len(channels)]))
    return path


def _conversation(person: int, channel: str) -> Batch:
    seq = person * 20 + 1
    start = START_US + person * 3 * 60 * MINUTE_US
    name = f"{channel}:{person}"
    who = {
        "conversation": name,
        "contact": f"c{person}",
        "session_id": f"{name}:1",
        "channel": channel,
        "bot": "bakery",
        "bundle": "b1",
        "language": "en",
        "user_type": "new",
    }
    session = SessionRow(seq=seq, number=1, started_us=start, **who)
    events = list(_events(person, seq + 1, start, who))
    messages = list(_messages(person, seq + 12, start, who))
    return Batch(sessions=[session], events=events, messages=messages)


def _events(person: int, seq: int, start: int, who: dict[str, str]) -> Iterator[EventRow]:
    def row(at: int, turn: int, kind: str, **given: object) -> EventRow:
        empty = {"topic": TOPIC, "node": "", "port": "", "intent": "", "name": "", "data": ""}
        moment = start + turn * MINUTE_US
        return EventRow(
            seq=seq + at,
            event_id=f"{who['conversation']}:{turn}:{at}",
            turn=turn,
            kind=kind,
            confidence=0.9 if kind == "intent" else 0.0,
            t_us=moment,
            ingest_us=moment,
            **{**empty, **given},
            **who,
        )

    level = came_to(person)
    yield row(0, 1, "intent", intent="order", node="order")
    yield row(1, 1, "visit", node="order", port="next")
    yield row(2, 1, "wait", node="ask_size")
    if level == 1:
        yield row(3, 2, "not_understood", name="not_understood", node="ask_size")
        return
    yield row(4, 2, "visit", node="ask_size", port="small" if person % 2 else "large")
    yield row(5, 2, "visit", node="say_price", port="next")
    if level == 3:
        yield row(6, 3 + person % 5, "event", name="paid", topic="")


def _messages(person: int, seq: int, start: int, who: dict[str, str]) -> Iterator[MessageRow]:
    level = came_to(person)
    second = (
        {"text": "and if i do not know?"} if level == 1 else {"text": "Small", "choice": "small"}
    )
    said = [
        (1, "person", {"type": "said", "t_us": start + MINUTE_US, "text": "i want bread"}),
        (1, "bot", {"text": "Which size?", "options": [{"id": "small", "label": "Small"}]}),
        (2, "person", {"type": "said", "t_us": start + 2 * MINUTE_US, **second}),
        (2, "bot", {"text": "Sorry?" if level == 1 else "That is 5."}),
    ]
    for at, (turn, author, content) in enumerate(said):
        moment = start + turn * MINUTE_US
        yield MessageRow(
            seq=seq + at,
            message_id=f"{who['conversation']}:{turn}:m{at}",
            turn=turn,
            direction="in" if author == "person" else "out",
            author=author,
            node="" if author == "person" else "ask_size",
            content=json.dumps(content),
            status="received" if author == "person" else "sent",
            external_id="",
            t_us=moment,
            ingest_us=moment,
            **who,
        )
