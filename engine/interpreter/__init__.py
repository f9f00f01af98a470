"""The interpreter: `step(program, state, event) -> Turn`, pure."""

from engine.interpreter.step import step

__all__ = ["step"]
