"""Random people and the rules under which they are counted, for executors to agree on."""

import datetime as dt
import random

import pyarrow as pa
from msgspec.structs import replace

from engine.analytics.funnel.spec import (
    Assigned,
    Breakdown,
    Exclusion,
    FunnelSpec,
    Happened,
    Intent,
    Node,
    Port,
    Spoken,
    Tagged,
)
from engine.analytics.history import SCHEMAS, History

SECOND_US = 1_000_000
CHANNELS = ("web", "app", "sms")
LAST_S = 12
A, B, C, D = (Happened(name=letter) for letter in "abcd")
ABC = FunnelSpec(steps=(A, B, C))
WITHIN = replace(ABC, within_s=4)
EACH = Breakdown("channel", "each")

# The rules, by name; every one is a way in which two executors could differ.
COMBINATIONS: dict[str, FunnelSpec] = {
    "ordered": ABC,
    "window": WITHIN,
    "window_ties_favourable": replace(WITHIN, ties="favourable"),
    "window_ties_increasing": replace(WITHIN, ties="increasing"),
    "repeated_steps": replace(WITHIN, steps=(A, B, A, A)),
    "repeated_steps_increasing": replace(WITHIN, steps=(A, A, B), ties="increasing"),
    "repeated_steps_favourable": replace(WITHIN, steps=(A, B, A), ties="favourable"),
    "a_row_for_several_steps": replace(WITHIN, steps=(Happened(), A, Happened(), B)),
    "strict": replace(ABC, order="strict"),
    "strict_window": replace(WITHIN, order="strict", steps=(A, A, B)),
    "strict_increasing": replace(WITHIN, order="strict", ties="increasing"),
    "strict_exclusion": replace(ABC, order="strict", exclusions=(Exclusion(B, after=2),)),
    "unordered": replace(ABC, order="unordered"),
    "unordered_window": replace(WITHIN, order="unordered", steps=(A, B, C, Happened())),
    "step_windows": replace(ABC, steps=(A, replace(B, within_s=2), replace(C, within_s=3))),
    "step_and_total_windows": replace(
        WITHIN, steps=(A, replace(B, within_s=3), replace(A, within_s=2), B)
    ),
    "step_windows_increasing": replace(
        ABC, steps=(A, replace(B, within_s=2), C), ties="increasing"
    ),
    "exclusion_anywhere": replace(WITHIN, exclusions=(Exclusion(D),)),
    "exclusion_after_a_step": replace(
        ABC, exclusions=(Exclusion(D, after=2), Exclusion(A, after=1))
    ),
    "exclusion_is_the_next_step": replace(ABC, exclusions=(Exclusion(C, after=2),)),
    "exclusion_ties_favourable": replace(WITHIN, ties="favourable", exclusions=(Exclusion(D),)),
    "exclusion_ties_increasing": replace(
        WITHIN, ties="increasing", exclusions=(Exclusion(D, after=1), Exclusion(B, after=2))
    ),
    "held_value": replace(WITHIN, breakdown=EACH),
    "held_value_strict": replace(ABC, order="strict", breakdown=EACH),
    "first_touch": replace(WITHIN, breakdown=Breakdown("channel")),
    "last_touch": replace(WITHIN, breakdown=Breakdown("channel", "last")),
    "touch_at_a_step": replace(WITHIN, breakdown=Breakdown("channel", "step", at=2)),
    "unordered_touch": replace(WITHIN, order="unordered", breakdown=Breakdown("channel", "last")),
    "favourable_touch": replace(WITHIN, ties="favourable", breakdown=Breakdown("channel")),
    "by_session": replace(ABC, entity="session"),
    "by_conversation_filtered": replace(
        WITHIN, entity="conversation", where={"channel": ("web", "app")}
    ),
    "period": replace(
        WITHIN, since=dt.date(1970, 1, 1), until=dt.date(1970, 1, 1), zone="Etc/GMT-14"
    ),
    "other_steps": replace(
        WITHIN, steps=(Intent(intent="order"), Node(node="size"), Tagged(tag="vip"))
    ),
    "nodes_and_ports": replace(
        ABC, steps=(Node(node="size"), Port(node="size", port="next"), Node(node="size"))
    ),
    "nodes_strict": replace(ABC, order="strict", steps=(Node(node="size"), Node(node="pay"))),
    "messages_and_variables": replace(
        WITHIN,
        steps=(
            Spoken(direction="in"),
            Assigned(variable="size", value="large"),
            Spoken(author="bot", node="pay"),
            Assigned(variable="count"),
        ),
    ),
    "strict_messages": replace(
        ABC, order="strict", steps=(Spoken(author="person"), Spoken(author="bot"), A)
    ),
}
# What happens: the columns that tell it, at equal odds.
HAPPENINGS: list[dict[str, str]] = [
    *({"kind": "event", "name": name} for name in "aaabbbccd"),
    {"kind": "intent", "intent": "order"},
    {"kind": "wait", "node": "size"},
    {"kind": "wait", "node": "size"},
    {"kind": "visit", "node": "size", "port": "next"},
    {"kind": "visit", "node": "size", "topic": "other"},
    {"kind": "visit", "node": "pay", "port": "next"},
    {"kind": "tag", "name": "vip"},
    {"kind": "set", "data": '{"size":"large"}'},
    {"kind": "set", "data": '{"size":"small","count":null}'},
    {"kind": "set", "data": '{"count":0,"other":"\\"size\\":1"}'},
    {"direction": "in", "author": "person", "status": "received"},
    {"direction": "out", "author": "bot", "status": "sent", "node": "pay"},
]


