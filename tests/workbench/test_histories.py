"""Where a project's history is, and how what is written meanwhile comes into it."""

import shutil
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.stores.rows import event, session
from tests.workbench.listening import bakery_editor, told
from workbench import histories
from workbench.demo import make_history
from workbench.document import Document
from workbench.editor import Editor
from workbench.histories import KEPT, histories_of
from workbench.requests import REQUESTS
from workbench.requests import history as requests
from workbench.sources import Source, source_of

BOTS = Path(__file__).parents[2] / "datasets" / "bots"


@pytest.fixture
def editor(tmp_path, monkeypatch):
    monkeypatch.setattr(histories, "LOOK_S", 0.05)
    with bakery_editor(tmp_path) as window:
        yield window


@pytest.fixture
def store(tmp_path):
    with closing(SqliteStore(tmp_path / "store.sqlite")) as made:
        made.commit(Batch(sessions=[session(1, "c1:1")], events=[event(2, "c1"), event(3, "c1")]))
        yield made


def standing(editor, *phases):
    known = histories_of(editor.document)
    end = time.monotonic() + 20
    while known.standing.phase not in phases:
        assert time.monotonic() < end, known.standing
        time.sleep(0.02)
    return known.standing


def test_a_chosen_history_is_read_kept_and_left(editor, store, tmp_path):
    assert editor.answer("history.open", {}).phase == "none"
    with pytest.raises(TertuliaError, match="choose one"), histories_of(editor.document).reading():
        pass
    editor.answer("history.choose", {"source": str(tmp_path / "store.sqlite")})
    with histories_of(editor.document).reading() as history:
        assert history.events.count().to_pyarrow().as_py() == 2
    found = standing(editor, "open")
    assert (found.seq, found.sessions, found.events, found.messages) == (3, 1, 2, 0)
    assert told(editor, "history") == found
    again = histories.Histories(editor.document.folder)
    again.suggest()
    with again.reading() as history:
        assert history.watermark().seq == 3
    again.close()
    assert editor.answer("history.leave", {}).phase == "none"
    assert not (editor.document.folder / KEPT).exists()


def test_what_is_written_meanwhile_is_seen_by_who_looks(editor, store, tmp_path):
    editor.answer("history.open", {})
    editor.answer("history.choose", {"source": str(tmp_path / "store.sqlite")})
    standing(editor, "open")
    store.commit(Batch(events=[event(9, "c1")]))
    end = time.monotonic() + 20
    while histories_of(editor.document).standing.seq != 9:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_who_reads_keeps_the_history_until_it_is_done(editor, store, tmp_path):
    known = histories_of(editor.document)
    known.choose(str(tmp_path / "store.sqlite"))
    begun, counts = threading.Event(), []

    def read():
        with known.reading() as history:
            begun.set()
            time.sleep(0.3)
            counts.append(history.events.count().to_pyarrow().as_py())

    reader = threading.Thread(target=read)
    reader.start()
    assert begun.wait(20)
    known.leave()
    reader.join()
    assert counts == [2]


def test_what_cannot_be_opened_says_why(editor, tmp_path):
    with pytest.raises(TertuliaError, match="no such file or folder"):
        editor.answer("history.choose", {"source": "not/there.sqlite"})
    (tmp_path / "wrong.sqlite").write_text("not a store")
    editor.answer("history.choose", {"source": str(tmp_path / "wrong.sqlite")})
    assert "wrong.sqlite" in standing(editor, "failed").error


def test_no_password_is_shown_or_kept(editor, monkeypatch):
    address = "postgresql://ana:s3cret@db.example:5432/bots?password=s3cret&sslmode=require"
    shown = "postgresql://ana@db.example:5432/bots?sslmode=require"
    assert Source(address).shown == shown
    assert source_of(address).name == address

    def refuse(source, tenant):
        raise TertuliaError(f"database {source}: it does not answer")

    monkeypatch.setattr(histories.History, "open", refuse)
    editor.answer("history.choose", {"source": address})
    assert standing(editor, "failed").error == f"database {shown}: it does not answer"
    assert "s3cret" not in (editor.document.folder / KEPT).read_text()


def test_the_studio_is_told_where_history_is(tmp_path, store):
    with bakery_editor(tmp_path / "bots") as editor:
        known = histories_of(editor.document)
        known.suggest(str(tmp_path / "store.sqlite"))
        with known.reading() as history:
            assert history.watermark().seq == 3
        known.suggest("another.sqlite")
        assert known.standing.phase == "open"
        assert not (editor.document.folder / KEPT).exists()


def test_a_demo_history_is_made_with_the_projects_bot_and_taken(tmp_path, monkeypatch):
    folder = tmp_path / "clinic"
    shutil.copytree(BOTS / "clinic", folder, ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setattr(requests, "make_history", partial(make_history, days=1, scale=0.1))
    document = Document(folder)
    editor = Editor(document, REQUESTS)
    editor.heard = []
    editor.attach(lambda what, value: editor.heard.append((what, value)))
    editor.answer("history.demo", {})
    steps = []
    while not (news := told(editor, "history.demo")).get("done"):
        assert "error" not in news, news
        steps.append(news["share"])
    assert news["sessions"] > 0
    assert standing(editor, "open").synthetic
    assert (folder / requests.DEMO).exists()
    editor.answer("history.leave", {})
    editor.answer("history.demo", {})
    assert standing(editor, "open").sessions > 0
    editor.close()
    document.close()


def test_a_bot_without_invented_people_says_so(editor):
    editor.answer("history.demo", {})
    assert "nobody is there to talk to it" in told(editor, "history.demo")["error"]
    assert histories_of(editor.document).standing.phase == "none"
