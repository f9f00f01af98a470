"""Conditions and values of Dialogflow CX in our expression language."""

import json
import re
from collections.abc import Callable

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression
from engine.importers.dialogflow_cx.functions import DIFFERENT, call
from engine.importers.dialogflow_cx.grammar import (
    Call,
    Comparison,
    Constant,
    Items,
    Negation,
    Reference,
    Several,
    Tree,
    Unclear,
    parse,
    parse_at,
)
from engine.importers.dialogflow_cx.parameters import Parameters
from engine.importers.dialogflow_es.texts import literal, quoted
from engine.types.limits import LIMITS

PATH = re.compile(r"[a-z_]\w*(\.\w+)*")
WORDS = {"AND": " && ", "OR": " || "}
EQUAL = {"=": "==", "!=": "!="}
OF_FLOW = "$flow."
PARAMS = Reference("session", ("params",))
# A pattern rather than a part of a text.
PATTERN = re.compile(r"[\\^$*+?\[\](){}|]|\.[*+]")
REQUEST = {
    ("user-utterance",): "message.text",
    ("language",): "language",
    ("session-id",): "contact.id",
    ("intent-confidence",): "message.confidence",
}
# Parts of a date and a time, which are texts here: `2026-11-24`, `15:30`.
PARTS = {
    "year": ("-", 0),
    "month": ("-", 1),
    "day": ("-", 2),
    "hours": (":", 0),
    "minutes": (":", 1),
}


class Translated(Struct, frozen=True):
    """An expression of ours; empty, with the reason, where there is none."""

    cel: str
    how: str = ""


