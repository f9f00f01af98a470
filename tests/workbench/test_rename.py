"""Names: where they are used, and one changed everywhere."""

import shutil
import threading
from pathlib import Path

import pytest
from msgspec import structs

from engine.project.check import check
from engine.project.read import open_project
from engine.types.bot import Bot, Constant, EntityTable, Node, Project, Segment, Topic, Variable
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.editor import Editor
from workbench.edits import Edit, Op, apply
from workbench.names import Index, Source, steps_of
from workbench.rename import rename, renamed, renamed_chat
from workbench.requests import REQUESTS
from workbench.tree import tree_of

BOTS = Path(__file__).parents[2] / "datasets" / "bots"


def project_of(nodes, **settings):
    bot = Bot(id="b", name="B", topics={"main": Topic(nodes=nodes)}, **settings)
    return Project(name="B", bots={"b": bot})


def after(project, family, old, new):
    tree = tree_of(project)
    return apply(tree, rename(Index(), project.bots["b"], tree, family, old, new))[0]["bots"]["b"]


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        ("expression", "size == 'size' && size.of == a.size", "s == 'size' && s.of == a.size"),
        ("expression", "items.map(size, size + 1) == [size]", "items.map(size, size + 1) == [s]"),
        ("expression", "has(size.x) ? size : contact.size", "has(s.x) ? s : contact.size"),
        ("expression", "size ==", "size =="),
        (
            "text",
            "size ${size} $${size} ${ {'size': size} }",
            "size ${s} $${size} ${ {'size': s} }",
        ),
        ("text", "${size}${size}", "${s}${s}"),
        ("text", "no ${hole", "no ${hole"),
        ("sets", "size", "s"),
        ("target", "size", "size"),
    ],
)
def test_a_variable_in_a_text(role, text, expected):
    assert renamed(Source((), role, text), "variables", "size", "s") == expected


def test_a_field_and_a_table_in_an_expression():
    text = "contact.city == city && rows('city').exists(r, r.city == contact.city.name)"
    source = Source((), "expression", text)
    assert renamed(source, "fields", "city", "town") == (
        "contact.town == city && rows('city').exists(r, r.city == contact.town.name)"
    )
    assert renamed(source, "entities", "city", "towns") == text.replace("('city')", "('towns')")


def test_settings_that_name_and_keys_in_their_places():
    nodes = {
        "keep": Node("set", params={"variables": {"a": "1", "size": "size + a", "z": "2"}}),
        "ask": Node("ask", params={"question": {"en": "Size? ${size}"}, "variable": "size"}),
        "when": Node("say", when="size > 1", params={"text": {"en": "ok"}}),
    }
    project = project_of(
        nodes,
        variables={"first": Variable(), "size": Variable("number"), "last": Variable()},
        segments={"large": Segment("size > 3")},
        tests={"one": "== One\n@ set size: 3\n> hi\n= size == 3\n< size\n"},
    )
    bot = after(project, "variables", "size", "width")
    found = bot["topics"]["main"]["nodes"]
    assert list(found["keep"]["params"]["variables"].items()) == [
        ("a", "1"),
        ("width", "width + a"),
        ("z", "2"),
    ]
    assert found["ask"]["params"]["question"] == {"en": "Size? ${width}"}
    assert found["ask"]["params"]["variable"] == "width"
    assert found["when"]["when"] == "width > 1"
    assert list(bot["variables"]) == ["first", "last", "width"]
    assert bot["segments"]["large"]["condition"] == "width > 3"
    assert bot["tests"]["one"] == "== One\n@ set width: 3\n> hi\n= width == 3\n< size\n"


def test_a_table_takes_its_file_along():
    table = EntityTable(("name",), (("North",),), "branches.xlsx")
    project = project_of({}, entities={"branches": table})
    bot = after(project, "entities", "branches", "sites")
    assert bot["entities"]["sites"]["file"] == "sites.xlsx"


@pytest.mark.parametrize("new", ["a b", "1a", "", "taken", "set_by_a_node", "fixed"])
def test_a_name_that_cannot_be_is_refused(new):
    project = project_of(
        {"keep": Node("set", params={"variables": {"set_by_a_node": "1"}})},
        variables={"size": Variable(), "taken": Variable()},
        constants={"fixed": Constant(1)},
    )
    with pytest.raises(TertuliaError, match=r"name"):
        after(project, "variables", "size", new)


