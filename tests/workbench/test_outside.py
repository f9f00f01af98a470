"""Files that others write while a project is open."""

import shutil
from pathlib import Path

import msgspec
import pytest

from engine.project.read import open_project
from engine.project.write import write
from workbench.document import Document
from workbench.edits import Edit, Op

CLINIC = Path(__file__).parents[2] / "datasets" / "bots" / "clinic"


@pytest.fixture
def document(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    one = Document(tmp_path / "clinic")
    yield one
    one.close()


def title(document, node, text):
    path = ("bots", "clinic", "topics", "citas", "nodes", node, "title")
    document.edit(Edit((Op(path, text),), "Title"), "ana")


def title_outside(document, node, text):
    """A colleague's editor writes the same project."""
    project = open_project(document.folder)
    bot = project.bots["clinic"]
    topic = bot.topics["citas"]
    nodes = {**topic.nodes, node: msgspec.structs.replace(topic.nodes[node], title=text)}
    topics = {**bot.topics, "citas": msgspec.structs.replace(topic, nodes=nodes)}
    bot = msgspec.structs.replace(bot, topics=topics)
    write(msgspec.structs.replace(project, bots={"clinic": bot}), document.folder)


def titles(project):
    nodes = project.bots["clinic"].topics["citas"].nodes
    return nodes["book"].title, nodes["cancel"].title


def test_what_others_write_is_taken_in_and_can_be_undone_by_them_only(document):
    before = titles(document.project)
    title_outside(document, "book", "Theirs")
    document.outside.look()
    assert titles(document.project) == ("Theirs", before[1])
    assert document.undo("ana") is None


def test_both_sides_changes_stay(document):
    # Theirs first: their editor reads and writes, and ours must not come between the two.
    title_outside(document, "book", "Theirs")
    title(document, "cancel", "Mine")
    document.saver.finish()
    assert titles(document.project) == titles(open_project(document.folder)) == ("Theirs", "Mine")
    assert document.outside.conflicts == ()


@pytest.mark.parametrize(("side", "kept"), [("ours", "Mine"), ("theirs", "Theirs")])
def test_a_conflict_waits_for_a_choice(document, side, kept):
    with document.lock:
        # Nobody looks at the folder between the two.
        title_outside(document, "book", "Theirs")
        title(document, "book", "Mine")
    document.saver.finish()
    (conflict,) = document.outside.conflicts
    assert (conflict.ours, conflict.theirs) == ("Mine", "Theirs")
    assert titles(open_project(document.folder))[0] == "Mine"
    document.outside.choose({conflict.key: side})
    document.saver.finish()
    assert titles(open_project(document.folder))[0] == kept
    assert document.outside.conflicts == ()


def test_a_file_that_cannot_be_read_is_not_written_over(document):
    path = document.folder / "topics" / "citas.flow.json"
    path.write_text("<<<<<<< ours")
    title(document, "book", "Mine")
    document.saver.finish()
    assert path.read_text() == "<<<<<<< ours"
    assert "citas" in str(document.outside.fault.location)
    assert document.saver.news()["error"]
    document.outside.write_over()
    document.saver.finish()
    assert titles(open_project(document.folder))[0] == "Mine"


def test_a_file_that_is_mended_is_taken_in(document):
    path = document.folder / "topics" / "citas.flow.json"
    whole = path.read_text()
    path.write_text("{")
    document.outside.look()
    assert document.outside.fault is not None
    title(document, "book", "Mine")
    path.write_text(whole)
    document.outside.look()
    document.saver.ask()
    document.saver.finish()
    assert titles(open_project(document.folder))[0] == "Mine"
    assert not document.saver.news()["error"]


def test_a_file_that_was_broken_from_the_start_and_is_mended_can_be_edited(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    path = tmp_path / "clinic" / "topics" / "citas.flow.json"
    whole = path.read_text()
    path.write_text(whole.replace('"kind": "ask"', '"knd": "ask"', 1))
    document = Document(tmp_path / "clinic")
    try:
        assert document.locks.topics
        path.write_text(whole)
        document.outside.look()
        assert not document.locks.topics
        title(document, "book", "Mine")
        document.saver.finish()
        assert titles(open_project(document.folder))[0] == "Mine"
        assert '"knd"' not in path.read_text()
    finally:
        document.close()
