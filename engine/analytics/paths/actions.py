"""What people and bots did, as one table: the steps that paths are made of.

An action is a text: its kind, and what it was with, such as `intent order` or `answer size:large`.
"""

from collections.abc import Sequence
from typing import Literal

import ibis
import ibis.expr.types as ir
from ibis import _

from engine.analytics.funnel.stream import IDENTITY
from engine.analytics.history import History
from engine.analytics.rows import once, with_arrivals

Doing = Literal[
    "intent",  # an intent claimed a message
    "not_understood",
    "invalid_answer",  # to the question of a node
    "button",  # of a node that was left before
    "answer",  # a node that waited was left by a port
    "node",  # a conversation came to a node
    "agent",  # people took over
    "handed_back",
    "event",
    "inactivity",
    "tag",
    "ended",  # the bot put the conversation away
]
# What a person does, or what befalls the conversation; nodes and tags are the bot's own doing.
DOINGS: tuple[Doing, ...] = (
    "intent", "not_understood", "invalid_answer", "button", "answer", "agent", "event",
    "inactivity", "ended",
)  # fmt: skip
# The kinds of rows of history in which each is found.
KINDS: dict[Doing, tuple[str, ...]] = {
    "intent": ("intent",),
    "not_understood": ("not_understood",),
    "invalid_answer": ("invalid_answer",),
    "button": ("button",),
    "answer": ("visit", "wait"),
    "node": ("visit", "wait"),
    "agent": ("mode", "handed_over"),
    "handed_back": ("handed_back",),
    "event": ("event",),
    "inactivity": ("inactivity",),
    "tag": ("tag",),
    "ended": ("session_ended",),
}
Entity = Literal["contact", "conversation", "session"]


def actions(
    history: History, doings: Sequence[Doing] = DOINGS, entity: Entity = "session"
) -> ibis.Table:
    """The actions of these kinds, in no order: `entity`, `contact`, `conversation`, `session_id`,
    `t`, `seq` and `action`. Rows of history that belong to no entity have none."""
    kinds = sorted({kind for doing in doings for kind in KINDS[doing]})
    events = with_arrivals(once(history.events.filter(_.kind.isin(kinds)), "event_id"))
    named = [(_is(doing, events), _named(doing, events)) for doing in doings]
    found = events.select(
        "contact",
        "conversation",
        "session_id",
        "seq",
        entity=events[IDENTITY[entity]],
        t=events.t_us,
        action=ibis.cases(*named, else_=""),
    )
    return found.filter((_.action != "") & (_.entity != ""))


def _is(doing: Doing, row: ibis.Table) -> ir.BooleanValue:
    match doing:
        case "node":
            return row.arrived
        case "answer":
            return (row.kind == "visit") & ~row.arrived
        case "agent":
            return (row.kind == "handed_over") | ((row.kind == "mode") & (row.name == "human"))
        case _:
            return row.kind.isin(list(KINDS[doing]))


def _named(doing: Doing, row: ibis.Table) -> ir.StringValue:
    said = ibis.literal(f"{doing} ")
    match doing:
        case "intent":
            return said + row.intent
        case "answer" | "button":
            return said + row.node + ":" + row.port
        case "node" | "invalid_answer":
            return said + row.node
        case "event" | "tag" | "inactivity":
            return said + row.name
        case _:
            return ibis.literal(doing)
