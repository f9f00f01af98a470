"""What a funnel names and its bot has not: it would count nobody, and nobody would know why."""

from collections.abc import Collection, Iterator

from engine.nodes.protocol import NEXT
from engine.project.decode import nearest
from engine.project.draft import Draft, DraftNode
from engine.project.funnels.asked import conditions, dimensions, whats
from engine.project.funnels.following import called_now, node_of
from engine.project.funnels.trouble import Trouble
from engine.types.funnel import FunnelSpec
from engine.types.funnel_step import AnyStep, Assigned, Intent, Node, Port

# What every contact has besides the bot's fields.
_OWN_FIELDS = ("name", "phone", "email", "language")


def unknown(spec: FunnelSpec, draft: Draft) -> Iterator[Trouble]:
    """Nodes, topics, ports, intents, variables, fields and segments that there are not, or that
    are called otherwise by now."""
    for path, what in whats(spec):
        yield from _place(path, what, draft)
        if isinstance(what, Assigned):
            yield from _name(f"{path}.variable", "variable", what.variable, _variables(draft))
    named = [(f"{path}.of", condition.of) for path, condition in conditions(spec)]
    for path, name in (*named, *dimensions(spec)):
        kind, _dot, own = name.partition(".")
        known = {
            "variable": _variables(draft),
            "field": {*draft.bot.fields, *_OWN_FIELDS},
            "segment": draft.bot.segments,
        }
        if own and kind in known:
            yield from _name(path, kind, own, known[kind])


def _place(path: str, what: AnyStep, draft: Draft) -> Iterator[Trouble]:
    name = node_of(what)
    field = "intent" if isinstance(what, Intent) else "node"
    topic = what.topic if isinstance(what, Node | Port) else ""
    if topic and topic not in draft.bot.topics:
        yield from _name(f"{path}.topic", "topic", topic, draft.bot.topics)
    node = draft.nodes.get(name)
    if not name:
        return
    if node is None:
        now = called_now(draft.bot, name)
        if now in draft.nodes:
            said = f"{path}.{field}", f": the node {name!r} is called {now!r} by now"
            yield Trouble(*said, f"write {now!r}; both are counted as one")
        else:
            yield from _name(f"{path}.{field}", "node", name, draft.nodes)
        return
    if isinstance(what, Intent) and node.node.kind != "intent":
        yield Trouble(f"{path}.intent", f": {name!r} is no intent", "name the node of an intent")
    if topic in draft.bot.topics and topic and topic != node.topic:
        said = f"{path}.topic", f": the node {name!r} is in the topic {node.topic!r}"
        yield Trouble(*said, "leave the topic out; ids are the bot's")
    if isinstance(what, Port) and what.port not in _ports(node):
        yield from _name(f"{path}.port", "port", what.port, _ports(node))


def _ports(node: DraftNode) -> set[str]:
    return {*(node.ports or (NEXT,)), *node.node.edges}


def _variables(draft: Draft) -> set[str]:
    return {*draft.bot.variables, *draft.setters}


def _name(path: str, what: str, name: str, known: Collection[str]) -> Iterator[Trouble]:
    if name not in known:
        remedy = nearest(name, known) or "it may have been deleted; name another, or take it out"
        yield Trouble(path, f": the {what} {name!r} does not exist", remedy)
