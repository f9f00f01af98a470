"""The page Projects: what is listed, made and copied; files that are sent."""

import shutil
from pathlib import Path

import pytest

from engine.project.read import open_project
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.editor import Editor
from workbench.requests import REQUESTS
from workbench.workspace import workspace_of

BOTS = Path(__file__).parents[2] / "datasets" / "bots"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(BOTS / "clinic", tmp_path / "clinic")
    (tmp_path / "notes").mkdir()
    return tmp_path


@pytest.fixture
def editor(folder):
    document = Document(folder / "clinic")
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    document.close()


def listed(editor):
    return {one["folder"]: one for one in editor.answer("projects.list", {})["projects"]}


def test_projects_beside_the_open_one_are_listed(editor, folder):
    (folder / "broken").mkdir()
    (folder / "broken" / "bot.json").write_text("{")
    found = listed(editor)
    assert list(found) == ["broken", "clinic"]
    assert found["clinic"]["languages"] == ("es", "en", "pt")
    assert found["clinic"]["topics"] == len(list((folder / "clinic" / "topics").iterdir()))
    assert found["broken"]["fault"]
    assert editor.answer("projects.list", {})["open"] == "clinic"


def test_a_new_bot_is_sound_and_its_folder_free(editor, folder):
    args = {"name": "Panadería Ñandú", "languages": ["es", "pt"], "time_zone": "America/Montevideo"}
    first = editor.answer("projects.new", args)
    second = editor.answer("projects.new", args)
    assert (first, second) == ("panaderia_nandu", "panaderia_nandu_2")
    (bot,) = open_project(folder / first).bots.values()
    assert (bot.name, bot.languages) == ("Panadería Ñandú", ("es", "pt"))
    assert bot.time_zone == "America/Montevideo"


def test_a_bot_without_a_name_is_refused(editor):
    with pytest.raises(TertuliaError, match="name"):
        editor.answer("projects.new", {"name": " ", "languages": ["es"]})


def test_a_copy_is_equal_and_its_own(editor, folder):
    made = editor.answer("projects.duplicate", {"project": "clinic"})
    assert made == "clinic_2"
    assert (folder / made / "bot.json").read_bytes() == (folder / "clinic/bot.json").read_bytes()
    with pytest.raises(TertuliaError, match="no project"):
        editor.answer("projects.duplicate", {"project": "../clinic"})


def test_a_sample_of_several_bots_brings_them_along(editor, folder):
    made = editor.answer("projects.sample", {"sample": "front_desk"})
    project = open_project(folder / made)
    assert set(project.bots) == {"city", "clinic", "shop"}
    assert all((folder / made / "bots" / bot / "bot.json").is_file() for bot in project.bots)


def test_a_file_that_is_too_large_is_refused(editor, monkeypatch):
    monkeypatch.setattr("workbench.uploads.MOST_BYTES", 1000)
    with pytest.raises(TertuliaError, match="split it"):
        sent(editor, "large.csv", b"x" * 1500, piece=300)


def test_a_folder_of_bots_opens_on_the_list(folder):
    assert workspace_of(folder).first == ""
    assert workspace_of(folder / "clinic").first == "clinic"
    document = Document(folder)
    try:
        assert document.tree["bots"] == {}
        assert "neither" in document.locks.project
    finally:
        document.close()


def sent(editor, name, data, piece=10_000):
    """A file sent as the browser does it."""
    import base64

    for offset in range(0, len(data), piece):
        part = base64.b64encode(data[offset : offset + piece]).decode()
        args = {"upload": "u", "name": name, "offset": offset, "data": part}
        assert editor.answer("files.put", args) == min(offset + piece, len(data))
    return "u"
