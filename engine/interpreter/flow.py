"""Flows: from node to node, in and out of subflows, until one waits or the flow ends."""

from collections.abc import Callable
from typing import Any

from engine.interpreter.run import Run
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import NEXT, End, GiveWay, Jump, Leave, Outcome, Restart, Stay
from engine.types.state import Frame, Record


def walk(run: Run, node: ProgramNode | None) -> None:
    """Visits node after node until one waits or the flow ends."""
    limit = run.program.limits.visits_per_turn
    while node is not None:
        run.visits += 1
        if run.visits > limit:
            trail = [row.node for row in run.records if row.kind == "visit"][-8:]
            run.record("error", name="endless-loop", data=" -> ".join([*trail, node.id]))
            run.state.at, run.state.stack = "", ()
            return
        run.visit(node, {})
        if node.when is None or run.test(node.when.source):
            outcome = node.kind.enter(node.params, run)
        else:
            outcome = Leave(node.first)
        node = OUTCOMES[type(outcome)](run, node, outcome)


def follow(run: Run, node: ProgramNode, outcome: Outcome) -> ProgramNode | None:
    """Carries out what a node answered; the node to visit next, if there is one."""
    return OUTCOMES[type(outcome)](run, node, outcome)


def leave(run: Run, node: ProgramNode, outcome: Leave) -> ProgramNode | None:
    """Out through a port, along its edge; without one the flow ends."""
    run.effects += outcome.effects
    if outcome.variables:
        run.assign(outcome.variables)
    if outcome.changes:
        run.change(outcome.changes)
    # Not through `record`, which costs as much again: every visit passes here.
    run.records.append(Record("visit", node.id, node.topic, outcome.port))
    target = node.edges.get(outcome.port)
    if not target:
        return back(run)
    if outcome.again is not None and not run.push(Frame(node.id, "loop", outcome.again)):
        return back(run)
    return run.program.nodes[target]


def stay(run: Run, node: ProgramNode, outcome: Stay) -> None:
    """The conversation waits here."""
    run.effects += outcome.effects
    if outcome.changes:
        run.change(outcome.changes)
    run.record("wait")
    run.state.at, run.memory = node.id, outcome.memory or {}


def jump(run: Run, node: ProgramNode, outcome: Jump) -> ProgramNode | None:
    """On at another node; to come back, this one is remembered."""
    run.effects += outcome.effects
    run.record("visit", NEXT)
    if outcome.back and not run.push(Frame(node.id, "call")):
        return back(run)
    return run.program.nodes[outcome.target]


def otherwise(run: Run, node: ProgramNode, outcome: GiveWay) -> ProgramNode | None:
    """Nobody claimed the message that the node gave way with."""
    return follow(run, node, outcome.otherwise)


def end(run: Run, _node: ProgramNode, outcome: End) -> ProgramNode | None:
    """The flow ends; with `all`, the session too."""
    run.effects += outcome.effects
    if outcome.changes:
        run.change(outcome.changes)
    run.record("visit")
    run.state.at = ""
    if outcome.all:
        run.state.stack, run.state.mode = (), "ended"
        run.record("session_ended", name="archive")
        return None
    return None if run.state.bot != run.program.id else back(run)


def back(run: Run) -> ProgramNode | None:
    """The flow ended: return to who called it or to what it interrupted."""
    run.state.at = ""
    while run.state.stack:
        *rest_of_stack, frame = run.state.stack
        run.state.stack = tuple(rest_of_stack)
        node = run.program.nodes.get(frame.node)
        if node is None or (frame.why != "call" and node.kind.resume is None):
            continue
        run.visit(node, frame.memory)
        if frame.why == "call":
            target = node.edges.get(NEXT)
            if target:
                return run.program.nodes[target]
            continue
        if frame.why == "interruption":
            run.record("returned")
        assert node.kind.resume is not None
        outcome = node.kind.resume(node.params, run, Restart(run.now_us))
        return follow(run, node, outcome)
    return None


def can_resume(program: Program, name: str) -> bool:
    """Whether a node that waited in some version of the bot still is one that waits."""
    node = program.nodes.get(name)
    return node is not None and node.kind.resume is not None


# `Any`: each function takes its own outcome, which a table of all cannot say.
OUTCOMES: dict[type, Callable[[Run, ProgramNode, Any], ProgramNode | None]] = {
    Leave: leave,
    Stay: stay,
    Jump: jump,
    End: end,
    GiveWay: otherwise,
}
