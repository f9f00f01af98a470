"""Imports from the page Projects: recognised, brought in, accounted for, brought in again."""

import base64
import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from engine.project.read import open_project
from engine.types.issue import TertuliaError
from workbench.document import close_document, open_document
from workbench.editor import Editor
from workbench.requests import REQUESTS

BOTS = Path(__file__).parents[2] / "datasets" / "bots"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(BOTS / "clinic", tmp_path / "clinic")
    return tmp_path


@pytest.fixture
def editor(folder):
    document = open_document(folder / "clinic")
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    close_document(document)


def flow(*texts: str, name: str = "Greeting") -> dict[str, Any]:
    nodes = [
        {
            "uuid": f"n{number}",
            "actions": [{"uuid": f"s{number}", "type": "send_msg", "text": text}],
            "exits": [{"uuid": f"x{number}", "destination_uuid": f"n{number + 1}"}],
        }
        for number, text in enumerate(texts)
    ]
    nodes[-1]["exits"] = [{"uuid": "last"}]
    return {
        "uuid": f"flow-{name}",
        "name": name,
        "spec_version": "13.1.0",
        "language": "eng",
        "type": "messaging",
        "nodes": nodes,
    }


def export(*flows: dict[str, Any]) -> bytes:
    return json.dumps({"version": "13", "site": "https://x.org", "flows": flows}).encode()


def sent(editor: Editor, name: str, data: bytes, upload: str = "") -> str:
    """A file sent as the browser does it, in pieces."""
    offset, upload = 0, upload or f"of {name}"
    while offset < len(data):
        piece = base64.b64encode(data[offset : offset + 100]).decode()
        args = {"upload": upload, "name": name, "offset": offset, "data": piece}
        offset = editor.answer("files.put", args)
    return upload


def brought(editor: Editor, **args: Any) -> dict[str, Any]:
    """What is told of an import when it is done."""
    news: list[dict[str, Any]] = []
    told = threading.Event()
    end = editor.attach(
        lambda what, value: (news.append(value), told.set()) if what == "imported" else None
    )
    editor.answer("imports.start", args)
    assert told.wait(30)
    end()
    return news[0]


def say(project: Path, text: str, instead: str) -> None:
    path = project / "topics" / "greeting.flow.json"
    assert text in path.read_text()
    path.write_text(path.read_text().replace(text, instead))


def test_an_import_is_written_with_its_account(editor, folder):
    upload = sent(editor, "greeting.json", export(flow("Hello there")))
    assert editor.answer("imports.look", {"upload": upload}) == {
        "platforms": [{"name": "rapidpro", "title": "RapidPro, TextIt and Glific"}],
        "before": [],
        "summary": "greeting.json",
    }
    done = brought(editor, upload=upload)
    assert (done["outcome"], done["changes"], done["conflicts"]) == ("new", [], [])
    project = done["project"]
    listed = {one["folder"]: one for one in editor.answer("projects.list", {})["projects"]}
    assert listed[project]["report"]
    account = editor.answer("imports.report", {"project": project})
    assert account["whole"].total > 0
    placed = [entry for entry in account["entries"] if entry["at"]]
    bot, topic = placed[0]["at"]
    assert placed[0]["node"] in open_project(folder / project).bots[bot].topics[topic].nodes


def test_a_folder_is_one_export(editor, folder):
    upload = sent(editor, "programme/a.json", export(flow("Hello", name="Morning")), "f")
    sent(editor, "programme/more/b.json", export(flow("Good night", name="Evening")), "f")
    done = brought(editor, upload=upload, name="My programme")
    bots = open_project(folder / done["project"]).bots
    assert {"morning", "evening"} <= set(next(iter(bots.values())).topics)
    account = editor.answer("imports.report", {"project": done["project"]})
    assert account["source"] == "programme"
    for name in ("../../out.json", "/etc/out.json", ""):
        sent(editor, name, b"{}", "g")
    assert not (folder.parent / "out.json").exists()
    assert brought(editor, upload="g")["error"]


def test_something_else_is_said_to_be_none(editor, folder):
    upload = sent(editor, "letter.json", b'{"dear": "friend"}')
    assert editor.answer("imports.look", {"upload": upload})["platforms"] == []
    assert "letter: looks like no platform" in brought(editor, upload=upload)["error"]
    assert [one["folder"] for one in editor.answer("projects.list", {})["projects"]] == ["clinic"]
    with pytest.raises(TertuliaError, match="has not arrived"):
        editor.answer("imports.look", {"upload": "none"})
    with pytest.raises(TertuliaError, match="no account"):
        editor.answer("imports.report", {"project": "clinic"})


def test_a_second_import_into_the_project_merges(editor, folder):
    first = sent(editor, "greeting.json", export(flow("Hello", "Bye")))
    project = brought(editor, upload=first)["project"]
    say(folder / project, "Hello", "Hello, friend")
    again = sent(editor, "greeting.json", export(flow("Good day", "Goodbye", "Thanks")), "again")
    before = editor.answer("imports.look", {"upload": again})["before"]
    assert before == [{"folder": project, "name": "Greeting", "same": True}]
    done = brought(editor, upload=again, project=project)
    assert done["outcome"] == "conflicts"
    (conflict,) = done["conflicts"]
    assert (conflict["ours"], conflict["theirs"]) == ("Hello, friend", "Good day")
    assert any("Goodbye" in change["words"] for change in done["changes"])
    choices = {conflict["key"]: "theirs"}
    settled = brought(editor, upload=again, project=project, choices=choices)
    assert (settled["outcome"], settled["conflicts"]) == ("updated", [])
    written = (folder / project / "topics" / "greeting.flow.json").read_text()
    assert "Good day" in written
    assert "Hello" not in written
    assert brought(editor, upload=again, project=project)["outcome"] == "unchanged"


def test_what_was_not_saved_yet_is_not_lost(editor, folder):
    project = brought(editor, upload=sent(editor, "greeting.json", export(flow("Hello", "Bye"))))
    document = open_document(folder / project["project"])
    try:
        say(document.folder, "Hello", "Hello, friend")
        document.outside.look()
        again = sent(editor, "greeting.json", export(flow("Hello", "Goodbye")), "again")
        done = brought(editor, upload=again, project=project["project"])
        assert done["outcome"] == "updated"
        (bot,) = document.project.bots.values()
        texts = {str(node.params.get("text")) for node in bot.topics["greeting"].nodes.values()}
        assert {"{'en': 'Hello, friend'}", "{'en': 'Goodbye'}"} <= texts
        assert not document.outside.conflicts
    finally:
        close_document(document)


def test_words_of_a_merge_are_in_the_language_of_the_window(editor, folder):
    editor.speak("es")
    first = sent(editor, "greeting.json", export(flow("Hello", "Bye")))
    project = brought(editor, upload=first)["project"]
    again = sent(editor, "greeting.json", export(flow("Hello", "Goodbye")), "again")
    (change,) = brought(editor, upload=again, project=project)["changes"]
    assert "cambió el texto (en)" in change["words"]


@pytest.mark.parametrize("ending", ["txt", "json", "html"])
def test_the_account_as_a_file(editor, ending):
    project = brought(editor, upload=sent(editor, "greeting.json", export(flow("Hi @(x(1))"))))
    args = {"project": project["project"], "ending": ending}
    found = editor.answer("imports.report_file", args)
    assert found["name"] == f"greeting-import.{ending}"
    assert "greeting" in found["text"]
    if ending == "json":
        assert json.loads(found["text"])["platform"] == "rapidpro"
