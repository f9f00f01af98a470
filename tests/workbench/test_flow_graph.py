"""The networkx view agrees with the checks' own algorithms, on the sample bots."""

from pathlib import Path

import networkx as nx
import pytest

from engine.nodes import graph as checks
from engine.project.read import open_project
from engine.types.bot import Bot, Node, Project, Topic
from workbench import flow_graph

BOTS = sorted(
    path.parent for path in (Path(__file__).parents[2] / "datasets/bots").glob("*/bot.json")
)


@pytest.mark.parametrize("folder", BOTS, ids=lambda path: path.name)
def test_the_same_as_the_checks(folder):
    project = open_project(folder)
    (bot,) = project.bots.values()
    flow, ways = flow_graph.graph(project), checks.graph(bot)
    assert {node: set(flow.successors(node)) for node in flow} == {
        node: set(to) for node, to in ways.items()
    }
    reached = checks.reachable(ways, flow_graph.entries(flow))
    assert set(flow_graph.unreachable(flow)) == ways.keys() - reached
    assert {frozenset(group) for group in flow_graph.loops(flow)} == {
        frozenset(group) for group in checks.cycles(ways)
    }


def bot(**nodes):
    return Project(bots={"b": Bot(id="b", topics={"t": Topic(nodes=nodes)})})


def test_longest_path_goes_round_no_loop():
    flow = flow_graph.graph(
        bot(
            hi=Node("intent", edges={"next": "a"}),
            a=Node("say", edges={"next": "b"}),
            b=Node("say", edges={"next": "a"}),
            c=Node("goto", params={"target": "a"}),
        )
    )
    assert flow_graph.longest_path(flow) == ["hi", "a"]
    assert flow_graph.loops(flow) == [["a", "b"]]
    assert flow_graph.unreachable(flow) == ["c"]
    assert flow.edges["c", "a", "target"]["how"] == "target"


def test_ends_and_centre():
    flow = flow_graph.graph(
        bot(
            hi=Node("intent", edges={"next": "middle"}),
            yo=Node("intent", edges={"next": "middle"}),
            middle=Node("say", edges={"next": "end"}),
            end=Node("say"),
        )
    )
    assert flow_graph.dead_ends(flow) == ["end"]
    assert next(iter(flow_graph.centrality(flow))) == "middle"
    assert nx.has_path(flow, "hi", "end")


def test_an_empty_bot():
    flow = flow_graph.graph(bot())
    assert (flow_graph.longest_path(flow), flow_graph.loops(flow), len(flow)) == ([], [], 0)
