"""Nodes and topics of a bot under other ids, wherever the bot names them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from engine.project.draft import draft_node
from engine.project.funnels.following import renamed
from engine.types.bot import Bot, Node, Topic

STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]")
QUOTED = re.compile(r"\"([A-Za-z0-9_]+)\"|'([A-Za-z0-9_]+)'")
# A line of a test that says what a node is answered: `! NODE PORT VALUE`.
ANSWER = re.compile(r"^!(\s*)(\S+)", re.MULTILINE)


def rename_nodes(bot: Bot, names: Mapping[str, str]) -> Bot:
    """The bot with nodes under new ids, in edges, targets, places, conversation tests, funnels.

    What an expression says in quotes is left alone: see `quoted_names`.
    """
    if not names:
        return bot
    topics = {id_: _topic(bot.id, id_, topic, names) for id_, topic in bot.topics.items()}
    tests = {file: ANSWER.sub(_answered(names), text) for file, text in bot.tests.items()}
    funnels = {file: renamed(funnel, names) for file, funnel in bot.funnels.items()}
    return replace(bot, topics=topics, tests=tests, funnels=funnels)


def rename_topics(bot: Bot, names: Mapping[str, str]) -> Bot:
    """The bot with topics under new ids."""
    return replace(bot, topics={names.get(id_, id_): topic for id_, topic in bot.topics.items()})


def quoted_names(bot: Bot) -> set[str]:
    """Every word that stands alone in quotes in an expression or a test: it may be the id of a
    node or a topic that is compared with."""
    texts = [*bot.tests.values(), *(segment.condition for segment in bot.segments.values())]
    for topic_id, topic in bot.topics.items():
        for id_, node in topic.nodes.items():
            texts.append(node.when)
            for use in draft_node(bot.id, topic_id, id_, node).uses:
                if use.role in {"expression", "template", "text", "label"}:
                    texts += use.texts
    return {one or other for text in texts for one, other in QUOTED.findall(text)}


def _topic(bot: str, id_: str, topic: Topic, names: Mapping[str, str]) -> Topic:
    nodes = {
        names.get(name, name): _node(bot, id_, name, node, names)
        for name, node in topic.nodes.items()
    }
    layout = {names.get(name, name): place for name, place in topic.layout.items()}
    return replace(topic, nodes=nodes, layout=layout)


def _node(bot: str, topic: str, id_: str, node: Node, names: Mapping[str, str]) -> Node:
    edges = {port: names.get(to, to) for port, to in node.edges.items()}
    params = dict(node.params)
    for use in draft_node(bot, topic, id_, node).uses:
        if use.role == "target" and use.value in names:
            params = _put(params, list(_steps(use.path)), names[use.value])
    return replace(node, edges=edges, params=params)


def _steps(path: str) -> Iterator[str | int]:
    for name, index, key in STEP.findall(path):
        yield int(index) if index else name or key


# `Any`: params as drawn, of any shape.
def _put(value: Any, steps: list[str | int], new: str) -> Any:
    if not steps:
        return new
    first, *rest = steps
    if isinstance(value, dict):
        return {**value, first: _put(value[first], rest, new)}
    return [_put(one, rest, new) if at == first else one for at, one in enumerate(value)]


def _answered(names: Mapping[str, str]) -> Any:
    return lambda found: f"!{found[1]}{names.get(found[2], found[2])}"


def free(wish: str, taken: Iterable[str]) -> str:
    """An id like `wish` that is not taken."""
    name, number, known = wish, 2, set(taken)
    while name in known:
        name, number = f"{wish}_{number}", number + 1
    return name
