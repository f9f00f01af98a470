"""What one step of the interpreter gives."""

from msgspec import Struct

from engine.types.effect import Effect
from engine.types.state import Record, State


class Turn(Struct, frozen=True, gc=False):
    """The next state, what to do in the world, and what history should know."""

    state: State
    effects: tuple[Effect, ...] = ()
    records: tuple[Record, ...] = ()
