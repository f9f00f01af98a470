"""Calls of adaptive expressions: those that take more than plain arguments, and the table's."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.composer.functions import NEARLY, PLAIN, UNITS
from engine.importers.composer.kinds import is_text
from engine.importers.composer.moments import cldr
from engine.importers.composer.tree import Call, Lambda, Literal, Name, Tree, Untranslatable

if TYPE_CHECKING:
    from engine.importers.composer.cel import Cel

FORM = re.compile(r"\{([tn]?)(\d)\}")


def say_call(cel: "Cel", call: Call) -> str:
    """A call in ours."""
    name = call.name.lower()
    if name in NEARLY:
        cel.remarks[f"{call.name}: {NEARLY[name]}"] = None
    special = SPECIAL.get(name)
    if special:
        return special(cel, call.arguments)
    forms = PLAIN.get(name, ())
    form = next((one for one in forms if _arity(one) == len(call.arguments)), "")
    if not form and forms and len(call.arguments) > _arity(forms[-1]):
        # A locale, as the last argument of many functions.
        form, cel.remarks[f"{call.name}: without its last argument"] = forms[-1], None
    if not form:
        raise Untranslatable(f"the function {call.name!r}")
    return _filled(cel, form, call.arguments)


def _arity(form: str) -> int:
    return max((int(match[2]) + 1 for match in FORM.finditer(form)), default=0)


def _filled(cel: "Cel", form: str, arguments: tuple[Tree, ...]) -> str:
    def fill(match: re.Match[str]) -> str:
        tree = arguments[int(match[2])]
        say = {"t": cel.text, "n": cel.number}.get(match[1], cel.value)
        return say(tree)

    return FORM.sub(fill, form)


def _and(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return f"({' && '.join(cel.truth(one) for one in arguments)})"


def _or(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return f"({' || '.join(cel.truth(one) for one in arguments)})"


def _not(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return cel.contrary(_only(arguments))


def _if(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    if len(arguments) != 3:
        raise Untranslatable("an if without three parts")
    when, then, other = arguments
    return f"({cel.truth(when)} ? {cel.value(then)} : {cel.value(other)})"


def _exists(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return cel.is_there(_only(arguments))


def _empty(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    only = _only(arguments)
    return f"({cel.is_null(only)} || size({cel.value(only)}) == 0)"


def _string(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return cel.text(arguments[0])


def _bool(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    only = _only(arguments)
    if isinstance(only, Literal) and isinstance(only.value, int):
        return "true" if only.value else "false"
    return f"({cel.truth(only)})"


def _concat(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return f"({' + '.join(cel.text(one) for one in arguments)})" if arguments else '""'


def _create(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return f"[{', '.join(cel.value(one) for one in arguments)}]"


def _join(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    if len(arguments) == 1:
        return f'join({cel.value(arguments[0])}.map(i, as_text(i)), "")'
    said, sign = cel.value(arguments[0]), cel.text(arguments[1])
    texts = said if _gives_texts(arguments[0]) else f"{said}.map(i, as_text(i))"
    if len(arguments) == 2:
        return f"join({texts}, {sign})"
    last = cel.text(arguments[2])
    head = f"join(slice({texts}, 0, size({said}) - 1), {sign})"
    whole = f"({head} + {last} + as_text(at({said}, size({said}) - 1)))"
    return f"(size({said}) > 1 ? {whole} : join({texts}))"


def _gives_texts(tree: Tree) -> bool:
    """Whether a list is one of texts, whatever is in memory."""
    if not isinstance(tree, Call) or tree.name.lower() not in {"foreach", "select"}:
        return isinstance(tree, Call) and tree.name.lower() == "split"
    body = tree.arguments[-1]
    return is_text(body.body if isinstance(body, Lambda) else body)


def _coalesce(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    *first, last = arguments
    said = cel.value(last)
    for one in reversed(first):
        said = f"({cel.is_there(one)} ? {cel.value(one)} : {said})"
    return said


def _each(word: str) -> Callable[["Cel", tuple[Tree, ...]], str]:
    def say(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
        inner, name, body = _lambda(cel, arguments)
        said = inner.value(body) if word == "map" else inner.truth(body)
        return f"{cel.value(arguments[0])}.{word}({name}, {said})"

    return say


def _lambda(cel: "Cel", arguments: tuple[Tree, ...]) -> tuple["Cel", str, Tree]:
    if len(arguments) == 2 and isinstance(arguments[1], Lambda):
        name, body = arguments[1].name, arguments[1].body
    elif len(arguments) == 3 and isinstance(arguments[1], Name):
        name, body = arguments[1].name, arguments[2]
    else:
        raise Untranslatable("a function over a list without its name and body")
    inner, ours = cel.binding(name)
    return inner, ours, body


def _union(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return f"unique({' + '.join(cel.value(one) for one in arguments)})"


def _merge(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    said = cel.value(arguments[0])
    for one in arguments[1:]:
        said = f"merge({said}, {cel.value(one)})"
    return said


def _extreme(word: str) -> Callable[["Cel", tuple[Tree, ...]], str]:
    def say(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
        if len(arguments) == 1:
            return f"{word}({cel.value(arguments[0])})"
        return f"{word}([{', '.join(cel.value(one) for one in arguments)}])"

    return say


def _range(_cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    if not all(isinstance(one, Literal) and isinstance(one.value, int) for one in arguments):
        raise Untranslatable("a range whose ends are computed")
    start, count = (int(one.value) for one in arguments)  # type: ignore[union-attr,arg-type]
    if not 0 <= count <= 100:
        raise Untranslatable("a range of more than 100 numbers")
    return f"[{', '.join(str(start + place) for place in range(count))}]"


def _random(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    return cel.value(arguments[0])


def _new_id(_cel: "Cel", _arguments: tuple[Tree, ...]) -> str:
    return '(contact.id + "-" + string(now))'


def _format(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
    moment = f"moment({cel.value(arguments[0])})"
    if len(arguments) == 1:
        return f"string({moment})"
    pattern = arguments[1]
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        raise Untranslatable("a format that is computed")
    said = cldr(pattern.value)
    return f"format_moment({moment}, {cel.value(Literal(said))})" if said else f"string({moment})"


def _shift(sign: int, *, from_now: bool) -> Callable[["Cel", tuple[Tree, ...]], str]:
    def say(cel: "Cel", arguments: tuple[Tree, ...]) -> str:
        start = "now" if from_now else f"moment({cel.value(arguments[0])})"
        count, unit, *rest = arguments[0 if from_now else 1 :]
        word = unit.value if isinstance(unit, Literal) else None
        if not isinstance(word, str) or word.lower() not in UNITS:
            raise Untranslatable("a unit of time that is computed")
        minus = "-" if sign < 0 else ""
        said = f'shift({start}, {minus}{cel.value(count)}, "{UNITS[word.lower()]}")'
        pattern = rest[0].value if rest and isinstance(rest[0], Literal) else ""
        ours = cldr(pattern) if isinstance(pattern, str) else ""
        return f"format_moment({said}, {cel.value(Literal(ours))})" if ours else f"string({said})"

    return say


def _pending(_cel: "Cel", _arguments: tuple[Tree, ...]) -> str:
    return "session.waiting"


def _only(arguments: tuple[Tree, ...]) -> Tree:
    if len(arguments) != 1:
        raise Untranslatable(f"{len(arguments)} arguments where one is meant")
    return arguments[0]


SPECIAL: dict[str, Callable[["Cel", tuple[Tree, ...]], str]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "if": _if,
    "exists": _exists,
    "empty": _empty,
    "string": _string,
    "bool": _bool,
    "concat": _concat,
    "createarray": _create,
    "join": _join,
    "coalesce": _coalesce,
    "foreach": _each("map"),
    "select": _each("map"),
    "where": _each("filter"),
    "any": _each("exists"),
    "all": _each("all"),
    "union": _union,
    "merge": _merge,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "sum": _extreme("sum"),
    "range": _range,
    "haspendingactions": _pending,
    "isdialogactive": _pending,
    "rand": _random,
    "newguid": _new_id,
    "formatdatetime": _format,
    "addtotime": _shift(1, from_now=False),
    "subtractfromtime": _shift(-1, from_now=False),
    "getfuturetime": _shift(1, from_now=True),
    "getpasttime": _shift(-1, from_now=True),
}
