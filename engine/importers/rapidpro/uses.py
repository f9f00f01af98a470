"""What flows use: the results they set and read, their fields, and the flows they visit."""

import re
from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import mapping, text, truth
from engine.importers.naming import identifier
from engine.importers.rapidpro.source import Export, Flow


def result_key(label: str) -> str:
    """The name under which expressions read a result."""
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or identifier(label, "result")


def results_set(flow: Flow) -> Iterator[tuple[str, str]]:
    """The results that a flow sets: their keys and labels."""
    for node in flow.nodes:
        for action in node.actions:
            label = text(action.get("result_name"))
            if text(action.get("type")) == "set_run_result":
                label = text(action.get("name"))
            if label:
                yield result_key(label), label
        if node.router and node.router.result:
            yield result_key(node.router.result), node.router.result


def counted(flow: Flow) -> list[str]:
    """The results that a flow makes of what they were: each run of it counts anew."""
    found = []
    for node in flow.nodes:
        for action in node.actions:
            if text(action.get("type")) == "set_run_result":
                key = result_key(text(action.get("name")))
                if re.search(rf"(?i)\bresults\.{key}\b", text(action.get("value"))):
                    found.append(key)
    return list(dict.fromkeys(found))


def read_afar(flow: Flow) -> set[tuple[str, str]]:
    """The results of callers and of called flows that a flow reads, by who sets them."""
    found: set[tuple[str, str]] = set()
    for words in expressions(flow):
        for who, key in re.findall(r"(?i)\b(parent|child)\.(?:results\.)?(\w+)", words):
            found.add((who.lower(), key.lower()))
    return found


def fields_set(export: Export) -> Iterator[str]:
    """The fields that flows set."""
    for flow in export.flows:
        for node in flow.nodes:
            for action in node.actions:
                if text(action.get("type")) == "set_contact_field":
                    field = mapping(action.get("field"))
                    yield (text(field.get("key")) or text(field.get("name"))).lower()


def parent_fields(flow: Flow) -> Iterator[str]:
    """The fields of the one who started it that a flow reads."""
    for words in expressions(flow):
        yield from (
            key.lower() for key in re.findall(r"(?i)\bparent\.(?:contact\.)?fields\.(\w+)", words)
        )


def expressions(flow: Flow) -> Iterator[str]:
    """The parts of a flow in which expressions may stand."""
    for node in flow.nodes:
        yield from (str(action) for action in node.actions)
        if node.router:
            yield node.router.operand
            yield from (str(case.arguments) for case in node.router.cases)


def calls_of(flow: Flow, export: Export) -> Iterator[str]:
    """The flows that a flow visits."""
    for node in flow.nodes:
        for action in node.actions:
            if text(action.get("type")) == "enter_flow" and not truth(action.get("terminal")):
                found = mapping(action.get("flow"))
                target = export.flow(text(found.get("uuid")), text(found.get("name")))
                if target:
                    yield target.uuid


def turned(calls: dict[str, list[str]]) -> dict[str, list[str]]:
    """Who visits each flow."""
    callers: dict[str, list[str]] = {}
    for caller, called in calls.items():
        for one in dict.fromkeys(called):
            callers.setdefault(one, []).append(caller)
    return callers
