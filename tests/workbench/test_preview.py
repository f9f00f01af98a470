"""How a node reads, asked through an Editor as the front end asks."""

import msgspec
import pytest

from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.editor import Editor
from workbench.edits import Edit, Op
from workbench.requests import REQUESTS

NODE = ("bots", "cafe", "topics", "main", "nodes", "menu")


@pytest.fixture
def editor(tmp_path):
    bot = {"format": 1, "id": "cafe", "languages": ["en"], "channels": ["whatsapp"]}
    menu = {
        "kind": "choices",
        "params": {
            "text": {"en": "Hello ${name}. What would you like?"},
            "options": [{"id": f"o{n}", "label": {"en": f"Coffee {n}"}} for n in range(4)],
        },
    }
    flow = {"format": 1, "nodes": {"menu": menu}}
    (tmp_path / "topics").mkdir()
    (tmp_path / "bot.json").write_bytes(msgspec.json.encode(bot))
    (tmp_path / "topics" / "main.flow.json").write_bytes(msgspec.json.encode(flow))
    document = Document(tmp_path)
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    document.close()


def previewed(editor, **args):
    found = editor.answer("preview.node", {"bot": "cafe", "topic": "main", "node": "menu", **args})
    return msgspec.json.decode(msgspec.json.encode(found))


def test_the_bots_channels_come_first_and_say_what_they_show_otherwise(editor):
    found = previewed(editor)
    assert found["own"] == ["whatsapp"]
    first = found["previews"][0]
    assert first["channel"] == "whatsapp"
    assert first["messages"][0]["options_as"] == "list"
    assert [one["code"] for one in first["degradations"]] == ["options-as-list"]
    assert {one["channel"] for one in found["previews"]} > {"sms", "telegram", "voice", "email"}


def test_variables_have_the_values_of_the_simulated_conversation(editor):
    found = previewed(editor)["previews"][0]
    assert (found["missing"], "«name»" in found["messages"][0]["message"]["text"]) == (["name"], 1)
    editor.answer("simulator.do", {"move": {"type": "open"}})
    editor.answer("simulator.do", {"move": {"type": "assign", "name": "name", "value": "Ana"}})
    editor.memory["simulator"].finish()
    text = previewed(editor, simulated=True)["previews"][0]["messages"][0]["message"]["text"]
    assert text == "Hello Ana. What would you like?"


def test_advice_comes_with_the_name_of_its_rule_until_that_is_off(editor):
    text = Op((*NODE, "params", "text", "en"), "HURRY UP!!! CLICK NOW!!!")
    editor.document.edit(Edit((text,)))
    (advice, *_) = previewed(editor)["advice"]
    assert advice["rule"] in editor.answer("preview.rules", {})
    assert advice["issue"]["location"]["node"] == "menu"
    off = Op(("bots", "cafe", "advice", advice["rule"]), value=False)
    editor.document.edit(Edit((off,)))
    assert advice["rule"] not in {one["rule"] for one in previewed(editor)["advice"]}


def test_a_node_that_is_wrong_says_why_it_shows_nothing(editor):
    editor.document.edit(Edit((Op((*NODE, "params", "options"), 3),)))
    found = previewed(editor)["previews"][0]
    assert "menu" in found["fault"]


def test_a_bot_that_is_gone_is_told_in_a_sentence(editor):
    with pytest.raises(TertuliaError, match="no bot 'nobody'"):
        previewed(editor, bot="nobody")
