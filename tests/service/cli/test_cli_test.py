"""`tertulia test`: how a broken expectation reads, and code that misbehaves in the sandbox."""

import json
import re
from pathlib import Path

import pytest
from command_line import require_refusal, snapshot, tertulia

from engine.project.write import write
from engine.types.bot import Bot, CodeAction, Node, Project, Topic, Variable

CHAT = "tests/greeting.chat"
FLOW = "topics/welcome.flow.json"

# What `run` does in each action, and what must be said of it.
ACTIONS = {
    "loops": ("while True:\n        pass", "timeout"),
    "eats_memory": ("return {'size': len([bytes(2**20) for _ in range(4096)])}", "emory"),
    "forks": ("import os\n    while True:\n        os.fork()", "rocess|ermi|fork|timeout"),
    "opens_files": ("return {'text': open('/etc/passwd').read()}", "/etc/passwd|ermi|o such file"),
    "writes_files": ("open('/var/x', 'w')", "ead-only|ermi|o such file"),
    "uses_network": (
        "import socket\n    socket.create_connection(('1.1.1.1', 80))",
        "etwork|ermi|upported",
    ),
    "raises": ("raise ValueError('no such bread')", "no such bread"),
}


def test_a_broken_expectation_reads_well(bot: Path) -> None:
    file = bot / CHAT
    lines = file.read_text().splitlines()
    number = next(at for at, line in enumerate(lines, 1) if line.startswith("< I answer"))
    lines[number - 1] = "< I answer questions at night."
    file.write_text("\n".join(lines))
    result = tertulia("test", bot)
    assert (result.code, result.err) == (1, "")
    assert result.out == (
        f"{file}:{number}  Welcome\n"
        "  expected  I answer questions at night.\n"
        "  got       I answer questions at any hour and, if somebody is there, "
        "pass you on to them.\n"
        "0 conversations passed, 1 failed\n"
    )
    (row,) = tertulia("test", bot, "--json").json
    ((line, expected, got),) = row["differences"]
    assert (line, expected) == (number, "I answer questions at night.")
    assert got.startswith("I answer questions at any hour")


def test_only_some_conversations_are_played(bot: Path) -> None:
    (bot / "tests" / "more.chat").write_text("== Second\n> (opened)\n< nothing like it\n")
    assert tertulia("test", bot, "--only", "greeting").out == "1 conversation passed\n"
    assert tertulia("test", bot, "--only", "Second").code == 1
    require_refusal(tertulia("test", bot, "--only", "third"), "'third'")


def test_a_bot_without_conversations_says_so(bot: Path) -> None:
    (bot / CHAT).unlink()
    result = tertulia("test", bot)
    assert (result.code, result.out) == (
        0, "no conversations to play; write one in tests/NAME.chat\n",
    )  # fmt: skip


def test_several_folders_in_one_run(bot: Path, made: Path) -> None:
    assert tertulia("test", bot, made / "bakery").out == "2 conversations passed\n"


def test_a_conversation_that_cannot_be_read_is_refused(bot: Path) -> None:
    (bot / CHAT).write_text("== A\n@ colour: red\n> hi\n< ...\n! x\n")
    before = snapshot(bot)
    refusal = tertulia("test", bot)
    require_refusal(refusal, CHAT, "line 2", "'colour'", "line 5", "a node and a port")
    assert snapshot(bot) == before


@pytest.fixture
def risky(bot: Path) -> Path:
    """The bot with a way to each of the actions, said by its name."""
    flow = json.loads((bot / FLOW).read_text())
    chat = []
    for name, (body, _) in ACTIONS.items():
        (bot / "actions").mkdir(exist_ok=True)
        (bot / "actions" / f"{name}.py").write_text(f"def run():\n    {body}\n")
        flow["nodes"] |= {
            f"say_{name}": {
                "kind": "intent",
                "params": {"patterns": [name]},
                "edges": {"next": name},
            },
            name: {
                "kind": "code",
                "params": {"action": name, "timeout_s": 1},
                "edges": {"next": "about_bot", "failed": f"failed_{name}"},
            },
            f"failed_{name}": {"kind": "say", "params": {"text": {"en": "away", "es": "no"}}},
        }
        chat.append(f"== {name}\n> {name}\n< away\n= node == 'nowhere'\n")
    (bot / FLOW).write_text(json.dumps(flow))
    (bot / CHAT).write_text("\n".join(chat))
    return bot


