"""The newer actions: their steps in the terms of the dialog, so that both are drawn alike.

A value, `{"skill_variable": "x"}`, is written as a dialog writes it, `$(x)`; variables of one
action's steps are told apart by the action's id.
"""

import re

from msgspec import Struct, field

from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    mapping,
    mappings,
    text,
    truth,
    whole,
)
from engine.importers.watson.cel import quoted
from engine.importers.watson.source import DialogNode
from engine.types.value import Value

REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
SIGNS = {
    "eq": "==",
    "neq": "!=",
    "lt": "<",
    "lte": "<=",
    "gt": ">",
    "gte": ">=",
}
SYSTEM = {"current_date": "today()", "current_time": "now()", "now": "now()"}


class Question(Struct, frozen=True):
    """What a step waits for: a value of an entity, or any words."""

    entity: str = ""
    tries: int = 0
    only_when_asked: bool = False
    not_found: Mapping = field(default_factory=dict)


class StepOf(Struct, frozen=True):
    """A step: the node of its words and values, its question, and what comes next."""

    id: str
    node: DialogNode
    variable: str
    question: Question | None
    resolver: Mapping
    next: str


class Action(Struct, frozen=True):
    """An action with its steps in order. `intent` starts it, if it is one that people ask for."""

    id: str
    title: str
    place: str
    intent: str
    condition: str
    steps: tuple[StepOf, ...]
    variables: tuple[Mapping, ...]


def read_actions(workspace: Mapping, path: str) -> tuple[Action, ...]:
    """The actions that have an id."""
    return tuple(
        _action(one, path) for one in mappings(workspace.get("actions")) if text(one.get("action"))
    )


def _action(one: Mapping, path: str) -> Action:
    id_ = text(one.get("action"))
    own = tuple(mappings(one.get("variables")))
    names = {text(each.get("variable")) for each in own}
    writer = Writer(id_, frozenset(names))
    condition = mapping(one.get("condition"))
    intent = text(condition.get("intent"))
    return Action(
        id=id_,
        title=text(one.get("title")) or id_,
        place=f"{path}#actions/{id_}",
        intent=intent,
        condition="" if intent else writer.condition(condition),
        steps=tuple(
            _step(each, writer, f"{path}#actions/{id_}")
            for each in mappings(one.get("steps"))
            if text(each.get("step"))
        ),
        variables=own,
    )


def _step(one: Mapping, writer: "Writer", place: str) -> StepOf:
    id_ = text(one.get("step"))
    question, handlers = mapping(one.get("question")), mappings(one.get("handlers"))
    context = {}
    for each in mappings(mapping(one.get("context")).get("variables")):
        name = text(each.get("skill_variable")) or writer.name(text(each.get("variable")))
        if name:
            context[name] = writer.assigned(each.get("value"))
    node = DialogNode(
        id=f"{writer.action}/{id_}",
        place=f"{place}/{id_}",
        type="step",
        title=text(one.get("title")),
        conditions=writer.condition(mapping(one.get("condition"))),
        output=writer.output(mapping(one.get("output"))),
        context=context,
    )
    asks = None
    if question:
        not_found = next((h for h in handlers if "not_found" in text(h.get("type"))), {})
        asks = Question(
            entity=text(question.get("entity")),
            tries=whole(question.get("max_tries"), 0),
            only_when_asked=truth(question.get("only_populate_when_prompted")),
            not_found=writer.output(mapping(not_found.get("output"))),
        )
    return StepOf(
        id=id_,
        node=node,
        variable=writer.name(text(one.get("variable")) or id_),
        question=asks,
        resolver=mapping(one.get("resolver")),
        next=text(one.get("next_step")),
    )


