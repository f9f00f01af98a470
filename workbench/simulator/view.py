"""A simulation as one window shows it: the turns that are new, and how everything stands."""

from typing import Any

from engine.types.state import State
from workbench.simulator.answers import ports_of
from workbench.simulator.play import REAL_KINDS
from workbench.simulator.simulation import Simulation
from workbench.simulator.telling import told


# `Any`: values of every type, for JSON.
def view(simulation: Simulation, stands: int = 0) -> dict[str, Any]:
    """What changed: the first `stands` turns are as they were told, then come `turns`."""
    play = simulation.play
    played = play.played
    turns = [
        told(one, play.before.get(number)) for number, one in enumerate(played) if number >= stands
    ]
    latest = played[-1] if played else None
    return {
        "stands": stands,
        "turns": turns,
        "setup": play.setup,
        "state": standing(latest.after) if latest else None,
        "now_us": latest.now_us if latest else play.setup.start_us,
        "waiting": []
        if latest is None
        else [
            {"key": key, "node": latest.after.at, "effect": effect, "ports": ports_of(effect)}
            for key, effect in latest.waiting.items()
        ],
        "timers": []
        if latest is None
        else sorted(latest.timers.values(), key=lambda timer: (timer.due_us, timer.token)),
        "scripts": {node: {"port": p, "value": v} for node, (p, v) in play.scripts.items()},
        "real": play.real,
        "real_kinds": REAL_KINDS,
        "rest": play.rest,
        "misfit": play.misfit,
        "models": simulation.models.standings(),
        "trouble": simulation.trouble,
        "acts": play.acts,
        "busy": play.busy,
    }


def standing(state: State) -> dict[str, Any]:
    """What is shown of a state."""
    shown = (
        "bot",
        "at",
        "topic",
        "language",
        "mode",
        "variables",
        "fields",
        "tags",
        "stack",
        "session",
        "turn",
        "channel",
        "heard",
        "agents",
    )
    return {name: getattr(state, name) for name in shown}
