"""Small Twilio Studio flows for tests, written as Studio shows them."""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def widget(name: str, kind: str, ways: dict[str, str] | None = None, /, **properties: Any) -> Json:
    """A state whose events lead to other states."""
    transitions = [{"event": event, "next": next_} for event, next_ in (ways or {}).items()]
    properties.setdefault("offset", {"x": 100, "y": 200})
    return {"name": name, "type": kind, "transitions": transitions, "properties": properties}


def trigger(to: str, *events: str) -> Json:
    """A trigger; without events, of a message."""
    return widget("Trigger", "trigger", dict.fromkeys(events or ("incomingMessage",), to))


def say(name: str, body: str, to: str = "", **more: Any) -> Json:
    return widget(name, "send-message", {"sent": to} if to else {}, body=body, **more)


def ask(name: str, body: str, to: str, late: str = "", **more: Any) -> Json:
    ways = {"incomingMessage": to, **({"timeout": late} if late else {})}
    return widget(name, "send-and-wait-for-reply", ways, body=body, **more)


def split(name: str, given: str, *ways: tuple[str, str, str], otherwise: str = "") -> Json:
    """A split: (comparison, value, next) in order."""
    found = widget(name, "split-based-on", {}, input=given)
    found["transitions"] = [
        {"event": "noMatch", **({"next": otherwise} if otherwise else {})},
        *(
            {
                "event": "match",
                "next": to,
                "conditions": [
                    {
                        "type": kind,
                        "friendly_name": f"If {value}",
                        "arguments": [given],
                        "value": value,
                    }
                ],
            }
            for kind, value, to in ways
        ),
    ]
    return found


def variables(name: str, to: str, **values: str) -> Json:
    found = [{"key": key, "value": value} for key, value in values.items()]
    return widget(name, "set-variables", {"next": to}, variables=found)


def write_flow(folder: Path, *states: Json, name: str = "main", **record: Any) -> Path:
    """The folder with a flow's file; with a `sid`, as Twilio's API gives it."""
    flow = {
        "description": "A flow",
        "states": list(states),
        "initial_state": "Trigger",
        "flags": {"allow_concurrent_calls": True},
    }
    whole = {"friendly_name": name, **record, "definition": flow} if record else flow
    (folder / f"{name}.json").write_text(json.dumps(whole), encoding="utf-8")
    return folder
