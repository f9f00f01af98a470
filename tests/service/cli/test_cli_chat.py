"""`tertulia chat` through a pipe: what a person types, line by line, and what comes back."""

import json
from pathlib import Path

import pytest
from command_line import process, tertulia

from engine.project.write import write
from engine.types.bot import Bot, CodeAction, Node, Project, Topic, Variable


def text(words: str) -> dict[str, dict[str, str]]:
    return {"text": {"en": words}}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bot with buttons, a link, a timer, a service, code that works and code that loops."""
    options = [
        {"id": "small", "label": {"en": "Small"}},
        {"id": "large", "label": {"en": "Large"}},
    ]
    nodes = {
        "startup": Node("intent", params={"events": ["opened"]}, edges={"next": "hello"}),
        "hello": Node("say", params=text("Hi, ¿ñandú?"), edges={"next": "size"}),
        "not_understood": Node("intent", edges={"next": "sorry"}),
        "sorry": Node("say", params=text("Sorry")),
        "size": Node(
            "choices",
            params={**text("Which size?"), "variable": "size", "options": options},
            edges={"small": "price", "large": "price"},
        ),
        "price": Node(
            "http",
            params={
                "url": "https://example.org/${size}",
                "results": {"amount": "response.body.amount"},
            },
            edges={"next": "double", "failed": "sorry"},
        ),
        "double": Node(
            "code",
            params={
                "action": "double",
                "inputs": {"amount": "amount"},
                "outputs": {"total": "total"},
            },
            edges={"next": "tell", "failed": "sorry"},
        ),
        "tell": Node("say", params=text("${size}: ${total}"), edges={"next": "nap"}),
        "nap": Node("wait", params={"seconds": 600}, edges={"next": "awake"}),
        "awake": Node("say", params=text("Still there?"), edges={"next": "spin"}),
        "spin": Node(
            "code",
            params={"action": "spin", "timeout_s": 0.3},
            edges={"next": "sorry", "failed": "broken"},
        ),
        "broken": Node("say", params=text("The price list is away")),
    }
    bot = Bot(
        id="shop",
        name="Shop",
        languages=("en",),
        topics={"main": Topic(nodes=nodes)},
        variables={"size": Variable(), "amount": Variable(), "total": Variable()},
        actions={
            "double": CodeAction("def run(amount):\n    return {'total': amount * 2}\n"),
            "spin": CodeAction("def run():\n    while True:\n        pass\n"),
        },
    )
    folder = tmp_path_factory.mktemp("chat") / "shop"
    write(Project(name="Shop", bots={"shop": bot}), folder)
    assert tertulia("train", folder).code == 0
    return folder


TALK = """\
/help
/9
/2
/vars
/answer ok {"status": 200, "headers": {}, "body": {"amount": 4}}
/wait 5m
/back
/wait 10m
/set size "tiny"
/vars
/wait
/wait 4000d
/event
/set
/answer ok
/dance
caf\u00e9 \u0000\u0007
/quit
never read
"""


def test_a_whole_conversation_through_a_pipe(shop: Path) -> None:
    result = process("chat", shop, given=TALK, env={"LC_ALL": "C", "LANG": "C"})
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:3] == ["Shop - /help for commands", "Hi, ¿ñandú?", "Which size?"]
    assert lines[3:6] == ["  [Small] [Large]", "  /1 Small", "  /2 Large"]
    for expected in (
        "/wait 10m",
        "there is no button 9; 2 are shown",
        "  the bot waits for call_service at price: /answer ok ...",
        "  variable size = 'large'",
        "  waits at: price",
        "large: 8",
        "  one step back",
        "Still there?",
        "The price list is away",
        "  size = 'tiny'",
        "  variable size = 'tiny'",
        "'' is no time; write 30s, 10m, 2h or 1d",
        "'4000d' is too long; wait 3650d at most",
        "name the event: /event payment",
        "name the variable and its value: /set city Lima",
        "the bot waits for no answer of a service",
        "'/dance' is no command; /help lists them",
        "Sorry",
    ):
        assert expected in result.out, expected
    assert "code action 'spin'" in result.out
    assert result.out.count("Still there?") == 1
    assert lines[-1] == "Sorry"


def test_the_end_of_the_input_is_the_end(shop: Path) -> None:
    result = tertulia("chat", shop, given=b"\xff\xfe broken \x80, and no end of line")
    assert (result.code, result.err) == (0, "")
    assert result.out.count("Which size?") == 2


def test_every_step_as_a_line_of_json(shop: Path) -> None:
    result = tertulia("chat", shop, "--json", given="/2\n/dance\n")
    steps = [json.loads(line) for line in result.out.splitlines()]
    assert [message["text"] for message in steps[0]["messages"]] == ["Hi, ¿ñandú?", "Which size?"]
    assert (steps[1]["at"], list(steps[1]["waiting"].values())) == ("price", ["call_service"])
    assert result.err == "'/dance' is no command; /help lists them\n"


def test_the_trace_shows_intents_and_nodes(shop: Path) -> None:
    result = tertulia("chat", shop, "--trace", given="/1\n")
    assert "  · visit hello next" in result.out
    assert "  · set size" in result.out