def kinds_for(spec: FunnelSpec) -> list[dict[str, str]]:
    """What may matter to a funnel: mostly events, unless it looks at other things."""
    whats = (*spec.steps, *(each.what for each in spec.exclusions))
    plain = all(isinstance(what, Happened) for what in whats)
    return HAPPENINGS[:9] if plain else [HAPPENINGS[0], *HAPPENINGS[9:]]


def people(chance: random.Random, spec: FunnelSpec, number: int, rows: int = 10) -> History:
    """The history of so many people, with ties, late rows and rows that were written twice."""
    happenings = kinds_for(spec)
    found = []
    for person in range(number):
        for _ in range(chance.randrange(1, rows + 1)):
            # The day before and after 10:00 UTC, when the day changes in the zone of `period`.
            t_us = chance.randrange(LAST_S) * SECOND_US + 36_000 * SECOND_US - 6 * SECOND_US
            conversation = f"p{person}:{chance.randrange(2)}"
            found.append(
                {
                    "contact": f"p{person}",
                    "conversation": conversation,
                    "session_id": chance.choice(["", conversation + ":1", conversation + ":2"]),
                    "channel": chance.choice(CHANNELS),
                    "t_us": t_us,
                    **chance.choice(happenings),
                }
            )
    chance.shuffle(found)
    return written(chance, found)


def written(chance: random.Random, happened: list[dict[str, object]]) -> History:
    """Rows in the order in which they are written, some of them twice."""
    tables: dict[str, list[dict[str, object]]] = {"events": [], "messages": []}
    seq = 0
    for number, row in enumerate(happened):
        name = "messages" if "direction" in row else "events"
        key = "message_id" if name == "messages" else "event_id"
        for _ in range(2 if chance.random() < 0.1 else 1):
            seq += 1
            tables[name].append({**row, key: f"id{number}", "seq": seq})
    chance.shuffle(tables["events"])
    return History.of({name: table(name, rows) for name, rows in tables.items()})


def table(name: str, rows: list[dict[str, object]]) -> pa.Table:
    """Rows as a table of history; what is not given is empty."""
    empty = {pa.string(): "", pa.int64(): 0, pa.float64(): 0.0}
    whole = [
        {field.name: row.get(field.name, empty[field.type]) for field in SCHEMAS[name]}
        for row in rows
    ]
    return pa.Table.from_pylist(whole, SCHEMAS[name])
