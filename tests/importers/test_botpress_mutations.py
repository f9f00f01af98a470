"""Bots of Botpress with any one thing wrong: never a crash, never a bot with errors."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from botpress_bot import PLATFORM, BotpressBot, asks, node
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_botpress_features import choice
from test_dialogflow_mutations import VALUES, places

from engine.importers import import_bot
from engine.project.check import check
from engine.project.compile import compile_bot
from engine.types.issue import TertuliaError


def rich_bot(folder: Path) -> BotpressBot:
    bot = BotpressBot(folder, dialog={"timeoutInterval": "5m"}, languages=["en", "es"])
    bot.intent("order", "order a [big](size) pizza", slots=[{"name": "size", "entities": ["size"]}])
    bot.question("q1", ["what are your hours"], ["Nine to five, {{user.name}}"])
    bot.question("q2", ["go"], [], action="redirect", redirectFlow="sub.flow.json")
    bot.files["entities/size.json"] = {
        "name": "size", "type": "list", "occurrences": [{"name": "big", "synonyms": ["large"]}]
    }  # fmt: skip
    bot.files["entities/code.json"] = {"name": "code", "type": "pattern", "pattern": "[A-Z]{3}"}
    bot.files["actions/own.js"] = "temp.x = args.y + 1"
    card = {"title$en": "C", "actions$en": [{"action": "Open URL", "title": "O", "url": "a.b"}]}
    bot.flow(
        "main",
        node(
            "entry",
            'builtin/setVariable {"type":"user","name":"age","value":"{{event.preview}}"}',
            'builtin/appendContext {"contexts":"a,b","ttl":"2"}',
            'own {"y":"{{session.z}}"}',
            bot.content("builtin_card", **card),
            bot.content("builtin_image", **{"image$en": "https://example.org/a.png"}),
            to="pick",
        ),
        choice(bot),
        asks("tea", bot.say("Tea {{#temp.x}}{{temp.x}}{{/temp.x}}"), to="sub.flow.json"),
        node("coffee", 'builtin/wait {"delay":"500"}', bot.say("Coffee", **{"text$es": "Café"})),
        node("failed", to=[("event.nlu.intent.name === 'order'", "tea"), ("user.age > 3", "END")]),
    )
    bot.flow("sub", node("back", to=[("session.z === undefined", "#"), ("true", "##tea")]))
    bot.flow("error", node("oops", bot.say("Oops")))
    bot.files["flows/main.ui.json"] = {"nodes": [{"id": "id-tea", "position": {"x": 1, "y": 2}}]}
    return bot


def written(folder: Path) -> dict[str, Any]:
    rich_bot(folder).write()
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.json"))
    }


with tempfile.TemporaryDirectory() as _folder:
    FILES = written(Path(_folder))


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, tuple[Any, ...], Any]:
    name = draw(st.sampled_from(sorted(FILES)))
    return name, draw(st.sampled_from(places(FILES[name]))), draw(VALUES)


@given(mutations())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_odd_value_does_no_harm(mutation: tuple[str, tuple[Any, ...], Any]) -> None:
    name, path, value = mutation
    changed = copy.deepcopy(FILES[name])
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with tempfile.TemporaryDirectory() as folder:
        bot = rich_bot(Path(folder))
        bot.write()
        (Path(folder) / name).write_text(json.dumps(changed), encoding="utf-8")
        assert_sound(Path(folder))


@pytest.mark.parametrize("name", sorted(FILES))
def test_one_missing_file_does_no_harm(name: str, tmp_path: Path) -> None:
    rich_bot(tmp_path).write()
    (tmp_path / name).unlink()
    assert_sound(tmp_path)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_cut_short_does_no_harm(name: str, tmp_path: Path) -> None:
    rich_bot(tmp_path).write()
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert_sound(tmp_path)


def assert_sound(folder: Path) -> None:
    try:
        imported = import_bot(PLATFORM, folder)
    except TertuliaError:
        return
    errors = [str(issue) for issue in check(imported.project) if issue.severity == "error"]
    assert not errors, "\n".join(errors)
    for bot in imported.project.bots.values():
        compile_bot(bot)
