"""A file that was broken by hand: read-only until somebody takes its sound part."""

import json
import shutil
from pathlib import Path

import pytest

from workbench.document import Document
from workbench.editor import Editor
from workbench.edits import Edit, EditError, Op
from workbench.requests import REQUESTS

BOTS = Path(__file__).parents[2] / "datasets" / "bots"
FLOW = "topics/servicios.flow.json"


@pytest.fixture
def editor(tmp_path, request):
    folder = tmp_path / "clinic"
    shutil.copytree(BOTS / "clinic", folder)
    flow = json.loads((folder / FLOW).read_text())
    flow["nodes"]["jobs"]["titel"] = "Empleo"
    flow["nodes"]["broken"] = 12
    flow["format"] = getattr(request, "param", 1)
    (folder / FLOW).write_text(json.dumps(flow))
    document = Document(folder)
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    document.close()


def rename(editor):
    path = ("bots", "clinic", "topics", "servicios", "nodes", "jobs", "title")
    return editor.document.edit(Edit((Op(path, "Trabajo"),)), editor.id)


def test_what_is_sound_is_drawn_and_nothing_can_be_edited(editor):
    opened = editor.answer("document.open", {})
    nodes = opened["tree"]["bots"]["clinic"]["topics"]["servicios"]["nodes"]
    assert "jobs" in nodes
    assert "broken" not in nodes
    assert [topic for _, topic, _ in opened["locked"]["topics"]] == ["servicios"]
    with pytest.raises(EditError, match="read-only"):
        rename(editor)


def test_the_sound_part_is_taken_and_the_file_as_it_was_is_kept(editor):
    folder = editor.document.folder
    before = (folder / FLOW).read_bytes()
    heard = []
    editor.attach(lambda what, value: heard.append((what, value)))
    kept = editor.answer("document.repair", {"bot": "clinic", "topic": "servicios"})
    assert (folder / kept).read_bytes() == before
    editor.document.saver.finish()
    written = json.loads((folder / FLOW).read_text())
    assert "jobs" in written["nodes"]
    assert "broken" not in written["nodes"]
    rename(editor)
    editor.document.saver.finish()
    assert json.loads((folder / FLOW).read_text())["nodes"]["jobs"]["title"] == "Trabajo"
    editor.document._checking.finish()
    told = [value for what, value in heard if what == "issues"][-1]
    assert told["locked"]["topics"] == []
    assert not [issue for issue in told["issues"] if issue.code == "unknown-field"]


def test_a_sound_topic_needs_no_repair(editor):
    with pytest.raises(EditError, match="nothing to repair"):
        editor.answer("document.repair", {"bot": "clinic", "topic": "citas"})


@pytest.mark.parametrize("editor", [999], indirect=True)
def test_what_a_newer_program_wrote_is_not_cut(editor):
    with pytest.raises(EditError, match="newer"):
        editor.answer("document.repair", {"bot": "clinic", "topic": "servicios"})
