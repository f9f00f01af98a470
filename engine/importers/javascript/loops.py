"""Loops that only gather: a sum, a text or a list out of the items of a list."""

from typing import TYPE_CHECKING

from engine.importers.javascript.arrows import FUNCTIONS, item_named, parameters
from engine.importers.javascript.expressions import condition, value
from engine.importers.javascript.made import (
    SUM,
    WHOLE,
    Made,
    as_text,
    both,
    call,
    safe,
    tight,
)
from engine.importers.javascript.reading import Refusal, field, parts, written
from engine.importers.javascript.scope import Scope

if TYPE_CHECKING:
    from tree_sitter import Node


def is_each(function: "Node") -> bool:
    """Whether a method is `forEach`."""
    return written(field(function, "property")) == "forEach"


def gather_each(scope: Scope, node: "Node") -> None:
    """`list.forEach(item => ...)`."""
    (function, *_) = parts(field(node, "arguments"))
    names = parameters(function) if function.type in FUNCTIONS else []
    if len(names) != 1 or names[0].type != "identifier":
        raise Refusal("a function that takes more than the item of the list", node)
    of = value(scope, field(field(node, "function"), "object"))
    _gather(scope, of, names[0], field(function, "body"))


def gather(scope: Scope, node: "Node") -> None:
    """`for (const item of list) ...`."""
    name = field(node, "left")
    if written(field(node, "operator")) != "of" or name.type != "identifier":
        raise Refusal(f"{written(node)[:60]!r}: a loop over something else than a list", node)
    _gather(scope, value(scope, field(node, "right")), name, field(node, "body"))


def _gather(scope: Scope, of: Made, parameter: "Node", body: "Node") -> None:
    """What a loop adds to one of the script's own names."""
    test, step = _only_step(body)
    name, gathered = _added(scope, step)
    before = scope.own(name, step)
    if not isinstance(before, Made):
        raise Refusal(f"{written(step)[:60]!r}: a loop that does more than gather", step)
    wanted = written(parameter)

    def read(inner: Scope) -> tuple[Made, str]:
        return value(inner, gathered), condition(inner, test) if test is not None else ""

    item, (made, shown) = item_named(scope, of, wanted, read)
    items = f"{tight(of, WHOLE)}.filter({item}, {shown})" if shown else tight(of, WHOLE)
    scope.known = {**scope.known, name: _joined(before, of, items, item, made, step)}


def _joined(before: Made, of: Made, items: str, item: str, made: Made, step: "Node") -> Made:
    if before.type == "list" and step.type == "call_expression":
        more = f"{items}.map({item}, {safe(made, 'null')})"
        cel = more if before.cel == "[]" else f"{tight(before, SUM)} + {more}"
        return Made(cel, "list", both(before.guard, of.guard), level=SUM)
    if before.type == "text":
        more = call("join", f"{items}.map({item}, {as_text(made).cel})", '""')
        cel = more if before.cel == '""' else f"{tight(before, SUM)} + {more}"
        return Made(cel, "text", both(before.guard, of.guard), level=SUM)
    if before.type == "number" and made.type == "number":
        numbers = f"{items}.all({item}, {made.guard})" if made.guard else ""
        more = call("sum", f"{items}.map({item}, {made.cel})")
        cel = more if before.cel == "0" else f"{tight(before, SUM)} + {more}"
        return Made(cel, "number", both(before.guard, of.guard, numbers), level=SUM)
    raise Refusal(f"{written(step)[:60]!r}: a loop that does more than gather", step)


def _only_step(body: "Node") -> tuple["Node | None", "Node"]:
    """The condition, if there is one, and the one thing that a loop does."""
    while body.type in {"statement_block", "expression_statement"} and len(parts(body)) == 1:
        body = parts(body)[0]
    if body.type != "if_statement" or body.child_by_field_name("alternative") is not None:
        return None, body
    inner, step = _only_step(field(body, "consequence"))
    if inner is not None:
        raise Refusal(f"{written(body)[:60]!r}: a loop that does more than gather", body)
    return field(body, "condition"), step


def _added(scope: Scope, step: "Node") -> tuple[str, "Node"]:
    """The name that a step adds to, and what it adds."""
    if step.type == "augmented_assignment_expression":
        left = field(step, "left")
        if left.type == "identifier" and written(field(step, "operator")) == "+=":
            return written(left), field(step, "right")
    if step.type == "call_expression" and field(step, "function").type == "member_expression":
        function, given = field(step, "function"), parts(field(step, "arguments"))
        of = field(function, "object")
        pushes = written(field(function, "property")) == "push" and of.type == "identifier"
        if pushes and len(given) == 1 and written(of) in scope.known:
            return written(of), given[0]
    raise Refusal(f"{written(step)[:60]!r}: a loop that does more than gather", step)
