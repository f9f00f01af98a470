"""Random people and the rules under which they are counted, for executors to agree on."""

import datetime as dt
import random

import pyarrow as pa
from msgspec.structs import replace

from engine.analytics.funnel.spec import (
    Assigned,
    Breakdown,
    Condition,
    Exclusion,
    FunnelSpec,
    Happened,
    Intent,
    Node,
    Payment,
    Port,
    Spoken,
    Tagged,
    Template,
)
from engine.analytics.history import SCHEMAS, History
from engine.project.funnels import asked

SECOND_US = 1_000_000
CHANNELS = ("web", "app", "sms")
LAST_S = 12
A, B, C, D = (Happened(name=letter) for letter in "abcd")
ABC = FunnelSpec(steps=(A, B, C))
WITHIN = replace(ABC, within_s=4)
EACH = Breakdown("channel", "each")
DIRECTLY_C, MAYBE_B = replace(C, directly=True), replace(B, optional=True)


def _if(step, of, test, *values):
    """A step with a condition."""
    return replace(step, where=(Condition(of, test, values),))


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
    "least_gaps": replace(
        ABC, steps=(A, replace(B, after_s=2), replace(C, after_s=1, within_s=4)), within_s=8
    ),
    "least_gaps_increasing": replace(
        ABC, steps=(A, replace(B, after_s=2), C, A), within_s=8, ties="increasing"
    ),
    "least_gaps_exclusions": replace(
        ABC,
        steps=(A, replace(B, after_s=2), C),
        exclusions=(Exclusion(D, after=1), Exclusion(A, after=2)),
    ),
    "directly": replace(WITHIN, steps=(A, B, DIRECTLY_C)),
    "directly_with_gaps": replace(
        ABC,
        steps=(A, replace(A, directly=True, after_s=1, within_s=3), B),
        exclusions=(Exclusion(D),),
    ),
    "within_session": replace(ABC, within_session=True),
    "within_session_and_window": replace(
        WITHIN, within_session=True, breakdown=Breakdown("channel", "last")
    ),
    "held": replace(WITHIN, hold=("channel",), steps=(A, B, A)),
    "held_first_tries": replace(WITHIN, hold=("channel",), counting="first"),
    "held_unordered": replace(
        WITHIN, hold=("channel",), order="unordered", breakdown=Breakdown("channel")
    ),
    "held_strict_favourable": replace(ABC, hold=("channel",), order="strict", ties="favourable"),
    "open": replace(WITHIN, open_entry=True),
    "open_with_rules": replace(
        ABC,
        open_entry=True,
        steps=(A, replace(B, within_s=3), replace(C, after_s=1, within_s=5), A),
        exclusions=(Exclusion(D),),
    ),
    "open_in_a_period": replace(
        WITHIN,
        open_entry=True,
        breakdown=Breakdown("channel", "step", at=2),
        since=dt.date(1970, 1, 1),
        until=dt.date(1970, 1, 1),
        zone="Etc/GMT-14",
    ),
    "open_held": replace(
        WITHIN, open_entry=True, hold=("channel",), breakdown=Breakdown("channel", "last")
    ),
    "optional": replace(WITHIN, steps=(A, MAYBE_B, C)),
    "optional_with_gaps": replace(
        ABC,
        steps=(
            A,
            replace(MAYBE_B, after_s=3),
            replace(C, optional=True, within_s=4),
            replace(A, within_s=2),
            D,
        ),
        within_s=9,
    ),
    "optional_exclusions": replace(
        ABC,
        steps=(A, MAYBE_B, replace(C, optional=True), A),
        exclusions=(Exclusion(D, after=1), Exclusion(C, after=2)),
    ),
    "optional_then_directly": replace(ABC, steps=(A, MAYBE_B, DIRECTLY_C, A), ties="increasing"),
    "first_tries": replace(WITHIN, counting="first"),
    "first_tries_each": replace(WITHIN, counting="first", breakdown=EACH),
    "removed": replace(WITHIN, exclusions=(Exclusion(D, mode="remove"),)),
    "removed_or_reset": replace(
        ABC,
        steps=(A, replace(B, within_s=3), C),
        exclusions=(Exclusion(D, 1, "remove"), Exclusion(A, 2), Exclusion(B, 1)),
    ),
    "removed_strict": replace(ABC, order="strict", exclusions=(Exclusion(D, mode="remove"),)),
    "removed_held": replace(
        WITHIN,
        hold=("channel",),
        ties="increasing",
        exclusions=(Exclusion(B, 2, "remove"), Exclusion(D)),
    ),
    "totals": replace(WITHIN, counting="totals"),
    "totals_strict": replace(WITHIN, counting="totals", order="strict", steps=(A, A, B)),
    "totals_exclusions": replace(
        WITHIN,
        counting="totals",
        steps=(A, replace(B, after_s=1), replace(B, directly=True)),
        exclusions=(Exclusion(D), Exclusion(A, after=2)),
    ),
    "totals_held": replace(
        WITHIN, counting="totals", hold=("channel",), breakdown=Breakdown("channel", "step", 2)
    ),
    "totals_within_session": replace(
        ABC, counting="totals", within_session=True, breakdown=EACH, ties="favourable"
    ),
    "totals_of_one_step": replace(WITHIN, counting="totals", steps=(A,)),
    "conditions": replace(
        WITHIN,
        steps=(
            _if(A, "channel", "is_not", "web"),
            _if(Happened(), "name", "contains", "b", "d"),
            _if(C, "bot", "unknown"),
        ),
        exclusions=(Exclusion(_if(D, "channel", "is", "app", "sms")),),
    ),
    "conditions_on_json": replace(
        ABC,
        within_s=8,
        steps=(
            _if(Intent(intent="order"), "confidence", "at_least", 0.5),
            _if(Assigned(variable="count"), "data.count", "below", 2),
            _if(Happened(), "data.from.city", "is_not", 'Bo"go"ta'),
        ),
    ),
    "templates_and_payments": replace(
        WITHIN,
        within_s=9,
        steps=(Template(), Template(template="offer", status="read"), Payment(at_least=10)),
    ),
    "of_a_variable": replace(
        WITHIN,
        where={"variable.size": ("large", "3", "")},
        breakdown=Breakdown("variable.size", "each"),
        steps=(A, _if(B, "variable.count", "above", 0), A),
    ),
    "of_fields_and_tags": replace(
        WITHIN,
        hold=("field.city",),
        breakdown=Breakdown("tag.vip", "last"),
        steps=(A, _if(A, "field.age", "known"), B),
    ),
    "of_agents": replace(ABC, entity="agent", within_s=6),
    "by_agent": replace(ABC, within_s=6, breakdown=Breakdown("agent", "last")),
    "of_segments": replace(
        WITHIN,
        where={"segment.vips": ("yes",)},
        breakdown=Breakdown("segment.old", "each"),
        steps=(A, _if(B, "segment.old", "unknown"), A),
        segments={"vips": "'vip' in contact.tags || contact.age > 30", "old": "contact.age > 20"},
    ),
    "of_intents": replace(
        ABC, within_s=9, breakdown=Breakdown("intent"), steps=(Happened(kind="intent"), A)
    ),
    "renamed": replace(
        ABC,
        steps=(Node(node="pay", topic="shop"), Port(node="pay", port="next"), Node(node="pay")),
        former_nodes={"pay": ("size", "old")},
        former_topics={"shop": ("other", "")},
    ),
}
# What happens: the columns that tell it, at equal odds.
HAPPENINGS: list[dict[str, object]] = [
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
# What only some funnels look at.
MORE: list[dict[str, object]] = [
    {"kind": "intent", "intent": "order", "confidence": 0.4},
    {"kind": "intent", "intent": "order", "confidence": 0.5},
    {"kind": "intent", "intent": "help", "confidence": 0.9},
    {"kind": "set", "data": '{"size":3,"count":1}'},
    {"kind": "set", "data": '{"size":null,"count":-2.5}'},
    {"kind": "event", "name": "payment", "data": '{"amount":12.5}'},
    {"kind": "event", "name": "payment", "data": '{"amount":"12"}'},
    {"kind": "event", "name": "a", "data": '{"from":{"city":"Bo\\"go\\"ta"}}'},
    {"kind": "event", "name": "b", "data": '{"from":"Bogota"}'},
    {"kind": "session_started", "data": "2"},
    {"kind": "field", "data": '{"city":"Cali","age":30}'},
    {"kind": "field", "data": '{"city":"Lima","age":null}'},
    {"kind": "untag", "name": "vip"},
    {"kind": "handed_back", "name": "ana"},
    {"kind": "handed_back", "name": "bea"},
    {"kind": "handed_back", "name": ""},
    *(
        {"direction": "out", "author": "bot", "status": status, "content": content}
        for status in ("sent", "read")
        for content in ('{"template":{"name":"offer"}}', '{"template":{"name":"news"}}')
    ),
    {"direction": "out", "author": "bot", "content": '{"text":"template"}'},
]
# By which kinds of events a dimension is told.
TOLD_BY = {
    "variable": ("set", "session_started"),
    "field": ("field", "tag"),
    "tag": ("tag", "untag"),
    "segment": ("field", "tag", "untag"),
    "agent": ("handed_back",),
    "intent": ("intent",),
    "confidence": ("intent", "set"),
}


def kinds_for(spec: FunnelSpec) -> list[dict[str, object]]:
    """What may matter to a funnel: mostly events, unless it looks at other things."""
    whats = [what for _, what in asked.whats(spec)]
    names = [name for _, name in asked.dimensions(spec)]
    names += [condition.of for _, condition in asked.conditions(spec)]
    plain = all(isinstance(what, Happened) for what in whats)
    names += ["agent"] * (spec.entity == "agent")
    told = {kind for name in names for kind in TOLD_BY.get(name.partition(".")[0], ())}
    if told:
        return HAPPENINGS[:7] + [each for each in (*HAPPENINGS, *MORE) if each.get("kind") in told]
    if any(isinstance(what, Template | Payment) for what in whats):
        return [each for each in MORE if "direction" in each or each.get("name") == "payment"]
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
    ids = sorted({str(row.get("session_id", "")) for row in happened} - {""})
    tables["sessions"] = [
        {"session_id": id_, "seq": seq + number, "ended_us": chance.randrange(2)}
        for number, id_ in enumerate(ids, 1)
    ]
    return History.of({name: table(name, rows) for name, rows in tables.items()})


def table(name: str, rows: list[dict[str, object]]) -> pa.Table:
    """Rows as a table of history; what is not given is empty."""
    empty = {pa.string(): "", pa.int64(): 0, pa.float64(): 0.0}
    whole = [
        {field.name: row.get(field.name, empty[field.type]) for field in SCHEMAS[name]}
        for row in rows
    ]
    return pa.Table.from_pylist(whole, SCHEMAS[name])
