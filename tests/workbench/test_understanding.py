"""Understanding measured from an open project, as the page asks."""

import json
import time

import pytest

from engine.nlu.pipeline import parse
from engine.project.new import new
from engine.types.issue import TertuliaError
from tests.workbench.listening import told
from workbench import understanding
from workbench.document import Document
from workbench.editor import Editor
from workbench.edits import Edit, Op
from workbench.requests import REQUESTS
from workbench.requests.understanding import with_setting

BOT = {"bot": "bakery"}
THINGS = ["bread", "cake", "pie", "rolls", "buns", "toast"]
PHRASES = {
    "order": [f"i would like to order some {thing} please" for thing in THINGS],
    "hours": [f"at what time can i come to buy {thing} today" for thing in THINGS],
    "thanks": [f"thank you so much for the lovely {thing}" for thing in THINGS],
}


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bots") / "bakery"
    new(folder, "Bakery", ("en",))
    document = Document(folder)
    editor = Editor(document, REQUESTS)
    editor.heard = []
    editor.attach(lambda what, value: editor.heard.append((what, value)))
    nodes = {
        name: {"kind": "intent", "params": {"phrases": {"en": list(phrases)}}}
        for name, phrases in PHRASES.items()
    }
    path = ("bots", "bakery", "topics", "shop")
    document.edit(Edit((Op(path, {"format": 1, "nodes": nodes}),), "Draw"), editor.id)
    editor.answer("understanding.open", BOT)
    editor.answer("understanding.run", BOT)
    known = understanding.understanding_of(document)
    while known.course("bakery").running:
        time.sleep(0.05)
    assert known.course("bakery").error == ""
    yield editor
    editor.close()
    document.close()


def test_the_figures_are_there(window):
    shown = window.answer("understanding.open", BOT)
    assert {row.intent for row in shown["evaluation"].intents} >= PHRASES.keys()
    assert 0.5 < shown["evaluation"].accuracy <= 1
    assert shown["figures"] == ["confusion", "scope", "calibration", "learning", "stress"]
    for name in shown["figures"]:
        figure = window.answer("understanding.figure", {**BOT, "name": name, "theme": "dark"})
        assert json.loads(figure)["data"]
    assert not shown["old"]


def test_sliders_trade_understanding_for_refusal(window):
    low = window.answer("understanding.effect", {**BOT, "threshold": 0.0, "ambiguity": 0.0})
    high = window.answer("understanding.effect", {**BOT, "threshold": 1.0, "ambiguity": 0.0})
    assert low.steps[0].own > high.steps[0].own
    assert high.refused > low.refused


def test_a_setting_is_kept_in_the_pipeline_and_undone(window):
    before = window.document.project.bots["bakery"].nlu
    setting = {"threshold": 0.42, "ambiguity": 0.1, "label": "Set"}
    window.answer("understanding.keep", {**BOT, **setting})
    steps = {step.name: step.settings for step in parse(window.document.project.bots["bakery"].nlu)}
    assert steps["calibration"] == {"threshold": 0.42, "ambiguity": 0.1}
    window.document.undo(window.id)
    assert window.document.project.bots["bakery"].nlu == before


def test_a_phrase_is_judged_while_it_is_typed(window):
    asked = {**BOT, "intent": "hours", "text": PHRASES["order"][0], "language": "en"}
    (found, *_) = window.answer("understanding.phrase", asked)
    assert found.code == "duplicate-phrase"
    assert found.others[0].intent == "order"


def test_a_repair_is_an_edit(window):
    path = ("bots", "bakery", "topics", "shop", "nodes", "hours", "params", "phrases", "en")
    lines = [*PHRASES["hours"], PHRASES["order"][0]]
    window.document.edit(Edit((Op(path, lines),), "Double"), window.id)
    known = understanding.understanding_of(window.document)
    assert known.is_old("bakery")
    window.answer("understanding.run", BOT)
    while known.course("bakery").running:
        time.sleep(0.05)
    findings = window.answer("understanding.open", BOT)["findings"]
    index = next(i for i, each in enumerate(findings) if each.code == "duplicate-phrase")
    window.answer("understanding.fix", {**BOT, "finding": index, "choice": 0})
    nodes = window.document.project.bots["bakery"].topics["shop"].nodes
    said = [phrase for name in PHRASES for phrase in nodes[name].params["phrases"]["en"]]
    assert said.count(PHRASES["order"][0]) == 1
    window.document.undo(window.id)
    window.document.undo(window.id)


def test_a_comparison_with_a_version(window):
    version = window.answer("versions.keep", {"label": "Before"})["versions"][0]
    window.answer("understanding.compare", {**BOT, "version": version.id})
    compared = told(window, "understanding.compared")
    assert (compared["won"], compared["lost"]) == (0, 0)
    assert compared["unchanged"] == compared["sentences"] > 0


def test_what_cannot_be_is_said_in_words(window):
    with pytest.raises(TertuliaError, match="no bot 'nobody'"):
        window.answer("understanding.run", {"bot": "nobody"})
    with pytest.raises(TertuliaError, match="no such file"):
        window.answer("understanding.unknown", {**BOT, "store": "nowhere"})
    with pytest.raises(TertuliaError, match="measure again"):
        window.answer("understanding.fix", {**BOT, "finding": 999, "choice": 0})


def test_a_setting_takes_the_place_of_an_older_one():
    steps = ('name = "sparse"', 'name = "calibration"\nkeep = 0.9\nthreshold = 0.1')
    text = "# mine\n" + "\n".join(f"[[component]]\n{step}\n" for step in steps)
    new = with_setting(text, 0.5, 0.0)
    assert new.startswith("# mine\n")
    settings = {step.name: step.settings for step in parse(new)}["calibration"]
    assert settings == {"threshold": 0.5, "ambiguity": 0.0, "keep": 0.9}
    with pytest.raises(TertuliaError, match="no component"):
        with_setting('[[component]]\nname = "sparse"\n', 0.5, 0.0)
