"""Functions within a script: those given to a list's methods, and those of the script's own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from engine.importers.javascript.made import (
    NOTHING,
    WHOLE,
    Made,
    as_condition,
    as_text,
    both,
    call,
    safe,
    tight,
)
from engine.importers.javascript.members import taken_apart
from engine.importers.javascript.reading import Refusal, field, parts, written
from engine.importers.javascript.scope import Closure, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

_Read = TypeVar("_Read")
Body = Callable[[Scope, "Node"], Made]
FUNCTIONS = {"arrow_function", "function_expression", "function_declaration", "function"}
BARE = {"Boolean", "String", "Number"}
LIST_METHODS = {
    "map", "filter", "some", "every", "find", "findIndex", "flatMap", "reduce", "sort",
}  # fmt: skip


def parameters(node: "Node") -> list["Node"]:
    """The parameters of a function."""
    single = node.child_by_field_name("parameter")
    return [single] if single is not None else parts(field(node, "parameters"))


def apply(scope: Scope, closure: Closure, given: list[Made], value: Body, node: "Node") -> Made:
    """What a function of the script gives for these values."""
    names: dict[str, Made | Closure] = dict(closure.known)
    for at, parameter in enumerate(parameters(closure.node)):
        if parameter.type != "identifier":
            raise Refusal(f"the parameter {written(parameter)[:40]!r}", parameter)
        names[written(parameter)] = given[at] if at < len(given) else NOTHING
    with scope.level(node), scope.knowing(names):
        return body_of(scope, closure.node, value)


def body_of(scope: Scope, node: "Node", value: Body) -> Made:
    """What a function gives: its expression, or what its statements return."""
    from engine.importers.javascript.statements import returned  # noqa: PLC0415 -- goes round

    if any(child.type == "async" for child in node.children):
        raise Refusal("a function that waits", node)
    body = field(node, "body")
    return returned(scope, body) if body.type == "statement_block" else value(scope, body)


def on_list(scope: Scope, of: Made, name: str, node: "Node", value: Body) -> Made:
    """`list.map(item => ...)` and its kin."""
    arguments = parts(field(node, "arguments"))
    if not arguments:
        raise Refusal(f"{written(node)[:60]!r} without a function", node)
    function = arguments[0]
    if name == "reduce":
        return _sum(scope, of, arguments, node, value)
    if name == "sort":
        return _sorted(of, function)
    if name == "map" and _takes_index(function):
        return _numbered(scope, of, function, value)
    item, made = _each(scope, of, function, value)
    return _written(name, of, item, made, node)


def _written(name: str, of: Made, item: str, made: Made, node: "Node") -> Made:
    items, test = tight(of, WHOLE), as_condition(made)
    if name == "map":
        cel = f"{items}.map({item}, {safe(made, 'null')})"
        return Made(cel, "list", of.guard, made.type)
    if name == "flatMap":
        return Made(call("flat", f"{items}.map({item}, {made.cel})"), "list", of.guard)
    if name in {"some", "every"}:
        macro = "exists" if name == "some" else "all"
        return Made(f"{items}.{macro}({item}, {test})", "yes_no", of.guard)
    kept = f"{items}.filter({item}, {test})"
    if name == "filter":
        return Made(kept, "list", of.guard, of.items)
    if name == "find":
        cel = call("at", kept, "0")
        return Made(cel, of.items, both(of.guard, f"{cel} != null"))
    if name == "findIndex":
        cel = call("index_of", f"{items}.map({item}, {test})", "true")
        return Made(cel, "number", of.guard)
    raise Refusal(f"the method {name}", node)


def _takes_index(function: "Node") -> bool:
    names = parameters(function) if function.type in FUNCTIONS else []
    return len(names) == 2 and all(one.type == "identifier" for one in names)


def _numbered(scope: Scope, of: Made, function: "Node", value: Body) -> Made:
    """`list.map((item, place) => ...)`: over the places of the list."""
    item, place = (written(one) for one in parameters(function))
    places = Made(call("range", call("size", of.cel)), "list", of.guard, "number")

    def read(within: Scope) -> Made:
        index = within.known[place]
        assert isinstance(index, Made)
        one = Made(call("at", of.cel, index.cel), of.items)
        with within.knowing({item: one}):
            return body_of(within, function, value)

    name, made = item_named(scope, places, place, read)
    cel = f"{places.cel}.map({name}, {safe(made, 'null')})"
    return Made(cel, "list", of.guard, made.type)


def _each(scope: Scope, of: Made, function: "Node", value: Body) -> tuple[str, Made]:
    """The name of an item in a macro, and what the function gives for it."""
    if function.type == "identifier" and written(function) in BARE:
        one = Made("item", of.items)
        return "item", as_text(one) if written(function) == "String" else one
    closure = scope.own(written(function), function) if function.type == "identifier" else None
    inner = closure.node if isinstance(closure, Closure) else function
    if inner.type not in FUNCTIONS:
        raise Refusal(f"{written(function)[:60]!r} in place of a function", function)
    given = parameters(inner)
    if len(given) != 1 or given[0].type not in {"identifier", "object_pattern"}:
        raise Refusal("a function that takes more than the item of the list", function)
    return _named(scope, of, inner, given[0], value)


def _named(
    scope: Scope, of: Made, inner: "Node", parameter: "Node", value: Body
) -> tuple[str, Made]:
    """Finds a name for the item that hides none of the platform's."""
    if parameter.type == "identifier":
        return item_named(
            scope, of, written(parameter), lambda within: body_of(within, inner, value)
        )

    def read(within: Scope) -> Made:
        item = within.known["item"]
        assert isinstance(item, Made)
        with within.knowing(taken_apart(item, parameter)):
            return body_of(within, inner, value)

    return item_named(scope, of, "item", read)


