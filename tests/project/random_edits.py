"""Strategies of edits to a bot as a designer makes them, each with the place that it touches."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st
from msgspec import structs

from engine.project.read import open_project
from engine.types.bot import Bot, Comment, Constant, EntityTable, Node, Project, Topic, Variable

BOTS = Path(__file__).parents[2] / "datasets" / "bots"
SAMPLES = ("clinic", "shop", "city")


class Edit(NamedTuple):
    """A change to a bot; two edits with no place in common touch nothing in common.

    A place is a path; one that begins another holds it.
    """

    places: tuple[tuple[str, ...], ...]
    apply: Callable[[Bot], Bot]


@cache
def sample(name: str) -> Project:
    return open_project(BOTS / name)


def edited(project: Project, edits: list[Edit]) -> Project:
    (name, bot), *_ = project.bots.items()
    for edit in edits:
        bot = edit.apply(bot)
    return structs.replace(project, bots={name: bot})


def are_apart(one: list[Edit], other: list[Edit]) -> bool:
    """Whether the edits of two people touch nothing in common."""
    return not any(
        a[: len(b)] == b[: len(a)]
        for mine in one
        for theirs in other
        for a in mine.places
        for b in theirs.places
    )


def with_node(bot: Bot, topic: str, id_: str, change: Callable[[Node], Node | None]) -> Bot:
    """The bot with a node changed, or without it where `change` gives None."""
    drawn = bot.topics.get(topic, Topic())
    if id_ not in drawn.nodes:
        return bot
    node = change(drawn.nodes[id_])
    rest = {name: each for name, each in drawn.nodes.items() if name != id_}
    nodes = drawn.nodes | {id_: node} if node is not None else rest
    return structs.replace(bot, topics=bot.topics | {topic: structs.replace(drawn, nodes=nodes)})


def with_params(bot: Bot, topic: str, id_: str, **params: Any) -> Bot:
    return with_node(
        bot, topic, id_, lambda node: structs.replace(node, params=node.params | params)
    )


def _nodes(bot: Bot, kind: str = "") -> list[tuple[str, str]]:
    """A few nodes with their topics, so that two people often meet at one."""
    found = [
        (topic, id_)
        for topic, drawn in sorted(bot.topics.items())
        for id_, node in sorted(drawn.nodes.items())
        if not kind or node.kind == kind
    ]
    return found[:: max(1, len(found) // 6)]


words = st.sampled_from(["uno", "two words", "três", "¿cómo?", "x" * 90, ""])
fresh = st.sampled_from(["new_a", "new_b", "new_c"])


@st.composite
def edits(draw: st.DrawFn, bot: Bot) -> Edit:
    """One edit of any sort."""
    return draw(draw(st.sampled_from(SORTS))(bot))


@st.composite
def text(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(_nodes(bot, "say")))
    language, new = draw(st.sampled_from(bot.languages)), draw(words)

    def apply(bot: Bot) -> Bot:
        node = bot.topics[topic].nodes.get(id_)
        old = node.params.get("text", {}) if node else {}
        return with_params(bot, topic, id_, text=old | {language: new})

    return Edit((("node", id_, "text", language),), apply)


@st.composite
def phrases(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(_nodes(bot, "intent")))
    language = bot.languages[0]
    old = bot.topics[topic].nodes[id_].params.get("phrases", {}).get(language, [])
    gone = draw(st.none() | st.sampled_from(old)) if old else None
    new = draw(st.sampled_from(["hola a todos", "say it again", "bom dia"]))

    def apply(bot: Bot) -> Bot:
        node = bot.topics[topic].nodes.get(id_)
        if node is None:
            return bot
        all_phrases = node.params.get("phrases", {})
        kept = [each for each in all_phrases.get(language, []) if each not in {gone, new}]
        return with_params(bot, topic, id_, phrases=all_phrases | {language: [*kept, new]})

    places = [("node", id_, "phrases", language, new)]
    return Edit((*places, *([("node", id_, "phrases", language, gone)] if gone else [])), apply)


@st.composite
def edge(draw: st.DrawFn, bot: Bot) -> Edit:
    everywhere = _nodes(bot)
    topic, id_ = draw(st.sampled_from(everywhere))
    _, target = draw(st.sampled_from(everywhere))
    ports = list(bot.topics[topic].nodes[id_].edges) or ["next"]
    port = draw(st.sampled_from(ports))

    def apply(bot: Bot) -> Bot:
        return with_node(
            bot,
            topic,
            id_,
            lambda node: structs.replace(node, edges=node.edges | {port: target}),
        )

    return Edit((("node", id_, "edges", port), ("node", target, "alive")), apply)


@st.composite
def add_node(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(sorted(bot.topics))), draw(fresh)
    _, target = draw(st.sampled_from(_nodes(bot)))
    node = Node("say", params={"text": {"es": draw(words)}}, edges={"next": target})

    def apply(bot: Bot) -> Bot:
        if any(id_ in drawn.nodes for drawn in bot.topics.values()) or topic not in bot.topics:
            return bot
        drawn = bot.topics[topic]
        changed = structs.replace(
            drawn, nodes=drawn.nodes | {id_: node}, layout=drawn.layout | {id_: (1.0, 2.0)}
        )
        return structs.replace(bot, topics=bot.topics | {topic: changed})

    return Edit((("node", id_), ("node", target, "alive")), apply)


@st.composite
def remove_node(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(_nodes(bot)))
    return Edit((("node", id_),), lambda bot: with_node(bot, topic, id_, lambda _: None))


@st.composite
def move_node(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(_nodes(bot)))
    other = draw(st.sampled_from(sorted(bot.topics)))

    def apply(bot: Bot) -> Bot:
        node = bot.topics[topic].nodes.get(id_)
        if node is None or other == topic:
            return bot
        bot = with_node(bot, topic, id_, lambda _: None)
        drawn = bot.topics[other]
        moved = structs.replace(drawn, nodes=drawn.nodes | {id_: node})
        return structs.replace(bot, topics=bot.topics | {other: moved})

    # The other edits look for their node where it was.
    return Edit((("node", id_),), apply)


@st.composite
def drag(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(_nodes(bot)))
    place = (float(draw(st.integers(0, 9))), 1.0)

    def apply(bot: Bot) -> Bot:
        drawn = bot.topics[topic]
        changed = structs.replace(drawn, layout=drawn.layout | {id_: place})
        return structs.replace(bot, topics=bot.topics | {topic: changed})

    return Edit((("layout", id_),), apply)


@st.composite
def reorder(draw: st.DrawFn, bot: Bot) -> Edit:
    topic, id_ = draw(st.sampled_from(_nodes(bot, "choices")))
    order = draw(st.permutations(bot.topics[topic].nodes[id_].params["options"]))

    def apply(bot: Bot) -> Bot:
        return with_params(bot, topic, id_, options=list(order))

    return Edit((("node", id_, "options"),), apply)


@st.composite
def option(draw: st.DrawFn, bot: Bot) -> Edit:
    """One more button, or another label on the first."""
    topic, id_ = draw(st.sampled_from(_nodes(bot, "choices")))
    first = bot.topics[topic].nodes[id_].params["options"][0]["id"]
    chosen = draw(st.sampled_from([first, "extra_a", "extra_b"]))
    label = {bot.languages[0]: draw(words)}

    def apply(bot: Bot) -> Bot:
        node = bot.topics[topic].nodes.get(id_)
        if node is None:
            return bot
        kept = [one for one in node.params["options"] if one["id"] != chosen]
        one = {"id": chosen, "label": label}
        return with_params(
            bot, topic, id_, options=[one, *kept] if chosen == first else [*kept, one]
        )

    return Edit((("node", id_, "options", chosen),), apply)


@st.composite
def row(draw: st.DrawFn, bot: Bot) -> Edit:
    name = draw(st.sampled_from(sorted(bot.entities)))
    table = bot.entities[name]
    key = draw(st.sampled_from([*(str(row[0]) for row in table.rows), "New one"]))
    cell = draw(st.none() | words | st.integers(-5, 5))
    is_removal = draw(st.booleans())

    def apply(bot: Bot) -> Bot:
        table = bot.entities[name]
        rest = [row for row in table.rows if str(row[0]) != key]
        index = next((i for i, row in enumerate(table.rows) if str(row[0]) == key), len(rest))
        new = (key, *[cell] * (len(table.columns) - 1))
        rows = rest if is_removal else [*rest[:index], new, *rest[index:]]
        changed = structs.replace(table, rows=tuple(rows))
        return structs.replace(bot, entities=bot.entities | {name: changed})

    return Edit((("table", name, key),), apply)


@st.composite
def setting(draw: st.DrawFn, bot: Bot) -> Edit:
    name, value = draw(
        st.sampled_from(
            [
                ("description", "another"),
                ("pause_ms", 77),
                ("pause_ms", 78),
                ("secrets", ("A_SECRET",)),
                ("nlu", "# other\n"),
            ]
        )
    )
    return Edit(((name,),), lambda bot: structs.replace(bot, **{name: value}))


@st.composite
def variable(draw: st.DrawFn, bot: Bot) -> Edit:
    name = draw(st.sampled_from([*list(bot.variables)[:2], "new_v"]))
    new = Variable(type=draw(st.sampled_from(["text", "number"])), description=draw(words))
    constant = Constant(draw(st.integers(0, 3)))
    if draw(st.booleans()):
        return Edit(
            (("variables", name),),
            lambda bot: structs.replace(bot, variables=bot.variables | {name: new}),
        )
    return Edit(
        (("constants", name),),
        lambda bot: structs.replace(bot, constants=bot.constants | {name: constant}),
    )


@st.composite
def conversation(draw: st.DrawFn, bot: Bot) -> Edit:
    name = draw(st.sampled_from([*bot.tests, "new_t"]))
    title = draw(st.sampled_from(["A new one", "Another new one"]))
    said = f"== {title}\n> {draw(st.sampled_from(['hola', 'olá']))}\n"

    def apply(bot: Bot) -> Bot:
        old = bot.tests.get(name, "")
        if f"== {title}\n" in old:
            return bot
        new = f"{old.rstrip()}\n\n{said}" if old else said
        return structs.replace(bot, tests=bot.tests | {name: new})

    return Edit((("tests", name, title) if name in bot.tests else ("tests", name),), apply)


SORTS = (
    text,
    phrases,
    edge,
    add_node,
    remove_node,
    move_node,
    drag,
    reorder,
    option,
    row,
    setting,
    variable,
    conversation,
)


# Small bots whose parts often have the same names and values of other types: what no designer
# draws, and every file may hold.
few = st.sampled_from(["a", "b", "es", "id", "[a]", "a/b", ""])
plain = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | few,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(few, inner, max_size=3),
    max_leaves=8,
)
options = st.lists(st.fixed_dictionaries({"id": few}, optional={"label": plain}), max_size=4)
params = st.dictionaries(
    st.sampled_from(["text", "phrases", "options", "variables", "target", "rows", "order"]),
    plain | options | st.lists(few, max_size=4) | st.dictionaries(few, st.lists(few, max_size=3)),
    max_size=3,
)
odd_nodes = st.builds(
    Node,
    kind=st.sampled_from(["say", "set", "goto", "intent"]),
    params=params,
    edges=st.dictionaries(few, few, max_size=2),
)
odd_topics = st.builds(
    Topic,
    title=st.dictionaries(st.sampled_from(["es", "en"]), few, max_size=2),
    nodes=st.dictionaries(few, odd_nodes, max_size=3),
    comments=st.lists(st.builds(Comment, text=few, x=st.integers(0, 2)), max_size=3).map(tuple),
    layout=st.dictionaries(few, st.just((0.0, 1.0)) | st.just((2.0, 3.0)), max_size=3),
)
odd_tables = st.builds(
    EntityTable,
    columns=st.lists(few, min_size=2, max_size=2).map(tuple),
    rows=st.lists(st.tuples(few | st.integers(0, 2), plain), max_size=4).map(tuple),
)
odd_bots = st.builds(
    Bot,
    id=st.just("b"),
    languages=st.permutations(["es", "en", "a"]).map(tuple),
    secrets=st.lists(few, max_size=3).map(tuple),
    variables=st.dictionaries(few, st.builds(Variable, default=plain), max_size=2),
    topics=st.dictionaries(few, odd_topics, max_size=2),
    entities=st.dictionaries(few, odd_tables, max_size=2),
    tests=st.dictionaries(few, st.sampled_from(["", "== a\n", "== a\n\n== b\n", "== a\n== a\n"])),
)
odd_projects = odd_bots.map(lambda bot: Project(bots={"b": bot}))
