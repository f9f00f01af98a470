"""What the statements of a script do, as steps, and the value that steps come to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from engine.importers.javascript.made import NOTHING, Made, choose
from engine.importers.javascript.reading import Refusal
from engine.importers.javascript.scope import Path

if TYPE_CHECKING:
    from tree_sitter import Node


class Assign(Struct, frozen=True):
    """A name of the platform gets a value; where the value has none, its `guard` says so.

    `name` is what the naming made of the `target`.
    """

    target: Path
    name: str
    value: Made


class Choice(Struct, frozen=True):
    """Steps where the condition holds, others where it does not."""

    condition: str
    yes: "tuple[Step, ...]"
    no: "tuple[Step, ...]"


class Give(Struct, frozen=True):
    """The script ends and gives this."""

    value: Made


class Call(Struct, frozen=True):
    """One of the calls that the platform handles itself, with its arguments."""

    path: Path
    arguments: tuple[Made, ...]


Step = Assign | Choice | Give | Call


def folded(steps: Sequence[Step], node: "Node | None" = None) -> Made:
    """The value that steps give in the end; `Refusal` where they also change something."""
    for at, step in enumerate(steps):
        if isinstance(step, Give):
            return step.value
        if not isinstance(step, Choice):
            raise Refusal("it changes something besides giving a value", node)
        rest = steps[at + 1 :]
        if step.yes or step.no:
            yes, no = (folded([*way, *rest], node) for way in (step.yes, step.no))
            return choose(step.condition, yes, no)
    return NOTHING
