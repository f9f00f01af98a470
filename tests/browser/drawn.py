"""A bot with one small topic a test, so that tests do not meet in the same nodes."""

import json
from pathlib import Path
from typing import Any

import cafe


def write(folder: Path, *names: str) -> Path:
    """The café, and beside its topics one a name."""
    cafe.write(folder)
    for name in names:
        path = folder / "topics" / f"{name}.flow.json"
        path.write_text(json.dumps(topic(name)))
    return folder


def topic(name: str) -> dict[str, Any]:
    """An intent, a menu of two, and what follows; the second button leads nowhere."""
    text = {"en": "Which one?", "es": "¿Cuál?"}
    options = [
        {"id": "one", "label": {"en": "The first", "es": "El primero"}},
        {"id": "two", "label": {"en": "The second", "es": "El segundo"}},
    ]
    return {
        "format": 1,
        "title": {"en": name.title(), "es": name.title()},
        "nodes": {
            f"{name}_in": {
                "kind": "intent",
                "title": f"Begin {name}",
                "params": {"phrases": {"en": [f"please begin the {name} now"]}},
                "edges": {"next": f"{name}_menu"},
            },
            f"{name}_menu": {
                "kind": "choices",
                "title": f"Menu {name}",
                "params": {"text": text, "options": options},
                "edges": {"one": f"{name}_a"},
            },
            f"{name}_a": {"kind": "say", "params": {"text": {"en": f"Answer {name}"}}},
        },
        "layout": {f"{name}_in": [0, 0], f"{name}_menu": [260, 0], f"{name}_a": [520, 0]},
    }


def nodes_of(folder: Path, name: str) -> dict[str, Any]:
    """The nodes of a topic as its file says."""
    read: dict[str, Any] = json.loads((folder / "topics" / f"{name}.flow.json").read_text())
    return read.get("nodes", {})
