"""Events that are to happen later: kept in the state by name, and brought by timers."""

from msgspec.structs import replace

from engine.interpreter.run import Run
from engine.types.effect import StartTimer, StopTimer
from engine.types.event import Event, Happened, TimerFired
from engine.types.state import Planned, State

PREFIX = "event:"


def come_due(state: State, event: Event) -> tuple[State, Event]:
    """What happens by the timer of a planned event, which then is planned no more; any other
    event as it is."""
    if not isinstance(event, TimerFired) or not event.timer.startswith(PREFIX):
        return state, event
    name = event.timer.removeprefix(PREFIX)
    planned = state.planned.get(name)
    if planned is None or planned.token != event.token:
        return state, event
    return without(state, name), Happened(event.t_us, name, planned.data)


def without(state: State, name: str) -> State:
    """The state without what was planned by that name."""
    planned = {other: kept for other, kept in state.planned.items() if other != name}
    return replace(state, planned=planned)


def plan(run: Run, event: Happened) -> None:
    """Remembers an event until its moment, in place of one of its name; before 0 forgets it."""
    name, planned = event.name, run.state.planned
    if event.due_us < 0:
        run.state = without(run.state, name)
        if name in planned:
            run.effects.append(StopTimer(PREFIX + name))
            run.record("unplanned", name=name)
    elif name not in planned and len(planned) >= run.limits.planned_events:
        run.record("error", name="too-many-planned", data=name)
    else:
        token = run.token()
        run.state.planned = {**planned, name: Planned(event.due_us, token, event.data)}
        run.effects.append(StartTimer(PREFIX + name, event.due_us, token))
        run.record("planned", name=name, data=event.due_us)