class Writer:
    """Writes the values and conditions of one action as a dialog does."""

    def __init__(self, action: str, own: frozenset[str]) -> None:
        self.action = action
        self._own = own

    def name(self, variable: str) -> str:
        """The context variable that stands for a variable of the action."""
        return f"{self.action}/{variable}" if variable in self._own else variable

    def value(self, value: object) -> str:
        """A value as an expression of the dialog."""
        if not isinstance(value, dict):
            return _scalar(value)
        one = mapping(value)
        if "scalar" in one:
            return _scalar(one["scalar"])
        for key in ("skill_variable", "variable", "result_variable"):
            if one.get(key):
                return f"$({self.name(text(one[key]))})"
        if one.get("system_variable"):
            return SYSTEM.get(text(one["system_variable"]), "null")
        if "expression" in one:
            return self.expression(text(one["expression"]))
        if one.get("entity"):
            return f"@{text(one['entity'])}"
        if "concat" in one:
            parts = [self.value(each) for each in _items(one["concat"])]
            return " + ".join(parts) or "''"
        return "null"

    def assigned(self, value: object) -> Value:
        """A value that a context variable gets: plain where it is one, else an expression."""
        one = mapping(value)
        if "scalar" in one:
            return one["scalar"]
        written = self.value(value)
        return None if written == "null" else f"<? {written} ?>"

    def expression(self, source: str) -> str:
        return REFERENCE.sub(lambda match: f"$({self.name(match[1])})", source)

    def condition(self, one: Mapping) -> str:
        """A condition as an expression of the dialog; "" where there is none."""
        parts = [self._condition(key, value) for key, value in one.items()]
        kept = [part for part in parts if part]
        return " && ".join(f"({part})" for part in kept) if len(kept) > 1 else "".join(kept)

    def _condition(self, key: str, value: object) -> str:
        if key in {"and", "or"}:
            sign = " && " if key == "and" else " || "
            parts = [self.condition(mapping(each)) for each in _items(value)]
            return sign.join(f"({part})" for part in parts if part)
        if key == "not":
            return f"!({self.condition(mapping(value))})"
        if key == "intent":
            return f"#{text(value)}"
        if key == "entity":
            return f"@{text(value)}"
        if key == "expression":
            return self.expression(text(value))
        operands = [self.value(each) for each in _items(value)] or [self.value(value)]
        if key in SIGNS and len(operands) == 2:
            return f"{operands[0]} {SIGNS[key]} {operands[1]}"
        if key in {"exists", "is_set"}:
            return f"{operands[0]} != null"
        if key in {"not_exists", "is_not_set"}:
            return f"{operands[0]} == null"
        if key in {"contains", "any_of"} and len(operands) == 2:
            return f"{operands[0]}.contains({operands[1]})"
        if key in {"matches", "regex"} and len(operands) == 2:
            return f"{operands[0]}.matches({operands[1]})"
        if key in {"skill_variable", "variable"}:
            return self.value({key: value})
        return f"condition_{key}()"

    def output(self, output: Mapping) -> Mapping:
        """The output with its expressions written into the texts."""
        return {
            **output,
            "generic": [self._generic(one) for one in mappings(output.get("generic"))],
        }

    def _generic(self, one: Mapping) -> Mapping:
        made = dict(one)
        if isinstance(one.get("values"), list):
            made["values"] = [{"text": self._text(each)} for each in mappings(one.get("values"))]
        for key in ("title", "description"):
            if isinstance(one.get(f"{key}_expression"), dict):
                made[key] = self._text({"text_expression": one[f"{key}_expression"]})
        return made

    def _text(self, one: Mapping) -> str:
        spoken = mapping(one.get("text_expression"))
        if "concat" not in spoken:
            found = self.value(spoken) if spoken else ""
            return f"<? {found} ?>" if found else text(one.get("text"))
        parts = []
        for each in _items(spoken["concat"]):
            inner = mapping(each)
            if "scalar" in inner:
                parts.append(text(inner["scalar"]))
            else:
                parts.append(f"<? {self.value(each)} ?>")
        return "".join(parts)


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return repr(value)
    return quoted(value) if isinstance(value, str) else "null"
