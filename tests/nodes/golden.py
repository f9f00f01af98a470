"""Golden files of node kinds: cases as JSON, and what a node answers to each."""

import json
from pathlib import Path
from typing import Any

import msgspec
from node_talk import Talk

from engine.nodes import KINDS
from engine.nodes.protocol import End, GiveWay, Jump, Kind, Leave, Restart, Stay, Unwind
from engine.types.bot import EntityTable
from engine.types.event import Contact, Event

FOLDER = Path(__file__).parent
OUTCOMES = (Leave, Stay, Jump, GiveWay, End, Unwind)


def read_cases(kind: str) -> list[dict[str, Any]]:
    path = FOLDER / f"{kind}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else []


def write_cases(kind: str, cases: list[dict[str, Any]]) -> None:
    text = json.dumps(cases, ensure_ascii=False, indent=2)
    (FOLDER / f"{kind}.json").write_text(text + "\n", "utf-8")


def params_of(kind: Kind, case: dict[str, Any]) -> Any:
    return msgspec.convert(case["params"], kind.params)


def play(kind: Kind, case: dict[str, Any]) -> tuple[Any, list[str]]:
    """What the node answers to the case, and the codes of its warnings."""
    settings = dict(case.get("talk", {}))
    if "tables" in settings:
        settings["tables"] = msgspec.convert(settings["tables"], dict[str, EntityTable])
    if "contact" in settings:
        settings["contact"] = msgspec.convert(settings["contact"], Contact)
    talk = Talk(**settings)
    params = params_of(kind, case)
    event = case.get("event")
    if event is None:
        return kind.enter(params, talk), talk.warnings
    assert kind.resume is not None
    if event == "restart":
        return kind.resume(params, talk, Restart(talk.now_us)), talk.warnings
    heard = msgspec.convert({"t_us": talk.now_us, **event}, Event)
    return kind.resume(params, talk, heard), talk.warnings


def as_json(outcome: object) -> Any:
    """The outcome with its name and whatever is not as usual."""
    if isinstance(outcome, OUTCOMES):
        given = {
            name: as_json(value)
            for name in outcome.__struct_fields__
            if (value := getattr(outcome, name)) not in (None, (), "", False)
            or (name == "port" and value)
        }
        return {type(outcome).__name__: given}
    if isinstance(outcome, tuple):
        return [as_json(one) for one in outcome]
    built = json.loads(msgspec.json.encode(outcome))
    if isinstance(outcome, msgspec.Struct) and not isinstance(outcome, OUTCOMES):
        return {name: value for name, value in built.items() if value not in (None, [], "", 0)}
    return built


def kinds() -> list[Kind]:
    return list(KINDS.values())
