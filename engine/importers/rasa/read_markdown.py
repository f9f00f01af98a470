"""Stories in Markdown: `## name`, `* intent{"entity": "value"}`, `  - action`, `> checkpoint`."""

import re

import msgspec

from engine.importers.rasa.examples import parse_example, without_comments
from engine.importers.rasa.read_stories import NONE, slot_value
from engine.importers.rasa.source import Did, Heard, Loop, Point, Step, Story, Was, Wish

ITEM = re.compile(r"\s*-\s*(.+)")
CALL = re.compile(r"([^{:]+?)\s*(\{.*\})?\s*(?::\s*(.*))?", re.DOTALL)
NAME = re.compile(r"[\w/+-]+")


def read_markdown_stories(path: str, text: str, kind: str) -> list[Story]:
    """The stories of a file, in order."""
    stories: list[Story] = []
    name, steps = "", list[Step]()

    def close() -> None:
        if steps:
            stories.append(Story(name or "story", f"{path}#{name or 'story'}", tuple(steps), kind))

    for raw in without_comments(text).splitlines():
        line = raw.strip()
        if line.startswith("#"):
            close()
            name, steps = line.lstrip("# ").strip(), []
        elif line.startswith(">"):
            steps.append(Point(line.lstrip("> ").split("{")[0].strip()))
        elif line.startswith("*"):
            steps.append(_heard(line.lstrip("* ")))
        elif line.startswith("-") and (item := ITEM.match(line)):
            steps += _done(item[1].strip())
    close()
    return stories


def _heard(line: str) -> Heard:
    """`intent{...}`, `a OR b`, `intent: what is said`; other words are a message as it is."""
    parts = re.split(r"\s+OR\s+", line)
    wishes, text = [], ""
    for part in parts:
        match = CALL.fullmatch(part.strip())
        if match is None or not NAME.fullmatch(match[1].strip()):
            example = parse_example(line)
            return Heard((Wish("", _marks(line)),), example.text)
        entities = dict(_object(match[2]))
        if match[3]:
            text = match[3].strip()
            entities.update(dict(_marks(text)))
        wishes.append(Wish(match[1].strip(), tuple(sorted(entities.items()))))
    return Heard(tuple(wishes), text)


def _marks(text: str) -> tuple[tuple[str, object], ...]:
    return tuple(sorted({mark.entity: mark.value for mark in parse_example(text).marks}.items()))


def _done(line: str) -> list[Step]:
    match = CALL.fullmatch(line)
    name, settings = (match[1].strip(), _object(match[2])) if match else (line, {})
    if name == "slot" and match and match[2]:
        return [Was(slot, slot_value(value)) for slot, value in settings.items()]
    if name in {"form", "active_loop"} and match and match[2]:
        form = settings.get("name")
        return [Loop("" if form is None or str(form).lower() in NONE else str(form))]
    return [Did(name)]


def _object(written: str | None) -> dict[str, object]:
    if not written:
        return {}
    try:
        value = msgspec.json.decode(written)
    except msgspec.DecodeError:
        return {}
    return value if isinstance(value, dict) else {}
