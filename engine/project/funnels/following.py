"""A funnel that follows its bot: nodes that were renamed or moved are the same ones."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from engine.project.funnels.asked import properties
from engine.types.bot import Bot
from engine.types.funnel import FunnelSpec
from engine.types.funnel_step import AnyStep, Intent, Node, Port, Spoken

Change = Callable[[AnyStep], AnyStep]


def following(spec: FunnelSpec, bot: Bot) -> FunnelSpec:
    """The funnel with the ids that the bot's nodes have now, and those that they had before; and
    with the conditions of the segments that it names.

    In which topic a node is does not matter: ids are the bot's. A node that the bot has not is
    looked for as the funnel says.
    """
    nodes = {id_ for topic in bot.topics.values() for id_ in topic.nodes}
    now = {old: new for old in bot.former_nodes if (new := called_now(bot, old)) in nodes}
    followed = renamed(spec, now)
    whats = (*followed.steps, *(each.what for each in followed.exclusions))
    named = {node_of(what) for what in whats} & nodes
    former = {name: list(names) for name, names in followed.former_nodes.items()}
    for old, new in now.items():
        if new in named and old not in nodes:
            former.setdefault(new, []).append(old)
    wanted = {name.partition(".")[2] for name in properties(spec) if name.startswith("segment.")}
    own = {name: bot.segments[name].condition for name in wanted if name in bot.segments}
    return replace(
        _with(followed, lambda what: _anywhere(what, named)),
        former_nodes={name: tuple(sorted({*names})) for name, names in former.items()},
        segments=spec.segments | own,
    )


def renamed(spec: FunnelSpec, names: Mapping[str, str]) -> FunnelSpec:
    """The funnel with nodes under new ids."""
    return _with(spec, lambda what: _renamed(what, names)) if names else spec


def called_now(bot: Bot, node: str) -> str:
    """The id that a node has now, by one that it had before."""
    seen = {node}
    while (node := bot.former_nodes.get(node, node)) not in seen:
        seen.add(node)
    return node


def node_of(what: AnyStep) -> str:
    """The node that a step names; empty if it names none."""
    match what:
        case Node(node=node) | Port(node=node) | Spoken(node=node) | Intent(intent=node):
            return node
    return ""


def _with(spec: FunnelSpec, change: Change) -> FunnelSpec:
    exclusions = tuple(replace(each, what=change(each.what)) for each in spec.exclusions)
    return replace(spec, steps=tuple(change(step) for step in spec.steps), exclusions=exclusions)


def _renamed(what: AnyStep, names: Mapping[str, str]) -> AnyStep:
    match what:
        case Intent(intent=intent):
            return replace(what, intent=names.get(intent, intent))
        case Node(node=node) | Port(node=node) | Spoken(node=node):
            return replace(what, node=names.get(node, node))
    return what


def _anywhere(what: AnyStep, known: set[str]) -> AnyStep:
    is_known = isinstance(what, Node | Port) and what.node in known
    return replace(what, topic="") if is_known else what
