"""Flows of RapidPro walked as goflow does, from their JSON alone: what is said, and when.

Nothing of the importer's conversion is used, so that the two can be compared. What is not known
here ends the walk with `Unknown`, and so does chance, unless `ways` tells what it chose.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from goflow_values import Broken, as_number, as_text, fill, numbers, value_of, words

# JSON as it is decoded.
Json = dict[str, Any]
# As mailroom, which runs goflow, has it.
MOST_STEPS = 200


class Unknown(Exception):  # noqa: N818 -- not an error: the walk cannot be foretold further
    """The flows do something that is not foretold here."""


class Circle(Unknown):
    """goflow itself would stop here: the flows go round without asking anything."""


@dataclass
class Run:
    """One passage through a flow."""

    flow: Json
    parent: "Run | None" = None
    results: dict[str, Any] = field(default_factory=dict)
    node: str = ""
    child: "Run | None" = None
    status: str = "active"


class Walk:
    """A conversation of one person with the flows of an export."""

    def __init__(self, export: Json, now: dt.datetime, scheme: str = "tel") -> None:
        self.flows = {flow["uuid"]: flow for flow in export["flows"]}
        self.now = now
        self.fields: dict[str, str | None] = dict.fromkeys(_fields(export["flows"]))
        self.groups: set[str] = set()
        self.name = ""
        self.scheme, self.path = scheme, "+12065551212"
        self.input = ""
        self.said: list[str] = []
        self.run: Run | None = None
        self.steps = 0
        # Which ways chance takes, by the node that it is asked at: told from outside.
        self.ways: dict[str, list[int]] = {}

    def start(self, name: str) -> list[str]:
        """Starts a flow by its name; what is said until it waits or ends."""
        flow = next(flow for flow in self.flows.values() if flow["name"] == name)
        self.run = Run(flow)
        return self._sprint(lambda: flow["nodes"][0]["uuid"] if flow["nodes"] else "")

    def answer(self, text: str) -> list[str]:
        """The person writes."""
        self.input = text
        return self._sprint(lambda: self._routed(self._node()))

    def lapse(self) -> list[str]:
        """Nobody answers: the wait is over, or the flow is."""
        timeout = (self.waits or {}).get("wait", {}).get("timeout")
        if timeout:
            self.input = ""
            return self._sprint(lambda: self._late(self._node(), timeout["category_uuid"]))
        return self._sprint(lambda: self._ended("expired"))

    def lapses_in(self) -> int:
        """After how many seconds without an answer something happens; 0 where nothing does."""
        if self.run is None:
            return 0
        timeout = (self.waits or {}).get("wait", {}).get("timeout")
        if timeout:
            return int(timeout["seconds"])
        # That a flow which nobody called expires is not heard.
        return self.run.flow.get("expire_after_minutes", 0) * 60 if self.run.parent else 0

    @property
    def waits(self) -> Json | None:
        """The router that waits for an answer, if any."""
        return self._node()["router"] if self.run and self.run.node else None

    def _sprint(self, go: Any) -> list[str]:
        self.said, self.steps = [], 0
        at = go()
        while at is not None:
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise Circle
            at = self._visit(at)
        return self.said

    def _node(self) -> Json:
        assert self.run is not None
        return next(one for one in self.run.flow["nodes"] if one["uuid"] == self.run.node)

    def _visit(self, uuid: str) -> str | None:
        """Does what a node does; the next node, or nothing where it waits or all is over."""
        assert self.run is not None
        if not uuid:
            return self._ended("completed")
        self.run.node = uuid
        node = self._node()
        for action in node.get("actions", ()):
            called = self._act(action)
            if called is not None:
                return called
        if (node.get("router") or {}).get("wait"):
            return None
        return self._routed(node)

    def _ended(self, status: str) -> str | None:
        """The run is over; its parent goes on, if it has one."""
        run = self.run
        assert run is not None
        run.status = status
        self.run = run.parent
        if self.run is None:
            return None
        self.run.child = run
        return self._routed(self._node())

    def _routed(self, node: Json) -> str:
        router = node.get("router")
        if router is None:
            return next((one.get("destination_uuid") or "" for one in node["exits"]), "")
        if router["type"] == "random":
            return self._by_chance(node)
        operand = value_of(router["operand"], self._names())
        category, match = self._chosen(router, operand)
        if router.get("result_name"):
            self._keep(router["result_name"], match, category["name"], self.input)
        exits = {one["uuid"]: one.get("destination_uuid") or "" for one in node["exits"]}
        return exits[category["exit_uuid"]]

    def _by_chance(self, node: Json) -> str:
        told = self.ways.get(node["uuid"])
        if not told:
            raise Unknown("chance")
        router = node["router"]
        category = router["categories"][told.pop(0)]
        if router.get("result_name"):
            self._keep(router["result_name"], "", category["name"], "")
        exits = {one["uuid"]: one.get("destination_uuid") or "" for one in node["exits"]}
        return exits[category["exit_uuid"]]

    def _late(self, node: Json, uuid: str) -> str:
        router = node["router"]
        category = next(one for one in router["categories"] if one["uuid"] == uuid)
        if router.get("result_name"):
            self._keep(router["result_name"], "", category["name"], "")
        exits = {one["uuid"]: one.get("destination_uuid") or "" for one in node["exits"]}
        return exits[category["exit_uuid"]]

    def _chosen(self, router: Json, operand: Any) -> tuple[Json, str]:
        categories = {one["uuid"]: one for one in router["categories"]}
        for case in router["cases"]:
            arguments = [as_text(value_of(one, self._names())) for one in case.get("arguments", ())]
            match = self._test(case["type"], operand, arguments)
            if match is not None:
                return categories[case["category_uuid"]], match
        return categories[router["default_category_uuid"]], as_text(operand)

    def _test(self, kind: str, operand: Any, arguments: list[str]) -> str | None:
        """What matched, or nothing."""
        text, given = as_text(operand), [*arguments, ""]
        if kind == "has_group":
            return given[1] if given[1] in self.groups else None
        if kind.startswith("has_number"):
            return _numeric(kind, text, arguments)
        return _textual(kind, text, given[0])

    def _keep(self, label: str, value: str, category: str, said: str) -> None:
        assert self.run is not None
        key = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
        kept = {"value": value, "category": category, "input": said}
        self.run.results[key] = {**kept, "category_localized": category}

    def _act(self, action: Json) -> str | None:
        """Does an action; the first node of a flow that is entered."""
        kind = action["type"]
        if kind == "send_msg":
            self.said.append(fill(action["text"], self._names())[0])
        elif kind == "set_contact_field":
            value, sound = fill(action["value"], self._names())
            if sound:
                self.fields[action["field"]["key"]] = value or None
        elif kind == "set_run_result":
            value, sound = fill(action["value"], self._names())
            if sound:
                self._keep(action["name"], value, action.get("category", ""), self.input)
        elif kind == "set_contact_name":
            self.name = fill(action["name"], self._names())[0]
        elif kind in {"add_contact_groups", "remove_contact_groups"}:
            names = {one["name"] for one in action["groups"]}
            self.groups = self.groups | names if kind[0] == "a" else self.groups - names
        elif kind == "enter_flow":
            flow = self.flows.get(action["flow"]["uuid"])
            if flow is None:
                raise Unknown("a flow that is not there")
            self.run = Run(flow, self.run)
            return str(flow["nodes"][0]["uuid"]) if flow["nodes"] else ""
        elif kind != "set_contact_language":
            raise Unknown(kind)
        return None

    def _names(self) -> Mapping[str, Any]:
        run = self.run
        assert run is not None
        names: dict[str, Any] = {
            "fields": self.fields,
            "results": run.results,
            "input": {"text": self.input},
            "now": self.now,
            "contact": {
                "name": self.name,
                "urn": f"{self.scheme}:{self.path}",
                "groups": sorted(self.groups),
                "fields": self.fields,
            },
        }
        for who, other in (("child", run.child), ("parent", run.parent)):
            if other is not None:
                names[who] = {
                    **other.results,
                    "results": other.results,
                    "run": {"status": other.status},
                    "status": other.status,
                }
        return names


def _numeric(kind: str, text: str, arguments: list[str]) -> str | None:
    try:
        bounds = [as_number(one) for one in arguments]
    except Broken:
        return None
    holds = {
        "has_number": lambda _n: True,
        "has_number_eq": lambda n: n == bounds[0],
        "has_number_lt": lambda n: n < bounds[0],
        "has_number_lte": lambda n: n <= bounds[0],
        "has_number_gt": lambda n: n > bounds[0],
        "has_number_gte": lambda n: n >= bounds[0],
        "has_number_between": lambda n: bounds[0] <= n <= bounds[1],
    }[kind]
    found = [number for number in numbers(text) if holds(number)]
    return as_text(found[0]) if found else None


def _textual(kind: str, text: str, argument: str) -> str | None:
    said, wanted = words(text), words(argument)
    match kind:
        case "has_any_word":
            found = [one for one in re.findall(r"[\w']+", text) if one.lower() in wanted]
            return " ".join(found) if set(said) & set(wanted) else None
        case "has_all_words":
            return text if set(wanted) <= set(said) else None
        case "has_phrase":
            return argument if f" {' '.join(wanted)} " in f" {' '.join(said)} " else None
        case "has_only_phrase":
            return text if said == wanted else None
        case "has_only_text":
            return text if text == argument else None
        case "has_beginning":
            return argument if text.strip().lower().startswith(argument.strip().lower()) else None
        case "has_text":
            return text.strip() or None
        case "has_pattern":
            found = re.search(argument.strip(), text, re.IGNORECASE | re.MULTILINE)
            return found[0] if found else None
    raise Unknown(kind)


def _fields(flows: list[Json]) -> Iterator[str]:
    for flow in flows:
        for node in flow["nodes"]:
            for action in node.get("actions", ()):
                if action["type"] == "set_contact_field":
                    yield action["field"]["key"]
