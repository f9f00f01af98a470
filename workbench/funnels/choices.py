"""What a step of a funnel can be: what the bot has, and what history has seen."""

from collections.abc import Iterator
from typing import Any

from ibis import _
from msgspec import Struct

from engine.analytics.history import History
from engine.project.funnels.following import called_now
from engine.types.bot import Bot
from workbench.ports import topic_ports
from workbench.tree import topic_tree

# Of each kind of name the most frequent are offered.
MOST = 2000
# What every session has, by which one filters and breaks down.
DIMENSIONS = ("channel", "user_type", "language", "bot", "bundle")
# Kinds of events by which nobody would name a step, or that have steps of their own.
_OWN_STEPS = {"visit", "wait", "intent", "set", "tag", "event", "received"}


# How often, by what identifies a thing of a kind; and its label and where it is.
Counts = dict[tuple[str, ...], int]
Names = dict[tuple[str, ...], tuple[str, str]]


class Choice(Struct, frozen=True, omit_defaults=True):
    """Something that can be a step: `step` is it as data (engine.analytics.funnel.spec), `count`
    how often history has it, `detail` the topic it is in, `known` whether the bot has it."""

    step: dict[str, Any]
    label: str
    detail: str = ""
    count: int = 0
    known: bool = True


def choices(bot: Bot, history: History | None) -> list[Choice]:
    """All of them, the most frequent of a kind first."""
    seen = _seen(history) if history is not None else {}
    found: list[Choice] = []
    for kind, own in _own(bot).items():
        counts = _called_now(bot, kind, seen.get(kind, {}))
        listed = [
            Choice(_step(kind, *key), label, detail, counts.pop(key, 0))
            for key, (label, detail) in own.items()
        ]
        listed += [
            Choice(_step(kind, *key), " ".join(key), "", n, False) for key, n in counts.items()
        ]
        found += sorted(listed, key=lambda choice: (-choice.count, choice.label))[:MOST]
    return found


def _called_now(bot: Bot, kind: str, seen: Counts) -> Counts:
    """What history has under former ids of nodes, under those that they have now."""
    if kind not in {"node", "port", "intent"}:
        return dict(seen)
    nodes = {node for topic in bot.topics.values() for node in topic.nodes}
    found: Counts = {}
    for (node, *rest), count in seen.items():
        key = (node if node in nodes else called_now(bot, node), *rest)
        found[key] = found.get(key, 0) + count
    return found


def _own(bot: Bot) -> dict[str, Names]:
    """What the bot has, by the kind of step; each with its label and where it is."""
    nodes: Names = {}
    ports: Names = {}
    intents: Names = {}
    for name, topic in bot.topics.items():
        known = topic_ports(topic_tree(topic))
        for node, drawn in topic.nodes.items():
            nodes[(node,)] = (drawn.title or node, name)
            ports |= {
                (node, port): (f"{drawn.title or node} → {port}", name)
                for port in known.get(node, ())
            }
            if drawn.kind == "intent":
                intents[(node,)] = (drawn.title or node, name)
    named = (*bot.variables, *bot.fields)
    return {
        "node": nodes,
        "port": ports,
        "intent": intents,
        "event": {},
        "variable": {(name,): (name, "") for name in named},
        "tag": {},
        "message": {},
        "happened": {},
    }


def _step(kind: str, *key: str) -> dict[str, Any]:
    match kind:
        case "port":
            return {"step": "port", "node": key[0], "port": key[1]}
        case "event":
            return {"step": "event", "name": key[0]}
        case "happened":
            return {"step": "event", "kind": key[0], **({"name": key[1]} if key[1] else {})}
        case "message":
            return {"step": "message", "direction": key[0], "author": key[1]}
        case _:
            return {"step": kind, kind: key[0]}


def _seen(history: History) -> dict[str, Counts]:
    """What history has, by the kind of step, and how often."""
    found: dict[str, Counts] = {}
    events = history.events
    passed = events.filter(_.kind == "visit", _.node != "")
    found["node"] = _counted(history, passed, "node")
    found["port"] = _counted(history, passed.filter(_.port != ""), "node", "port")
    found["intent"] = _counted(history, events.filter(_.kind == "intent"), "intent")
    found["event"] = _counted(history, events.filter(_.kind == "event", _.name != ""), "name")
    found["tag"] = _counted(history, events.filter(_.kind == "tag"), "name")
    found["message"] = _counted(history, history.messages, "direction", "author")
    others = events.filter(_.kind.notin(sorted(_OWN_STEPS)))
    found["happened"] = {
        (kind, ""): count for (kind,), count in _counted(history, others, "kind").items()
    }
    return found


# `Any`: an Ibis table.
def _counted(history: History, table: Any, *columns: str) -> Counts:
    counts = table.group_by(list(columns)).agg(n=_.count()).order_by(_.n.desc()).limit(MOST)
    return {tuple(row[c] for c in columns): row["n"] for row in history.query(counts).to_pylist()}


def values(history: History) -> dict[str, list[str]]:
    """The values of each dimension by which one can filter and break down, by frequency."""
    return {name: list(_values(history, name)) for name in DIMENSIONS}


def _values(history: History, column: str) -> Iterator[str]:
    for key in _counted(history, history.sessions, column):
        if key[0]:
            yield key[0]


def first_and_last(history: History) -> tuple[int, int]:
    """When history begins and ends; 0 and 0 where it is empty."""
    ends = history.events.agg(first=_.t_us.min(), last=_.t_us.max())
    found = history.query(ends).to_pylist()[0]
    return found["first"] or 0, found["last"] or 0