def item_named(
    scope: Scope, of: Made, word: str, read: Callable[[Scope], _Read]
) -> tuple[str, _Read]:
    """A name in a macro for an item that the script calls `word`, and what is read with it."""
    plain = "".join(sign for sign in word if sign.isascii() and (sign.isalnum() or sign == "_"))
    wish = plain if plain[:1].isalpha() and plain not in HIDING else f"item_{plain}".rstrip("_")
    taken = {made.cel for made in scope.known.values() if isinstance(made, Made)}
    name, number, before = wish, 2, set(scope.told)
    while True:
        if name not in taken:
            scope.told.clear()
            with scope.knowing({word: Made(name, of.items)}):
                made = read(scope)
            clash = name in scope.told
            scope.told |= before
            if not clash:
                return name, made
        name, number = f"{wish}_{number}", number + 1


HIDING = {
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function",
    "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    "int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "now",
}  # fmt: skip


def _sum(scope: Scope, of: Made, given: list["Node"], node: "Node", value: Body) -> Made:
    """`list.reduce((sum, item) => sum + item.price, 0)`; no other way of reducing."""
    function = given[0]
    names = parameters(function) if function.type in FUNCTIONS else []
    body = field(function, "body") if names else None
    if body is not None and body.type == "parenthesized_expression":
        body = parts(body)[0]
    adds = body is not None and body.type == "binary_expression" and len(names) == 2
    if body is None or not adds or written(field(body, "operator")) != "+" or len(given) != 2:
        raise Refusal(f"{written(node)[:60]!r}: a list reduced to something else than a sum", node)
    left, right = field(body, "left"), field(body, "right")
    if written(left) != written(names[0]) or written(given[1]) not in {"0", "0.0"}:
        raise Refusal(f"{written(node)[:60]!r}: a sum that starts otherwise than with 0", node)

    item, made = _item(scope, of, names[1], right, value)
    if made.type != "number":
        raise Refusal(f"{written(right)[:60]!r}: what is no number for certain", right)
    items = of.cel if made.cel == item else f"{tight(of, WHOLE)}.map({item}, {made.cel})"
    numbers = f"{tight(of, WHOLE)}.all({item}, {made.guard})" if made.guard else ""
    return Made(call("sum", items), "number", both(of.guard, numbers))


def _item(scope: Scope, of: Made, parameter: "Node", body: "Node", value: Body) -> tuple[str, Made]:
    word = written(parameter)
    name = word if word.isascii() and word.isalnum() and word not in HIDING else "item"
    with scope.knowing({word: Made(name, of.items)}):
        return name, value(scope, body)


def _sorted(of: Made, function: "Node") -> Made:
    """`list.sort((a, b) => a - b)`, rising or falling."""
    names = [written(one) for one in parameters(function)] if function.type in FUNCTIONS else []
    body = "".join(written(field(function, "body")).split()) if names else ""
    if len(names) != 2 or of.items not in {"number", "any"}:
        raise Refusal("a list sorted in a way of its own", function)
    rising = call(
        "sort", f"{tight(of, WHOLE)}.map(n, as_number(n))" if of.items != "number" else of.cel
    )
    if body == f"{names[0]}-{names[1]}":
        return Made(rising, "list", of.guard, "number")
    if body == f"{names[1]}-{names[0]}":
        return Made(call("reverse", rising), "list", of.guard, "number")
    raise Refusal("a list sorted in a way of its own", function)
