"""Requests on the simulator of a window: everything is asked for, and told as `simulator`."""

from typing import Any

import msgspec

from engine.types.issue import TertuliaError
from engine.types.value import Value
from workbench.editor import Editor
from workbench.models import models_of
from workbench.simulator.moves import Move
from workbench.simulator.play import Kept, Play
from workbench.simulator.recording import Recorded
from workbench.simulator.setup import Setup
from workbench.simulator.simulation import Simulation
from workbench.simulator.view import view

MEMORY = "simulator"


def open_simulator(editor: Editor, kept: Any = None, bot: str = "") -> None:
    """A view is there: it is told all; a first conversation begins.

    `kept` is the conversation as the window remembers it from before it was loaded anew; `bot`
    is the one to talk to first, where there are several.
    """
    simulation = simulation_of(editor)
    simulation.watchers += 1
    simulation.models.freshen()
    simulation.ask(Play.begin, _remembered(kept), bot)


def leave(editor: Editor) -> None:
    """A view is gone: without any, edits are not played again."""
    simulation_of(editor).watchers -= 1


def do(editor: Editor, move: Any) -> None:
    """Makes a move (workbench.simulator.moves)."""
    simulation_of(editor).ask(Play.do, _converted(move, Move))


def back(editor: Editor, length: int) -> None:
    """Returns to the point where so many moves had been made."""
    simulation_of(editor).ask(Play.back, length)


def set_up(editor: Editor, setup: Any) -> None:
    """Plays the conversation again in other circumstances."""
    simulation_of(editor).ask(Play.set_up, _converted(setup, Setup))


def reset(editor: Editor) -> None:
    """Begins again."""
    simulation_of(editor).ask(Play.reset)


def go_on(editor: Editor) -> None:
    """Forgets the moves that no longer fit."""
    simulation_of(editor).ask(Play.go_on)


def script(editor: Editor, node: str, port: str = "", value: Value = None) -> None:
    """Answers a node's effects so from now on; without a port it ends."""
    simulation_of(editor).ask(Play.script, node, port, value)


def carry_out(editor: Editor, key: str) -> None:
    """Carries an effect out for real."""
    simulation_of(editor).ask(Play.carry_out, key)


def set_real(editor: Editor, kinds: list[str]) -> None:
    """Says which kinds of effects are carried out for real."""
    simulation_of(editor).ask(Play.set_real, tuple(kinds))


def record(editor: Editor, title: str, ticket: int = 0) -> None:
    """Writes the conversation as a test and plays it back; told as `recorded`, by its ticket."""

    def tell(recorded: Recorded) -> None:
        editor.tell("recorded", {"ticket": ticket, "recorded": recorded})

    simulation_of(editor).ask(Play.record, title, tell)


def train(editor: Editor, bot: str) -> None:
    """Trains the model of a bot in the background."""
    models_of(editor.document).train(bot)


def cancel(editor: Editor, bot: str) -> None:
    """Stops the training of a bot."""
    models_of(editor.document).cancel(bot)


def simulated_values(editor: Editor) -> dict[str, Value]:
    """The variables of the simulated conversation as they stand, none without one."""
    played = simulation_of(editor).play.played
    return dict(played[-1].after.variables) if played else {}


def simulation_of(editor: Editor) -> Simulation:
    """The simulation of a window, made at the first asking."""
    known: Simulation | None = editor.memory.get(MEMORY)
    if known is None:

        def tell(simulation: Simulation, stands: int) -> None:
            editor.tell("simulator", view(simulation, stands))

        known = Simulation(editor.document, models_of(editor.document), tell)
        editor.memory[MEMORY] = known
    return known


def _remembered(kept: Any) -> Kept:
    try:
        return msgspec.convert(kept or {}, Kept)
    except msgspec.ValidationError:
        # Of another version of the workbench: not worth an error.
        return Kept()


# `Any`: msgspec takes unions too, which no type says.
def _converted(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise TertuliaError(f"this cannot be done in a conversation: {error}") from error


REQUESTS = {
    "simulator.open": open_simulator,
    "simulator.leave": leave,
    "simulator.do": do,
    "simulator.back": back,
    "simulator.set_up": set_up,
    "simulator.reset": reset,
    "simulator.go_on": go_on,
    "simulator.script": script,
    "simulator.carry_out": carry_out,
    "simulator.set_real": set_real,
    "simulator.record": record,
    "simulator.train": train,
    "simulator.cancel": cancel,
}