class Translator:
    """Translates with the parameters of an agent, and those of a flow.

    `form` is what makes a page's form final.
    """

    def __init__(
        self, parameters: Parameters, form: Callable[[], str] = lambda: "true", flow: str = ""
    ) -> None:
        self.parameters = parameters
        self.form = form
        self.flow = flow
        self._hows: list[str] = []

    def preset(self, parameter: str) -> str:
        """The variable that a preset sets: a session parameter, or one of the flow's own."""
        if parameter.startswith(OF_FLOW):
            return self.parameters.of_flow(self.flow, parameter.removeprefix(OF_FLOW))
        return self.parameters.name(parameter)

    def condition(self, source: str) -> Translated:
        """A condition; an empty one always holds."""
        return self._whole(source, self._truth) if source.strip() else Translated("true")

    def value(self, source: object) -> Translated:
        """The value that a preset gives: words with references in them, or plain JSON."""
        if isinstance(source, str):
            return self._words(source)
        if isinstance(source, list):
            return self._all([self.value(one) for one in source], "[{}]", [""] * len(source))
        if isinstance(source, dict):
            keys = [f"{json.dumps(key, ensure_ascii=False)}: " for key in source]
            return self._all([self.value(one) for one in source.values()], "{{{}}}", keys)
        return Translated(json.dumps(source))

    def text(self, words: str) -> Translated:
        """A text with its references as holes; what is unknown stays as it was written."""
        self._hows = []
        parts: list[str] = []
        at = start = 0
        while (sign := words.find("$", at)) >= 0:
            at = sign + 1
            if hole := self._hole(words, sign):
                parts += [literal(words[start:sign]), f"${{{hole[0]}}}"]
                start = at = hole[1]
        parts.append(literal(words[start:]))
        return Translated("".join(parts), "; ".join(dict.fromkeys(self._hows)))

    def _hole(self, words: str, sign: int) -> tuple[str, int] | None:
        found = parse_at(words, sign)
        if found is None:
            return None
        try:
            cel = self._value(found[0])
            compile_expression(cel)
        except (Unclear, ExpressionError) as error:
            self._hows.append(f"{words[sign : found[1]]!r} stays as it is written: {error}")
            return None
        return cel, found[1]

    def _words(self, source: str) -> Translated:
        """A preset's text: one reference or call keeps its type, else a text is put together."""
        found = parse_at(source.strip(), 0) if source.strip().startswith("$") else None
        if found and found[1] == len(source.strip()):
            return self._whole(source.strip(), self._optional)
        self._hows = []
        parts, at, start = [], 0, 0
        while (sign := source.find("$", at)) >= 0:
            hole = self._hole(source, sign)
            at = sign + 1
            if hole:
                if source[start:sign]:
                    parts.append(quoted(source[start:sign]))
                parts.append(f"as_text({hole[0]})")
                start = at = hole[1]
        if source[start:] or not parts:
            parts.append(quoted(source[start:]))
        cel = " + ".join(parts)
        return Translated(cel, "; ".join(dict.fromkeys(self._hows)))

    def _all(self, several: list[Translated], frame: str, keys: list[str]) -> Translated:
        hows = [one.how for one in several if one.how]
        if any(not one.cel for one in several):
            return Translated("", "; ".join(hows))
        inside = ", ".join(key + one.cel for key, one in zip(keys, several, strict=True))
        return Translated(frame.format(inside), "; ".join(hows))

    def _whole(self, source: str, read: Callable[[Tree], str]) -> Translated:
        self._hows = []
        try:
            cel = read(parse(source))
            compile_expression(cel)
        except (Unclear, ExpressionError, RecursionError) as error:
            return Translated("", str(error))
        if len(cel) > LIMITS.expression_chars:
            return Translated("", "it is too long")
        return Translated(cel, "; ".join(dict.fromkeys(self._hows)))

    def _truth(self, tree: Tree) -> str:
        match tree:
            case Several():
                inner = (self._truth(part) for part in tree.parts)
                return f"({WORDS[tree.word].join(inner)})"
            case Negation():
                return f"!({self._truth(tree.inner)})"
            case Comparison():
                return self._compared(tree)
            case Constant(value=bool() as value):
                return "true" if value else "false"
            case Constant():
                raise Unclear(f"{tree.value!r} alone is no condition")
            case _:
                # What is missing counts as false.
                return f"{self._value(tree)} == true"

    def _compared(self, tree: Comparison) -> str:
        left, right, operator = tree.left, tree.right, tree.operator
        if isinstance(left, Constant) and not isinstance(right, Constant) and operator in EQUAL:
            left, right = right, left
        if _status(left):
            return self._state(left, right, operator)
        if isinstance(right, Constant) and right.value is None and operator in EQUAL:
            known = self._known(left)
            return known if operator == "!=" else f"!{known}"
        one, other = self._value(left), self._value(right)
        if operator == ":":
            if isinstance(right, Constant) and PATTERN.search(str(right.value)):
                return f"matches({one}, {quoted(str(right.value))})"
            return f"contains({one}, {other})"
        if operator == "!=" and (missing := self._missing(left)):
            return f"({missing} || {one} != {other})"
        return f"{one} {EQUAL.get(operator, operator)} {other}"

    def _state(self, left: Tree, right: Tree, operator: str) -> str:
        """Whether a form, or one of its parameters, is filled."""
        assert isinstance(left, Reference)
        wished = str(right.value) if isinstance(right, Constant) else ""
        if len(left.path) == 2:
            filled, yes = self.form(), wished == "FINAL"
        else:
            filled = f"has({self.parameters.name(str(left.path[1]))})"
            yes = wished in {"FILLED", "UPDATED", "VALID"}
            if wished == "UPDATED":
                self._hows.append("UPDATED holds wherever the parameter has a value")
        return f"({filled})" if yes == (operator == "=") else f"!({filled})"

    def _known(self, tree: Tree) -> str:
        """Whether there is a value."""
        return _known(self._value(tree))

    def _missing(self, tree: Tree) -> str:
        if isinstance(tree, Reference):
            known = self._known(tree)
            return f"!{known}" if known.startswith("has(") else ""
        return ""

    def _optional(self, tree: Tree) -> str:
        """A value that may be missing, without a warning."""
        cel = self._value(tree)
        known = self._known(tree) if isinstance(tree, Reference) else ""
        return f"{known} ? {cel} : null" if known.startswith("has(") else cel

    def _value(self, tree: Tree) -> str:
        match tree:
            case Constant(value=str() as value):
                return quoted(value)
            case Constant():
                return json.dumps(tree.value)
            case Items():
                return f"[{', '.join(self._value(item) for item in tree.items)}]"
            case Reference():
                return self._reference(tree)
            case Call():
                return self._call(tree)
            case _:
                return f"({self._truth(tree)})"

    def _call(self, tree: Call) -> str:
        arguments = list(tree.arguments)
        if tree.name == "GET_FIELD" and len(arguments) == 2 and arguments[0] == PARAMS:
            field = arguments[1]
            return self.parameters.name(str(field.value)) if isinstance(field, Constant) else ""
        cels = [self._value(one) for one in arguments]
        if tree.name == "IF" and arguments and isinstance(arguments[0], Constant):
            cels[0] = self._truth(parse(str(arguments[0].value)))
        cel = call(tree.name, tuple(cels))
        if not cel:
            raise Unclear(f"the function {tree.name} has no counterpart with {len(cels)} arguments")
        if tree.name in DIFFERENT:
            self._hows.append(f"{tree.name} {DIFFERENT[tree.name]}")
        return cel

    def _reference(self, tree: Reference) -> str:
        path = tree.path
        if tree.scope == "request":
            if path in REQUEST:
                return REQUEST[path]
            raise Unclear(f"$request.{'.'.join(map(str, path))} is not known to the bot")
        if tree.scope == "flow" and path and path[0] != "params":
            return self._members("", self.parameters.of_flow(self.flow, str(path[0])), path[1:])
        if path == ("state",) or not path or path[0] != "params" or len(path) < 2:
            raise Unclear(f"${tree.scope}.{'.'.join(map(str, path))} is not known to the bot")
        name, rest = str(path[1]), path[2:]
        if tree.scope == "intent":
            base = self.parameters.of_intent(name)
        else:
            base = self.parameters.name(name)
        if rest[:1] == ("original",):
            base, rest = self.parameters.original(name, of_intent=tree.scope == "intent"), rest[1:]
        elif rest[:1] == ("resolved",):
            rest = rest[1:]
        return self._members(name, base, rest)

    def _members(self, name: str, base: str, rest: tuple[str | int, ...]) -> str:
        kind = self.parameters.kind(name)
        if rest and self.parameters.is_whole(name, rest[0]):
            rest = rest[1:]
        if len(rest) == 1 and rest[0] in PARTS and kind in {"date", "time", "datetime"}:
            sign, at = PARTS[str(rest[0])]
            return f'int(split({base}, "{sign}")[{at}])'
        for step in rest:
            if isinstance(step, int):
                base += f"[{step}]"
            elif step.isidentifier():
                base += f".{step}"
            else:
                base += f"[{quoted(step)}]"
        return base


def _known(cel: str) -> str:
    """Whether an expression has a value."""
    return f"has({cel})" if PATH.fullmatch(cel) else f'(as_text({cel}) != "")'


def _status(tree: Tree) -> bool:
    """Whether a reference is to `$page.params.status`, or to a parameter's own status."""
    if not isinstance(tree, Reference) or tree.scope != "page":
        return False
    return tree.path == ("params", "status") or (
        len(tree.path) == 3 and tree.path[0] == "params" and tree.path[2] == "status"
    )
