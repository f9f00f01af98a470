"""The heart: one event folded into the state of a conversation.

`step` is pure. Time is in the event, chance is a seed in the state, what the NLU understood
is a field of the event, and whatever touches the world is an effect in the turn it returns.
"""

from engine.interpreter import default_message, triggers
from engine.interpreter.idle import rest, session
from engine.interpreter.run import Run
from engine.interpreter.triggers import Claim
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import NEXT, End, GiveWay, Jump, Leave, Outcome, Restart, Stay
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.event import Answered, Event, HandedBack, Happened, Opened, Said, TimerFired
from engine.types.state import Frame, State
from engine.types.turn import Turn

OPENED = "opened"


def step(program: Program, state: State, event: Event) -> Turn:
    """The turn that an event makes of a conversation."""
    run = Run(program, state, event)
    session(run, event)
    if isinstance(event, Said | Happened) and awaits_answer(run):
        defer(run, event)
    elif isinstance(event, Said):
        said(run, event)
    elif isinstance(event, Opened):
        happened(run, OPENED, fallback=STARTUP)
    elif isinstance(event, Happened):
        happened(run, event.name)
    elif isinstance(event, Answered):
        if run.at and run.memory.get("key") == event.key:
            resume(run, event)
            catch_up(run)
    elif isinstance(event, TimerFired):
        timer(run, event)
    elif isinstance(event, HandedBack) and run.mode in {"human", "muted"}:
        run.mode = "bot"
        run.record("handed_back", name=event.agent)
        if run.at:
            resume(run, event)
    rest(run, event)
    return run.finish()


def said(run: Run, event: Said) -> None:
    """A message: to the node that waits for it, else to the intent that claims it."""
    run.read(event)
    if run.mode in {"human", "muted"}:
        return
    if run.at:
        node = run.program.nodes[run.at]
        elsewhere = event.choice and not event.choice.startswith(f"{node.id}:")
        if not (elsewhere and claimed(run, triggers.pressed(run, event.choice), keep=False)):
            resume(run, event)
    elif not claimed(run, triggers.find(run, event)):
        unclaimed(run)


def defer(run: Run, event: Said | Happened) -> None:
    """Keeps what comes while a service is awaited; it is taken up in order afterwards."""
    if len(run.deferred) < run.limits.deferred_messages:
        run.deferred = (*run.deferred, event)
    else:
        run.record("error", name="too-many-deferred")


def catch_up(run: Run) -> None:
    """Takes up what was kept, until something is awaited again."""
    while run.deferred and not awaits_answer(run):
        run.event, *later = run.deferred
        run.deferred = tuple(later)
        if isinstance(run.event, Said):
            said(run, run.event)
        else:
            happened(run, run.event.name)


def unclaimed(run: Run) -> None:
    """Nothing was understood: greet in a fresh session, else the default message."""
    if run.fresh and STARTUP in run.program.nodes:
        claimed(run, Claim(STARTUP, "startup", confidence=0.0))
    else:
        claimed(run, default_message.answer(run))


def happened(run: Run, name: str, fallback: str = "") -> None:
    """An event by name: the first intent that it triggers, wherever the conversation is."""
    run.record("event", name=name)
    if run.mode in {"human", "muted"} or (run.at and awaits_answer(run)):
        return
    intents = [*run.program.triggers.events.get(name, ()), fallback]
    for intent in intents:
        if intent in run.program.nodes and triggers.guarded(run, intent):
            claimed(run, Claim(intent, "event"), keep=False)
            return


def timer(run: Run, event: TimerFired) -> None:
    """A timer, unless it is stale."""
    if run.at and run.memory.get("token") == event.token:
        resume(run, event)
    elif event.token == run.idle_token and run.mode == "bot":
        seconds, intent = run.program.triggers.inactivity[run.idle_step]
        run.idle_step += 1
        run.record("inactivity", name=f"{seconds}s")
        if triggers.guarded(run, intent):
            claimed(run, Claim(intent, "inactivity"), keep=False)


