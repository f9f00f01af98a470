"""Projects with mistakes: exit code 2, the place and the remedy, and nothing changed on disk."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import require_refusal, snapshot, tertulia

FLOW = "topics/welcome.flow.json"
Break = Callable[[Path], None]


def bytes_of(file: str, data: bytes) -> Break:
    def change(bot: Path) -> None:
        (bot / file).parent.mkdir(exist_ok=True)
        (bot / file).write_bytes(data)

    return change


def replaced(file: str, old: bytes, new: bytes) -> Break:
    def change(bot: Path) -> None:
        data = (bot / file).read_bytes()
        assert old in data
        (bot / file).write_bytes(data.replace(old, new, 1))

    return change


def node(name: str, **values: Any) -> Break:
    """A node of the flow with other settings."""

    def change(bot: Path) -> None:
        flow = json.loads((bot / FLOW).read_text())
        flow["nodes"][name] = flow["nodes"].get(name, {}) | values
        (bot / FLOW).write_text(json.dumps(flow))

    return change


def branch(condition: str) -> Break:
    cases = [{"id": "morning", "condition": condition}]
    edges = {"morning": "menu", "else": "menu"}
    return node("part_of_the_day", params={"cases": cases}, edges=edges)


def both(*changes: Break) -> Break:
    def change(bot: Path) -> None:
        for each in changes:
            each(bot)

    return change


def table(*rows: str) -> Break:
    return bytes_of("entities/breads.csv", "\n".join(rows).encode() + b"\n")


GOTO_LOOP = both(
    node("about_bot", kind="goto", params={"target": "to_menu"}, edges={}),
    node("to_menu", kind="goto", params={"target": "about_bot"}, edges={}),
)

# What `read` finds: no command can use such a folder.
UNREADABLE = {
    "broken JSON in bot.json": (
        bytes_of("bot.json", b'{"id": "bakery",\n  "name": }'),
        ["bot.json", "line 2", "JSON"],
    ),
    "broken JSON in a flow": (bytes_of(FLOW, b'{"nodes": {'), ["flow 'welcome'", "line 1", "JSON"]),
    "not an object": (bytes_of(FLOW, b"[]"), ["flow 'welcome'", "write an object"]),
    "invalid UTF-8": (
        replaced(FLOW, b"Good morning", b"Good \xff morning"),
        ["flow 'welcome'", "0xff", "save the file as UTF-8"],
    ),
    "invalid UTF-8 in a test": (
        bytes_of("tests/x.chat", b"> caf\xe9"),
        ["tests/x.chat", "save the file as UTF-8"],
    ),
    "control characters": (
        replaced(FLOW, b"Good morning", b"Good\\u0007 morning"),
        ["flow 'welcome'", "good_morning", "U+0007"],
    ),
    "unknown field": (replaced("bot.json", b'"name"', b'"naem"'), ["bot.json", "naem"]),
    "newer format": (
        replaced("bot.json", b'"format": 1', b'"format": 99'),
        ["bot.json", "99", "pgrade"],
    ),
    "a table with a column without a name": (
        table("bread,,price", "rye,b,3"),
        ["entities/breads.csv, line 1", "first row"],
    ),
    "a table with equal headers": (
        table("bread,price,Bread", "a,b,c"),
        ["entities/breads.csv, line 1", "'Bread'", "rename"],
    ),
}

# What `check` finds: the folder can be opened, and must not be published.
UNSOUND = {
    "unknown kind": (
        node("about_bot", kind="sya"),
        ["flow 'welcome', node 'about_bot'", "'sya'", "say"],
    ),
    "edge to nothing": (
        node("about_bot", edges={"next": "nowhere"}),
        ["flow 'welcome', node 'about_bot'", "nowhere"],
    ),
    "unknown variable": (
        node("about_bot", params={"text": {"en": "${citty}", "es": "${citty}"}}),
        ["node 'about_bot'", "citty"],
    ),
    "expression with a syntax error": (
        branch("part_of_day == "),
        ["node 'part_of_the_day'", "condition"],
    ),
    "expression with a type error": (
        branch("part_of_day > 3"),
        ["node 'part_of_the_day'", "condition"],
    ),
    "goto loop": (GOTO_LOOP, ["flow 'welcome'", "about_bot", "to_menu"]),
    "a conversation test without marks": (
        bytes_of("tests/x.chat", b"hello there\n"),
        ["tests/x.chat", "line 1"],
    ),
}
BROKEN = UNREADABLE | UNSOUND


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_refused_with_its_place(name: str, bot: Path) -> None:
    change, words = BROKEN[name]
    change(bot)
    before = snapshot(bot.parent)
    refusal = tertulia("export", bot, "-o", bot.parent / "x.bot")
    require_refusal(refusal, *words, "; ")
    found = tertulia("check", bot)
    assert found.code == 2
    assert all(word in found.out for word in words)
    issues = tertulia("check", bot, "--json")
    assert issues.code == 2
    assert any(each["severity"] == "error" and each["remedy"] for each in issues.json)
    require_refusal(tertulia("serve", bot, "--store", bot.parent / "x.sqlite"), *words)
    assert snapshot(bot.parent) == before


@pytest.mark.parametrize("name", UNREADABLE)
def test_no_command_uses_what_cannot_be_read(name: str, bot: Path) -> None:
    change, words = UNREADABLE[name]
    change(bot)
    before = snapshot(bot.parent)
    for command in ("train", "evaluate", "test", "inspect", "chat"):
        require_refusal(tertulia(command, bot), *words)
    assert snapshot(bot.parent) == before


@pytest.mark.parametrize("name", UNSOUND)
def test_what_can_be_opened_fails_in_words_at_most(name: str, bot: Path) -> None:
    UNSOUND[name][0](bot)
    for command in ("inspect", "train", "test"):
        result = tertulia(command, bot)
        assert result.code in {0, 1, 2}
        assert "Traceback" not in result.err
        assert result.code == 0 or result.out or result.err


def test_a_table_of_100_000_rows_is_too_long(bot: Path) -> None:
    table("bread,price", *(f"bread {i},3" for i in range(100_000)))(bot)
    before = snapshot(bot.parent)
    refusal = tertulia("export", bot, "-o", bot.parent / "x.bot")
    require_refusal(refusal, "entities/breads.csv", "more than 50,000 rows", "keep the rows")
    assert snapshot(bot.parent) == before


def test_a_folder_without_a_bot_and_a_path_to_nothing(tmp_path: Path) -> None:
    for command in ("check", "train", "test", "export", "inspect", "chat", "evaluate", "serve"):
        require = tertulia(command, tmp_path)
        assert (require.code, "tertulia new" in require.err + require.out) == (2, True), command
        require_refusal(tertulia(command, tmp_path / "none"), "none: nothing is there")
    assert list(tmp_path.iterdir()) == []


def test_a_project_without_bots(tmp_path: Path) -> None:
    (tmp_path / "project.json").write_text('{"format": 1, "name": "Empty"}')
    before = snapshot(tmp_path)
    for command in ("check", "train", "test", "export", "inspect", "chat", "evaluate", "serve"):
        refusal = tertulia(command, tmp_path)
        assert refusal.code == 2, (command, refusal)
        assert "the project has no bot; add one with `tertulia new" in refusal.err + refusal.out
    assert snapshot(tmp_path) == before
