"""The search: best first by what was done and what is still ahead, each situation once."""

import heapq
import itertools
import math
from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine.runtime.passages import PASSAGES, trail
from engine.runtime.pathfinder.distances import Distances
from engine.runtime.pathfinder.moves import Knowledge, Move, moves
from engine.runtime.pathfinder.points import Point
from engine.runtime.rehearsal import Exchange, RehearsalError

# What an act that was done weighs against one that is still ahead.
DONE_WEIGHS = 0.6
# What an act at the goal's node costs, where it takes several to leave by the port.
AT_GOAL = 0.2
NOT_REMEMBERED = frozenset({"key", "token"})


class Goal(Struct, frozen=True):
    """A port of a node to be passed, or with no port the node."""

    bot: str
    node: str
    port: str = ""


class Found(Struct, frozen=True):
    """How a search ended: the point just after the goal, or None, and whether it came to the
    goal's node at all."""

    point: Point | None
    turns: int
    came_near: bool


def search(
    goal: Goal,
    starts: Iterable[tuple[float, Point]],
    known: Knowledge,
    ahead: Distances,
    budget: int,
) -> Found:
    """Looks for a conversation that passes the goal, in at most `budget` rehearsed turns.

    `starts` are points to begin from, with what it costs to.
    """
    order = itertools.count()
    anywhere = replace(goal, port="")
    queue: list[tuple[float, int, float, Point, Move]] = []
    seen: set[bytes] = set()

    def offer(cost: float, point: Point) -> None:
        key = situation(point, known.counts_turns)
        if key in seen:
            return
        seen.add(key)
        for move in moves(point.returned_to(), known, ahead):
            if move.ahead < math.inf:
                # Who is there already goes on trying.
                more = AT_GOAL if point.moment.state.at == goal.node else 1.0
                estimate = DONE_WEIGHS * (cost + more) + move.ahead
                heapq.heappush(queue, (estimate, next(order), cost + more, point, move))

    for cost, point in starts:
        offer(cost, point)
    turns, came_near = 0, False
    while queue and turns < budget:
        _, _, cost, point, move = heapq.heappop(queue)
        turns += 1
        try:
            after, exchanges = point.then(move.act)
        except RehearsalError:
            continue
        if passes(goal, point, after, exchanges):
            return Found(after, turns, came_near=True)
        came_near = came_near or passes(anywhere, point, after, exchanges)
        offer(cost, after)
    return Found(None, turns, came_near)


def passes(goal: Goal, before: Point, after: Point, exchanges: Iterable[Exchange]) -> bool:
    """Whether what happened between two points passes the goal."""
    records = [record for exchange in exchanges for record in exchange.records]
    if not any(record.node == goal.node and record.kind in PASSAGES for record in records):
        return False
    bots = after.rehearsal.loaded.bots
    found = trail(records, before.moment.state, after.moment.state, bots)
    return any(
        each.bot == goal.bot and each.node == goal.node and goal.port in {"", each.port}
        for each in found.passages
    )


def situation(point: Point, counts_turns: bool) -> bytes:
    """What two points share that go on alike; with `counts_turns` their number too."""
    state = point.moment.state
    memory = {name: kept for name, kept in state.memory.items() if name not in NOT_REMEMBERED}
    scripts = {name: value for name, value in point.scripts.items() if not callable(value)}
    return msgspec.msgpack.encode(
        (
            (state.bot, state.at, state.mode, state.language, state.topic, memory),
            (state.variables, state.fields, state.tags, state.channel),
            (point.rehearsal.agents, point.rehearsal.contact),
            [(frame.node, frame.why) for frame in state.stack],
            [offer.choice for offer in state.offers],
            (state.session, state.idle_step, point.settings.get("time", ""), scripts),
            state.turn if counts_turns else 0,
        )
    )
