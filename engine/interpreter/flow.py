"""Flows: from node to node, in and out of subflows, until one waits or the flow ends."""

from collections.abc import Callable
from typing import Any

from engine.interpreter.run import Run
from engine.nodes.each import DONE
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import (
    NEXT,
    End,
    GiveWay,
    Jump,
    Leave,
    Outcome,
    Restart,
    Stay,
    Unwind,
)
from engine.types.state import Frame, Record
from engine.types.value import Value

# What on the stack an unwinding goes back to, by what it ends.
FRAMES = {
    "element": "loop",
    "loop": "loop",
    "visit": "call",
    "interrupted": "interruption",
}


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
    if outcome.again is not None and not take_turn(run, node, outcome.again):
        return back(run)
    return run.program.nodes[target]


def take_turn(run: Run, node: ProgramNode, memory: dict[str, Value]) -> bool:
    """Begins a turn of a loop; its visits are counted by themselves, as the loop gets on."""
    run.turns_of_loops += run.visits
    run.visits = 0
    if run.turns_of_loops > run.program.limits.visits_in_loops:
        run.record("error", name="endless-loop", data=node.id)
        run.state.stack = ()
        return False
    return run.push(Frame(node.id, "loop", memory))


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
    if outcome.back and not run.push(Frame(node.id, "call", outcome.memory or {})):
        return back(run)
    if outcome.variables:
        run.assign(outcome.variables)
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


def unwind(run: Run, _node: ProgramNode, outcome: Unwind) -> ProgramNode | None:
    """The flow ends, with those above what it unwinds to; with a target, on at that."""
    run.record("visit")
    run.state.at = ""
    stack, place = run.state.stack, _place(run, outcome)
    if outcome.what == "all":
        run.state.stack = ()
    elif place is not None:
        keeps = outcome.what in {"element", "visit"}
        run.state.stack = stack[: place + 1] if keeps else stack[:place]
        if outcome.what == "loop":
            return _out_of_loop(run, stack[place])
    return run.program.nodes[outcome.target] if outcome.target else back(run)


def _place(run: Run, outcome: Unwind) -> int | None:
    """Where on the stack the innermost frame is that is to be unwound to."""
    wanted = FRAMES.get(outcome.what)
    for place in range(len(run.state.stack) - 1, -1, -1):
        frame = run.state.stack[place]
        if frame.why != wanted:
            continue
        caller = run.program.nodes.get(frame.node)
        if not outcome.of or getattr(caller and caller.params, "target", "") in outcome.of:
            return place
    return None


def _out_of_loop(run: Run, frame: Frame) -> ProgramNode | None:
    node = run.program.nodes.get(frame.node)
    if node is None or DONE not in node.kind.ports(node.params):
        return back(run)
    return leave(run.visit(node, frame.memory), node, Leave(DONE))


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
        if frame.why == "call" and not (frame.memory and node.kind.resume):
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
    Unwind: unwind,
}
