"""What a type of answer is: a function from what was said to a value."""

from typing import Protocol

from engine.nodes.parts import OptionParams
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value


class Question(Protocol):
    """What a reader may know of the question: the settings of `ask` that say what fits."""

    @property
    def options(self) -> tuple[OptionParams, ...]: ...

    @property
    def items(self) -> str: ...

    @property
    def several(self) -> bool: ...

    @property
    def table(self) -> str: ...

    @property
    def country(self) -> str: ...

    @property
    def minimum(self) -> float | None: ...

    @property
    def maximum(self) -> float | None: ...


class Reader(Protocol):
    """Gives the value of an answer, or None where it is not of the type, or ambiguous."""

    def __call__(self, text: str, said: Said, question: Question, context: Context, /) -> Value: ...
