"""A project in a notebook: tables, changes, and widgets that speak the wire's letters."""

import json
import shutil
from pathlib import Path

import pytest

import workbench
from engine.project.read import open_project
from engine.types.issue import TertuliaError
from workbench import testing

ROOT = Path(__file__).parents[2]
CLINIC = ROOT / "datasets" / "bots" / "clinic"
FRONTEND = ROOT / "workbench" / "frontend"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    one = workbench.open(tmp_path / "clinic")
    yield one
    one.close()


def test_tables_say_what_the_bot_has(project):
    bot = project.bot()
    assert len(project.nodes()) == sum(len(topic.nodes) for topic in bot.topics.values())
    phrases = bot.topics["citas"].nodes["book"].params["phrases"]["es"]
    table = project.triggers()
    mine = table[(table.intent == "book") & (table.how == "phrases") & (table.language == "es")]
    assert list(mine.text) == list(phrases)
    assert set(project.issues().severity) <= {"error", "warning", "advice"}


def test_a_change_is_saved_and_undone(project):
    before = (project.document.folder / "topics" / "citas.flow.json").read_bytes()
    project.set("book", "title", "Another title")
    folder = project.save()
    assert (
        open_project(folder).bots["clinic"].topics["citas"].nodes["book"].title == "Another title"
    )
    assert project.undo()
    project.save()
    assert (folder / "topics" / "citas.flow.json").read_bytes() == before
    assert not project.undo()


def test_coverage_is_a_table_of_parts(tmp_path):
    shutil.copytree(CLINIC.parent / "shop", tmp_path / "shop")
    one = workbench.open(tmp_path / "shop")
    table = one.coverage()
    whole = testing.tests_of(one.document).coverage
    for kind in ("node", "port", "trigger", "language"):
        counted = table[(table.kind == kind) & (table.unreachable == "")]
        tally = whole.tally(kind)
        assert (counted.passed.sum(), len(counted)) == (tally.passed, tally.total)
    played = testing.tests_of(one.document).progress.revision
    one.coverage()
    assert testing.tests_of(one.document).progress.revision == played
    one.set(table.node[0], "title", "Another title")
    one.coverage()
    assert testing.tests_of(one.document).progress.revision == one.document.revision > played
    one.close()


def test_every_widget_shows_its_view_of_the_bot(project):
    for widget in (
        workbench.Chat,
        workbench.Coverage,
        workbench.FlowCanvas,
        workbench.TriggerTable,
    ):
        shown = widget(project)
        assert shown.settings["bot"] == "clinic"
        assert f"{shown.view}:" in (FRONTEND / "src" / "views" / "index.ts").read_text()
        shown.close()


def test_what_cannot_be_is_said_in_words(project, tmp_path):
    with pytest.raises(TertuliaError, match="no node 'nobody'"):
        project.set("nobody", "title", "x")
    with pytest.raises(TertuliaError, match="no bot 'nobody'"):
        project.nodes("nobody")
    with pytest.raises(TertuliaError, match="no such folder"):
        workbench.open(tmp_path / "nowhere")


def letters(widget):
    return json.loads(widget.down)["letters"]


def test_a_widget_sends_an_edit_and_hears_one(project):
    heard = []
    project.observe(lambda applied: heard.append(applied.edit.label))
    canvas = workbench.FlowCanvas(project, topic="citas")
    path = ["bots", "clinic", "topics", "citas", "nodes", "book", "title"]
    request = {"n": 1, "what": "document.edit"}
    request["args"] = {"edit": {"ops": [{"path": path, "value": "From JS"}], "label": "Rename"}}
    canvas.up = json.dumps({"letters": [request], "got": 0})
    assert project.bot().topics["citas"].nodes["book"].title == "From JS"
    project.set("book", "title", "From Python")
    news = [letter["value"] for letter in letters(canvas) if letter.get("what") == "edited"]
    assert news[-1]["ops"] == [{"path": path, "value": "From Python"}]
    assert heard == ["Rename", "Set book.title"]


def test_what_nobody_sees_yet_is_not_kept_for_later(project):
    canvas = workbench.FlowCanvas(project, topic="citas")
    for number in range(50):
        project.set("book", "title", f"Title {number}")
    canvas.mark("drops", {"citas": {"book": {"tone": "warn", "label": "12"}}})
    assert canvas.down == ""
    request = {"n": 1, "what": "document.ports", "args": {"bot": "clinic", "topic": "citas"}}
    canvas.up = json.dumps({"letters": [request], "got": 0})
    assert len(letters(canvas)) == 1
    assert canvas.settings["overlays"][0]["nodes"]["citas"]["book"]["label"] == "12"


def test_the_selection_reaches_python(project):
    canvas = workbench.FlowCanvas(project, topic="citas")
    heard = []
    canvas.on_select(lambda topic, nodes: heard.append((topic, nodes)))
    request = {"n": 1, "what": "view.selected", "args": {"topic": "citas", "nodes": ["book"]}}
    canvas.up = json.dumps({"letters": [request], "got": 0})
    assert heard == [("citas", ("book",))]


def test_a_request_that_fails_is_answered_with_its_sentence(project):
    table = workbench.TriggerTable(project)
    table.up = json.dumps({"letters": [{"n": 1, "what": "no.such", "args": {}}], "got": 0})
    (answer,) = letters(table)
    assert (answer["to"], "no.such" in answer["error"]) == (1, True)
