"""Random conversations, and their actions worked out plainly: what the paths' SQL is held to."""

import random
from collections import defaultdict
from typing import Any

from engine.analytics.history import History
from engine.analytics.paths.actions import Doing
from tests.analytics.cases import SECOND_US, table

HAPPENINGS: list[dict[str, Any]] = [
    {"kind": "intent", "intent": "order"},
    {"kind": "intent", "intent": "hours"},
    {"kind": "wait", "node": "size"},
    {"kind": "wait", "node": "size"},
    {"kind": "visit", "node": "size", "port": "large"},
    {"kind": "visit", "node": "pay", "port": "next"},
    {"kind": "button", "node": "menu", "port": "help"},
    {"kind": "invalid_answer", "node": "size"},
    {"kind": "not_understood"},
    {"kind": "mode", "name": "human"},
    {"kind": "mode", "name": "muted"},
    {"kind": "handed_over", "name": "sales"},
    {"kind": "handed_back", "name": "ana"},
    {"kind": "event", "name": "paid"},
    {"kind": "inactivity", "name": "60s"},
    {"kind": "tag", "name": "vip"},
    {"kind": "session_ended", "name": "archive"},
    {"kind": "warning", "name": "nothing of interest"},
]


def conversations(seed: int, people: int = 40, rows: int = 14) -> History:
    """The history of some people: late rows, moments that several rows share, copies of rows."""
    chance = random.Random(seed)
    happened = []
    for person in range(people):
        for _ in range(chance.randrange(1, rows + 1)):
            conversation = f"p{person}:{chance.randrange(2)}"
            place = {"contact": f"p{person}", "conversation": conversation}
            place["session_id"] = chance.choice(["", conversation + ":1", conversation + ":2"])
            t_us = chance.randrange(12) * SECOND_US
            happened.append({**place, "t_us": t_us, **chance.choice(HAPPENINGS)})
    chance.shuffle(happened)
    written: list[dict[str, Any]] = []
    for number, row in enumerate(happened):
        for _ in range(1 + (chance.random() < 0.1)):
            written.append({**row, "event_id": f"id{number}", "seq": len(written) + 1})
    chance.shuffle(written)
    return History.of({"events": table("events", written)})


def plainly(history: History, doings: tuple[Doing, ...], entity: str) -> dict[str, list[Any]]:
    """For each entity its actions in order, as rows of history with `action`."""
    rows: dict[str, dict[str, Any]] = {}
    for row in sorted(history.arrow("events").to_pylist(), key=lambda row: row["seq"]):
        rows.setdefault(row["event_id"], row)
    waits: dict[str, tuple[str, str] | None] = {}
    found = defaultdict(list)
    for row in rows.values():
        place = row["node"], row["topic"]
        stayed = waits.get(row["conversation"]) == place
        if row["kind"] in {"visit", "wait"}:
            waits[row["conversation"]] = place if row["kind"] == "wait" else None
        action = _action(row, stayed)
        if row[entity] and action and action.split()[0] in doings:
            found[row[entity]].append({**row, "action": action})
    return {
        name: sorted(each, key=lambda row: (row["t_us"], row["seq"]))
        for name, each in found.items()
    }


def _action(row: dict[str, Any], stayed: bool) -> str:
    match row["kind"]:
        case "intent":
            return f"intent {row['intent']}"
        case "visit" | "wait" if not stayed:
            return f"node {row['node']}"
        case "visit":
            return f"answer {row['node']}:{row['port']}"
        case "button":
            return f"button {row['node']}:{row['port']}"
        case "invalid_answer":
            return f"invalid_answer {row['node']}"
        case "mode":
            return "agent" if row["name"] == "human" else ""
        case "handed_over":
            return "agent"
        case "session_ended":
            return "ended"
        case "not_understood" | "handed_back":
            return str(row["kind"])
        case "event" | "tag" | "inactivity":
            return f"{row['kind']} {row['name']}"
    return ""
