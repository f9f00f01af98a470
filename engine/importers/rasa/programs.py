"""What a program of the customer's does, where it is of a few plain forms: says, sets, branches.

It is read by its grammar and never run. What has any other form stays a call of the action server.
"""

import ast
from collections.abc import Sequence

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression
from engine.importers.rasa.python import Known, Python, Unread
from engine.importers.rasa.read_python import is_remark, plain
from engine.importers.rasa.source import Button, Program
from engine.importers.rasa.texts import literal

MOST_ACTS = 80


class Says(Struct, frozen=True):
    """Words of a response by its name, or a template written out, with buttons and an image."""

    response: str = ""
    text: str = ""
    buttons: tuple[Button, ...] = ()
    image: str = ""
    # Of several texts one is picked by chance.
    alternatives: tuple[str, ...] = ()


class Sets(Struct, frozen=True):
    """A slot gets an expression's value; without one it is emptied."""

    slot: str
    value: str = ""


class Empties(Struct, frozen=True):
    """All slots are emptied."""


class Restarts(Struct, frozen=True):
    """The conversation begins anew."""


class Either(Struct, frozen=True):
    """What is done where a condition holds, and where it does not."""

    test: str
    then: tuple["Act", ...]
    otherwise: tuple["Act", ...]


Act = Says | Sets | Empties | Restarts | Either


def acts_of(program: Program, method: str, names: Known) -> tuple[Act, ...] | None:
    """What a method does; None where it has a form that is not read."""
    found = program.methods.get(method)
    if found is None:
        return None
    try:
        return Reading(program, names).acts(found.body, {})
    except (Unread, ExpressionError, RecursionError):
        return None


class Reading:
    """One method while it is read; what it says and does. Raises `Unread`."""

    def __init__(
        self,
        program: Program,
        names: Known,
        given: dict[str, str] | None = None,
    ) -> None:
        self.program = program
        self.names = names
        self.given = given or {}
        self.count = 0
        # Names that hold one of several texts, picked by chance.
        self.picked: dict[str, tuple[str, ...]] = {}

    def python(self, given: dict[str, str]) -> Python:
        return Python(self.program, self.names, {**self.given, **given})

    def acts(self, body: Sequence[ast.stmt], given: dict[str, str]) -> tuple[Act, ...]:
        """What statements do in a row; `given` are the names set before them."""
        found: list[Act] = []
        given = dict(given)
        for at, one in enumerate(body):
            self.count += 1
            if self.count > MOST_ACTS:
                raise Unread
            if is_remark(one):
                continue
            if isinstance(one, ast.Return):
                return (*found, *self._events(one.value, given))
            if isinstance(one, ast.If):
                rest = body[at + 1 :]
                then, otherwise = list(one.body), list(one.orelse)
                # Where one way returns, what follows belongs to the other.
                if _returns(then) or _returns(otherwise):
                    then += [] if _returns(then) else rest
                    otherwise += [] if _returns(otherwise) else rest
                    rest = []
                test = sound(self.python(given).test(one.test))
                found.append(Either(test, self.acts(then, given), self.acts(otherwise, given)))
                return (*found, *self.acts(rest, given))
            if isinstance(one, ast.Expr):
                found += self.says(one.value, given)
            elif isinstance(one, ast.Assign | ast.AnnAssign):
                given |= self._named(one, given)
            else:
                raise Unread
        return tuple(found)

    def _named(self, one: ast.Assign | ast.AnnAssign, given: dict[str, str]) -> dict[str, str]:
        targets = one.targets if isinstance(one, ast.Assign) else [one.target]
        if len(targets) != 1 or not isinstance(targets[0], ast.Name) or one.value is None:
            raise Unread
        if texts := self._picks(one.value):
            self.picked[targets[0].id] = texts
            return {}
        return {targets[0].id: sound(self.python(given).value(one.value))}

    def _picks(self, node: ast.expr | None) -> tuple[str, ...]:
        """The texts of `random.choice([...])`, or of a name that holds one of them."""
        if isinstance(node, ast.Name):
            return self.picked.get(node.id, ())
        called = node.func if isinstance(node, ast.Call) else None
        if not (isinstance(called, ast.Attribute) and called.attr == "choice"):
            return ()
        assert isinstance(node, ast.Call)
        listed = plain(node.args[0], self.program.names) if node.args else None
        if not isinstance(listed, list | tuple) or not listed:
            return ()
        return tuple(literal(str(one)) for one in listed)

    def says(self, node: ast.expr, given: dict[str, str]) -> list[Act]:
        """`dispatcher.utter_message(...)` and its older names."""
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or not isinstance(node, ast.Call):
            raise Unread
        told = {one.arg: one.value for one in node.keywords}
        if called.attr in {"utter_template", "utter_button_template"} and node.args:
            told["response"] = node.args[0]
            told.pop("silent_fail", None)
        elif called.attr == "utter_message" and len(node.args) <= 1:
            told.setdefault("text", node.args[0]) if node.args else None
        else:
            raise Unread
        known = self.program.names
        response = plain(told.pop("response", told.pop("template", None)), known)
        text, image = told.pop("text", None), plain(told.pop("image", None), known)
        buttons = _buttons(plain(told.pop("buttons", None), known))
        if None in told or (response is not None and not isinstance(response, str)):
            raise Unread
        python = self.python(given)
        # Further arguments fill holes of the response.
        filled: list[Act] = [
            Sets(str(name), sound(python.value(value))) for name, value in told.items()
        ]
        if response is None and text is None and image is None:
            raise Unread
        texts = self._picks(text)
        words = python.text(text) if text is not None and not texts else ""
        return [*filled, Says(response or "", words, buttons, str(image or ""), texts)]

    def _events(self, node: ast.expr | None, given: dict[str, str]) -> list[Act]:
        """What an action returns: slots that it sets, and a restart."""
        if node is None or (isinstance(node, ast.Constant) and node.value is None):
            return []
        if not isinstance(node, ast.List):
            raise Unread
        return [self._event(one, given) for one in node.elts]

    def _event(self, one: ast.expr, given: dict[str, str]) -> Act:
        called = one.func if isinstance(one, ast.Call) else None
        if not isinstance(called, ast.Name) or not isinstance(one, ast.Call):
            raise Unread
        told = dict(zip(("key", "value"), one.args, strict=False))
        told |= {each.arg: each.value for each in one.keywords if each.arg}
        if called.id == "AllSlotsReset" and not told:
            return Empties()
        if called.id == "Restarted" and not told:
            return Restarts()
        slot = plain(told.get("key"), self.program.names)
        if called.id == "FollowupAction" and isinstance(slot, str) and slot.startswith("utter_"):
            return Says(slot)
        if called.id != "SlotSet" or not isinstance(slot, str):
            raise Unread
        value = told.get("value")
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return Sets(slot)
        return Sets(slot, sound(self.python(given).value(value)))


def _returns(body: Sequence[ast.stmt]) -> bool:
    """Whether a row of statements always ends the method."""
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        return _returns(last.body) and _returns(last.orelse)
    return isinstance(last, ast.Return)


def _buttons(value: object) -> tuple[Button, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unread
    return tuple(
        Button(str(one.get("title", "")), str(one.get("payload", "")), str(one.get("url", "")))
        for one in value
        if one.get("title")
    )


def sound(expression: str) -> str:
    """The expression, if it is one here."""
    compile_expression(expression)
    return expression
