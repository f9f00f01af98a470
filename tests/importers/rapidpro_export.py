"""Small RapidPro exports, written as values."""

import json
from pathlib import Path
from typing import Any

# JSON as the tests write it.
Json = dict[str, Any]


def flow(nodes: list[Json], name: str = "Main", **more: Any) -> Json:
    """A flow of the present version."""
    base = {"uuid": f"flow-{name}", "name": name, "language": "eng", "spec_version": "13.1.0"}
    return {**base, "type": "messaging", "nodes": nodes, "localization": {}, **more}


def node(uuid: str, actions: list[Json], to: str | None = None) -> Json:
    """A node without a router."""
    return {
        "uuid": uuid,
        "actions": actions,
        "exits": [{"uuid": f"{uuid}-x", "destination_uuid": to}],
    }


def message(text: str, **more: Any) -> Json:
    """An action that says a text."""
    return {"type": "send_msg", "uuid": f"say-{text[:12]}", "text": text, **more}


def switch(uuid: str, operand: str, cases: list[tuple[str, list[str], str]], **more: Any) -> Json:
    """A node that only routes: (test, arguments, destination); the rest goes to `other`."""
    wait = more.pop("wait", None)
    other = more.pop("other", None)
    ways = [*[to for _, _, to in cases], other]
    names = [*[f"{' '.join(words)} {kind}" for kind, words, _ in cases], "Other"]
    router: Json = {
        "type": "switch",
        "operand": operand,
        "result_name": more.get("result", ""),
        "default_category_uuid": f"{uuid}-c{len(cases)}",
        "cases": [
            {
                "uuid": f"{uuid}-k{at}",
                "type": kind,
                "arguments": words,
                "category_uuid": f"{uuid}-c{at}",
            }
            for at, (kind, words, _) in enumerate(cases)
        ],
        "categories": [
            {"uuid": f"{uuid}-c{at}", "name": name, "exit_uuid": f"{uuid}-x{at}"}
            for at, name in enumerate(names)
        ],
    }
    if wait:
        router["wait"] = wait
    exits = [{"uuid": f"{uuid}-x{at}", "destination_uuid": to} for at, to in enumerate(ways)]
    return {"uuid": uuid, "actions": more.get("actions", []), "router": router, "exits": exits}


def write_export(folder: Path, *flows: Json, **more: Any) -> Path:
    """The folder with an export of the flows."""
    export = {"version": "13", "site": "https://example.org", "flows": list(flows), **more}
    (folder / "flows.json").write_text(json.dumps(export), encoding="utf-8")
    return folder
