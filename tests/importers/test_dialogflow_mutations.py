"""Agents with any one thing wrong: never a crash, never a bot with errors."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from dialogflow_agent import PLATFORM, Agent, bot_of, parameter, payload, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
            "${", "$name", "#c.name", "@sys.any", "@size", "www.example.org", "javascript:alert(1)",
            "x" * 6000, "{{", "\u0000", "(?=a)", "welcome", "startup", "not_understood", "pt-br",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)  # fmt: skip


def rich_agent(folder: Path) -> Agent:
    webhook = {"url": "https://e.org/hook", "headers": {"X-Key": "1"}}
    agent = Agent(folder, webhook=webhook, supportedLanguages=["es"], defaultTimezone="UTC")
    agent.entity("size", [{"value": "small", "synonyms": ["little"]}])
    agent.entity("plate", [{"value": "[A-Z]{3}"}], isRegexp=True)
    agent.intent("Welcome", text("Hi!"), events=[{"name": "WELCOME"}], phrases={"en": ["hi"]})
    agent.intent("Fallback", text("Sorry?"), fallbackIntent=True)
    agent.intent("Sub fallback", text("So?"), fallbackIntent=True, contexts=["c"])
    agent.intent(
        "order",
        text("A $size one", "Or $name", lang="en"),
        text("Uno", lang="es"),
        {"type": 1, "title": "Card", "imageUrl": "https://e.org/c.png",
         "buttons": [{"text": "Web", "postback": "https://e.org"},
                     {"text": "Go", "postback": "hi"}]},
        {"type": 2, "title": "Quick?", "replies": ["hi", "A very long label of a reply"]},
        {"type": 3, "imageUrl": "https://e.org/i.png"},
        payload({"richContent": [[
            {"type": "info", "title": "I", "actionLink": "https://e.org/x"},
            {"type": "chips", "options": [{"text": "hi", "link": ""}]},
            {"type": "image", "rawUrl": "https://e.org/a.png"}]]}),
        webhookUsed=True,
        contexts=["c"],
        priority=500000,
        phrases={"en": ["order", [{"text": "a "}, {"text": "small", "meta": "@size"}]]},
        response={
            "action": "order",
            "affectedContexts": [{"name": "c", "lifespan": 2}],
            "parameters": [
                parameter("size", "@size", required=True, prompts=["Which?", "Size?"]),
                parameter("plate", "@plate", required=True),
                parameter("name", "@sys.any", defaultValue="x"),
            ],
        },
    )  # fmt: skip
    agent.json(
        "customSmalltalkResponses_en.json",
        [{"action": "smalltalk.agent.age", "customAnswers": ["2"]}],
    )
    return agent


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else [])
    )
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, tuple[Any, ...], Any]:
    files = {name: json.loads(data) for name, data in rich_agent(Path()).files.items()}
    name = draw(st.sampled_from(sorted(files)))
    return name, draw(st.sampled_from(places(files[name]))), draw(VALUES)


@given(mutations())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_odd_value_does_no_harm(mutation: tuple[str, tuple[Any, ...], Any]) -> None:
    name, path, value = mutation
    with tempfile.TemporaryDirectory() as folder:
        agent = rich_agent(Path(folder))
        whole = json.loads(agent.files[name])
        changed = copy.deepcopy(whole)
        at = changed
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        agent.json(name, changed)
        assert_sound(agent)


@pytest.mark.parametrize("name", sorted(rich_agent(Path()).files))
def test_one_missing_file_does_no_harm(name: str, tmp_path: Path) -> None:
    agent = rich_agent(tmp_path / "export")
    del agent.files[name]
    assert_sound(agent)


def assert_sound(agent: Agent) -> None:
    try:
        imported = import_bot(PLATFORM, agent.write())
    except TertuliaError:
        return
    errors = [str(issue) for issue in check(imported.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    compile_bot(bot_of(imported))
