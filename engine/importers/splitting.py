"""Topics of a size to read: a flow of hundreds of nodes is parted into several canvases.

Edges stay within a topic, so that where a way leads into another part a `goto` stands for it.
A flow is parted where few ways cross: at the nodes through which every way into what follows
them leads (dominators), never within a small loop. Nodes keep their ids and their places.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from msgspec.structs import replace

from engine.importers.layout import COLUMN
from engine.importers.naming import Names, readable, shortened
from engine.nodes.graph import cycles, dominators
from engine.types.bot import Bot, Comment, Node, Topic
from engine.types.value import Text

# A topic is parted above LARGE nodes, into parts of MOST at most where that can be.
LARGE = 200
MOST = 90
# A loop of so many nodes is not parted.
LOOP = 30
TITLE_CHARS = 40
ID_CHARS = 60
# What a card needs on the canvas; a `goto` is moved down until nothing lies under it.
CARD = (260.0, 90.0)
STEP = 100.0

Nodes = Mapping[str, Node]
Place = tuple[float, float]


class _Taken(NamedTuple):
    """The ids that a bot has already."""

    topics: Names
    nodes: Names


def split(bot: Bot, large: int = LARGE, most: int = MOST) -> Bot:
    """The bot with its large topics parted; it answers as before.

    Its intents move with what follows them, but where the bot looks at topics when it does not
    understand: there all of a topic's intents stay with it.
    """
    names = _Taken(
        Names(tuple(bot.topics)),
        Names(tuple(id_ for topic in bot.topics.values() for id_ in topic.nodes)),
    )
    topics: dict[str, Topic] = {}
    for id_, topic in bot.topics.items():
        if len(topic.nodes) <= large:
            topics[id_] = topic
            continue
        found = parts(topic.nodes, _called(bot), most)
        if bot.default_message.related_topic:
            found = _with_intents_together(topic.nodes, found)
        topics |= _topics(id_, topic, found, names)
    return replace(bot, topics=topics)


def parts(nodes: Nodes, called: Iterable[str] = (), most: int = MOST) -> list[tuple[str, ...]]:
    """The nodes in groups of at most so many, that with the first node first; `called` are
    further nodes that are come to by themselves. Only a loop may be larger than that."""
    heads = _heads(nodes)
    members: dict[str, list[str]] = {}
    for id_ in nodes:
        members.setdefault(heads[id_], []).append(id_)
    ways = {
        head: tuple(
            dict.fromkeys(
                heads[to]
                for id_ in inside
                for to in nodes[id_].edges.values()
                if to in nodes and heads[to] != head
            )
        )
        for head, inside in members.items()
    }
    roots = _roots(nodes, ways, {heads[id_] for id_ in called if id_ in nodes})
    above = dominators(ways, roots)
    below: dict[str, list[str]] = {}
    for head in (head for head in members if head in above):
        below.setdefault(above[head], []).append(head)
    groups = list(_grouped(below, members, most))
    order = {id_: number for number, id_ in enumerate(nodes)}
    found = [tuple(sorted(group, key=order.__getitem__)) for group in groups]
    return sorted(found, key=lambda group: order[group[0]])


def _heads(nodes: Nodes) -> dict[str, str]:
    """For each node what stands for it: the first of its small loop, or itself."""
    heads = {id_: id_ for id_ in nodes}
    order = {id_: number for number, id_ in enumerate(nodes)}
    edges = {
        id_: tuple(to for to in node.edges.values() if to in nodes) for id_, node in nodes.items()
    }
    for loop in cycles(edges):
        if len(loop) <= LOOP:
            first = min(loop, key=order.__getitem__)
            heads |= dict.fromkeys(loop, first)
    return heads


def _roots(nodes: Nodes, ways: Mapping[str, tuple[str, ...]], called: set[str]) -> list[str]:
    """Where ways begin: intents, what is called, what no edge leads to, and one of each circle
    that nothing leads to."""
    led_to = {to for ahead in ways.values() for to in ahead}
    roots = [
        head
        for head in ways
        if head in called or head not in led_to or nodes[head].kind == "intent"
    ]
    seen: set[str] = set()
    for head in [*roots, *ways]:
        if head not in seen and head not in roots:
            roots.append(head)
        ahead = [head]
        while ahead:
            at = ahead.pop()
            if at not in seen:
                seen.add(at)
                ahead += ways[at]
    return roots


def _grouped(
    below: Mapping[str, Sequence[str]], members: Mapping[str, Sequence[str]], most: int
) -> Iterator[list[str]]:
    """Groups of nodes from the leaves up: what no longer fits to what leads to it is packed
    together with its siblings."""
    left: dict[str, list[str]] = {}
    for head in _leaves_first(below):
        own = list(members.get(head, ()))
        bundles: list[list[str]] = [own] if own else []
        for child in below.get(head, ()):
            inside = left.pop(child)
            # The first that has room; the node's own before others.
            room = next((one for one in bundles if len(one) + len(inside) <= most), None)
            if room is None:
                bundles.append(list(inside))
            else:
                room += inside
        if head:
            left[head] = bundles.pop(0)
        yield from bundles


def _leaves_first(below: Mapping[str, Sequence[str]]) -> list[str]:
    """The tree below "", each node after all that is below it."""
    order, ahead = [], [""]
    while ahead:
        head = ahead.pop()
        order.append(head)
        ahead += below.get(head, ())
    return order[::-1]


def _with_intents_together(nodes: Nodes, found: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    first = found[0]
    moved = {id_ for group in found[1:] for id_ in group if nodes[id_].kind == "intent"}
    rest = [tuple(id_ for id_ in group if id_ not in moved) for group in found[1:]]
    return [(*first, *(id_ for id_ in nodes if id_ in moved)), *(group for group in rest if group)]


def _called(bot: Bot) -> set[str]:
    """The nodes that a `goto`, a `call` or the like leads to."""
    return {
        target
        for topic in bot.topics.values()
        for node in topic.nodes.values()
        if isinstance(target := node.params.get("target"), str)
    }


def _topics(
    id_: str, topic: Topic, found: Sequence[tuple[str, ...]], names: _Taken
) -> dict[str, Topic]:
    """The parts as topics: the first keeps the topic's id and title."""
    made: dict[str, Topic] = {}
    comments = _by_part(topic, found)
    for number, group in enumerate(found):
        name, title = id_, topic.title
        if number:
            entry = _entry(topic.nodes, group)
            name = names.topics.take(f"{id_}_{_own_words(entry, id_)}", "topic", ID_CHARS)
            title = _title(topic, (entry, *group), id_)
        part = _Part(topic, group, names.nodes)
        layout = part.layout if not number else _from_origin(part.layout)
        made[name] = replace(
            topic, title=title, nodes=part.nodes, layout=layout, comments=comments[number]
        )
    return made


