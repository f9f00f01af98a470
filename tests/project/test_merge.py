"""What a merge brings together, what it calls a conflict, and how a conflict is settled."""

from typing import Any

import pytest
from msgspec import structs

from engine.project.diff import diff, words
from engine.project.merge import Merged, conflict_words, merge, resolve
from engine.types.bot import Bot, CodeAction, EntityTable, Node, Project, Topic, Variable

OPTIONS = [{"id": id_, "label": {"es": id_}} for id_ in ("one", "two", "three")]
NODES = {
    "order": Node("intent", params={"phrases": {"es": ["un té", "un café"]}}),
    "menu": Node("choices", params={"text": {"es": "¿Qué?"}, "options": OPTIONS}),
    "hi": Node("say", params={"text": {"es": "Hola", "en": "Hello"}}, edges={"next": "menu"}),
    "bye": Node("say", params={"text": {"es": "Adiós"}}),
    "ask": Node("ask", params={"interrupted_by": ["order"]}, edges={"next": "bye"}),
    "total": Node("set", params={"variables": {"a": "1", "b": "2", "c": "3"}}),
}
TABLE = EntityTable(("item", "price"), (("tea", 1), ("coffee", 2), ("milk", 3)))
BASE = Bot(
    id="shop",
    languages=("es", "en"),
    variables={"size": Variable("text")},
    entities={"prices": TABLE},
    actions={"total": CodeAction("def run(): ...\n")},
    tests={"orders": "# Orders.\n== Tea\n> tea\n< Good.\n\n== Coffee\n> coffee\n"},
    topics={
        "main": Topic(nodes=NODES, layout=dict.fromkeys(NODES, (0.0, 0.0))),
        "other": Topic(title={"es": "Otro"}),
    },
)


def project(bot: Bot | None) -> Project:
    return Project(bots={"shop": bot} if bot else {})


def bot(**values: Any) -> Bot:
    return structs.replace(BASE, **values)


def main(bot: Bot = BASE, **values: Any) -> Bot:
    changed = structs.replace(bot.topics["main"], **values)
    return structs.replace(bot, topics=bot.topics | {"main": changed})


def node(id_: str, bot: Bot = BASE, **values: Any) -> Bot:
    drawn = bot.topics["main"].nodes
    return main(bot, nodes=drawn | {id_: structs.replace(drawn[id_], **values)})


def params(id_: str, bot: Bot = BASE, **values: Any) -> Bot:
    return node(id_, bot, params=bot.topics["main"].nodes[id_].params | values)


def without(*ids: str, bot: Bot = BASE) -> Bot:
    drawn = bot.topics["main"].nodes
    return main(bot, nodes={id_: each for id_, each in drawn.items() if id_ not in ids})


def with_new(id_: str, target: str = "hi", bot: Bot = BASE, **values: Any) -> Bot:
    new = Node("say", edges={"next": target}, **values)
    return main(bot, nodes=bot.topics["main"].nodes | {id_: new})


def moved(id_: str, bot: Bot = BASE) -> Bot:
    left = without(id_, bot=bot)
    here = structs.replace(left.topics["other"], nodes={id_: bot.topics["main"].nodes[id_]})
    return structs.replace(left, topics=left.topics | {"other": here})


def rows(*rows: tuple[Any, ...], columns: tuple[str, ...] = TABLE.columns) -> Bot:
    return bot(entities={"prices": EntityTable(columns, rows)})


def both(ours: Bot | None, theirs: Bot | None, base: Bot | None = BASE) -> Merged:
    return merge(project(base), project(ours), project(theirs))


def said(before: Bot, after: Project) -> list[str]:
    return [words(change) for change in diff(project(before), after)]


