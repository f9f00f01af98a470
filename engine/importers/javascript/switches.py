"""A `switch` as cases, each of which ends by itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.javascript.made import EITHER, Made, bracketed
from engine.importers.javascript.operators import OPERATORS
from engine.importers.javascript.reading import Refusal, field, parts
from engine.importers.javascript.scope import Scope

if TYPE_CHECKING:
    from tree_sitter import Node

ENDS = {"break_statement", "return_statement"}
Group = tuple[list["Node"], list["Node"]]


class Cases:
    """What is left of a `switch` over a value: groups of what it may equal, and statements.

    A group without anything to equal is the default.
    """

    def __init__(self, node: "Node", subject: Made, groups: list[Group]) -> None:
        self.node = node
        self.subject = subject
        self.groups = groups

    def statements(self) -> list["Node"]:
        """All statements, whichever case they belong to."""
        return [one for _, statements in self.groups for one in statements]

    def ways(
        self, scope: Scope, value: Callable[[Scope, "Node"], Made]
    ) -> tuple[str, list["Node | Cases"], list["Node | Cases"]]:
        """The condition of the first group, what it does, and what is left."""
        if not self.groups:
            return "true", [], []
        (wanted, statements), *rest = self.groups
        if not wanted:
            return "true", [*statements], []
        tests = [OPERATORS["==="](self.subject, value(scope, one), scope).cel for one in wanted]
        condition = " || ".join(bracketed(one, EITHER) for one in tests)
        return condition, [*statements], [Cases(self.node, self.subject, rest)]


def cases_of(node: "Node", subject: Made) -> Cases:
    """The cases of a `switch`; one that runs on into the next is refused."""
    groups: list[Group] = []
    waiting: list[Node] = []
    branches = parts(field(node, "body"))
    for at, branch in enumerate(branches):
        is_default = branch.type == "switch_default"
        inner = parts(branch)
        wanted = [] if is_default else inner[:1]
        statements = inner if is_default else inner[1:]
        if len(statements) == 1 and statements[0].type == "statement_block":
            statements = parts(statements[0])
        last = at == len(branches) - 1
        if is_default and (not last or waiting):
            raise Refusal("a default that is not by itself at the end", branch)
        if not statements and not last:
            waiting += wanted
            continue
        if not last and (not statements or statements[-1].type not in ENDS):
            raise Refusal("a case that runs on into the next", branch)
        kept = [one for one in statements if one.type != "break_statement"]
        groups.append(([*waiting, *wanted], kept))
        waiting = []
    return Cases(node, subject, groups)
