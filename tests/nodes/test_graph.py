"""The graph's properties, against their plain definitions."""

from hypothesis import given
from hypothesis import strategies as st

from engine.nodes.graph import cycles, dominators, graph, reachable
from engine.types.bot import Bot, Node, Topic

IDS = "abcdefg"
graphs = st.fixed_dictionaries(
    {id_: st.lists(st.sampled_from(IDS), max_size=3).map(tuple) for id_ in IDS}
)


@given(graphs)
def test_cycles_are_nodes_that_lead_to_each_other(ways: dict[str, tuple[str, ...]]) -> None:
    ahead = {id_: reachable(ways, ways[id_]) for id_ in ways}
    wanted = {
        frozenset(other for other in ways if other in ahead[id_] and id_ in ahead[other])
        for id_ in ways
        if id_ in ahead[id_]
    }
    assert {frozenset(group) for group in cycles(ways)} == wanted


@given(graphs, st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True))
def test_a_dominator_cannot_be_avoided(ways: dict[str, tuple[str, ...]], starts: list[str]) -> None:
    found = dominators(ways, starts)
    assert set(found) == reachable(ways, starts)
    for node in found:
        above = set()
        one = found[node]
        while one:
            above.add(one)
            one = found[one]
        for other in found.keys() - {node}:
            without = {id_: tuple(t for t in to if t != other) for id_, to in ways.items()}
            avoided = node in reachable(without, [start for start in starts if start != other])
            assert (other in above) is not avoided


def test_edges_and_jumps_are_ways() -> None:
    nodes = {
        "a": Node("say", edges={"next": "b", "x": "nowhere"}),
        "b": Node("goto", params={"target": "a"}),
    }
    assert graph(Bot(topics={"t": Topic(nodes=nodes)})) == {"a": ("b",), "b": ("a",)}
