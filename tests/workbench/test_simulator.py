"""The simulator of a window, asked as its front end asks it: through an Editor."""

import shutil
from pathlib import Path

import msgspec
import pytest

from workbench.document import Document
from workbench.editor import Editor
from workbench.edits import Edit, Op
from workbench.models import models_of
from workbench.requests import REQUESTS
from workbench.requests.simulator import simulation_of

TOPIC = ("bots", "cafe", "topics", "order", "nodes")
FLOW = {
    "format": 1,
    "nodes": {
        "startup": {"kind": "intent", "edges": {"next": "menu"}},
        "menu": {
            "kind": "choices",
            "params": {
                "text": {"en": "Hello ${contact.name}. Coffee?"},
                "options": [
                    {"id": "yes", "label": {"en": "Yes"}},
                    {"id": "no", "label": {"en": "No"}},
                ],
            },
            "edges": {"yes": "price", "no": "bye"},
        },
        "price": {
            "kind": "http",
            "params": {
                "url": "https://prices.example/coffee",
                "results": {"answer": "response.body"},
            },
            "edges": {"next": "say_price", "failed": "bye"},
        },
        "say_price": {"kind": "say", "params": {"text": {"en": "It is ${answer.price}."}}},
        "bye": {"kind": "say", "params": {"text": {"en": "Bye."}}},
        "size": {
            "kind": "intent",
            "params": {"phrases": {"en": ["which sizes do you have", "how large is a cup"]}},
            "edges": {"next": "say_size"},
        },
        "say_size": {"kind": "say", "params": {"text": {"en": "Small and large."}}},
    },
}


