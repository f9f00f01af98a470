"""Small projects of Voiceflow, written as values."""

import json
from pathlib import Path
from typing import Any

from engine.importers import Imported, import_bot
from engine.project.check import check
from engine.runtime.loading import load
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import Bot

PLATFORM = "voiceflow"
# JSON as the tests write it.
Json = dict[str, Any]
ROOT = "root"


def ports(*dynamic: str, by_key: Json | None = None, **built_in: str) -> Json:
    """Ports in the new spelling."""
    return {
        "builtIn": {name: {"type": name, "target": to} for name, to in built_in.items()},
        "dynamic": [{"type": "", "target": to or None} for to in dynamic],
        "byKey": {key: {"type": "", "target": to} for key, to in (by_key or {}).items()},
    }


def step(type_: str, to: str = "", **data: Any) -> Json:
    """A step that goes on to a block, or in its own."""
    data.setdefault("portsV2", ports(**({"next": to} if to else {})))
    return {"type": type_, "data": data}


def rich(*pieces: str | tuple[str, str]) -> list[Json]:
    """Rich text of one paragraph; a pair is a variable with its id."""
    children = [
        {"text": one}
        if isinstance(one, str)
        else {"type": "variable", "name": one[0], "id": one[1], "children": [{"text": ""}]}
        for one in pieces
    ]
    return [{"children": children}]


def says(*pieces: str | tuple[str, str], to: str = "") -> Json:
    return step("text", to, texts=[{"id": "t", "content": rich(*pieces)}])


class VoiceflowProject:
    """A project's file; blocks are added to its diagrams."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.diagrams: dict[str, Json] = {}
        self.value: Json = {
            "_version": "1.2",
            "project": {"name": "Shop"},
            "version": {
                "rootDiagramID": ROOT,
                "variables": [],
                "platformData": {"settings": {"locales": ["en-US"], **settings}},
            },
            "variables": [],
            "intents": [],
            "utterances": [],
            "entities": [],
            "entityVariants": [],
            "diagrams": self.diagrams,
        }

    def start(self, to: str, diagram: str = ROOT) -> None:
        node = {"type": "start", "data": {"steps": [], "portsV2": ports(next=to)}}
        self._nodes(diagram)["start-" + diagram] = node

    def block(self, id_: str, *steps: Json, diagram: str = ROOT, type_: str = "block") -> None:
        nodes = self._nodes(diagram)
        ids = [f"{id_}-{at}" for at in range(len(steps))]
        nodes[id_] = {
            "type": type_,
            "coords": [100 * len(nodes), 50],
            "data": {"name": id_, "steps": ids},
        }
        nodes.update(zip(ids, steps, strict=True))

    def variable(self, name: str, type_: str = "text", default: str | None = None) -> None:
        one = {"id": f"v-{name}", "name": name, "datatype": type_, "defaultValue": default}
        self.value["variables"].append(one)

    def intent(self, name: str, *utterances: str) -> None:
        self.value["intents"].append({"id": f"i-{name}", "name": name})
        self.value["utterances"] += [
            {"text": [{"text": [one]}], "intentID": f"i-{name}"} for one in utterances
        ]

    def entity(self, name: str, **rows: list[str]) -> None:
        self.value["entities"].append({"id": f"e-{name}", "name": name, "classifier": "custom"})
        self.value["entityVariants"] += [
            {"entityID": f"e-{name}", "value": value, "synonyms": synonyms}
            for value, synonyms in rows.items()
        ]

    def write(self) -> Path:
        (self.folder / "shop.vf").write_text(json.dumps(self.value), encoding="utf-8")
        return self.folder

    def imported(self) -> Imported:
        return import_bot(PLATFORM, self.write())

    def _nodes(self, diagram: str) -> dict[str, Json]:
        kind = "TOPIC" if diagram == ROOT else "COMPONENT"
        new = {"name": diagram.title(), "type": kind, "nodes": {}}
        nodes: dict[str, Json] = self.diagrams.setdefault(diagram, new)["nodes"]
        return nodes


def bot_of(found: Imported) -> Bot:
    (bot,) = found.project.bots.values()
    return bot


def talk(found: Imported, *said: str, **more: Any) -> list[str]:
    """What the bot says when it is opened and to some messages; `*label` presses a button."""
    errors = [str(issue) for issue in check(found.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    rehearsal = Rehearsal(load(found.project, {}, "test"), **more)
    rehearsal.open()
    for one in said:
        if one.startswith("*"):
            rehearsal.press(one[1:])
        elif one.startswith("+"):
            rehearsal.advance(float(one))
        else:
            rehearsal.say(one)
    return [each.text for each in rehearsal.messages]
