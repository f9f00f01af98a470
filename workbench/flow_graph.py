"""A bot's flows as a networkx graph, and the questions that one asks of it."""

from typing import TypeAlias

import networkx as nx

from engine.project.draft import draft
from engine.types.bot import Project

FlowGraph: TypeAlias = nx.MultiDiGraph


def graph(project: Project, bot: str = "") -> FlowGraph:
    """Every node of a bot, and every way from one to another.

    Nodes carry `topic`, `kind`, `title`, `entry` (whether triggers bring conversations here) and
    `waits`; edges `port` ("" for what a setting names: a goto, a call) and `how` (`edge` or
    `target`). Without `bot` the project's first one.
    """
    drawn = project.bots[bot] if bot else next(iter(project.bots.values()))
    found = nx.MultiDiGraph(bot=drawn.id)
    on_table = draft(drawn, project)
    for one in on_table.nodes.values():
        found.add_node(
            one.id,
            topic=one.topic,
            kind=one.node.kind,
            title=one.node.title,
            entry=one.node.kind == "intent",
            waits=one.asks,
        )
    for one in on_table.nodes.values():
        for port, to in one.node.edges.items():
            if to in found:
                found.add_edge(one.id, to, key=port, port=port, how="edge")
        for use in one.uses:
            if use.role == "target" and "[" not in use.path and use.value in found:
                found.add_edge(one.id, use.value, key=use.path, port="", how="target")
    return found


def entries(flow: FlowGraph) -> list[str]:
    """The nodes where conversations enter."""
    return [node for node, is_entry in flow.nodes(data="entry") if is_entry]


def unreachable(flow: FlowGraph) -> list[str]:
    """The nodes that no trigger leads to."""
    found = set(entries(flow))
    for entry in tuple(found):
        found |= nx.descendants(flow, entry)
    return [node for node in flow if node not in found]


def loops(flow: FlowGraph) -> list[list[str]]:
    """Groups of nodes each of which leads to all of its group, largest first."""
    groups = nx.strongly_connected_components(flow)
    found = [sorted(group) for group in groups if len(group) > 1 or _leads_to_itself(flow, group)]
    return sorted(found, key=lambda group: (-len(group), group))


def dead_ends(flow: FlowGraph) -> list[str]:
    """The nodes after which the conversation ends: nothing leads on from them."""
    return [node for node in flow if flow.out_degree(node) == 0]


def longest_path(flow: FlowGraph) -> list[str]:
    """The longest way from an entry without going round a loop: loops count as one step."""
    shrunk = nx.condensation(nx.DiGraph(flow))
    members = shrunk.nodes(data="members")
    starts = {shrunk.graph["mapping"][entry] for entry in entries(flow)}
    best: dict[int, list[int]] = {}
    for group in reversed(list(nx.topological_sort(shrunk))):
        ahead = max((best[to] for to in shrunk.successors(group)), key=len, default=[])
        best[group] = [group, *ahead]
    longest = max((best[start] for start in starts), key=len, default=[])
    named = dict(members)
    return [min(named[group]) for group in longest]


def centrality(flow: FlowGraph) -> dict[str, float]:
    """How many of the shortest ways between nodes pass each one, from 0 to 1 (Brandes 2001)."""
    found: dict[str, float] = nx.betweenness_centrality(nx.DiGraph(flow))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _leads_to_itself(flow: FlowGraph, group: set[str]) -> bool:
    (node,) = group
    return bool(flow.has_edge(node, node))
