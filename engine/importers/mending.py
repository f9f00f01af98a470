"""Nodes that their own kind refuses become marked nodes for a person: a bot to run comes of it.

What a source holds may break a rule of ours that no translation thought of, such as an address
of no known kind. Such a node keeps its place, its ways and, in its note, its settings.
"""

import json
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from engine.importers.report import Account
from engine.nodes import KINDS
from engine.nodes.graph import cycles, graph
from engine.nodes.protocol import NEXT, Finding
from engine.types.bot import Bot, Node
from engine.types.limits import LIMITS

TO_DO = "To do"
KIND = "refused nodes"


def mend(bot: Bot, account: Account) -> Bot:
    """The bot without nodes that are refused; each that was changed is reported."""
    for topic, name, node in list(_nodes(bot)):
        refusal = _refusal(bot, node)
        if refusal is not None:
            place = node.source or f"{topic}/{name}"
            account.unmapped(KIND, name, place, refusal.message, refusal.remedy)
            bot = _with(bot, topic, name, _to_do(node, name, refusal))
    for topic, name, node in list(_round_for_ever(bot)):
        how, step = "the source goes round for ever here; it is cut", "ask something within it"
        account.approximate(KIND, name, node.source or topic, how, step, node=name)
        bot = _with(bot, topic, name, _cut(node, name, f"{how}; {step}"))
    return bot


def _nodes(bot: Bot) -> Iterator[tuple[str, str, Node]]:
    for topic, found in bot.topics.items():
        for name, node in found.nodes.items():
            yield topic, name, node


def _refusal(bot: Bot, node: Node) -> Finding | None:
    """Why a node cannot stay as it is; None where it can."""
    kind = KINDS[node.kind]
    try:
        params = msgspec.convert(node.params, kind.params)
    except msgspec.ValidationError as error:
        return Finding("refused", "", str(error), "draw it by hand")
    limits = replace(LIMITS, **bot.limits)
    found = kind.check(params, limits) if kind.check is not None else ()
    return next((one for one in found if one.severity == "error"), None)


def _to_do(node: Node, name: str, refusal: Finding) -> Node:
    settings = json.dumps(node.params, ensure_ascii=False, indent=1, sort_keys=True)
    why = f"{refusal.message}; {refusal.remedy}."
    note = f"{node.note}\n\n{why}\n\n{node.kind}: {settings}".strip()
    if node.kind == "intent":
        # An intent stays one, since others lead to it; only without what is refused.
        return replace(node, params={}, note=note)
    ways = list(node.edges.values())
    edges = {"next": node.edges.get("next", ways[0])} if ways else {}
    title = f"{TO_DO}: {node.title or name}"
    return replace(node, kind="set", title=title, params={}, edges=edges, note=note)


def _cut(node: Node, name: str, why: str) -> Node:
    """The node without its ways."""
    title = f"{TO_DO}: {node.title or name}"
    note = f"{node.note}\n\n{why}".strip()
    if node.kind in {"goto", "call"}:
        return replace(node, kind="set", params={}, edges={}, title=title, note=note)
    return replace(node, edges={}, title=title, note=note)


def _round_for_ever(bot: Bot) -> Iterator[tuple[str, str, Node]]:
    """A node of each circle that nothing leads out of and in which nobody is asked."""
    found = {name: (topic, node) for topic, name, node in _nodes(bot)}
    moving = {name for name, (_, node) in found.items() if not _waits(node)}
    ways = {
        name: tuple(to for to in several if to in moving)
        for name, several in sorted(graph(bot).items())
        if name in moving
    }
    for group in cycles(ways):
        nodes = sorted(group)
        if not any(_leads_out(found[name][1], group, ways[name]) for name in nodes):
            topic, node = found[nodes[0]]
            yield topic, nodes[0], node


def _waits(node: Node) -> bool:
    """Whether a node waits for the person, with the settings that it has."""
    if not KINDS[node.kind].waits or node.params.get("latitude"):
        return False
    return node.kind != "carousel" or NEXT not in node.edges


def _leads_out(node: Node, group: tuple[str, ...], ways: tuple[str, ...]) -> bool:
    kind = KINDS[node.kind]
    ports = kind.ports(msgspec.convert(node.params, kind.params))
    return any(port not in node.edges for port in ports) or any(to not in group for to in ways)


def _with(bot: Bot, topic: str, name: str, node: Node) -> Bot:
    nodes = {**bot.topics[topic].nodes, name: node}
    return replace(bot, topics={**bot.topics, topic: replace(bot.topics[topic], nodes=nodes)})
