"""Undo is the exact inverse of whatever was done: files come out equal byte for byte."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.project.new import new
from engine.project.write import write
from workbench.document import Document
from workbench.edits import Edit, EditError, Op, value_at

BOT = ("bots", "bakery")
WORDS = st.sampled_from(["", "pan", "¿qué?", "🙂", "a\nb", "${name}"])
IDS = st.sampled_from(["ask", "say_hi", "node_2"])


def node_edits(topic, nodes):
    """Gestures on a canvas: add, delete, connect, write, move, comment."""
    at = (*BOT, "topics", topic)
    node = st.sampled_from(sorted(nodes)) | IDS
    point = st.tuples(st.integers(-9, 9), st.floats(-9, 9, width=16)).map(list)
    fresh = st.fixed_dictionaries(
        {"kind": st.sampled_from(["say", "ask", "choices"])},
        optional={"title": WORDS, "params": st.dictionaries(st.sampled_from("xyz"), WORDS)},
    )
    edge = st.tuples(node, st.sampled_from(["next", "failed", "a"]))
    return st.one_of(
        st.tuples(node, fresh).map(lambda one: Op((*at, "nodes", one[0]), one[1])),
        node.map(lambda one: Op((*at, "nodes", one))),
        st.tuples(edge, node).map(
            lambda one: Op((*at, "nodes", one[0][0], "edges", one[0][1]), one[1])
        ),
        edge.map(lambda one: Op((*at, "nodes", one[0], "edges", one[1]))),
        st.tuples(node, WORDS).map(
            lambda one: Op((*at, "nodes", one[0], "params", "text", "es"), one[1])
        ),
        st.tuples(node, WORDS).map(lambda one: Op((*at, "nodes", one[0], "when"), one[1])),
        st.tuples(node, point).map(lambda one: Op((*at, "layout", one[0]), one[1])),
        WORDS.map(lambda text: Op((*at, "comments", 0), {"text": text}, insert=True)),
        st.just(Op((*at, "comments", 0))),
    )


def other_edits():
    """Settings, variables, triggers, tables, code, tests, whole topics."""
    name = st.sampled_from(["a", "b", "c"])
    return st.one_of(
        WORDS.map(lambda text: Op((*BOT, "description"), text)),
        st.just(Op((*BOT, "description"))),
        st.integers(0, 5000).map(lambda pause: Op((*BOT, "pause_ms"), pause)),
        name.map(lambda one: Op((*BOT, "variables", one), {"type": "text"})),
        name.map(lambda one: Op((*BOT, "variables", one))),
        st.tuples(name, WORDS).map(lambda one: Op((*BOT, "tests", one[0]), f"== {one[1]}\n> a\n")),
        name.map(lambda one: Op((*BOT, "tests", one))),
        name.map(lambda one: Op((*BOT, "actions", one), "def run():\n    return {}\n")),
        name.map(lambda one: Op((*BOT, "topics", one), {"format": 1, "nodes": {}})),
        name.map(lambda one: Op((*BOT, "topics", one))),
        name.map(
            lambda one: Op((*BOT, "entities", one), {"columns": ["id"], "rows": [["x"], ["y"]]})
        ),
        name.map(lambda one: Op((*BOT, "entities", one, "rows", 0))),
    )


def gestures(document):
    topics = document.tree["bots"]["bakery"]["topics"]
    drawn = [node_edits(name, topic["nodes"]) for name, topic in sorted(topics.items())]
    return st.lists(st.lists(st.one_of(*drawn, other_edits()), min_size=1, max_size=3), max_size=8)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".tertulia" not in path.parts
    }


def written(document):
    """The files that the document would be on a disk of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "bakery"
        shutil.copytree(document.folder, folder)
        write(document.project, folder)
        return files(folder)


def tried(document, ops):
    try:
        document.edit(Edit(tuple(ops), "Do"), "ana")
    except EditError:
        # A gesture on what is not there: the interface would not offer it. Nothing has changed.
        return False
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_undo_and_redo_are_exact(data):
    with tempfile.TemporaryDirectory() as place:
        new(Path(place) / "bakery", "Bakery", ("es", "en"))
        document = Document(Path(place) / "bakery")
        try:
            tree, first = document.tree, written(document)
            done = [ops for ops in data.draw(gestures(document)) if tried(document, ops)]
            after, last = document.tree, written(document)
            for _ in done:
                assert document.undo("ana") is not None
            assert document.undo("ana") is None
            assert (document.tree, written(document)) == (tree, first)
            for _ in done:
                assert document.redo("ana") is not None
            assert (document.tree, written(document)) == (after, last)
        finally:
            document.close()


def test_a_refused_edit_leaves_no_trace(tmp_path):
    new(tmp_path / "bakery", "Bakery", ("es",))
    document = Document(tmp_path / "bakery")
    try:
        before = document.tree
        ops = [Op((*BOT, "description"), "kept?"), Op((*BOT, "no", "such"))]
        assert not tried(document, ops)
        assert document.tree is before
        assert document.can("ana") == (None, None)
        assert value_at(document.tree, (*BOT, "description")) != "kept?"
    finally:
        document.close()
