"""The page of texts: where each stands, and files for translators there and back."""

import base64
import io
import itertools
import shutil
import threading
from pathlib import Path

import openpyxl
import pytest

from engine.project.localisation import texts
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.editor import Editor
from workbench.edits import Edit, Op, value_at
from workbench.requests import REQUESTS

UPLOADS = itertools.count()
CLINIC = Path(__file__).parents[2] / "datasets" / "bots" / "clinic"


@pytest.fixture
def editor(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    document = Document(tmp_path / "clinic")
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    document.close()


@pytest.fixture
def bot(editor):
    (name,) = editor.document.tree["bots"]
    return name


def told(editor, what, ask):
    """The news of a name that follow on a request."""
    news, event = [], threading.Event()
    leave = editor.attach(lambda w, value: (news.append(value), event.set()) if w == what else None)
    ask()
    assert event.wait(20)
    leave()
    return news[0]


def read(editor, bot, name, data, **args):
    sent = base64.b64encode(data).decode()
    upload = f"{name} {next(UPLOADS)}"
    editor.answer("files.put", {"upload": upload, "name": name, "offset": 0, "data": sent})
    ask = {"upload": upload, "bot": bot, "language": "pt", **args}
    return told(editor, "translations", lambda: editor.answer("texts.read", ask))


def exported(editor, bot, form):
    found = editor.answer("texts.export", {"bot": bot, "language": "pt", "format": form})
    return found["name"], base64.b64decode(found["data"])


def test_every_row_leads_to_its_text(editor, bot):
    (values,) = editor.document.project.bots.values()
    written = {row.id: row for row in texts(values)}
    found = editor.answer("texts.rows", {"bot": bot})
    assert len(found) == len(written) > 300
    for row in found:
        held = value_at(editor.document.tree, ("bots", bot, *row["path"]))
        expected = written[row["id"]].texts
        for language, text in expected.items():
            said = held[language]
            assert (said if isinstance(said, str) else "\n".join(said)) == text


def test_progress_counts_what_is_missing(editor, bot):
    ask = lambda: editor.answer("texts.measure", {"bot": bot})  # noqa: E731
    before = told(editor, "progress", ask)["languages"]
    assert before["es"].done == before["es"].total
    row = next(row for row in editor.answer("texts.rows", {"bot": bot}) if row["kind"] == "text")
    gone = Op(("bots", bot, *row["path"], "pt"))
    editor.document.edit(Edit((gone,), "Remove"), editor.id)
    after = told(editor, "progress", ask)["languages"]
    assert after["pt"].done == before["pt"].done - 1
    assert after["es"] == before["es"]


def test_a_spreadsheet_goes_out_and_comes_back(editor, bot):
    name, data = exported(editor, bot, "xlsx")
    assert name == f"{bot}_pt.xlsx"
    assert read(editor, bot, name, data)["count"] == 0
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    column = header.index("pt") + 1
    line = next(i for i in range(2, sheet.max_row + 1) if "${" not in str(sheet.cell(i, 4).value))
    sheet.cell(line, column).value = "Uma tradução nova"
    out = io.BytesIO()
    book.save(out)
    news = read(editor, bot, name, out.getvalue())
    assert (news["count"], news["issues"]) == (1, ())
    assert editor.answer("texts.take", {"bot": bot, "label": "Import"}) == 1
    row = next(
        row
        for row in editor.answer("texts.rows", {"bot": bot})
        if row["id"] == sheet.cell(line, 1).value
    )
    path = ("bots", bot, *row["path"], "pt")
    assert value_at(editor.document.tree, path) in ("Uma tradução nova", ["Uma tradução nova"])
    editor.document.undo(editor.id)
    assert value_at(editor.document.tree, path) != "Uma tradução nova"
    with pytest.raises(TertuliaError, match="again"):
        editor.answer("texts.take", {"bot": bot})


def test_a_catalogue_goes_out_and_comes_back(editor, bot):
    name, data = exported(editor, bot, "po")
    assert read(editor, bot, name, data)["count"] == 0


def test_other_files_are_refused(editor, bot):
    assert "not a .xlsx or .po" in read(editor, bot, "a.txt", b"x")["error"]
    assert read(editor, bot, "a.po", b"\xff\xff")["issues"]