def test_there_and_back_is_what_it_was():
    project = open_project(BOTS / "clinic")
    tree = tree_of(project)
    (bot,) = project.bots.values()
    index = Index()
    used = {key for key, places in index.uses(bot).items() if len(places) > 3}
    families = {family for family, _ in used}
    assert families >= {"variables", "entities"}
    for family, old in sorted(used):
        if old not in getattr(bot, family):
            continue
        there, inverse = apply(tree, rename(index, bot, tree, family, old, "renamed_once"))
        assert there != tree
        assert apply(there, inverse)[0] == tree


def counts(editor, bot):
    """How often each variable is used, as it is told."""
    news, told = [], threading.Event()
    leave = editor.attach(
        lambda what, value: (news.append(value), told.set()) if what == "names" else None
    )
    editor.answer("names.count", {"bot": bot})
    assert told.wait(20)
    leave()
    return news[0]["counts"]["variables"]


def test_an_index_follows_the_bot():
    project = project_of(
        {"keep": Node("set", params={"variables": {"a": "b"}})}, variables={"b": Variable()}
    )
    index = Index()
    bot = project.bots["b"]
    assert set(index.uses(bot)) == {("variables", "a"), ("variables", "b")}
    fixed = structs.replace(bot, variables={}, constants={"b": Constant(1)})
    assert set(index.uses(fixed)) == {("variables", "a"), ("constants", "b")}
    empty = structs.replace(bot, topics={})
    assert index.uses(empty) == {}


def test_a_renamed_bot_is_as_sound_as_before(tmp_path):
    shutil.copytree(BOTS / "shop", tmp_path / "shop")
    document = Document(tmp_path / "shop")
    editor = Editor(document, REQUESTS)
    try:
        (name, bot), *_ = document.project.bots.items()
        before = len(check(document.project))
        counted = counts(editor, name)
        variable = max(bot.variables, key=lambda one: counted.get(one, 0))
        args = {"bot": name, "family": "variables", "old": variable, "new": "renamed_once"}
        assert editor.answer("names.rename", args) > 3
        assert len(check(document.project)) == before
        assert variable not in counts(editor, name)
        place = editor.answer(
            "names.where", {"bot": name, "family": "variables", "name": "renamed_once"}
        )[0]
        assert place["node"] in document.project.bots[name].topics[place["topic"]].nodes
        assert document.undo(editor.id) is not None
        assert counts(editor, name) == counted
    finally:
        editor.close()
        document.close()


def test_news_of_an_edit_say_which_it_was(tmp_path):
    shutil.copytree(BOTS / "shop", tmp_path / "shop")
    document = Document(tmp_path / "shop")
    editor = Editor(document, REQUESTS)
    news = []
    editor.attach(lambda what, value: news.append(value) if what == "edited" else None)
    try:
        bot = next(iter(document.tree["bots"]))
        edit = Edit((Op(("bots", bot, "name"), "X"),), "Rename", id="e1")
        document.edit(edit, editor.id)
        assert (news[0]["mine"], news[0]["id"]) == (True, "e1")
        assert document.edit_again(edit, editor.id) is None
        assert len(news) == 1
    finally:
        editor.close()
        document.close()


def test_an_edit_that_arrived_before_a_restart_is_not_made_twice(tmp_path):
    shutil.copytree(BOTS / "shop", tmp_path / "shop")
    first = Document(tmp_path / "shop")
    bot = next(iter(first.tree["bots"]))
    edit = Edit((Op(("bots", bot, "queues", 0), "night", insert=True),), "Add", id="e1")
    first.edit(edit)
    first.close()
    second = Document(tmp_path / "shop")
    try:
        queues = second.tree["bots"][bot]["queues"]
        assert second.edit_again(edit) is None
        assert second.tree["bots"][bot]["queues"] == queues
        lost = Edit((Op(("bots", bot, "queues", 0), "day", insert=True),), "Add", id="e2")
        assert second.edit_again(lost) is not None
        assert second.tree["bots"][bot]["queues"] == ["day", *queues]
    finally:
        second.close()


def test_paths_of_settings_are_read():
    assert steps_of("options[2].label") == ("options", 2, "label")
    assert steps_of("results['a.b[0]']") == ("results", "a.b[0]")
    assert steps_of("""headers["it's"]""") == ("headers", "it's")


def test_chats_keep_what_is_no_name():
    text = '== size\n@ set size: "size"\n> size\n<  size\n'
    assert renamed_chat(text, "variables", "size", "s") == text.replace("set size", "set s")
