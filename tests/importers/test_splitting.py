"""Large topics in parts: everything stays, edges stay within a topic, the bot answers as before."""

import random
from pathlib import Path

import pytest
import rapidpro_export
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.importers import import_bot
from engine.importers.splitting import LARGE, LOOP, MOST, parts, split
from engine.project.check import check
from engine.runtime.acting import act
from engine.runtime.loading import load
from engine.runtime.pathfinder.points import Stage
from engine.runtime.rehearsal import RehearsalError
from engine.types.bot import Bot, Comment, DefaultMessage, Node, Project, Topic
from tests.benchmarks.corpus.walker import Walker

QUIET = DefaultMessage(related_topic=False, related_intents=False)


def say(number: int, **edges: str) -> Node:
    return Node("say", params={"text": {"en": f"Line {number}"}}, edges=edges, source=f"s{number}")


def menu(*labels: str, **edges: str) -> Node:
    options = [{"id": label, "label": {"en": label}} for label in labels]
    return Node(
        "choices", params={"text": {"en": "Which?"}, "options": options}, edges=edges, source="m"
    )


def bot_of(nodes: dict[str, Node], **settings) -> Bot:
    layout = {id_: (float(n % 20) * 320, float(n // 20) * 200) for n, id_ in enumerate(nodes)}
    topic = Topic(title={"en": "Long", "es": "Largo"}, nodes=nodes, layout=layout, **settings)
    return Bot(id="long", default_message=QUIET, topics={"long": topic})


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Node]:
    """A flow of says and menus, with any edges at all between them."""
    count = draw(st.integers(2, 60))
    ids = [f"n{number}" for number in range(count)]
    targets = st.sampled_from(ids)
    nodes: dict[str, Node] = {
        "startup": Node("intent", edges={"next": "n0"}, source="start"),
        "not_understood": Node("intent", edges={"next": draw(targets)}, source="sorry"),
    }
    for number, id_ in enumerate(ids):
        if draw(st.booleans()):
            edges = {port: draw(targets) for port in ("a", "b") if draw(st.booleans())}
            nodes[id_] = menu("a", "b", **edges)
        else:
            ahead = ids[number + 1 :]
            # Only menus lead back, since a circle of says is one that the engine ends.
            leads = bool(ahead) and draw(st.booleans())
            nodes[id_] = say(number, **({"next": draw(st.sampled_from(ahead))} if leads else {}))
    return nodes


def heard_by(bot: Bot, seed: int) -> list[object]:
    """What a seeded conversation hears; it presses buttons and writes nonsense."""
    rng = random.Random(seed)
    rehearsal = Stage(load(Project(bots={bot.id: bot}), {}, "x"), bot.id, None).begin({}).rehearsal
    heard: list[object] = [rehearsal.open().messages]
    for _ in range(12):
        shown = [option.id for option in rehearsal.options]
        said = rng.random() < 0.2 or not shown
        exchange = rehearsal.say("qqq") if said else rehearsal.press(rng.choice(shown))
        heard.append((exchange.messages, rehearsal.state.variables))
    return heard


@given(flows(), st.integers(2, 30))
def test_every_node_is_in_one_part_of_the_size_wanted(nodes: dict[str, Node], most: int) -> None:
    found = parts(nodes, (), most)
    assert sorted(id_ for group in found for id_ in group) == sorted(nodes)
    assert found[0][0] == next(iter(nodes))
    for group in found:
        assert len(group) <= max(most, LOOP)
    assert found == parts(dict(nodes), (), most)


@given(flows(), st.integers(2, 20))
def test_every_edge_leads_on_to_where_it_led(nodes: dict[str, Node], most: int) -> None:
    bot = split(bot_of(nodes), large=1, most=most)
    after = {id_: node for topic in bot.topics.values() for id_, node in topic.nodes.items()}
    for topic in bot.topics.values():
        assert set(topic.layout) == set(topic.nodes)
        for node in topic.nodes.values():
            assert set(node.edges.values()) <= set(topic.nodes)
    for id_, node in nodes.items():
        for port, to in node.edges.items():
            way = after[after[id_].edges[port]]
            assert after[id_].edges[port] == to or way.params == {"target": to}
            assert way.source
        assert replace(after[id_], edges=node.edges) == node


@given(flows(), st.integers(2, 20), st.integers(0, 10**6))
def test_conversations_hear_the_same_before_and_after(
    nodes: dict[str, Node], most: int, seed: int
) -> None:
    bot = bot_of(nodes)
    assert heard_by(bot, seed) == heard_by(split(bot, large=1, most=most), seed)


def test_small_topics_and_their_places_stay_as_they_are() -> None:
    nodes = {"startup": Node("intent", edges={"next": "n1"})}
    nodes |= {f"n{n}": say(n, next=f"n{n + 1}") for n in range(1, LARGE - 1)}
    nodes[f"n{LARGE - 1}"] = say(LARGE - 1)
    bot = bot_of(nodes)
    assert split(bot) is not None
    assert split(bot).topics == bot.topics
    nodes[f"n{LARGE}"] = say(LARGE)
    larger = split(bot_of(nodes))
    assert len(larger.topics) > 1
    first = larger.topics["long"]
    assert first.title == {"en": "Long", "es": "Largo"}
    assert {id_: first.layout[id_] for id_ in nodes if id_ in first.nodes} == {
        id_: place
        for id_, place in bot_of(nodes).topics["long"].layout.items()
        if id_ in first.nodes
    }


def test_parts_are_named_by_what_people_read_there() -> None:
    nodes = {
        "startup": Node("intent", edges={"next": "menu"}),
        "menu": menu("a", "b", "c", a="long_a_0", b="long_b_0", c="long_c_0"),
    }
    for letter in "abc":
        nodes |= {
            f"long_{letter}_{n}": say(n, next=f"long_{letter}_{n + 1}") for n in range(MOST - 10)
        }
        nodes[f"long_{letter}_{MOST - 10}"] = say(MOST - 10)
    remark = Comment("Look here", 0.0, 1e9)
    bot = split(bot_of(nodes, comments=(remark,)))
    assert list(bot.topics) == ["long", "long_b_0", "long_c_0"]
    assert bot.topics["long_b_0"].title["en"] == "Long: Line 0"
    assert [remark in topic.comments for topic in bot.topics.values()] == [False, False, True]
    assert bot.topics["long"].nodes["menu"].edges["b"] == "to_long_b_0"


def test_intents_stay_together_where_topics_are_looked_at() -> None:
    nodes: dict[str, Node] = {"startup": Node("intent"), "not_understood": Node("intent")}
    for n in range(LARGE):
        phrases = {"phrases": {"en": [f"what about {n}"]}}
        nodes |= {f"i{n}": Node("intent", params=phrases, edges={"next": f"n{n}"}), f"n{n}": say(n)}
    looking = replace(bot_of(nodes), default_message=DefaultMessage())
    kept = split(looking).topics["long"].nodes
    assert sum(node.kind == "intent" for node in kept.values()) == LARGE + 2
    assert max(len(topic.nodes) for topic in split(bot_of(nodes)).topics.values()) <= MOST


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("rasa", "rasa-demo-sara"),
        ("rapidpro", "idems-plh-ipv"),
        ("dialogflow-es", "covid19-template"),
    ],
)
def test_real_bots_answer_the_same_in_parts(shared: Path, platform: str, name: str) -> None:
    (bot,) = import_bot(platform, shared / "corpus" / platform / name).project.bots.values()
    parted = split(bot, large=30, most=20)
    assert len(parted.topics) > len(bot.topics)
    after = Project(bots={bot.id: parted})
    assert [str(one) for one in check(after) if one.severity == "error"] == []
    before = Project(bots={bot.id: bot})
    walker = Walker(before, load(before, {}, "x"), bot.id)
    stage = Stage(load(after, {}, "x"), bot.id, None)
    for seed in range(40):
        talk = walker.talk(random.Random(seed))
        rehearsal = stage.begin(talk.settings).rehearsal
        heard: list[object] = []
        for one in talk.acts:
            try:
                heard += (m for exchange in act(rehearsal, one) for m in exchange.messages)
            except RehearsalError as error:
                heard.append(str(error))
        assert heard == talk.heard, talk.acts


def test_the_report_says_into_which_canvases_a_flow_was_parted(tmp_path: Path) -> None:
    last = LARGE + 20
    steps = [
        rapidpro_export.node(f"n{n}", [rapidpro_export.message(f"Line {n}")], to=f"n{n + 1}")
        for n in range(last)
    ]
    steps.append(rapidpro_export.node(f"n{last}", [rapidpro_export.message("The end")]))
    source = rapidpro_export.write_export(tmp_path, rapidpro_export.flow(steps))
    imported = import_bot("rapidpro", source)
    (bot,) = imported.project.bots.values()
    (entry,) = [entry for entry in imported.report.entries if entry.kind == "canvases"]
    assert entry.outcome == "exact"
    assert all(topic in entry.how for topic in bot.topics if topic.startswith(entry.name))
    assert max(len(topic.nodes) for topic in bot.topics.values()) <= MOST + 1
