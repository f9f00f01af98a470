"""Conversation tests of an open project, as the page of tests asks for them."""

import shutil

import pytest

from tests.workbench.listening import bakery_editor
from workbench import testing
from workbench.edits import Edit, Op


@pytest.fixture
def window(tmp_path):
    with bakery_editor(tmp_path) as editor:
        yield editor


def put(editor, text, file="more"):
    path = ("bots", "bakery", "tests", file)
    editor.document.edit(Edit((Op(path, text),), "Test"), editor.id)


def run(editor, only=""):
    editor.answer("tests.open", {})
    editor.answer("tests.run", {"only": only})
    testing.tests_of(editor.document).finish()
    return [value for what, value in editor.heard if what == "tests"][-1]


def test_a_new_bot_passes_its_own(window):
    told = run(window)
    assert told["progress"].phase == "done"
    assert told["tests"]
    assert all(test["differences"] == () for test in told["tests"])
    assert told["coverage"]["whole"]["node"][0] > 0


def test_a_difference_says_both_sides(window):
    put(window, "== Wrong\n> hello\n< Never said\n")
    told = run(window, "more:")
    (test,) = [test for test in told["tests"] if test["file"] == "more"]
    first = test["differences"][0]
    assert (first.line, first.expected) == (3, "Never said")
    assert first.got
    others = [test for test in told["tests"] if test["file"] != "more"]
    assert all(test["differences"] is None for test in others)


def test_lines_that_cannot_be_read_are_told(window):
    put(window, "== Odd\nwhat is this\n> hello\n< ...\n")
    (fault,) = window.answer("tests.open", {})["faults"]
    assert fault.location.line == 2


def test_a_test_is_written_and_passes(window):
    told = run(window)
    missing = [
        part
        for part in told["coverage"]["parts"]
        if part.kind == "port" and not part.tests and not part.unreachable
    ]
    written = testing.tests_of(window.document).write("bakery", missing[0].node, missing[0].name)
    assert isinstance(written, str)
    put(window, written, "written")
    told = run(window, "written:")
    (test,) = [test for test in told["tests"] if test["file"] == "written"]
    assert test["differences"] == ()


def test_a_bot_without_tests_can_be_run(window, tmp_path):
    shutil.rmtree(window.document.folder / "tests")
    window.document.outside.look()
    told = run(window)
    assert (told["progress"].phase, told["tests"]) == ("done", [])
