"""The pages of the app: built-in ones, and those that a plug-in makes."""

import shutil
from pathlib import Path

import panel as pn
import pytest

from engine.types.issue import TertuliaError
from workbench import pages as family
from workbench.document import Document
from workbench.editor import Editor
from workbench.pages import Page, pages
from workbench.requests import REQUESTS
from workbench.widgets.studio_view import StudioView

CLINIC = Path(__file__).parents[2] / "datasets" / "bots" / "clinic"
LANGUAGES = {"es", "en", "pt"}


class Point:
    """An entry point, as an installed package brings it."""

    def __init__(self, page):
        self._page = page

    def load(self):
        return self._page


@pytest.fixture
def editor(tmp_path):
    shutil.copytree(CLINIC, tmp_path / "clinic")
    document = Document(tmp_path / "clinic")
    one = Editor(document, REQUESTS)
    yield one
    one.close()
    document.close()


@pytest.fixture
def plugged(monkeypatch):
    """The pages with one that Python makes, between two built-in ones."""
    words = {"es": "Hola", "en": "Hello", "pt": "Olá"}
    made = Page("hello", words, "M4 4h16", 25, make=lambda editor: pn.pane.Markdown(editor.id))
    monkeypatch.setattr(family, "entry_points", lambda group: [Point(made)])
    pages.cache_clear()
    yield made
    pages.cache_clear()


def test_every_page_is_named_and_stands_in_its_place():
    places = [page.place for page in pages().values()]
    assert places == sorted(set(places))
    for name, page in pages().items():
        assert page.name == name
        assert set(page.words) >= LANGUAGES


def test_only_a_window_of_the_app_goes_on_as_the_one_before(editor):
    mine = editor.id
    assert editor.answer("document.open", {"window": "before"})["editor"] == mine
    other = Editor(editor.document, REQUESTS, resumes=True)
    assert other.answer("document.open", {"window": "before"})["editor"] == "before"
    other.close()


def test_a_plugged_page_is_told_to_the_front_end(editor, plugged):
    listed = editor.answer("document.open", {})["pages"]
    names = [page["name"] for page in listed]
    assert names[1:4] == ["flows", "hello", "triggers"]
    assert [page["name"] for page in listed if page["made"]] == ["hello"]


def test_a_plugged_page_is_made_once_and_shown(editor, plugged):
    view = StudioView(editor)
    view._answer("pages.show", {"page": "hello"})
    (shown,) = view.made.objects
    assert shown.object == editor.id
    view._answer("pages.show", {"page": "hello"})
    assert view.made.objects == [shown]
    with pytest.raises(TertuliaError, match="made in Python"):
        view._answer("pages.show", {"page": "flows"})
    assert view._answer("document.ports", {"bot": "clinic", "topic": "citas"})
