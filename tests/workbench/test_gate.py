"""The gate of an open project, before anything is published."""

import pytest

from engine.project.new import new
from workbench.document import Document
from workbench.edits import Edit, Op
from workbench.publishing import stand_at_gate


@pytest.fixture
def document(tmp_path):
    new(tmp_path / "bakery", "Bakery", ("en",))
    one = Document(tmp_path / "bakery")
    yield one
    one.close()


def wrong(document, value):
    path = ("bots", "bakery", "topics", "welcome", "nodes", "broken")
    node = {"kind": "branch", "params": {"cases": [{"id": "a", "condition": value}]}}
    document.edit(Edit((Op(path, node),), "Break"))


def test_a_bot_that_is_well_passes_with_its_tests_played(document):
    found = stand_at_gate(document, None)
    assert (found.errors, found.failed) == ((), ())


def test_errors_are_listed_although_the_tests_cannot_be_played(document):
    wrong(document, "cups > ")
    found = stand_at_gate(document, None)
    assert [(one.location.topic, one.location.node) for one in found.errors] == [
        ("welcome", "broken")
    ]
    assert found.failed == ()


def test_tests_that_differ_are_named(document):
    text = "== Greets\n> hello\n< nobody says this\n"
    document.edit(Edit((Op(("bots", "bakery", "tests", "mine"), text),), "Test"))
    (failed,) = stand_at_gate(document, None).failed
    assert "Greets" in failed
