"""Exports with any one thing wrong: never a crash, never a bot with errors."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typebot_bot import PLATFORM, block, buttons, comparison, condition, setting, text, typebot

from engine.importers import import_bot
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.types.issue import TertuliaError

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.sampled_from(
        [
            "${",
            "{{Name}}",
            "{{= 1 + =}}",
            "{{",
            "return 1",
            "while (true) {}",
            "x" * 6000,
            "\u0000",
            "(?=a)",
            "startup",
            "Equal to",
            "text",
            "choice input",
            "Jump",
            "current",
            "A",
            "group A",
            "A 0",
            "javascript:alert(1)",
            "https://e.org",
            "other",
            "timeout",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)


def rich_bot() -> dict[str, Any]:
    """A bot with a block of nearly every kind."""
    cards = [
        {
            "id": "c",
            "title": "T",
            "imageUrl": "https://e.org/a.png",
            "paths": [{"id": "p", "text": "Go", "outgoingEdgeId": "b"}],
        }
    ]
    pictures = [
        {"id": "i", "title": "P", "pictureSrc": "https://e.org/p.png", "outgoingEdgeId": "b"}
    ]
    webhook = {
        "url": "https://e.org",
        "method": "POST",
        "body": '{"a": "{{Name}}"}',
        "headers": [{"key": "X", "value": "1"}],
        "queryParams": [],
    }
    mapping = [{"variableId": "X", "bodyPath": "data.a"}]
    blocks = [
        text("Hi {{Name}} {{= {{X}} + 1 =}}"),
        block(
            "text input",
            {"variableId": "Name", "audioClip": {"isEnabled": True, "saveVariableId": "X"}},
        ),
        block("number input", {"variableId": "X", "min": 1, "max": "{{X}}"}),
        block("date input", {"variableId": "Name", "format": "yyyy", "min": "2020-01-01"}),
        block("time input", {"variableId": "Name"}),
        block("file input", {"variableId": "Name", "isMultipleAllowed": True}),
        block("rating input", {"variableId": "X", "length": 5, "startsAt": 0}),
        buttons("Yes", "No", to={"Yes": "b"}, variableId="Name"),
        buttons("Red", "Blue", isMultipleChoice=True, variableId="Name"),
        block("picture choice input", {"variableId": "Name"}, items=pictures),
        block(
            "cards", {"saveResponseMapping": [{"field": "Title", "variableId": "X"}]}, items=cards
        ),
        condition(
            comparison("X", "Greater than", "1"), comparison("Name", "Contains", "a"), edge="b"
        ),
        setting("X", "{{X}} + 1"),
        block(
            "Set variable", {"variableId": "List", "type": "Append value(s)", "item": "{{Name}}"}
        ),
        block("Code", {"content": "setVariable('X', 1)"}),
        block("Wait", {"secondsToWaitFor": "1"}),
        block(
            "Webhook",
            {"webhook": webhook, "isCustomBody": True, "responseVariableMapping": mapping},
        ),
        block(
            "Email", {"recipients": ["a@e.org"], "subject": "S", "body": "B", "isCustomBody": True}
        ),
        block(
            "openai",
            {
                "action": "Create chat completion",
                "messages": [
                    {"role": "Dialogue", "dialogueVariableId": "List"},
                    {"role": "user", "content": "x"},
                ],
                "responseMapping": [{"item": "Message content", "variableId": "X"}],
            },
        ),
        block("AB test", {"aPercent": 50}, items=[{"id": "1", "path": "a", "outgoingEdgeId": "b"}]),
        block("Typebot link", {"typebotId": "current", "groupId": "group B"}),
        block("image", content={"url": "https://e.org/a.png"}),
        block("video", content={"url": "https://e.org/a.mp4", "type": "url"}),
        block("Jump", {"groupId": "group B"}),
    ]
    events = [
        {"id": "c", "type": "command", "outgoingEdgeId": "b", "options": {"command": "go"}},
        {"id": "r", "type": "reply", "outgoingEdgeId": "b", "options": {"contentVariableId": "X"}},
        {"id": "w", "type": "invalidReply", "outgoingEdgeId": "b"},
    ]
    return typebot(
        {"A": blocks, "B": [text("bye"), block("Return")]},
        {"b": "B"},
        variables=["Name", "X", "List"],
        events=events,
        settings={"typingEmulation": {"speed": 300}, "general": {"systemMessages": {}}},
    )


RICH = rich_bot()


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value that could hold something else."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            found += places(inner, (*path, at))
    return found


def changed(path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """The rich bot with one place changed."""
    made = copy.deepcopy(RICH)
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


def sound(content: str) -> None:
    """Imports without a crash, into bots that are checked and compiled without an error."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.json"
        file.write_text(content, "utf-8", "surrogatepass")
        try:
            found = import_bot(PLATFORM, file)
        except TertuliaError:
            return
        assert [issue for issue in check(found.project) if issue.severity == "error"] == []
        for bot in found.project.bots.values():
            assert compile_bot(bot).nodes


def test_the_rich_bot_is_sound() -> None:
    sound(json.dumps(RICH))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(places(RICH)), VALUES)
def test_one_thing_wrong(path: tuple[Any, ...], value: object) -> None:
    sound(json.dumps(changed(path, value)))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, len(json.dumps(RICH)) - 1))
def test_cut_short(length: int) -> None:
    sound(json.dumps(RICH)[:length])


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"groups": [], "edges": [], "theme": {}}', "[" * 5000]
)
def test_hardly_anything(content: str) -> None:
    sound(content)


def test_a_cycle_of_links_and_jumps() -> None:
    around = typebot(
        {
            "A": [block("Jump", {"groupId": "group B"})],
            "B": [block("Jump", {"groupId": "group A"})],
            "C": [block("Typebot link", {"typebotId": "current", "groupId": "group C"})],
        }
    )
    sound(json.dumps(around))
