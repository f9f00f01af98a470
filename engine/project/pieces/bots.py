"""The pieces of a bot, its nodes among them, each with the topic that it is drawn in."""

from collections.abc import Iterator

from msgspec import Struct, structs

from engine.project.pieces.path import Pieces
from engine.types.bot import Bot, Node


class Placed(Struct, frozen=True):
    """A node and the topic that it is drawn in. `order` names what it sets, in that order."""

    id: str
    topic: str
    node: Node
    order: tuple[str, ...] = ()


def of_bot(bot: Bot) -> Pieces:
    """The fields of a bot, topics without nodes, and the nodes by id."""
    bare = {name: structs.replace(topic, nodes={}) for name, topic in bot.topics.items()}
    return structs.asdict(bot) | {"topics": bare, "nodes": dict(_nodes(bot))}


def to_bot(pieces: Pieces) -> Bot:
    """The bot with its nodes in their topics."""
    nodes: dict[str, dict[str, Node]] = {}
    for placed in pieces["nodes"].values():
        nodes.setdefault(placed.topic, {})[placed.id] = placed.node
    topics = {
        name: structs.replace(topic, nodes=nodes.get(name, {}))
        for name, topic in pieces["topics"].items()
    }
    rest = {name: value for name, value in pieces.items() if name != "nodes"}
    return Bot(**rest | {"topics": topics})


def of_node(placed: Placed) -> Pieces:
    """The fields of a node, and where and how it is drawn."""
    drawn = {"id": placed.id, "topic": placed.topic, "order": placed.order}
    return structs.asdict(placed.node) | drawn


def to_node(pieces: Pieces) -> Placed:
    """The node, setting its variables in their order."""
    fields = {name: pieces[name] for name in Node.__struct_fields__}
    variables = fields["params"].get("variables")
    order: tuple[str, ...] = pieces["order"]
    if isinstance(variables, dict):
        first = {name: variables[name] for name in order if name in variables}
        fields["params"] = fields["params"] | {"variables": first | variables}
    return Placed(pieces["id"], pieces["topic"], Node(**fields), order)


def _nodes(bot: Bot) -> Iterator[tuple[str, Placed]]:
    taken: set[str] = set()
    for topic, drawn in sorted(bot.topics.items()):
        for id_, node in drawn.nodes.items():
            variables = node.params.get("variables")
            order = tuple(variables) if isinstance(variables, dict) else ()
            # A draft may hold an id twice, which its check will say.
            yield (f"{topic}/{id_}" if id_ in taken else id_), Placed(id_, topic, node, order)
            taken.add(id_)