def claimed(run: Run, claim: Claim | None, *, keep: bool = True) -> bool:
    """Goes where a claim says. Without `keep`, what was going on is left behind."""
    if claim is None:
        return False
    node = run.program.nodes[claim.node]
    run.at = ""
    if not keep:
        run.stack = ()
    run.visit(node, {})
    if claim.port:
        run.record("button", port=claim.port)
        walk(run, follow(run, node, Leave(claim.port)))
        return True
    run.intent, run.confidence = claim.node, claim.confidence
    run.record("intent", intent=claim.node, name=claim.how)
    if claim.node not in {STARTUP, NOT_UNDERSTOOD}:
        run.topic = node.topic
        if getattr(node.params, "tags_topic", False):
            run.tag(node.topic)
    walk(run, node)
    return True


def resume(run: Run, event: Event | Restart) -> None:
    """The node that waits gets the event; an answer that is none may be an intent."""
    node = run.program.nodes[run.at]
    assert node.kind.resume is not None
    outcome = node.kind.resume(node.params, run.visit(node, run.memory), event)
    if isinstance(outcome, GiveWay):
        memory = run.memory
        claim = None
        if isinstance(event, Said):
            classifier = outcome.to == "any"
            claim = triggers.find(run, event, classifier=classifier, allowed=outcome.allowed)
        if claim is not None:
            if outcome.back:
                run.push(Frame(node.id, "interruption", dict(memory)))
            run.record("interrupted", intent=claim.node)
            claimed(run, claim, keep=outcome.back)
            return
        run.visit(node, memory)
        if isinstance(outcome.otherwise, Stay):
            run.record("invalid_answer")
        outcome = outcome.otherwise
    walk(run, follow(run, node, outcome))


def walk(run: Run, node: ProgramNode | None) -> None:
    """Visits node after node until one waits or the flow ends."""
    while node is not None:
        run.visits += 1
        if run.visits > run.limits.visits_per_turn:
            trail = [row.node for row in run.records if row.kind == "visit"][-8:]
            run.record("error", name="endless-loop", data=" -> ".join([*trail, node.id]))
            run.at, run.stack = "", ()
            return
        context = run.visit(node, {})
        if node.when is not None and not run.test(node.when.source):
            node = follow(run, node, Leave(node.first))
        else:
            node = follow(run, node, node.kind.enter(node.params, context))


def follow(run: Run, node: ProgramNode, outcome: Outcome) -> ProgramNode | None:
    """Carries out what a node answered; the node to visit next, if there is one."""
    nodes = run.program.nodes
    if isinstance(outcome, Leave):
        run.effects += outcome.effects
        if outcome.variables:
            run.assign(outcome.variables)
        if outcome.changes:
            run.change(outcome.changes)
        run.record("visit", port=outcome.port)
        target = node.edges.get(outcome.port)
        return nodes[target] if target else back(run)
    if isinstance(outcome, Stay):
        run.effects += outcome.effects
        if outcome.changes:
            run.change(outcome.changes)
        run.record("wait")
        run.at, run.memory = node.id, outcome.memory or {}
        return None
    if isinstance(outcome, Jump):
        run.effects += outcome.effects
        run.record("visit", port=NEXT)
        if outcome.back and not run.push(Frame(node.id, "call")):
            return back(run)
        return nodes[outcome.target]
    assert isinstance(outcome, End), outcome
    run.effects += outcome.effects
    if outcome.changes:
        run.change(outcome.changes)
    run.record("visit", port="")
    run.at = ""
    if outcome.all:
        run.stack, run.mode = (), "ended"
        run.record("session_ended", name="archive")
    return None if outcome.all or run.bot != run.program.id else back(run)


def back(run: Run) -> ProgramNode | None:
    """The flow ended: return to who called it or to what it interrupted."""
    run.at = ""
    while run.stack:
        *rest_of_stack, frame = run.stack
        run.stack = tuple(rest_of_stack)
        node = run.program.nodes.get(frame.node)
        if node is None:
            continue
        run.visit(node, frame.memory)
        if frame.why == "call":
            target = node.edges.get(NEXT)
            if target:
                return run.program.nodes[target]
            continue
        run.record("returned")
        assert node.kind.resume is not None
        outcome = node.kind.resume(node.params, run, Restart(run.now_us))
        assert not isinstance(outcome, GiveWay)
        return follow(run, node, outcome)
    return None


def awaits_answer(run: Run) -> bool:
    """Whether the node that waits does so for an effect's answer, not for the person."""
    return bool(run.at) and "key" in run.memory
