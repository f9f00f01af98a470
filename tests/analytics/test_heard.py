"""What people wrote in their own words: understood, greeted or not, with what was nearest."""

import pyarrow as pa

from engine.analytics.heard import heard
from engine.analytics.history import History
from engine.analytics.tables import SCHEMAS
from engine.stores.codec import event_text
from engine.types.event import Said
from engine.types.message import Media
from engine.types.reading import Guess, Reading

READING = Reading((Guess("results", 0.4), Guess("book", 0.3)), threshold=0.5)


def table(name, rows):
    blank = {"string": "", "int64": 0, "double": 0.0}
    plain = {field.name: blank[str(field.type)] for field in SCHEMAS[name]}
    return pa.Table.from_pylist([{**plain, **row} for row in rows], SCHEMAS[name])


def said(turn, event):
    content = event_text(event)
    return {"turn": turn, "conversation": "c", "direction": "in", "content": content, "t_us": turn}


def happened(turn, kind, **more):
    return {"turn": turn, "conversation": "c", "kind": kind, **more}


def test_messages_that_no_question_awaited_with_what_became_of_them():
    messages = [
        said(1, Said(1, "lo del pinchazo", readings={"clinic": READING})),
        said(2, Said(2, "ya salió lo mío", readings={"clinic": READING})),
        said(3, Said(3, "quiero una cita")),
        said(4, Said(4, "mañana")),
        said(5, Said(5, "Menú", choice="main_menu:menu")),
        said(6, Said(6, media=(Media("audio", "https://example.org/a.ogg"),))),
    ]
    events = [
        happened(1, "intent", name="startup", intent="startup"),
        happened(2, "not_understood", name="message"),
        happened(2, "intent", name="default", intent="not_understood"),
        happened(3, "intent", name="exact", intent="book"),
        happened(4, "port", node="ask_day"),
        happened(5, "intent", name="exact", intent="menu"),
        happened(6, "not_understood", name="message"),
    ]
    with History.of(
        {"events": table("events", events), "messages": table("messages", messages)}
    ) as h:
        found = heard(h).to_pylist()
    told = [(row["text"], row["taken"], row["intent"], row["how"]) for row in found]
    assert told == [
        ("lo del pinchazo", "greeted", "", "startup"),
        ("ya salió lo mío", "not_understood", "", "message"),
        ("quiero una cita", "understood", "book", "exact"),
    ]
    assert [(row["nearest"], row["confidence"]) for row in found[1:]] == [
        ("results", 0.4),
        ("", 0.0),
    ]


def test_a_history_in_which_nobody_wrote_anything():
    with History.of({}) as history:
        assert heard(history).num_rows == 0
