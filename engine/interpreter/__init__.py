"""The interpreter: `step(program, state, event) -> Turn`, pure."""

from engine.interpreter.step import step
from engine.interpreter.words import in_words

__all__ = ["in_words", "step"]