class _Part:
    """The nodes of one part, with a `goto` for each node of another that an edge leads to."""

    def __init__(self, topic: Topic, group: Sequence[str], names: Names) -> None:
        self.layout = {id_: topic.layout[id_] for id_ in group if id_ in topic.layout}
        self.nodes: dict[str, Node] = {}
        self._ways: dict[str, str] = {}
        inside = set(group)
        gotos: dict[str, Node] = {}
        for id_ in group:
            node = topic.nodes[id_]
            edges = dict(node.edges)
            for port, to in node.edges.items():
                if to in inside or to not in topic.nodes:
                    continue
                if to not in self._ways:
                    way = self._ways[to] = names.take(f"to_{to}", "goto", ID_CHARS)
                    gotos[way] = Node("goto", params={"target": to}, source=node.source)
                    self._place(way, self.layout.get(id_, (0.0, 0.0)))
                edges[port] = self._ways[to]
            self.nodes[id_] = replace(node, edges=edges)
        self.nodes |= gotos

    def _place(self, way: str, beside: Place) -> None:
        x, y = beside[0] + COLUMN, beside[1]
        while any(abs(x - a) < CARD[0] and abs(y - b) < CARD[1] for a, b in self.layout.values()):
            y += STEP
        self.layout[way] = (x, y)


def _entry(nodes: Nodes, group: Sequence[str]) -> str:
    """The node of a part that the others lead to most often, or its first."""
    inside = set(group)
    led_to = dict.fromkeys(group, 0)
    for id_, node in nodes.items():
        for to in node.edges.values():
            if to in inside and id_ not in inside:
                led_to[to] += 1
    intents = [id_ for id_ in group if nodes[id_].kind == "intent"]
    return max(intents or group, key=lambda id_: led_to[id_])


def _title(topic: Topic, group: Sequence[str], id_: str) -> Text:
    """The topic's title with what the part begins with: the name of its first node, or the
    first words that people read there; in every language of the title."""
    nodes = [topic.nodes[one] for one in group]
    plain = nodes[0].title or readable(_own_words(group[0], id_))
    if nodes[0].title:
        nodes = nodes[:1]
    titles = {}
    for language, title in topic.title.items():
        words = (_words(node, language) for node in nodes)
        titles[language] = f"{title}: {shortened(next(filter(None, words), plain), TITLE_CHARS)}"
    return titles


def _words(node: Node, language: str) -> str:
    """What a node is called or says first, in a language."""
    for setting in ("label", "text", "question"):
        by_language = node.params.get(setting)
        found = by_language.get(language) if isinstance(by_language, dict) else None
        if isinstance(found, str) and found.strip():
            return found
    return ""


def _own_words(node: str, topic: str) -> str:
    """A node's id without the words with which its topic's id begins too."""
    words, shared = node.split("_"), topic.split("_")
    while len(words) > 1 and shared and words[0] == shared[0]:
        words, shared = words[1:], shared[1:]
    return "_".join(words)


def _from_origin(layout: Mapping[str, Place]) -> dict[str, Place]:
    left = min((x for x, _ in layout.values()), default=0.0)
    top = min((y for _, y in layout.values()), default=0.0)
    return {id_: (x - left, y - top) for id_, (x, y) in layout.items()}


def _by_part(topic: Topic, found: Sequence[tuple[str, ...]]) -> list[tuple[Comment, ...]]:
    """Each remark goes with the part to which the nearest node belongs."""
    held: list[list[Comment]] = [[] for _ in found]
    for comment in topic.comments:
        nearest, best = 0, inf
        for number, group in enumerate(found):
            for x, y in (topic.layout[id_] for id_ in group if id_ in topic.layout):
                distance = (x - comment.x) ** 2 + (y - comment.y) ** 2
                if distance < best:
                    nearest, best = number, distance
        held[nearest].append(comment)
    return [tuple(one) for one in held]
