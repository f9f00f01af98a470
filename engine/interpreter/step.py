"""The heart: one event folded into the state of a conversation.

`step` is pure. Time is in the event, chance is a seed in the state, what the NLU understood
is a field of the event, and whatever touches the world is an effect in the turn it returns.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from engine.interpreter import default_message, triggers
from engine.interpreter.edges import OF_THE_PERSON, begin, open_session, time_silence
from engine.interpreter.flow import can_resume, follow, walk
from engine.interpreter.planned import come_due, plan
from engine.interpreter.run import Run
from engine.interpreter.triggers import Claim
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import GiveWay, Leave, Outcome, Restart, Stay
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.event import Answered, Event, HandedBack, Happened, Opened, Said, TimerFired
from engine.types.state import Frame, State
from engine.types.turn import Turn

OPENED = "opened"


def step(program: Program, state: State, event: Event) -> Turn:
    """The turn that an event makes of a conversation."""
    if state.planned:
        state, event = come_due(state, event)
    run = Run(program, state, event)
    if state.at and not can_resume(program, state.at):
        forget(run)
    if isinstance(event, Happened) and event.due_us:
        plan(run, event)
    elif isinstance(event, OF_THE_PERSON):
        begin(run, event)
        if awaits_answer(run):
            defer(run, event)
        else:
            HANDLERS[type(event)](run, event)
    else:
        HANDLERS[type(event)](run, event)
    if run.state.deferred:
        catch_up(run)
    if program.triggers.inactivity or state.idle_token:
        time_silence(run)
    return run.finish()


def said(run: Run, event: Said) -> None:
    """A message: to the node that waits for it, else to the intent that claims it."""
    state = run.state
    if state.mode != "bot":
        return
    if state.at:
        node = run.program.nodes[state.at]
        choice = event.choice or triggers.typed(run, event.text, besides=node.id)
        elsewhere = choice and not choice.startswith(f"{node.id}:")
        if not (elsewhere and claimed(run, triggers.pressed(run, choice), keep=False)):
            resume(run, event)
    elif not claimed(run, triggers.find(run, event)):
        unclaimed(run)


def opened(run: Run, _event: Opened) -> None:
    """The conversation was opened: the startup message, or what was made for this."""
    happened(run, Happened(run.now_us, OPENED))
    if not run.effects and not run.state.at and run.state.mode == "bot":
        claimed(run, Claim(STARTUP, "event") if STARTUP in run.program.nodes else None)


def happened(run: Run, event: Happened) -> None:
    """An event by name: the first intent that it triggers, wherever the conversation is."""
    run.event = event
    run.record("event", name=event.name, data={**event.data} or None)
    if run.state.mode == "bot":
        for intent in run.program.triggers.events.get(event.name, ()):
            if triggers.guarded(run, intent):
                come_between(run, Claim(intent, "event"))
                return


def answered(run: Run, event: Answered) -> None:
    """An effect's answer, unless nobody awaits it any more."""
    if run.state.at and run.memory.get("key") == event.key:
        resume(run, event)


def timer(run: Run, event: TimerFired) -> None:
    """A timer, unless it is stale."""
    state, inactivity = run.state, run.program.triggers.inactivity
    if state.at and run.memory.get("token") == event.token:
        resume(run, event)
    elif state.idle_step >= len(inactivity):
        # The timer of another bot, or of another version of this one.
        return
    elif event.token == state.idle_token and state.mode == "bot" and not awaits_answer(run):
        seconds, intent = inactivity[state.idle_step]
        state.idle_step += 1
        run.record("inactivity", name=f"{seconds}s")
        if triggers.guarded(run, intent):
            stay_aside(run, Claim(intent, "inactivity"))


def come_between(run: Run, claim: Claim) -> None:
    """Enters an intent in place of what was going on, or beside it where the intent says so."""
    if getattr(run.program.nodes[claim.node].params, "aside", False):
        stay_aside(run, claim)
    else:
        claimed(run, claim, keep=False)


def stay_aside(run: Run, claim: Claim) -> None:
    """Enters an intent; a question that was open stays open, if nothing else is asked."""
    at, memory, stack = run.state.at, run.memory, run.state.stack
    offers = run.state.offers
    claimed(run, claim, keep=False)
    if at and not run.state.at and run.state.mode == "bot":
        run.state.at, run.memory, run.state.stack = at, memory, stack
        run.state.offers = run.state.offers or offers


def handed_back(run: Run, event: HandedBack) -> None:
    """People are done: the bot goes on where it handed over."""
    if run.state.mode in {"human", "muted"}:
        run.state.mode = "bot"
        run.record("handed_back", name=event.agent)
        if run.state.at:
            resume(run, event)


