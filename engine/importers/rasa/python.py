"""A program's conditions and texts as ours, as far as they are of a few plain forms."""

import ast
from collections.abc import Callable, Mapping

from msgspec import Struct

from engine.importers.rasa.read_python import plain, returned
from engine.importers.rasa.source import Program
from engine.importers.rasa.texts import literal, quoted

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
# Methods of texts that have a function here, by its form.
TEXT_METHODS = {
    "lower": "lower({})",
    "casefold": "lower({})",
    "upper": "upper({})",
    "title": "title({})",
    "capitalize": "title({})",
    "strip": "trim({})",
    "isdigit": 'matches({}, "^[0-9]+$")',
    "isnumeric": 'matches({}, "^[0-9]+$")',
    "isalpha": 'matches({}, "^[A-Za-z]+$")',
}
MOST_LEVELS = 30


class Unread(Exception):  # noqa: N818 -- no mistake of the program: its call is kept
    """A form of Python that is not translated."""


class Known(Struct, frozen=True):
    """What a program's names are here: the variables of slots, and the entities of messages."""

    variable: Callable[[str], str]
    entities: Mapping[str, str] = {}


class Python:
    """Translates the expressions of one program. `names` gives the variable of a slot and the
    name of an entity in a message; `given` are names with their expressions."""

    def __init__(
        self, program: Program, names: "Known", given: dict[str, str] | None = None
    ) -> None:
        self.program = program
        self.variable = names.variable
        self.names = names
        self.given = dict(given or {})

    def test(self, node: ast.expr, level: int = 0) -> str:
        """A condition that holds where Python's does. Raises `Unread`."""
        if level > MOST_LEVELS:
            raise Unread
        if isinstance(node, ast.BoolOp):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return "(" + sign.join(self.test(one, level + 1) for one in node.values) + ")"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return f"!({self.test(node.operand, level + 1)})"
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._compare(node.left, node.ops[0], node.comparators[0])
        if isinstance(node, ast.Call) and _attribute(node) in {"isdigit", "isnumeric", "isalpha"}:
            return self.value(node)
        if _is_match(node):
            assert isinstance(node, ast.Call)
            return self._match(node)
        value = self.value(node)
        known = f"has({value})" if value.isidentifier() else f"{value} != null"
        return f'({known} && {value} != false && {value} != "" && {value} != 0)'

    def value(self, node: ast.expr, level: int = 0) -> str:
        """An expression with Python's value. Raises `Unread`."""
        if level > MOST_LEVELS:
            raise Unread
        if isinstance(node, ast.Name) and node.id in self.given:
            return self.given[node.id]
        slot = self._slot(node)
        if slot:
            return self.variable(slot)
        written = plain(node, self.program.names)
        if written is not None or (isinstance(node, ast.Constant) and node.value is None):
            return self._written(written)
        if isinstance(node, ast.JoinedStr | ast.BinOp) or _attribute(node) == "format":
            return self._joined(node)
        if isinstance(node, ast.Call) and _attribute(node) in TEXT_METHODS and not node.args:
            assert isinstance(node.func, ast.Attribute)
            inner = self.value(node.func.value, level + 1)
            return TEXT_METHODS[node.func.attr].format(inner)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            inner = self.value(node.args[0], level + 1)
            function = {"len": "size", "str": "string", "int": "int", "float": "double"}
            if node.func.id in function:
                return f"{function[node.func.id]}({inner})"
        if entity := self._entity(node):
            return f"(has(entities.{entity}) ? entities.{entity} : null)"
        if _tells(node, "text"):
            return "message.text"
        if _tells(node, "intent", "name") or _attribute(node) == "get_intent_of_latest_message":
            return "message.intent"
        if isinstance(node, ast.Attribute) and node.attr == "sender_id":
            return "contact.id"
        raise Unread

    def text(self, node: ast.expr) -> str:
        """A template that says what Python would. Raises `Unread`."""
        written = plain(node, self.program.names)
        if isinstance(written, str | int | float):
            return literal(str(written))
        if isinstance(node, ast.JoinedStr):
            return "".join(self._piece(one) for one in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self.text(node.left) + self.text(node.right)
        if isinstance(node, ast.Call) and _attribute(node) == "format":
            return self._formatted(node)
        return f"${{{self.value(node)}}}"

    def _piece(self, one: ast.expr) -> str:
        if isinstance(one, ast.FormattedValue):
            if one.format_spec is not None:
                raise Unread
            return self.text(one.value)
        return self.text(one)

    def _formatted(self, node: ast.Call) -> str:
        assert isinstance(node.func, ast.Attribute)
        form = plain(node.func.value, self.program.names)
        if not isinstance(form, str):
            raise Unread
        parts = form.split("{}")
        named = {one.arg: one.value for one in node.keywords if one.arg}
        if len(parts) != len(node.args) + 1:
            raise Unread
        filled = [literal(parts[0])]
        for argument, part in zip(node.args, parts[1:], strict=True):
            filled += [self.text(argument), literal(part)]
        joined = "".join(filled)
        for name, value in named.items():
            joined = joined.replace(f"{{{name}}}", self.text(value))
        return joined

    def _joined(self, node: ast.expr) -> str:
        """A text that is put together, as an expression."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return f"({self.value(node.left)} + {self.value(node.right)})"
        if isinstance(node, ast.JoinedStr):
            parts = [
                f"string({self.value(one.value)})"
                if isinstance(one, ast.FormattedValue)
                else self.value(one)
                for one in node.values
            ]
            return "(" + " + ".join(parts) + ")" if parts else '""'
        raise Unread

    def _compare(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> str:
        nothing = isinstance(right, ast.Constant) and right.value is None
        if nothing and isinstance(sign, ast.Is | ast.Eq | ast.IsNot | ast.NotEq):
            value = self.value(left)
            known = f"has({value})" if value.isidentifier() else f"{value} != null"
            return known if isinstance(sign, ast.IsNot | ast.NotEq) else f"!{known}"
        if isinstance(sign, ast.In | ast.NotIn):
            inside = f"{self.value(left)} in {self._list(right)}"
            return f"!({inside})" if isinstance(sign, ast.NotIn) else inside
        if isinstance(sign, ast.Is | ast.IsNot):
            sign = ast.Eq() if isinstance(sign, ast.Is) else ast.NotEq()
        if type(sign) not in SIGNS:
            raise Unread
        value = self.value(left)
        known = f"has({value}) && " if value.isidentifier() and isinstance(sign, ast.Eq) else ""
        return f"({known}{value} {SIGNS[type(sign)]} {self.value(right)})"

    def _list(self, node: ast.expr) -> str:
        """A list that is written out, perhaps by a method that only returns it."""
        method = _attribute(node) if isinstance(node, ast.Call) else ""
        if method and isinstance(node, ast.Call) and not node.args:
            found = returned(self.program.methods.get(method))
            if found is not None:
                return self._list(found)
        if isinstance(node, ast.Attribute) and node.attr in self.program.names:
            return self._written(self.program.names[node.attr])
        value = plain(node, self.program.names)
        if isinstance(value, dict | set | frozenset | tuple):
            value = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
        if isinstance(value, list):
            return self._written(value)
        raise Unread

    def _written(self, value: object) -> str:
        if value is None:
            return "null"
        if isinstance(value, bool | int | float):
            return str(value).lower()
        if isinstance(value, str):
            return quoted(value)
        if isinstance(value, list | tuple):
            return "[" + ", ".join(self._written(one) for one in value) + "]"
        raise Unread

    def _slot(self, node: ast.expr) -> str:
        """The slot of `tracker.get_slot("x")` or `tracker.slots["x"]`."""
        if isinstance(node, ast.Call) and _attribute(node) == "get_slot" and len(node.args) == 1:
            name = plain(node.args[0], self.program.names)
        elif isinstance(node, ast.Call) and _attribute(node) == "get" and node.args:
            assert isinstance(node.func, ast.Attribute)
            holds = node.func.value
            if not (isinstance(holds, ast.Attribute) and holds.attr == "slots"):
                return ""
            name = plain(node.args[0], self.program.names)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            if node.value.attr != "slots":
                return ""
            name = plain(node.slice, self.program.names)
        else:
            return ""
        return name if isinstance(name, str) else ""

    def _entity(self, node: ast.expr) -> str:
        """The entity of `next(tracker.get_latest_entity_values("x"), None)`."""
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            return ""
        values = node.args[0]
        if node.func.id != "next" or _attribute(values) != "get_latest_entity_values":
            return ""
        assert isinstance(values, ast.Call)
        name = plain(values.args[0], self.program.names) if len(values.args) == 1 else None
        return self.names.entities.get(name, "") if isinstance(name, str) else ""

    def _match(self, node: ast.Call) -> str:
        pattern = plain(node.args[0], self.program.names)
        if not isinstance(pattern, str):
            raise Unread
        assert isinstance(node.func, ast.Attribute)
        begins = "" if node.func.attr == "search" else "^(?:"
        ends = {"search": "", "match": ")", "fullmatch": ")$"}[node.func.attr]
        return f"matches({self.value(node.args[1])}, {quoted(begins + pattern + ends)})"


def _attribute(node: ast.expr) -> str:
    """The name of the method that is called."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else ""


def _is_match(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and _attribute(node) in {"match", "search", "fullmatch"}
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and len(node.args) >= 2
    )


def _tells(node: ast.expr, *keys: str) -> bool:
    """Whether it is `tracker.latest_message["a"]["b"]`, with brackets or `.get`."""
    for key in reversed(keys):
        if isinstance(node, ast.Subscript):
            inner, found = node.value, plain(node.slice, {})
        elif isinstance(node, ast.Call) and _attribute(node) == "get" and node.args:
            assert isinstance(node.func, ast.Attribute)
            inner, found = node.func.value, plain(node.args[0], {})
        else:
            return False
        if found != key:
            return False
        node = inner
    return isinstance(node, ast.Attribute) and node.attr == "latest_message"
