"""Adaptive expressions said in ours; what has no words in ours raises `Untranslatable`."""

import json
from collections.abc import Mapping

from engine.importers.composer.calls import say_call
from engine.importers.composer.kinds import is_list, is_number, is_text, is_truth
from engine.importers.composer.memory import Memory
from engine.importers.composer.places import steps_of
from engine.importers.composer.tree import (
    Call,
    Entries,
    Index,
    Items,
    Joined,
    Literal,
    Member,
    Name,
    Operation,
    Tree,
    Untranslatable,
)
from engine.importers.naming import identifier

SIGNS = {"<>": "!="}
WHOLE = frozenset({"user", "conversation", "dialog"})
# Members that stand for a count, as .NET and JavaScript name them.
COUNTS = frozenset({"length", "count"})


def quoted(text: str) -> str:
    """A text in an expression."""
    return json.dumps(text, ensure_ascii=False)


class Cel:
    """Says trees in ours, for the memory of one dialog.

    `bound` are the names of lambdas and templates, by their names in ours. `remarks` gathers
    how what is said differs from what was meant.
    """

    def __init__(self, memory: Memory, dialog: str, bound: Mapping[str, str] | None = None) -> None:
        self.memory = memory
        self.dialog = dialog
        self.bound = dict(bound or {})
        self.remarks: dict[str, None] = {}
        # What reads `this.value`.
        self.this = "answer"
        # What reads the text of the activity.
        self.heard = "message.text"
        # Whether the contrary of what is said is meant.
        self.negated = False

    def binding(self, name: str) -> tuple["Cel", str]:
        """The same with one more name, and that name in ours."""
        ours = identifier(name, "item")
        inner = Cel(self.memory, self.dialog, {**self.bound, name: ours})
        inner.remarks, inner.this, inner.negated = self.remarks, self.this, self.negated
        inner.heard = self.heard
        return inner, ours

    def value(self, tree: Tree) -> str:
        """The expression that gives the value."""
        match tree:
            case Literal(value=str(text)):
                return quoted(text)
            case Literal(value=value):
                return json.dumps(value)
            case Name() | Member() | Index():
                return self.read(tree)
            case Items(items=items):
                return f"[{', '.join(self.value(one) for one in items)}]"
            case Entries(entries=entries):
                return f"{{{', '.join(f'{quoted(k)}: {self.value(v)}' for k, v in entries)}}}"
            case Joined(parts=parts):
                return " + ".join(self.text(part) for part in parts) or '""'
            case Operation():
                return self.operation(tree)
            case Call():
                return say_call(self, tree)
        raise Untranslatable("a function that is handed over")

    def text(self, tree: Tree) -> str:
        """The expression that gives the value as a text."""
        if isinstance(tree, Literal) and isinstance(tree.value, str):
            return quoted(tree.value)
        said = self.value(tree)
        if is_text(tree):
            return said
        return f"json({said})" if is_list(tree) else f"as_text({said})"

    def number(self, tree: Tree) -> str:
        """The expression that gives the value as a number."""
        is_number = isinstance(tree, Literal) and isinstance(tree.value, int | float)
        return self.value(tree) if is_number else f"as_number({self.value(tree)})"

    def truth(self, tree: Tree) -> str:
        """The condition that the value counts as true: it is there, and is not false."""
        if is_truth(tree):
            return self.value(tree)
        if isinstance(tree, Literal):
            return "false" if tree.value in {None, False} else "true"
        if is_list(tree) or is_text(tree) or is_number(tree):
            # What is there and is not false counts as true, whatever it says.
            return "true"
        if isinstance(tree, Call) and tree.name.lower() == "if" and len(tree.arguments) == 3:
            when, then, other = tree.arguments
            return f"({self.truth(when)} ? {self.truth(then)} : {self.truth(other)})"
        said = self.value(tree)
        if said.startswith("{"):
            return "true"
        if self._is_variable(said):
            return f"(has({said}) && {said} != false)"
        there = f"has({said}) && " if _is_entry(said) else ""
        return f"({there}{said} != null && {said} != false)"

    def is_null(self, tree: Tree) -> str:
        """The condition that there is no value."""
        said = self.value(tree)
        if self._is_variable(said):
            return f"!has({said})"
        missing = f"!has({said}) || " if _is_entry(said) else ""
        return f"({missing}{said} == null)"

    def is_there(self, tree: Tree) -> str:
        """The condition that there is a value."""
        said = self.value(tree)
        return self.has(said)

    def has(self, said: str) -> str:
        """The condition that what is read is there and no null."""
        if self._is_variable(said):
            return f"has({said})"
        there = f"has({said}) && " if _is_entry(said) else ""
        return f"({there}{said} != null)"

    def _is_variable(self, said: str) -> bool:
        """Whether what is read is a variable, which may never have been set."""
        return said in self.memory.variables

    def read(self, tree: Tree) -> str:
        """A place in memory, or a member of some value."""
        path, keys = steps_of(tree)
        if isinstance(path, tuple) and len(path) == 1 and path[0].lower() in WHOLE:
            said = self.whole(path[0])
        elif isinstance(path, tuple):
            head, rest = self._place(path)
            said = _members(self, head, rest)
        else:
            said = self.value(path)
        for key in keys:
            said = self._member(said, key)
        return said

    def whole(self, scope: str) -> str:
        """All of a scope as an object, as far as its properties are known."""
        head = self.dialog if scope.lower() == "dialog" else scope.lower()
        known = self.memory.scope(head)
        if not known:
            raise Untranslatable(f"the whole memory {scope!r}")
        entries = (f"{quoted(k)}: has({v}) ? {v} : null" for k, v in sorted(known.items()))
        return f"{{{', '.join(entries)}}}"

    def _place(self, path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        if path[0] in self.bound:
            return self.bound[path[0]], path[1:]
        if path[0].startswith("#"):
            return f"(message.intent == {quoted(identifier(path[0][1:]))})", path[1:]
        head, rest = self.memory.place(path, self.dialog)
        if head == "message.text":
            return self.heard, rest
        return (self.this, rest) if head == "answer" else (head, rest)

    def _member(self, said: str, key: str | Tree) -> str:
        if isinstance(key, str):
            return _members(self, said, (key,))
        return f"at({said}, {self.value(key)})"

    def operation(self, tree: Operation) -> str:
        """One or two operands under a sign."""
        sign = SIGNS.get(tree.sign, tree.sign)
        if len(tree.operands) == 1:
            (only,) = tree.operands
            if sign == "!":
                return self.contrary(only)
            said = self.value(only)
            return f"-{said}" if isinstance(only, Literal) else f"-({said})"
        left, right = tree.operands
        if sign in {"&&", "||"}:
            return f"({self.truth(left)} {sign} {self.truth(right)})"
        if sign in {"==", "!="}:
            return self.comparison(sign, left, right)
        if sign == "??":
            return say_call(self, Call("coalesce", (left, right)))
        if sign == "^":
            return f"power({self.value(left)}, {self.value(right)})"
        if sign == "&" or (sign == "+" and (is_text(left) or is_text(right))):
            return f"({self.text(left)} + {self.text(right)})"
        return f"({self.value(left)} {sign} {self.value(right)})"

    def contrary(self, tree: Tree) -> str:
        """The condition that the value does not count as true."""
        before, self.negated = self.negated, True
        said = self.truth(tree)
        self.negated = before
        return f"!{said}" if said.startswith(("(", "has(")) and _is_one(said) else f"!({said})"

    def comparison(self, sign: str, left: Tree, right: Tree) -> str:
        """Equal or not; with null, whether there is a value."""
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Literal) and other.value is None:
                return self.is_null(one) if sign == "==" else self.is_there(one)
        read = self.value(left)
        said = f"({read} {sign} {self.value(right)})"
        if not (self._is_variable(read) or _is_entry(read)):
            return said
        if sign == "!=":
            return f"(!has({read}) || {said})"
        # What is not there is not equal: said where the contrary is asked for.
        return f"(has({read}) && {said})" if self.negated else said


def _members(cel: Cel, said: str, rest: tuple[str, ...]) -> str:
    for written in rest:
        name = cel.memory.spelled(written)
        if name.lower() in COUNTS and written == rest[-1]:
            said = f"size({said})"
        elif name.isdigit():
            said = f"at({said}, {name})"
        elif name.isidentifier() and name.isascii() and _is_dotted(said):
            said = f"{said}.{name}"
        else:
            said = f"at({said}, {quoted(name)})"
    return said


def _is_entry(said: str) -> bool:
    """Whether what is read is an entry of an object, which may not be there."""
    return "." in said and _is_dotted(said)


def _is_one(said: str) -> bool:
    """Whether the first bracket is closed by the last sign."""
    depth = 0
    for place, sign in enumerate(said):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign == ")":
            return place == len(said) - 1
    return False


def _is_dotted(said: str) -> bool:
    return all(part.isidentifier() for part in said.split("."))