FINE = BASE.tests["orders"].replace("Good", "Fine")
ORDER = "shop > main > menu: changed the order of options from one, two, three to "
# Ours, theirs, and what became of the base.
TOGETHER: dict[str, tuple[Bot, Bot, list[str]]] = {
    "two languages of a text": (
        params("hi", text={"es": "Buenas", "en": "Hello"}),
        params("hi", text={"es": "Hola", "en": "Hi"}),
        [
            "shop > main > hi: changed the text (es) from “Hola” to “Buenas”",
            "shop > main > hi: changed the text (en) from “Hello” to “Hi”",
        ],
    ),
    "phrases": (
        params("order", phrases={"es": ["un té", "un agua"]}),
        params("order", phrases={"es": ["un té", "un café", "un mate"], "en": ["a tea"]}),
        [
            "shop > main > order: removed the phrase “un café” (es)",
            "shop > main > order: added the phrase “un agua” (es)",
            "shop > main > order: added the phrase “un mate” (es)",
            "shop > main > order: added the phrase “a tea” (en)",
        ],
    ),
    "new nodes and edges": (
        with_new("new"),
        node("hi", with_new("newer"), edges={"next": "newer"}),
        [
            "shop > main > hi: changed the edge next from menu to newer",
            "shop > main: added the node new (say)",
            "shop > main: added the node newer (say)",
        ],
    ),
    "a node moved by one and edited by the other": (
        moved("bye"),
        params("bye", text={"es": "Chau"}),
        [
            "shop: moved the node bye from main to other",
            "shop > other > bye: changed the text (es) from “Adiós” to “Chau”",
        ],
    ),
    "a new node in a flow that the other removed": (
        structs.replace(without(*NODES), topics={"other": BASE.topics["other"]}),
        with_new("new", target="new"),
        [f"shop > main: removed the node {id_} ({each.kind})" for id_, each in NODES.items()]
        + ["shop > main: added the node new (say)"],
    ),
    "rows and columns": (
        rows(("tea", 9), ("coffee", 2), ("cocoa", 4)),
        rows(("tea", 1, 5), ("coffee", 2, 6), ("milk", 3, None), columns=("item", "price", "z")),
        [
            "shop > prices: added the column z",
            "shop > prices: changed the row tea: price 1 → 9",
            "shop > prices: removed the row milk: item “milk”, price 3",
            "shop > prices: added the row cocoa: item “cocoa”, price 4, z null",
        ],
    ),
    "an order and a label": (
        params("menu", options=OPTIONS[::-1]),
        params("menu", options=[*OPTIONS[:2], {"id": "three", "label": {"es": "tres"}}]),
        [
            ORDER + "three, two, one",
            "shop > main > menu: changed the text options[three].label (es) from “three” to “tres”",
        ],
    ),
    "what is set, and in which order": (
        params("total", variables={"c": "3", "b": "2", "a": "1"}),
        params("total", variables={"a": "1", "b": "2", "c": "3", "d": "4"}),
        [
            "shop > main > total: added the setting variables.d: “4”",
            "shop > main > total: changed the order of variables from a, b, c to c, b, a",
        ],
    ),
    "conversations of a test": (
        bot(tests={"orders": BASE.tests["orders"] + "\n== Milk\n> milk\n"}),
        bot(tests={"orders": FINE + "\n== Cocoa\n> cocoa\n"}),
        [
            "shop: changed the test orders: Tea",
            "shop: added the test orders: Cocoa",
            "shop: added the test orders: Milk",
        ],
    ),
    "a removal and a move on the canvas": (
        without("order"),
        main(layout=dict.fromkeys(NODES, (5.0, 5.0))),
        ["shop > main: removed the node order (intent)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOGETHER)
def test_changes_to_different_things_come_together(name: str) -> None:
    ours, theirs, changes = TOGETHER[name]
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = both(one, other)
        assert merged.conflicts == ()
        assert sorted(said(BASE, merged.project)) == sorted(changes)


# Ours, theirs, the conflict in words, and what each choice says of the base.
CONFLICTS: dict[str, tuple[Bot | None, Bot, str, list[str], list[str]]] = {
    "a text": (
        params("bye", text={"es": "Chau"}),
        params("bye", text={"es": "Hasta luego"}),
        "ours: shop > main > bye: changed the text (es) from “Adiós” to “Chau”; theirs: "
        "shop > main > bye: changed the text (es) from “Adiós” to “Hasta luego”",
        ["shop > main > bye: changed the text (es) from “Adiós” to “Chau”"],
        ["shop > main > bye: changed the text (es) from “Adiós” to “Hasta luego”"],
    ),
    "an edge": (
        node("hi", edges={"next": "bye"}),
        node("hi", edges={"next": "ask"}),
        "ours: shop > main > hi: changed the edge next from menu to bye; theirs: "
        "shop > main > hi: changed the edge next from menu to ask",
        ["shop > main > hi: changed the edge next from menu to bye"],
        ["shop > main > hi: changed the edge next from menu to ask"],
    ),
    "a node of one id": (
        with_new("new"),
        with_new("new", title="New"),
        "ours: shop > main: added the node new (say); "
        "theirs: shop > main: added the node new (say)",
        ["shop > main: added the node new (say)"],
        ["shop > main: added the node new (say)"],
    ),
    "a node removed and edited": (
        without("order"),
        params("order", phrases={"es": ["un té"]}),
        "ours: shop > main: removed the node order (intent); theirs: "
        "shop > main > order: removed the phrase “un café” (es)",
        ["shop > main: removed the node order (intent)"],
        ["shop > main > order: removed the phrase “un café” (es)"],
    ),
    "a node removed and led to": (
        node("ask", without("bye"), edges={}),
        with_new("new", target="bye"),
        "ours: shop > main: removed the node bye (say); theirs: "
        "shop > main > new: added the edge next, leads to bye",
        [
            "shop > main > ask: removed the edge next, leads to bye",
            "shop > main: removed the node bye (say)",
            "shop > main: added the node new (say)",
        ],
        [
            "shop > main > ask: removed the edge next, leads to bye",
            "shop > main: added the node new (say)",
        ],
    ),
    "a row": (
        rows(("tea", 7), ("coffee", 2), ("milk", 3)),
        rows(("tea", 8), ("coffee", 2), ("milk", 3)),
        "ours: shop > prices: changed the cell tea / price from 1 to 7; theirs: "
        "shop > prices: changed the cell tea / price from 1 to 8",
        ["shop > prices: changed the row tea: price 1 → 7"],
        ["shop > prices: changed the row tea: price 1 → 8"],
    ),
    "a row removed and edited": (
        rows(("coffee", 2), ("milk", 3)),
        rows(("tea", 8), ("coffee", 2), ("milk", 3)),
        "ours: shop > prices: removed the row tea: item “tea”, price 1; theirs: "
        "shop > prices: changed the row tea: price 1 → 8",
        ["shop > prices: removed the row tea: item “tea”, price 1"],
        ["shop > prices: changed the row tea: price 1 → 8"],
    ),
    "an order": (
        params("menu", options=OPTIONS[::-1]),
        params("menu", options=[OPTIONS[1], OPTIONS[0], OPTIONS[2]]),
        "ours: shop > main > menu: changed the order of options from one, two, three to three, "
        "two, one; theirs: shop > main > menu: changed the order of options from one, two, three "
        "to two, one, three",
        [ORDER + "three, two, one"],
        [ORDER + "two, one, three"],
    ),
    "code": (
        bot(actions={"total": CodeAction("def run(): return 1\n")}),
        bot(actions={"total": CodeAction("def run(): return 2\n")}),
        "ours: shop: changed the code action total; theirs: "
        "shop: changed the code action total",
        ["shop: changed the code action total"],
        ["shop: changed the code action total"],
    ),
    "a bot": (
        None,
        bot(pause_ms=5),
        "ours: removed the bot shop; theirs: shop: changed the setting pause_ms from 0 to 5",
        ["removed the bot shop"],
        ["shop: changed the setting pause_ms from 0 to 5"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_keeps_ours_until_somebody_chooses(name: str) -> None:
    ours, theirs, sentence, our_changes, their_changes = CONFLICTS[name]
    merged = both(ours, theirs)
    (conflict,) = merged.conflicts
    assert conflict_words(conflict) == sentence
    assert said(BASE, merged.project) == our_changes
    assert resolve(merged, {}) == merged.project
    assert said(BASE, resolve(merged, {conflict.key: "ours"})) == our_changes
    assert said(BASE, resolve(merged, {conflict.key: "theirs"})) == their_changes


def test_a_conflict_can_go_back_to_the_base() -> None:
    for ours, theirs, *_ in (CONFLICTS["a text"], CONFLICTS["a row"], CONFLICTS["an order"]):
        merged = both(ours, theirs)
        (conflict,) = merged.conflicts
        assert resolve(merged, {conflict.key: "base"}) == project(BASE)


def test_a_conflict_shows_the_three_values_and_its_place() -> None:
    (conflict,) = both(*CONFLICTS["a text"][:2]).conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("Adiós", "Chau", "Hasta luego")
    assert (conflict.what, conflict.language) == ("text", "es")
    assert (conflict.location.topic, conflict.location.node) == ("main", "bye")
    assert conflict.location.path == "text.es"


def test_what_is_named_as_a_target_is_needed_too() -> None:
    """A goto, and the intents that may interrupt a question."""
    ours = params("ask", without("order"), interrupted_by=[])
    goto = Node("goto", params={"target": "order"})
    theirs = main(nodes=NODES | {"go": goto, "again": NODES["ask"]})
    merged = both(ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.name, conflict.ours) == ("order", None)
    nodes = merged.project.bots["shop"].topics["main"].nodes
    assert nodes["go"].params == {"target": ""}
    assert nodes["again"].params == {"interrupted_by": []}
    settled = resolve(merged, {conflict.key: "theirs"}).bots["shop"].topics["main"].nodes
    assert settled["order"] == NODES["order"]
    assert (settled["go"], settled["again"]) == (goto, NODES["ask"])


def test_a_restored_node_brings_its_own_questions() -> None:
    """Theirs leads to a node that ours removed with what followed it."""
    ours = (
        node("hi", without("menu", bot=without("hi")), edges={}) if False else without("hi", "menu")
    )
    merged = both(ours, with_new("new", target="hi"))
    (conflict,) = merged.conflicts
    again = merge(*merged.versions, {conflict.key: "theirs"})
    assert [one.name for one in again.conflicts] == ["hi", "menu"]
    nodes = again.project.bots["shop"].topics["main"].nodes
    assert nodes["hi"].edges == {}
    everything = resolve(merged, {one.key: "theirs" for one in again.conflicts})
    assert everything.bots["shop"].topics["main"].nodes["hi"].edges == {"next": "menu"}


def test_an_edge_that_led_nowhere_on_its_side_is_left_alone() -> None:
    ours = node("hi", edges={"next": "to_be_drawn"})
    merged = both(ours, params("bye", text={"es": "Chau"}))
    assert merged.conflicts == ()
    assert merged.project.bots["shop"].topics["main"].nodes["hi"].edges == {"next": "to_be_drawn"}


def test_where_things_are_drawn_is_never_in_conflict() -> None:
    ours = main(layout={id_: (1.0, 1.0) for id_ in NODES if id_ != "order"})
    theirs = main(layout=dict.fromkeys(NODES, (2.0, 2.0)) | {"new": (3.0, 3.0)})
    merged = both(ours, theirs)
    assert merged.conflicts == ()
    layout = merged.project.bots["shop"].topics["main"].layout
    assert layout["hi"] == (1.0, 1.0)
    assert layout["order"] == (2.0, 2.0)


def test_the_places_of_nodes_that_are_gone_go_with_them() -> None:
    ours = without("order")
    ours = main(ours, layout={id_: (1.0, 1.0) for id_ in NODES if id_ != "order"})
    merged = both(ours, main(layout=dict.fromkeys(NODES, (2.0, 2.0))))
    assert "order" not in merged.project.bots["shop"].topics["main"].layout


def test_a_flow_that_both_sides_made_is_one_flow() -> None:
    made = {"new": Topic(title={"es": "Nuevo"}, nodes={"a": Node("archive")})}
    same = {"new": Topic(title={"es": "Nuevo", "en": "New"}, nodes={"b": Node("archive")})}
    merged = both(bot(topics=BASE.topics | made), bot(topics=BASE.topics | same))
    assert merged.conflicts == ()
    topic = merged.project.bots["shop"].topics["new"]
    assert topic.title == {"es": "Nuevo", "en": "New"}
    assert sorted(topic.nodes) == ["a", "b"]


def test_cards_are_matched_with_those_of_the_base() -> None:
    cards = [{"title": {"es": name}} for name in ("Uno", "Dos", "Tres")]
    base = params("menu", cards=cards)
    ours = params("menu", cards=[{"title": {"es": "1"}}, *cards[1:]])
    theirs = params("menu", cards=[*cards[:2], {"title": {"es": "3"}}, {"title": {"es": "4"}}])
    merged = both(ours, theirs, base)
    assert merged.conflicts == ()
    found = merged.project.bots["shop"].topics["main"].nodes["menu"].params["cards"]
    assert [card["title"]["es"] for card in found] == ["1", "Dos", "3", "4"]


def test_two_people_change_one_card() -> None:
    cards = [{"title": {"es": "Uno", "en": "One"}}, {"title": {"es": "Dos"}}]
    ours = params("menu", cards=[{"title": {"es": "1", "en": "One"}}, cards[1]])
    theirs = params("menu", cards=[{"title": {"es": "Uno", "en": "First"}}, cards[1]])
    merged = both(ours, theirs, params("menu", cards=cards))
    assert merged.conflicts == ()
    found = merged.project.bots["shop"].topics["main"].nodes["menu"].params["cards"]
    assert found == [{"title": {"es": "1", "en": "First"}}, cards[1]]


def test_what_both_made_alike_in_meaning_is_no_conflict() -> None:
    phrases = ["a tea", "a coffee"]
    ours, theirs = (
        main(nodes=NODES | {"new": Node("intent", params={"phrases": {"en": each}})})
        for each in (phrases, phrases[::-1])
    )
    assert both(ours, theirs).conflicts == ()


def test_a_choice_of_no_conflict_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="'nothing'"):
        resolve(both(BASE, BASE), {"nothing": "ours"})


SPOKEN = {
    "es": "nosotros: shop: cambió el ajuste pause_ms de 0 a 1; "
    "el otro lado: shop: cambió el ajuste pause_ms de 0 a 2",
    "pt": "nós: shop: mudou o ajuste pause_ms de 0 para 1; "
    "o outro lado: shop: mudou o ajuste pause_ms de 0 para 2",
}


@pytest.mark.parametrize("language", SPOKEN)
def test_a_conflict_is_said_in_the_languages_of_designers(language: Any) -> None:
    (conflict,) = both(bot(pause_ms=1), bot(pause_ms=2)).conflicts
    assert conflict_words(conflict, language) == SPOKEN[language]


def test_a_text_that_stands_twice_in_a_list_is_not_lost() -> None:
    base = project(bot(secrets=()))
    ours, theirs = project(bot(secrets=("b", "a"))), project(bot(secrets=("a", "a", "b")))
    for one, other in ((ours, theirs), (theirs, ours)):
        (merged,) = merge(base, one, other).project.bots.values()
        assert sorted(merged.secrets) == ["a", "a", "b"]
