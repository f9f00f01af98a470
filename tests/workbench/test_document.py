"""The open project: edits, undo, saving, several people at once."""

import shutil
from pathlib import Path

import pytest

from engine.project.read import open_project
from workbench.document import Document
from workbench.edits import Edit, EditError, Op

CLINIC = Path(__file__).parents[2] / "datasets" / "bots" / "clinic"


@pytest.fixture
def document(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    one = Document(tmp_path / "clinic")
    yield one
    one.close()


def place(document, *steps):
    return ("bots", next(iter(document.tree["bots"])), *steps)


def setting(document, steps, value, group=""):
    return Edit((Op(place(document, *steps), value),), "Change", group)


def files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_edit_is_saved_and_undone_to_the_byte(document):
    before = files(document.folder)
    document.edit(setting(document, ("description",), "Changed"), "ana")
    document.saver.finish()
    assert next(iter(open_project(document.folder).bots.values())).description == "Changed"
    document.undo("ana")
    document.saver.finish()
    assert files(document.folder) == before


def test_undo_is_by_person(document):
    document.edit(setting(document, ("description",), "Ana's"), "ana")
    document.edit(setting(document, ("name",), "Ben's"), "ben")
    document.undo("ana")
    bot = next(iter(document.project.bots.values()))
    assert (bot.name, bot.description != "Ana's") == ("Ben's", True)


def test_undo_does_not_overwrite_a_colleague(document):
    document.edit(setting(document, ("description",), "Ana's"), "ana")
    document.edit(setting(document, ("description",), "Ben's"), "ben")
    with pytest.raises(EditError, match="somebody else"):
        document.undo("ana")
    assert next(iter(document.project.bots.values())).description == "Ben's"


def test_typing_is_undone_at_once(document):
    before = document.tree
    for text in ("H", "He", "Hello"):
        document.edit(setting(document, ("description",), text, "typing"), "ana")
    document.undo("ana")
    assert document.tree == before
    document.redo("ana")
    assert next(iter(document.project.bots.values())).description == "Hello"


def test_an_edit_that_does_not_fit_changes_nothing(document):
    before = document.tree
    with pytest.raises(EditError, match="pause_ms"):
        document.edit(setting(document, ("pause_ms",), "long"), "ana")
    assert document.tree is before


@pytest.mark.parametrize(
    "steps", [("titel",), ("nodes", "jobs", "titel"), ("comments",), ("nodes", "jobs", "kind")]
)
def test_what_no_topic_has_is_refused_and_changes_nothing(document, steps):
    before = document.tree
    value = [{"texto": "?"}] if steps == ("comments",) else 12
    with pytest.raises(EditError, match=r"titel|texto|kind"):
        document.edit(setting(document, ("topics", "servicios", *steps), value), "ana")
    assert document.tree is before


def test_a_broken_flow_is_read_only_and_stays_as_it_is(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    path = tmp_path / "clinic" / "topics" / "citas.flow.json"
    path.write_text(path.read_text().replace('"kind": "ask"', '"knd": "ask"', 1))
    broken = path.read_bytes()
    document = Document(tmp_path / "clinic")
    try:
        layout = ("topics", "citas", "layout", "book")
        with pytest.raises(EditError, match="read-only"):
            document.edit(setting(document, layout, [0, 0]), "ana")
        document.edit(setting(document, ("description",), "Changed"), "ana")
        document.saver.finish()
        assert path.read_bytes() == broken
    finally:
        document.close()


def test_a_flow_of_a_newer_format_is_drawn_and_left_alone(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    path = tmp_path / "clinic" / "topics" / "citas.flow.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 99', 1))
    newer = path.read_bytes()
    document = Document(tmp_path / "clinic")
    try:
        (bot,) = document.tree["bots"].values()
        assert bot["topics"]["citas"]["nodes"]
        document.edit(setting(document, ("description",), "Changed"), "ana")
        document.saver.finish()
        assert path.read_bytes() == newer
    finally:
        document.close()