def test_code_that_misbehaves_takes_the_failed_port_and_is_named(risky: Path) -> None:
    result = tertulia("test", risky, "--json")
    rows = {row["title"]: row for row in result.json}
    assert set(rows) == set(ACTIONS)
    for name, (_, reason) in ACTIONS.items():
        # The only difference is the last line: `failed` was taken.
        assert [each[1] for each in rows[name]["differences"]] == ["node == 'nowhere'"], rows[name]
        (warning,) = rows[name]["warnings"]
        assert f"code action {name!r}" in warning
        assert re.search(reason, warning), warning
    shown = tertulia("test", risky, "--only", "raises")
    assert shown.code == 1
    assert "  warning   node 'raises': code-failed: code action 'raises'" in shown.out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("@ seed: abc", "seed 'abc' is no number"),
        ("@ agents: many", "agents 'many' is no number"),
        ("@ time: noon", "'noon' is no time"),
        ("@ set x: 1 +", "the value of 'x': the expression ends too early"),
        ("@ set x: Lima", "texts stand in quotes"),
        ("@ set: 3", "'set' names nothing"),
        ("@ contact.shoes: 43", "a contact has no 'shoes'; use id, name"),
        ("@ : x", "setting '' is unknown"),
        ("@ language", "'language' has no `:`"),
        ("> (99999999999999 days)", "too long"),
    ],
)
def test_a_circumstance_that_cannot_be_is_refused(line: str, words: str, bot: Path) -> None:
    (bot / CHAT).write_text(f"== A\n{line}\n> hi\n< ...\n")
    require_refusal(tertulia("test", bot), CHAT, "line 2", words)
    assert tertulia("check", bot).code == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("@ bot: nobody", "one of the bots bakery"),
        ("> (location here there)", "write (location 40.4 -3.7 Madrid)"),
        ("> (image)", "(image URL)"),
        ("> [Nowhere]", "'Nowhere'"),
    ],
)
def test_what_cannot_be_done_is_a_difference(line: str, words: str, bot: Path) -> None:
    (bot / CHAT).write_text(f"== A\n{line}\n> hi\n< ...\n")
    result = tertulia("test", bot)
    assert (result.code, words in result.out, result.err) == (1, True, "")


def test_code_runs_for_the_bot_that_asks(tmp_path: Path) -> None:
    """Two bots of a project with an action of one name: each has its own."""
    bots = {}
    for name in ("first", "second"):
        nodes = {
            "startup": Node("intent", params={"events": ["opened"]}, edges={"next": "who"}),
            "who": Node(
                "code",
                params={"action": "who", "outputs": {"name": "name"}},
                edges={"next": "tell"},
            ),
            "tell": Node("say", params={"text": {"en": "I am ${name}"}}),
        }
        bots[name] = Bot(
            id=name,
            name=name,
            languages=("en",),
            topics={f"{name}_topic": Topic(nodes=nodes)},
            variables={"name": Variable()},
            actions={"who": CodeAction(f"def run():\n    return {{'name': {name!r}}}\n")},
            tests={"who": f"== Who\n> (opened)\n< I am {name}\n"},
        )
    write(Project(name="Two", bots=bots), tmp_path / "two")
    result = tertulia("test", tmp_path / "two")
    assert (result.code, result.out) == (0, "2 conversations passed\n"), result


def test_coverage_names_what_no_conversation_passes(bot: Path) -> None:
    result = tertulia("test", bot, "--coverage")
    assert (result.code, result.err) == (0, "")
    table, _, rest = result.out.partition("\n\n")
    assert table.splitlines()[0].split() == ["topic", "nodes", "ports", "triggers", "languages"]
    topics = sorted(file.name.partition(".")[0] for file in (bot / "topics").iterdir())
    assert [line.split()[0] for line in table.splitlines()[1:]] == [*topics, "all"]
    uncovered = rest.partition("\n\n")[0].splitlines()
    assert uncovered[0] == "ports that no conversation passes:"
    found = tertulia("test", bot, "--coverage", "--json").json
    (coverage,) = found["coverage"].values()
    ports = [part for part in coverage["parts"] if part["kind"] == "port"]
    whole = coverage["whole"]["ports"]
    assert whole["total"] == sum(not part["unreachable"] for part in ports)
    assert whole["passed"] == sum(bool(part["tests"]) for part in ports) > 0
    assert sum(len(line.partition(": ")[2].split()) for line in uncovered[1:]) == (
        whole["total"] - whole["passed"]
    )
    assert [row["differences"] for row in found["tests"]] == [[] for _ in found["tests"]]
