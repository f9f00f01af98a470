"""Entity tables: spreadsheets sent to the open bot."""

import base64
import io
import shutil
import threading
from pathlib import Path

import openpyxl
import pytest

from engine.project.read import open_project
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.editor import Editor
from workbench.requests import REQUESTS

CLINIC = Path(__file__).parents[2] / "datasets" / "bots" / "clinic"


@pytest.fixture
def editor(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    document = Document(tmp_path / "clinic")
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    document.close()


def read(editor, name, data):
    """What is told of a file that was sent."""
    news, told = [], threading.Event()
    leave = editor.attach(
        lambda what, value: (news.append(value), told.set()) if what == "table" else None
    )
    sent = base64.b64encode(data).decode()
    editor.answer("files.put", {"upload": name, "name": name, "offset": 0, "data": sent})
    editor.answer("tables.read", {"upload": name})
    assert told.wait(20)
    leave()
    return news[0]


def spreadsheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_is_shown_then_taken_then_undone(editor):
    data = spreadsheet(["name", "beds"], ["Norte", 12], ["مركز 🏥", 3])
    news = read(editor, "Sedes Nuevas.xlsx", data)
    assert (news["name"], news["count"]) == ("sedes_nuevas", 2)
    assert news["rows"] == (("Norte", 12), ("مركز 🏥", 3))
    (bot,) = editor.document.tree["bots"]
    args = {"bot": bot, "upload": "Sedes Nuevas.xlsx", "name": "sites", "label": "Load"}
    editor.answer("tables.take", args)
    editor.document.saver.finish()
    saved = open_project(editor.document.folder).bots[bot].entities["sites"]
    assert saved.rows == (("Norte", 12), ("مركز 🏥", 3))
    assert (editor.document.folder / "entities" / "sites.csv").is_file()
    editor.document.undo(editor.id)
    assert "sites" not in editor.document.tree["bots"][bot]["entities"]


def test_rows_with_faults_are_told_and_the_others_kept(editor):
    news = read(editor, "a.csv", b"name,n\none,1\none,2\ntwo,3\n")
    assert news["count"] == 2
    assert "same key" in news["issues"][0].message


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF", "not a spreadsheet"),
        ("a.xlsx", b"PK\x03\x04 broken", "not readable"),
        ("a.csv", b"", "first row is empty"),
        (
            "a.csv",
            b"key\n" + b"\n".join(b"k%d" % i for i in range(50_002)),
            "more than 50,000 rows",
        ),
    ],
)
def test_what_cannot_be_a_table_is_refused_with_a_sentence(editor, name, data, sentence):
    assert sentence in read(editor, name, data)["error"]


def test_a_table_too_large_for_its_file_is_refused(editor):
    data = b"key,text\n" + b"".join(b"k%d,%s\n" % (i, b"x" * 1000) for i in range(21_000))
    assert "more than 20,000,000" in read(editor, "large.csv", data)["error"]


def test_a_table_is_taken_once(editor):
    read(editor, "a.csv", b"name\none\n")
    (bot,) = editor.document.tree["bots"]
    args = {"bot": bot, "upload": "a.csv", "name": "a"}
    editor.answer("tables.take", args)
    with pytest.raises(TertuliaError, match="send the file again"):
        editor.answer("tables.take", args)
