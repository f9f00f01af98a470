"""Nodes under other ids lead to where they led."""

from hypothesis import given
from hypothesis import strategies as st

from engine.nodes.graph import graph
from engine.project.renaming import free, quoted_names, rename_nodes, rename_topics
from engine.types.bot import Bot, Node, Topic

NODES = {
    "startup": Node("intent", edges={"next": "menu"}),
    "not_understood": Node("intent", edges={"next": "menu"}),
    "menu": Node(
        "choices",
        params={"text": {"en": "?"}, "options": [{"id": "a", "label": {"en": "A"}}]},
        edges={"a": "visit"},
    ),
    "visit": Node("call", params={"target": "shop"}, edges={"next": "leave"}),
    "shop": Node("say", params={"text": {"en": "shop"}}, edges={"next": "leave"}),
    "leave": Node("stop", params={"what": "visit", "of": ["visit", "shop"], "target": "menu"}),
    "asked": Node("branch", params={"cases": [{"id": "x", "condition": "kind == 'shop'"}]}),
}
TESTS = {"a.chat": '== One\n! shop ok {}\n> hi\n!  menu failed\n= node == "visit"\n'}
BOT = Bot(
    id="b",
    topics={"t": Topic(nodes=NODES, layout=dict.fromkeys(NODES, (0.0, 0.0)))},
    tests=TESTS,
)


def test_edges_targets_places_and_tests_follow() -> None:
    bot = rename_nodes(BOT, {"shop": "store", "visit": "shop", "menu": "start"})
    nodes = bot.topics["t"].nodes
    assert nodes["shop"].params == {"target": "store"}
    assert nodes["leave"].params == {"what": "visit", "of": ["shop", "store"], "target": "start"}
    assert nodes["store"].params == {"text": {"en": "shop"}}
    assert nodes["startup"].edges == {"next": "start"}
    assert set(bot.topics["t"].layout) == set(nodes)
    assert bot.tests["a.chat"] == (
        '== One\n! store ok {}\n> hi\n!  start failed\n= node == "visit"\n'
    )
    assert quoted_names(BOT) == {"shop", "visit"}
    assert rename_nodes(BOT, {}) is BOT


@given(st.permutations(sorted(NODES)))
def test_any_exchange_of_names_keeps_the_graph_and_can_be_undone(order: list[str]) -> None:
    names = dict(zip(sorted(NODES), order, strict=True))
    bot = rename_nodes(BOT, names)
    ways = graph(BOT)
    assert graph(bot) == {
        names[id_]: tuple(names[to] for to in ahead) for id_, ahead in ways.items()
    }
    assert rename_nodes(bot, {new: old for old, new in names.items()}) == BOT


def test_topics_and_free_names() -> None:
    bot = rename_topics(BOT, {"t": "flow"})
    assert list(bot.topics) == ["flow"]
    assert bot.topics["flow"] == BOT.topics["t"]
    assert free("a", ["b"]) == "a"
    assert free("a", ["a", "a_2"]) == "a_3"
