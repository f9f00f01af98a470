"""The course of a simulated conversation: moves made one after the other, and all they set off."""

import time
from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from engine.runtime.loaded import Loaded, Step
from engine.runtime.rehearsal import Asked
from engine.types.effect import StartTimer
from engine.types.event import Event
from engine.types.state import State
from engine.types.turn import Turn
from workbench.simulator.moves import Move, make
from workbench.simulator.setup import Setup, rehearsal_of


class Taken(Struct, frozen=True):
    """A turn of the engine: the event, what came of it, and how long the step took."""

    event: Event
    turn: Turn
    step_us: float


class Played(Struct, frozen=True):
    """A move that was made, with the engine's turns, and everything as it stood afterwards."""

    move: Move
    taken: tuple[Taken, ...]
    before: State
    after: State
    now_us: int
    waiting: Mapping[str, Asked]
    timers: Mapping[str, StartTimer]


class Course:
    """A conversation of moves, from its beginning. Moves can be taken back from the end."""

    def __init__(self, setup: Setup, loaded: Loaded) -> None:
        self._taken: list[Taken] = []
        self.setup = setup
        self.loaded = replace(loaded, step=self._noting(loaded.step))
        self.rehearsal = rehearsal_of(setup, self.loaded)
        self.played: tuple[Played, ...] = ()

    def make(self, move: Move) -> Played:
        """Makes a move. Raises RehearsalError, with nothing changed, where it does not fit."""
        rehearsal = self.rehearsal
        before, moments = rehearsal.state, len(self.played)
        self._taken = []
        try:
            make(rehearsal, move)
        except Exception:
            if rehearsal.moments > moments:
                rehearsal.back()
            raise
        made = Played(
            move,
            tuple(self._taken),
            before,
            rehearsal.state,
            rehearsal.clock.now_us(),
            dict(rehearsal.waiting),
            dict(rehearsal.timers),
        )
        self.played = (*self.played, made)
        return made

    def back(self, length: int) -> None:
        """Takes moves back until so many are left."""
        steps = len(self.played) - length
        if steps > 0:
            self.rehearsal.back(steps)
            self.played = self.played[:length]

    def _noting(self, step: Step) -> Callable[[State, Event], Turn]:
        def noting(state: State, event: Event) -> Turn:
            began = time.perf_counter()
            turn = step(state, event)
            step_us = (time.perf_counter() - began) * 1e6
            self._taken.append(Taken(event, turn, round(step_us, 1)))
            return turn

        return noting
