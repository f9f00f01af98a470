"""Buttons that count as words: the message that a press of one stands for.

It is made before the message is read, so that the words are understood like any others.
"""

from msgspec.structs import replace

from engine.expressions.folding import fold
from engine.interpreter.run import Run
from engine.nodes.program import Program
from engine.types.event import Said
from engine.types.state import State
from engine.types.value import Text


def in_words(program: Program, state: State, said: Said) -> Said:
    """The message as it is meant: what the pressed or typed button says, else as it came, as it
    does while people answer."""
    if state.mode == "human":
        return said
    words = _words_of(program, said.choice) if said.choice else _typed(program, state, said.text)
    if words is None:
        return said
    return replace(said, text=Run(program, state, said).text(words) or said.text, choice="")


def _typed(program: Program, state: State, text: str) -> Text | None:
    """What a button says whose label was typed; of those that the bot showed last."""
    if not (text and state.offers):
        return None
    folded = fold(text)
    for offer in state.offers:
        if fold(offer.label) == folded:
            return _words_of(program, offer.choice)
    return None


def _words_of(program: Program, choice: str) -> Text | None:
    name, _, option = choice.partition(":")
    node = program.nodes.get(name)
    return None if node is None else node.words.get(option)
