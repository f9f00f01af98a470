"""Previews: every kind of node on every channel, with values and without."""

import json
from pathlib import Path

import msgspec
import pytest

from engine.channels import CAPABILITIES
from engine.nodes import KINDS
from engine.project.read import open_project
from engine.runtime.preview import Preview, preview, previews
from engine.types.bot import Bot, Node, Topic
from engine.types.issue import TertuliaError

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "nodes"
LIVE = [name for name, row in CAPABILITIES.items() if not row.successor]


def bot(node: Node, **settings: object) -> Bot:
    return Bot(id="b", languages=("es", "pt"), topics={"t": Topic(nodes={"n": node})}, **settings)


def say(text: str, **more: object) -> Bot:
    return bot(Node("say", params={"text": {"es": text, "pt": f"{text} (pt)"}}), **more)


def texts(found: Preview) -> list[str]:
    return [bubble.message.text for bubble in found.messages]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_preview_on_every_channel(kind: str) -> None:
    for case in json.loads((CASES / f"{kind}.json").read_text("utf-8")):
        found = previews(bot(Node(kind, params=case["params"])), "n")
        assert [one.channel for one in found] == ["webchat", *(n for n in LIVE if n != "webchat")]
        assert not any(one.fault for one in found)
        assert msgspec.json.decode(msgspec.json.encode(found), type=tuple[Preview, ...]) == found


@pytest.mark.parametrize("name", ["clinic", "shop", "city"])
def test_every_node_of_the_samples_that_speaks_shows_something(name: str) -> None:
    (sample,) = open_project(ROOT / "datasets" / "bots" / name).bots.values()
    speaking = 0
    for topic in sample.topics.values():
        for id_, node in topic.nodes.items():
            for language in sample.languages:
                found = preview(sample, id_, "sms", language)
                assert not found.fault
                if KINDS[node.kind].group in {"say", "ask"}:
                    assert found.messages or found.missing, id_
                    speaking += 1
    assert speaking > 100


def test_values_fill_the_text_and_what_is_missing_stands_for_itself() -> None:
    drawn = say("Hola, ${who}: su cita en ${branch.name} es ${upper(day)}")
    found = preview(drawn, "n", "sms", values={"who": "Eva"})
    assert texts(found) == ["Hola, Eva: su cita en «name» es «day»"]
    assert found.missing == ("branch", "day")


def test_the_contact_the_channel_and_constants_have_values() -> None:
    drawn = say("${contact.first_name}, ${channel}, ${today}")
    assert texts(preview(drawn, "n", "sms")) == ["Ana, sms, 2026-11-24"]


def test_only_the_language_that_is_shown_lacks_anything() -> None:
    node = Node("say", params={"text": {"es": "${uno}", "pt": "${dois}"}})
    assert preview(bot(node), "n", "sms", "pt").missing == ("dois",)
    assert texts(preview(bot(node), "n", "sms", "pt")) == ["«dois»"]


def test_options_show_under_their_conditions() -> None:
    options = [
        {"id": "a", "label": {"es": "A"}, "when": "vip == true"},
        {"id": "b", "label": {"es": "B"}},
    ]
    node = Node("choices", params={"text": {"es": "¿Cuál?"}, "options": options})
    shown = preview(bot(node), "n", "telegram").messages[0].message.options
    assert [one.label for one in shown] == ["B"]
    shown = preview(bot(node), "n", "telegram", values={"vip": True}).messages[0].message.options
    assert [one.label for one in shown] == ["A", "B"]


def test_counts_say_what_is_used_of_what_there_is() -> None:
    (bubble,) = preview(say("Sí, á"), "n", "instagram").messages
    (count,) = bubble.counts
    assert (count.path, count.used, count.limit, count.unit) == ("text", 7, 1000, "utf8")
    (bubble,) = preview(say("Sí, á"), "n", "sms").messages
    assert bubble.counts[0].segments is not None
    assert bubble.counts[0].segments.encoding == "UCS-2"


def test_a_node_that_is_wrong_says_why() -> None:
    broken = bot(Node("say", params={"text": "Hola"}))
    found = preview(broken, "n", "sms")
    assert "node 'n'" in found.fault
    assert not found.messages


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(TertuliaError, match="no node 'm'"):
        preview(say("Hola"), "m", "sms")
    with pytest.raises(TertuliaError, match="no channel 'fax'"):
        preview(say("Hola"), "n", "fax")


def test_the_example_of_the_documentation_runs(monkeypatch, capsys) -> None:
    page = (ROOT / "docs" / "how-to" / "preview-channels.md").read_text("utf-8")
    monkeypatch.chdir(ROOT)
    exec(page.split("```python\n")[1].split("```")[0], {})
    assert "WhatsApp" in capsys.readouterr().out
