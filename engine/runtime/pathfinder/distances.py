"""How far every node is from a goal, by the edges, gotos and calls of a bot's flows."""

import heapq
import math
from collections.abc import Iterator, Mapping

from engine.nodes.protocol import NEXT
from engine.project.draft import Draft
from engine.types.state import Frame, State

# What passing a node costs, where it waits for the person and where it does not.
ASKED, PASSED = 1.0, 0.05
# What it costs to be heard elsewhere, instead of answering what was asked.
INTERRUPTING = 1.3


class Roads:
    """The ways of a bot backwards, and how far each node is from an end: what the distances
    from all goals have in common."""

    def __init__(self, drawn: Draft) -> None:
        self.drawn = drawn
        # What leads to each node, and what it costs to come from there.
        self.back: dict[str, list[tuple[str, float]]] = {}
        for id_, ways in drawn.ways.items():
            step = ASKED if drawn.nodes[id_].asks else PASSED
            for to in ways:
                self.back.setdefault(to, []).append((id_, step))
        self.to_end = self.backwards(dict.fromkeys(_ends(drawn), PASSED))

    def backwards(self, goals: Mapping[str, float]) -> dict[str, float]:
        """The distance of each node from the nearest goal, which has a distance of its own."""
        found: dict[str, float] = {}
        queue = [(far, goal) for goal, far in goals.items()]
        heapq.heapify(queue)
        while queue:
            far, id_ = heapq.heappop(queue)
            if id_ in found:
                continue
            found[id_] = far
            for earlier, step in self.back.get(id_, ()):
                if earlier not in found:
                    heapq.heappush(queue, (far + step, earlier))
        return found


class Distances:
    """The distance of nodes and of conversations from a port of one node; without a port, from
    the node. Who asks for many goals of a bot hands its roads in."""

    def __init__(self, drawn: Draft, goal: str, port: str = "", roads: Roads | None = None) -> None:
        roads = roads or Roads(drawn)
        self._drawn = drawn
        self._goal, self.port = goal, port
        self.of_node = roads.backwards({goal: 0.0})
        self._to_end = roads.to_end
        intents = [id_ for id_, node in drawn.nodes.items() if node.node.kind == "intent"]
        near = [id_ for id_ in intents if id_ in self.of_node]
        # The intents that lead to the goal, the nearest first.
        self.intents = tuple(sorted(near, key=lambda id_: self.of_node[id_]))
        self.other_intents = tuple(id_ for id_ in intents if id_ not in self.of_node)
        nearest = min((self.of_node[id_] for id_ in near), default=math.inf)
        # From wherever the conversation is, by saying what leads to the goal.
        self.from_elsewhere = INTERRUPTING + nearest

    def of(self, node: str) -> float:
        """The distance of a node; endless where no way leads on from it."""
        return self.of_node.get(node, math.inf)

    def of_port(self, node: str, port: str, stack: tuple[Frame, ...] = ()) -> float:
        """The distance of what lies behind a port: along its edge, or back in the flow that
        waits for this one to end. The goal's own port has none."""
        drawn = self._drawn.nodes.get(node)
        if drawn is None:
            return math.inf
        if node == self._goal:
            # Another way out of the node may lead around to it once more.
            return 0.0 if self.port in {"", port} else ASKED
        after = drawn.node.edges.get(port, "")
        to_end = self._to_end.get(after, math.inf) if after else 0.0
        return min(self.of(after), to_end + self.of_stack(stack))

    def of_stack(self, stack: tuple[Frame, ...]) -> float:
        """The distance of the places to which the conversation will return."""
        places = (
            self.of_port(frame.node, NEXT) if frame.why == "call" else self.of(frame.node)
            for frame in stack
        )
        return min(places, default=math.inf)

    def of_state(self, state: State) -> float:
        """The least that a conversation still has to go."""
        returning = self._to_end.get(state.at, math.inf) + self.of_stack(state.stack)
        return min(self.of(state.at), returning, self.from_elsewhere)

    def nearest(self) -> list[str]:
        """The nodes that lead to the goal, it and the nearest first."""
        return sorted(self.of_node, key=lambda id_: self.of_node[id_])


def _ends(drawn: Draft) -> Iterator[str]:
    """The nodes at which a flow may end."""
    for id_, node in drawn.nodes.items():
        ends = node.node.kind == "stop" and not node.node.params.get("target")
        if ends or any(port not in node.node.edges for port in node.ports):
            yield id_
