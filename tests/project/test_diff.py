"""What a diff says of each sort of change, in three languages."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from msgspec import structs

from engine.project.diff import Kind, Language, What, by_node, diff, lines, words
from engine.project.diff.nouns import NOUNS, VERBS
from engine.types.bot import (
    Bot,
    CodeAction,
    Comment,
    Constant,
    EntityTable,
    Node,
    Project,
    Segment,
    Topic,
    Variable,
)
from engine.types.issue import Location

NO = {"id": "no", "label": {"es": "No"}}
MENU = {
    "text": {"es": "¿Qué desea?", "en": "What do you need?"},
    "options": [{"id": "yes", "label": {"es": "Sí"}}, NO],
}
BOT = Bot(
    id="shop",
    languages=("es", "en"),
    secrets=("CRM_KEY",),
    variables={"size": Variable("text")},
    constants={"phone": Constant("911")},
    segments={"vip": Segment("contact.vip")},
    entities={"prices": EntityTable(("item", "price"), (("tea", 1), ("coffee", 2)))},
    actions={"total": CodeAction("def run():\n    return {}\n")},
    tests={"orders": "== Orders tea\n> tea\n< Good.\n\n== Orders coffee\n> coffee\n"},
    topics={
        "orders": Topic(
            title={"es": "Pedidos"},
            nodes={
                "order": Node("intent", params={"phrases": {"es": ["un té", "un café"]}}),
                "menu": Node("choices", params=MENU, edges={"yes": "total", "no": "bye"}),
                "total": Node("set", params={"variables": {"a": "1", "b": "a + 1"}}),
            },
            comments=(Comment("Mind the prices", 1, 2),),
            layout={"menu": (1.0, 2.0)},
        ),
        "people": Topic(nodes={"bye": Node("say", params={"text": {"es": "Adiós"}})}),
    },
)


def project(bot: Bot = BOT) -> Project:
    return Project(bots={bot.id: bot})


def node(id_: str, topic: str = "orders", **values: Any) -> Bot:
    drawn = BOT.topics[topic]
    nodes = drawn.nodes | {id_: structs.replace(drawn.nodes[id_], **values)}
    return structs.replace(BOT, topics=BOT.topics | {topic: structs.replace(drawn, nodes=nodes)})


def topic(name: str, **values: Any) -> Bot:
    changed = structs.replace(BOT.topics[name], **values)
    return structs.replace(BOT, topics=BOT.topics | {name: changed})


def bot(**values: Any) -> Bot:
    return structs.replace(BOT, **values)


def moved() -> Bot:
    orders, people = BOT.topics["orders"], BOT.topics["people"]
    rest = {name: each for name, each in orders.nodes.items() if name != "menu"}
    return bot(
        topics={
            "orders": structs.replace(orders, nodes=rest),
            "people": structs.replace(people, nodes=people.nodes | {"menu": orders.nodes["menu"]}),
        }
    )


PRICES = EntityTable(("item", "price", "old"), (("tea", 3, 1), ("milk", 1, None)))
AT = "shop > orders > menu: "
# What was changed, and what is said of it.
SAID: dict[str, tuple[Bot, list[str]]] = {
    "text": (
        node("menu", params=MENU | {"text": {"es": "¿Qué quiere?", "pt": "O quê?"}}),
        [
            AT + "changed the text (es) from “¿Qué desea?” to “¿Qué quiere?”",
            AT + "removed the text (en): “What do you need?”",
            AT + "added the setting text.pt: “O quê?”",
        ],
    ),
    "label": (
        node("menu", params=MENU | {"options": [{"id": "yes", "label": {"es": "Vale"}}, NO]}),
        [AT + "changed the text options[yes].label (es) from “Sí” to “Vale”"],
    ),
    "option": (
        node("menu", params=MENU | {"options": [*MENU["options"], {"id": "why"}]}),
        [AT + "added the item options[why]: id “why”"],
    ),
    "order of options": (
        node("menu", params=MENU | {"options": MENU["options"][::-1]}),
        [AT + "changed the order of options from yes, no to no, yes"],
    ),
    "order of what is set": (
        node("total", params={"variables": {"b": "a + 1", "a": "1"}}),
        ["shop > orders > total: changed the order of variables from a, b to b, a"],
    ),
    "edges": (
        node("menu", edges={"yes": "bye", "why": "total"}),
        [
            AT + "changed the edge yes from total to bye",
            AT + "removed the edge no, leads to bye",
            AT + "added the edge why, leads to total",
        ],
    ),
    "phrases": (
        node("order", params={"phrases": {"es": ["un café", "un agua"]}}),
        [
            "shop > orders > order: removed the phrase “un té” (es)",
            "shop > orders > order: added the phrase “un agua” (es)",
        ],
    ),
    "title of a node": (
        node("menu", title="Menu"),
        [AT + "changed the setting title from “” to “Menu”"],
    ),
    "kind": (node("menu", kind="ask"), [AT + "changed the setting kind from “choices” to “ask”"]),
    "node": (moved(), ["shop: moved the node menu from orders to people"]),
    "nodes": (
        topic("people", nodes={"hi": Node("say")}),
        ["shop > people: removed the node bye (say)", "shop > people: added the node hi (say)"],
    ),
    "topic": (
        bot(topics=BOT.topics | {"new": Topic(title={"es": "Nuevo"})}),
        ["shop: added the flow new"],
    ),
    "title of a topic": (
        topic("orders", title={"es": "Compras"}),
        ["shop > orders: changed the text title (es) from “Pedidos” to “Compras”"],
    ),
    "comment": (
        topic("orders", comments=(Comment("Mind the tea", 1, 2),)),
        [
            "shop > orders: removed the comment “Mind the prices”",
            "shop > orders: added the comment “Mind the tea”",
        ],
    ),
    "table": (
        bot(entities={"prices": PRICES}),
        [
            "shop > prices: added the column old",
            "shop > prices: changed the row tea: price 1 → 3",
            "shop > prices: removed the row coffee: item “coffee”, price 2",
            "shop > prices: added the row milk: item “milk”, price 1, old null",
        ],
    ),
    "variable": (
        bot(variables={"size": Variable("number"), "colour": Variable("text")}),
        [
            "shop: changed the variable size.type from “text” to “number”",
            "shop: added the variable colour: type “text”",
        ],
    ),
    "constant": (
        bot(constants={"phone": Constant("112")}),
        ["shop: changed the constant phone.value from “911” to “112”"],
    ),
    "segment": (bot(segments={}), ["shop: removed the segment vip: condition “contact.vip”"]),
    "secrets": (
        bot(secrets=("ERP_KEY",)),
        [
            "shop: removed the name of the secret CRM_KEY",
            "shop: added the name of the secret ERP_KEY",
        ],
    ),
    "languages": (
        bot(languages=("en", "es", "pt")),
        [
            "shop: changed the order of languages from es, en to en, es",
            "shop: added the language pt",
        ],
    ),
    "action": (
        bot(actions={"total": CodeAction("def run():\n    return {'a': 1}\n")}),
        ["shop: changed the code action total"],
    ),
    "conversation": (
        bot(tests={"orders": BOT.tests["orders"].replace("Good", "Fine")}),
        ["shop: changed the test orders: Orders tea"],
    ),
    "setting": (
        bot(default_message=structs.replace(BOT.default_message, question={"es": "¿Esto?"})),
        ["shop: added the text default_message.question (es): “¿Esto?”"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_each_change_is_said(name: str) -> None:
    after, said = SAID[name]
    changes = diff(project(), project(after))
    assert [words(change) for change in changes] == said
    assert len(diff(project(after), project())) == len(said)


@pytest.mark.parametrize(
    "after",
    [
        topic("orders", layout={}),
        topic("orders", comments=(Comment("Mind the prices", 9, 9),)),
        node("order", params={"phrases": {"es": ["un café", "un té"]}}),
        topic("orders", nodes=dict(reversed(BOT.topics["orders"].nodes.items()))),
        bot(topics=dict(reversed(BOT.topics.items()))),
    ],
)
def test_where_things_are_drawn_and_the_order_of_keys_are_no_change(after: Bot) -> None:
    assert diff(project(), project(after)) == ()


SPOKEN: dict[str, Callable[[], Bot]] = {
    "es: shop > orders > menu: cambió la conexión yes de total a bye": lambda: node(
        "menu", edges={"yes": "bye", "no": "bye"}
    ),
    "pt: shop: adicionou-se a variável colour: type “text”": lambda: bot(
        variables=BOT.variables | {"colour": Variable("text")}
    ),
    "es: shop > orders > order: se quitó la frase «un té» (es)": lambda: node(
        "order", params={"phrases": {"es": ["un café"]}}
    ),
    "pt: shop: moveu-se o nó menu de orders para people": moved,
}


@pytest.mark.parametrize("sentence", SPOKEN)
def test_changes_are_said_in_the_languages_of_designers(sentence: str) -> None:
    (change,) = diff(project(), project(SPOKEN[sentence]()))
    language, _, said = sentence.partition(": ")
    assert words(change, language) == said  # type: ignore[arg-type]


def test_every_sort_of_thing_has_its_name_in_each_language() -> None:
    assert NOUNS.keys() == VERBS.keys() == set(get_args(Language))
    for language in get_args(Language):
        assert NOUNS[language].keys() == set(get_args(What))
        assert VERBS[language].keys() == set(get_args(Kind))


def test_long_texts_are_shown_where_they_begin_to_differ() -> None:
    long = "Estimada clienta, gracias por escribir a la tienda de la esquina, abierta "
    before = node("menu", params=MENU | {"text": {"es": long + "hoy."}})
    after = node("menu", params=MENU | {"text": {"es": long + "mañana."}})
    (change,) = diff(project(before), project(after))
    assert (
        words(change)
        == AT + "changed the text (es) from “…quina, abierta hoy.” to “…quina, abierta mañana.”"
    )
    assert (change.before, change.after) == (long + "hoy.", long + "mañana.")


def test_a_place_leads_to_the_field_in_the_version_after() -> None:
    options = [{"id": "why", "label": {"es": "¿?"}}, {"id": "yes", "label": {"es": "Vale"}}]
    changes = diff(project(), project(node("menu", params=MENU | {"options": options})))
    places = {words(change): change.location for change in changes}
    here = Location(bot="shop", topic="orders", node="menu", path="options[1].label.es")
    assert places[AT + "changed the text options[yes].label (es) from “Sí” to “Vale”"] == here
    (edge,) = diff(project(), project(node("menu", edges={"yes": "total"})))
    assert edge.location.path == "edges.no"


def test_marks_are_by_topic_and_node() -> None:
    marks = by_node(diff(project(), project(moved())))
    assert marks.nodes == {("people", "menu"): "added", ("orders", "menu"): "removed"}
    after = topic("people", nodes={"hi": Node("say", edges={"next": "menu"})})
    changes = diff(project(), project(after))
    marks = by_node(changes, "shop")
    assert marks.nodes == {("people", "hi"): "added", ("people", "bye"): "removed"}
    assert marks.edges == {("people", "hi", "next"): "added"}
    assert by_node(changes, "another").nodes == {}
    edges = by_node(diff(project(), project(node("menu", edges={"yes": "bye", "x": "bye"}))))
    assert edges.nodes == {}
    assert edges.edges == {
        ("orders", "menu", "yes"): "changed",
        ("orders", "menu", "no"): "removed",
        ("orders", "menu", "x"): "added",
    }


def test_code_and_tests_differ_by_lines() -> None:
    (change,) = diff(project(), project(SAID["action"][0]))
    assert lines(change) == (
        "@@ -1,2 +1,2 @@",
        " def run():",
        "-    return {}",
        "+    return {'a': 1}",
    )
    (change,) = diff(project(), project(node("menu", title="Menu")))
    assert lines(change) == ()


def test_cards_without_ids_are_matched_by_what_they_hold() -> None:
    cards = [{"title": {"es": name}} for name in ("Uno", "Dos", "Tres")]
    before = node("menu", kind="carousel", params={"cards": cards})
    after = node("menu", kind="carousel", params={"cards": [cards[0], *cards[2:], {"title": {}}]})
    said = [words(change) for change in diff(project(before), project(after))]
    assert said == [
        AT + "removed the item cards[1]: title es “Dos”",
        AT + "added the item cards[2]: title ",
    ]