class Window:
    """An editor with what it was told, and its latest view of the simulator put together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.editor = Editor(self.document, REQUESTS)
        self.turns: list[dict] = []
        self.view: dict = {}
        self.editor.attach(self.hear)

    def hear(self, what: str, value: object) -> None:
        if what == "simulator":
            # As it comes to the browser.
            self.view = msgspec.json.decode(msgspec.json.encode(value))
            self.turns = [*self.turns[: self.view["stands"]], *self.view["turns"]]

    def ask(self, what: str, **args: object) -> object:
        answer = self.editor.answer(f"simulator.{what}", args)
        simulation_of(self.editor).finish()
        return answer

    def do(self, kind: str, **fields: object) -> dict:
        self.ask("do", move={"type": kind, **fields})
        return self.turns[-1]

    def edit(self, *ops: Op) -> None:
        self.document.edit(Edit(ops), self.editor.id)
        simulation_of(self.editor).refresh()
        simulation_of(self.editor).finish()

    @property
    def texts(self) -> list[str]:
        lines = (line for turn in self.turns for line in turn["lines"])
        said = (line["shown"] for line in lines if line["as"] == "message")
        return [one["message"]["text"] for shown in said for one in shown]


@pytest.fixture
def window(tmp_path):
    bot = {"format": 1, "id": "cafe", "name": "Café", "languages": ["en"]}
    bot["variables"] = {"answer": {"type": "object"}, "city": {"type": "text", "default": "Lima"}}
    (tmp_path / "topics").mkdir()
    (tmp_path / "bot.json").write_bytes(msgspec.json.encode(bot))
    (tmp_path / "topics" / "order.flow.json").write_bytes(msgspec.json.encode(FLOW))
    one = Window(Document(tmp_path))
    models_of(one.document).freshen()
    models_of(one.document).finish()
    one.ask("open")
    yield one
    one.editor.close()
    one.document.close()


def test_it_begins_with_the_greeting_and_shows_the_path(window):
    assert window.texts == ["Hello . Coffee?"]
    (turn,) = window.turns
    assert turn["move"] == {"type": "open"}
    assert [(step["node"], step.get("port", "")) for step in turn["path"]] == [
        ("startup", "next"),
        ("menu", ""),
    ]
    assert turn["at"] == window.view["state"]["at"] == "menu"
    assert window.view["state"]["variables"] == {"city": "Lima"}


def test_an_effect_waits_and_is_answered_by_hand(window):
    window.do("press", id="menu:yes")
    (waiting,) = window.view["waiting"]
    assert waiting["node"] == "price"
    assert list(waiting["ports"]) == ["ok", "failed", "timeout", "refused"]
    value = {"status": 200, "headers": {}, "body": {"price": 3}}
    turn = window.do("answer", key=waiting["key"], port="ok", value=value)
    assert window.texts[-1].startswith("It is 3")
    assert "variables.answer" in turn["changed"]
    assert window.view["waiting"] == []


def test_back_returns_to_any_earlier_point(window):
    window.do("press", id="menu:no")
    window.do("say", text="which sizes do you have")
    assert window.texts[1:] == ["Bye.", "Small and large."]
    window.ask("back", length=1)
    assert window.texts == ["Hello . Coffee?"]
    assert window.view["state"]["at"] == "menu"


def test_what_was_understood_stands_under_the_message(window):
    turn = window.do("say", text="which sizes do you have")
    assert turn["claim"]["intent"] == "size"
    assert turn["readings"]["cafe"]["intents"][0][0] == "size"
    assert turn["step_us"] > 0


def test_an_edit_plays_the_conversation_again_and_says_what_differs(window):
    window.do("press", id="menu:no")
    window.edit(Op((*TOPIC, "bye", "params", "text", "en"), "So long."))
    assert window.texts == ["Hello . Coffee?", "So long."]
    assert [turn.get("before") for turn in window.turns] == [None, "Bye."]


def test_turns_that_an_edit_leaves_as_they_were_are_not_told_again(window):
    window.do("press", id="menu:no")
    window.do("say", text="which sizes do you have")
    window.edit(Op((*TOPIC, "say_size", "params", "text", "en"), "Only large."))
    assert (window.view["stands"], window.texts[-1]) == (2, "Only large.")
    window.edit(Op((*TOPIC, "bye", "note"), "of no account"))
    assert window.view["stands"] == 2
    assert "before" not in window.turns[-1]


def test_in_a_project_of_several_bots_one_talks_to_the_one_that_is_drawn(tmp_path):
    for name in ("cafe", "bar"):
        home = tmp_path / "bots" / name
        (home / "topics").mkdir(parents=True)
        bot = {"format": 1, "id": name, "languages": ["en"]}
        startup = {"kind": "intent", "edges": {"next": "hello"}}
        hello = {"kind": "say", "params": {"text": {"en": f"This is the {name}."}}}
        flow = {"format": 1, "nodes": {"startup": startup, "hello": hello}}
        (home / "bot.json").write_bytes(msgspec.json.encode(bot))
        (home / "topics" / "main.flow.json").write_bytes(msgspec.json.encode(flow))
    (tmp_path / "project.json").write_bytes(b'{"format": 1, "name": "Street"}')
    window = Window(Document(tmp_path))
    window.ask("open", bot="bar")
    assert window.texts == ["This is the bar."]
    window.ask("set_up", setup={**window.view["setup"], "bot": ""})
    assert window.texts[0].startswith("This is the ")
    window.editor.close()
    models_of(window.document).finish()
    window.document.close()


def test_what_no_longer_fits_is_kept_until_it_fits_again(window):
    window.do("press", id="menu:no")
    options = (*TOPIC, "menu", "params", "options")
    window.edit(Op((*options, 1)))
    assert window.texts == ["Hello . Coffee?"]
    assert "there is no button" in window.view["misfit"]
    assert window.view["rest"] == [{"type": "press", "id": "menu:no"}]
    window.document.undo(window.editor.id)
    simulation_of(window.editor).refresh()
    simulation_of(window.editor).finish()
    assert window.texts == ["Hello . Coffee?", "Bye."]
    assert window.view["misfit"] == ""


def test_a_broken_node_elsewhere_does_not_matter_and_here_says_why(window):
    window.edit(Op((*TOPIC, "bye", "params"), {"text": 3}))
    assert window.texts == ["Hello . Coffee?"]
    turn = window.do("press", id="menu:no")
    (note,) = [line for line in turn["lines"] if line["as"] == "note"]
    assert (note["what"], note["node"], note["topic"]) == ("warning", "bye", "order")


def test_circumstances_are_changed_with_the_conversation_kept(window):
    window.do("press", id="menu:no")
    setup = window.view["setup"]
    setup["contact"]["name"] = "Ana"
    window.ask("set_up", setup=setup)
    assert window.texts == ["Hello Ana. Coffee?", "Bye."]


def test_a_node_answered_always_by_hand_never_waits(window):
    value = {"status": 200, "headers": {}, "body": {"price": 5}}
    window.ask("script", node="price", port="ok", value=value)
    turn = window.do("press", id="menu:yes")
    assert window.texts[-1].startswith("It is 5")
    (effect,) = [line for line in turn["lines"] if line["as"] == "effect"]
    assert effect["answer"]["value"]["body"] == {"price": 5}


def test_a_variable_set_by_hand_is_there_and_can_be_taken_back(window):
    window.do("assign", name="city", value="Quito")
    assert window.view["state"]["variables"] == {"city": "Quito"}
    window.ask("back", length=1)
    assert window.view["state"]["variables"] == {"city": "Lima"}


def test_a_stale_model_is_trained_in_the_background(window):
    phrases = (*TOPIC, "size", "params", "phrases", "en")
    window.edit(Op((*phrases, 2), "what cup sizes are there", insert=True))
    assert window.view["models"]["cafe"]["phase"] == "stale"
    window.ask("train", bot="cafe")
    models_of(window.document).finish()
    simulation_of(window.editor).finish()
    assert window.view["models"]["cafe"]["phase"] == "fresh"


def test_a_conversation_is_saved_as_a_test_that_passes(window):
    told = []
    window.editor.attach(lambda what, value: told.append(value) if what == "recorded" else None)
    setup = window.view["setup"]
    setup["contact"]["name"] = "Ana"
    setup["start_us"] = 1_772_445_600_000_000
    window.ask("set_up", setup={**setup, "tags": ["vip"], "fields": {"plan": "gold"}})
    window.do("press", id="menu:yes", label="Yes")
    key = window.view["waiting"][0]["key"]
    value = {"status": 200, "headers": {}, "body": {"price": 3}}
    window.do("answer", key=key, port="ok", value=value)
    window.do("assign", name="city", value="Quito")
    window.do("say", text="which sizes do you have")
    window.do("wait", seconds=59.5)
    window.ask("record", title="Asks for the price")
    recorded = told[0]["recorded"]
    assert recorded.differences == ()
    assert recorded.text.splitlines() == [
        "== Asks for the price",
        "@ time: 2026-03-02 10:00",
        "@ contact.name: Ana",
        '@ field plan: "gold"',
        "@ tags: vip",
        "> (opened)",
        "< Hello Ana. Coffee?",
        "  [Yes] [No]",
        '! price ok {"status": 200, "headers": {}, "body": {"price": 3}}',
        "> [Yes]",
        "< It is 3.",
        '> (set city "Quito")',
        "> which sizes do you have",
        "< Small and large.",
        "> (1 minute)",
    ]


def test_a_window_that_is_loaded_anew_goes_on_where_it_was(window):
    window.do("press", id="menu:no")
    moves = [turn["move"] for turn in window.turns]
    again = Window(window.document)
    again.ask("open", kept={"setup": window.view["setup"], "moves": moves})
    assert again.texts == ["Hello . Coffee?", "Bye."]
    again.editor.close()


def test_what_a_window_remembers_of_another_version_is_left_out(window):
    again = Window(window.document)
    again.ask("open", kept={"moves": [{"type": "sing"}]})
    assert again.texts == ["Hello . Coffee?"]
    again.editor.close()


def test_a_move_that_is_none_is_refused_with_a_sentence(window):
    window.do("press", id="menu:nothing")
    assert "there is no button" in window.view["trouble"]
    assert len(window.turns) == 1


def test_a_real_bot_goes_into_other_topics(tmp_path):
    shutil.copytree(Path("datasets/bots/clinic"), tmp_path / "clinic")
    window = Window(Document(tmp_path / "clinic"))
    try:
        window.ask("open")
        window.do("say", text="quiero una cita")
        assert window.turns[-1]["path"]
    finally:
        window.editor.close()
        models_of(window.document).finish()
        window.document.close()


def test_an_effect_is_carried_out_for_real_when_it_is_asked_for(window):
    window.do("press", id="menu:yes")
    (waiting,) = window.view["waiting"]
    window.ask("carry_out", key=waiting["key"])
    # The name ends in .example, which leads nowhere: the delivery itself said so.
    move = window.turns[-1]["move"]
    assert (move["type"], move["real"]) == ("answer", True)
    assert move["port"] != "ok"
    assert window.texts[-1] == "Bye."
    window.ask("back", length=2)
    window.ask("set_real", kinds=["call_service"])
    assert window.view["real"] == ["call_service"]
    assert (window.view["waiting"], window.texts[-1]) == ([], "Bye.")


def test_answers_for_real_are_kept_when_an_edit_plays_the_conversation_again(window):
    window.ask("set_real", kinds=["call_service"])
    window.do("press", id="menu:yes")
    window.ask("set_real", kinds=[])
    window.edit(Op((*TOPIC, "bye", "params", "text", "en"), "So long."))
    assert window.texts[-1] == "So long."
    assert window.view["waiting"] == []
