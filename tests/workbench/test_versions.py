"""Versions of an open project: kept, compared, restored; conflicts settled, as the page asks."""

from pathlib import Path

import msgspec
import pytest

from engine.project.read import open_project
from engine.project.write import write
from engine.types.issue import TertuliaError
from tests.workbench.listening import bakery_editor, told
from workbench.edits import Edit, Op

BOT = ("bots", "bakery")


@pytest.fixture
def window(tmp_path):
    with bakery_editor(tmp_path) as editor:
        yield editor


def put(editor, *steps, value):
    editor.document.edit(Edit((Op((*BOT, *steps), value),), "Change"), editor.id)


def test_versions_are_kept_compared_and_restored(window):
    first = window.answer("versions.open", {})["versions"][0]
    put(window, "description", value="Bread, all day")
    nodes = window.document.tree["bots"]["bakery"]["topics"]["welcome"]["nodes"]
    node = next(iter(nodes))
    put(window, "topics", "welcome", "nodes", node, "title", value="Hello there")
    put(window, "topics", "welcome", "layout", node, value=[999, 999])
    named = window.answer("versions.keep", {"label": "With bread"})["versions"][0]
    assert (named.label, named.author, named.kind) == ("With bread", "Ana", "saved")

    window.answer("versions.compare", {"before": first.id, "bot": "bakery"})
    compared = told(window, "versions.compared")
    places = {(change["location"].topic, change["location"].node) for change in compared["changes"]}
    assert places == {("", ""), ("welcome", node)}, "where a node is drawn is no change"
    assert all(change["words"] for change in compared["changes"])
    assert compared["overlay"]["nodes"] == {"welcome": {node: {"tone": "changed"}}}

    kept = window.answer("versions.restore", {"version": first.id, "label": "Back"})["versions"]
    assert kept[0].kind == "restored"
    assert window.document.project.bots["bakery"].description == ""
    assert window.document.can(window.id)[0] == "Back"
    window.document.undo(window.id)
    assert window.document.project.bots["bakery"].description == "Bread, all day"


def test_a_version_that_is_not_kept_is_said_in_words(window):
    with pytest.raises(TertuliaError, match="no version 77"):
        window.answer("versions.restore", {"version": 77, "label": ""})
    window.answer("versions.compare", {"before": 77})
    assert "no version 77" in told(window, "versions.compared")["error"]


def test_a_conflict_is_shown_and_settled(window):
    window.answer("versions.open", {})
    window.document.saver.finish()
    project = open_project(window.document.folder)
    theirs = msgspec.structs.replace(project.bots["bakery"], description="Theirs")
    with window.document.lock:
        # Nobody looks at the folder between the two.
        write(msgspec.structs.replace(project, bots={"bakery": theirs}), window.document.folder)
        put(window, "description", value="Mine")
    window.document.saver.finish()
    (conflict,) = window.answer("versions.open", {})["conflicts"]
    assert (conflict["ours"], conflict["theirs"]) == ("Mine", "Theirs")
    assert "theirs" in conflict["words"]
    after = window.answer("versions.choose", {"choices": {conflict["key"]: "theirs"}})
    assert after["conflicts"] == []
    assert window.document.project.bots["bakery"].description == "Theirs"
    with pytest.raises(TertuliaError, match="no conflict"):
        window.answer("versions.choose", {"choices": {conflict["key"]: "ours"}})


def test_a_file_that_cannot_be_read_waits_for_a_decision(window):
    path = Path(window.document.folder) / "topics" / "welcome.flow.json"
    path.write_text("<<<<<<< theirs")
    window.document.outside.look()
    assert window.answer("versions.open", {})["fault"].location.file == "topics/welcome.flow.json"
    put(window, "description", value="Mine")
    window.document.saver.finish()
    assert path.read_text() == "<<<<<<< theirs"
    assert window.answer("versions.write_over", {})["fault"] is None
    assert open_project(window.document.folder).bots["bakery"].description == "Mine"
