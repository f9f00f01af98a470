"""What a translation knows while it goes through a script."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from engine.importers.javascript.made import Made
from engine.importers.javascript.reading import Refusal, written

if TYPE_CHECKING:
    from tree_sitter import Node

Path = tuple[str, ...]
Naming = Callable[[Path], Made | None]
DEEPEST = 60


class Closure(Struct, frozen=True):
    """A function of the script, to be put in where it is called."""

    node: "Node"
    known: Mapping[str, "Made | Closure"]


class Scope:
    """The script's own names, the platform's by `naming`, and what differs (`notes`).

    `told` are the first words of the platform's names that were used: a macro's name must
    not hide one.
    """

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.known: dict[str, Made | Closure] = {}
        self.notes: list[str] = []
        self.told: set[str] = set()
        self._depth = 0

    @contextmanager
    def level(self, node: "Node") -> Iterator[None]:
        """One level deeper in the script."""
        if self._depth >= DEEPEST:
            raise Refusal("it is nested too deeply", node)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    @contextmanager
    def knowing(self, names: Mapping[str, Made | Closure]) -> Iterator[None]:
        """With further names."""
        before = self.known
        self.known = {**before, **names}
        try:
            yield
        finally:
            self.known = before

    def free(self, path: Path) -> Made | None:
        """The platform's name for a path, or none."""
        if path[0] in self.known:
            return None
        made = self.naming(path)
        if made is not None:
            self.told.update(re.findall(r"(?<![\w.\"])[A-Za-z_]\w*", f"{made.cel} {made.guard}"))
        return made

    def own(self, name: str, node: "Node") -> Made | Closure | None:
        """The value of one of the script's own names."""
        made = self.known.get(name)
        if isinstance(made, Made) and made.type == "changed":
            raise Refusal(f"{written(node)!r} reads a value that was changed meanwhile", node)
        return made

    def note(self, words: str) -> None:
        """Tells in what the translation differs."""
        if words not in self.notes:
            self.notes.append(words)
