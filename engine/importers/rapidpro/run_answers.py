"""What the services of an expected run answered, for the nodes that ask them."""

import json
from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.types.bot import Topic
from engine.types.value import Value

# The event by which a run tells of a service, by the beginning of its constant's name.
TOLD = {
    "llm_": "llm_called",
    "classifier_": "classifier_called",
    "airtime_": "airtime_created",
    "resthook_": "webhook_called",
}


def answers(run: Mapping, topics: dict[str, Topic]) -> list[str]:
    """A line for each node that asks a service, as the run says it was answered."""
    events = [
        event for output in mappings(run.get("outputs")) for event in mappings(output.get("events"))
    ]
    mocks = {
        url: [mapping(one) for one in found]
        for url, found in mapping(run.get("http_mocks")).items()
        if isinstance(found, list)
    }
    lines = []
    for topic in topics.values():
        for name, node in topic.nodes.items():
            if node.kind == "mail":
                lines.append(f"! {name} ok")
            if node.kind == "http":
                lines += _lines(name, text(node.params.get("url")), events, mocks)
    return lines


def _lines(
    name: str, url: str, events: list[Mapping], mocks: dict[str, list[Mapping]]
) -> Iterator[str]:
    kind = next((event for start, event in TOLD.items() if url.startswith(f"${{{start}")), "")
    if kind:
        told = next((one for one in events if text(one.get("type")) == kind), None)
        answer = _told(kind, told, events) if told else None
    else:
        answer = _mocked(url, mocks)
    if answer is None:
        yield f"! {name} failed"
        return
    status, body = answer
    value = json.dumps({"status": status, "headers": {}, "body": body}, ensure_ascii=False)
    yield f"! {name} {'ok' if status < 400 else 'failed'} {value}"


def _mocked(url: str, mocks: dict[str, list[Mapping]]) -> tuple[int, Value] | None:
    address = url.partition("?")[0].partition("${")[0]
    found = next(
        (some[0] for at, some in mocks.items() if some and at.partition("?")[0] == address), None
    )
    if found is None:
        return None
    status = found.get("status")
    return status if isinstance(status, int) else 0, _body(text(found.get("body")))


def _told(kind: str, event: Mapping, events: list[Mapping]) -> tuple[int, Value] | None:
    if kind == "llm_called":
        return 200, {"output": text(event.get("output"))}
    if kind == "airtime_created":
        return 200, {"id": text(event.get("external_id")) or text(event.get("uuid"))}
    if kind == "classifier_called":
        changed = (mapping(one.get("extra")) for one in events)
        extra = next((one for one in changed if "intents" in one), None)
        return (200, dict(extra)) if extra is not None else None
    if text(event.get("status")) != "success":
        return None
    return 200, _body(text(event.get("response")).partition("\r\n\r\n")[2])


def _body(words: str) -> Value:
    try:
        value: Value = json.loads(words)
    except json.JSONDecodeError:
        return words
    return value