def defer(run: Run, event: Said | Opened | Happened) -> None:
    """Keeps what comes while a service is awaited; it is taken up in order afterwards."""
    if isinstance(event, Opened):
        return
    if len(run.state.deferred) < run.limits.deferred_messages:
        run.state.deferred = (*run.state.deferred, event)
    else:
        run.record("error", name="too-many-deferred")


def catch_up(run: Run) -> None:
    """Takes up what was kept, until something is awaited again or another bot goes on.

    Each message has the visits of a turn, and opens a session where the one before it ended.
    """
    while run.state.deferred and not awaits_answer(run) and run.state.bot == run.program.id:
        event, *later = run.state.deferred
        if run.state.mode == "ended":
            open_session(run)
        run.state.deferred = tuple(later)
        run.visits = run.turns_of_loops = 0
        if isinstance(event, Said):
            run.read(event)
            said(run, event)
        else:
            happened(run, event)


def forget(run: Run) -> None:
    """The node that waited is not in this version of the bot: the conversation goes on without."""
    run.record("error", name="node-gone", data=run.state.at)
    run.state.at, run.memory = "", {}


def unclaimed(run: Run) -> None:
    """Nothing was understood: greet in a session that only now begins, else the default message."""
    if run.state.unvisited and STARTUP in run.program.nodes:
        claimed(run, Claim(STARTUP, "startup", confidence=0.0))
    else:
        claimed(run, default_message.answer(run))


def claimed(run: Run, claim: Claim | None, *, keep: bool = True) -> bool:
    """Goes where a claim says. Without `keep`, what was going on is left behind."""
    if claim is None:
        return False
    node = run.program.nodes[claim.node]
    run.state.at, run.state.unvisited = "", False
    if not keep:
        run.state.stack = ()
    run.visit(node, {})
    if claim.port:
        run.record("button", port=claim.port)
        walk(run, follow(run, node, press(run, node, claim.port)))
        return True
    run.intent, run.confidence = claim.node, claim.confidence
    run.record("intent", intent=claim.node, name=claim.how)
    if claim.node not in {STARTUP, NOT_UNDERSTOOD}:
        run.state.topic = node.topic
        if getattr(node.params, "tags_topic", False):
            run.tag(node.topic)
    walk(run, node)
    return True


def press(run: Run, node: ProgramNode, port: str) -> Outcome:
    """What a node makes of its button when the conversation is elsewhere by now."""
    if node.kind.resume is not None and isinstance(run.event, Said):
        said = replace(run.event, choice=f"{node.id}:{port}")
        outcome = node.kind.resume(node.params, run, said)
        if isinstance(outcome, Leave):
            return outcome
    return Leave(port)


def resume(run: Run, event: Event | Restart) -> None:
    """The node that waits gets the event; an answer that is none may be an intent."""
    node = run.program.nodes[run.state.at]
    assert node.kind.resume is not None
    memory, said_before = run.memory, (run.spoke, run.state.offers)
    outcome = node.kind.resume(node.params, run.visit(node, memory), event)
    if isinstance(outcome, GiveWay):
        again = run.spoke, run.state.offers
        # What the node would say has not been said yet: its menu must not answer for the old.
        run.spoke, run.state.offers = said_before
        if isinstance(event, Said) and interrupted(run, node, event, outcome):
            return
        run.visit(node, memory)
        if outcome.default_message and answered_by_default(run):
            return
        run.spoke, run.state.offers = again
        if isinstance(outcome.otherwise, Stay):
            run.record("invalid_answer")
    walk(run, follow(run, node, outcome))


def interrupted(run: Run, node: ProgramNode, event: Said, way: GiveWay) -> bool:
    """Whether an intent claimed a message that the waiting node gave way with."""
    memory = {**run.memory}
    claim = triggers.find(run, event, classifier=way.to == "any", allowed=way.allowed)
    if claim is None:
        return False
    run.record("interrupted", name=claim.node)
    if way.back:
        run.push(Frame(node.id, "interruption", memory))
    return claimed(run, claim, keep=way.back)


def answered_by_default(run: Run) -> bool:
    """Whether the default message answered; where it only offers intents, the node waits on."""
    said_before = len(run.effects)
    claim = default_message.answer(run)
    return claimed(run, claim, keep=False) or len(run.effects) > said_before


def awaits_answer(run: Run) -> bool:
    """Whether the node that waits does so for an effect's answer, not for the person."""
    return bool(run.state.at) and "key" in run.memory


# `Any`: each function takes its own event or outcome, which a table of all cannot say.
HANDLERS: dict[type, Callable[[Run, Any], None]] = {
    Said: said,
    Opened: opened,
    Happened: happened,
    Answered: answered,
    TimerFired: timer,
    HandedBack: handed_back,
}
