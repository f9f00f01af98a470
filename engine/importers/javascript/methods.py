"""Methods of texts, lists and numbers, by name; those that take a function stand in `arrows`."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.importers.javascript.made import (
    SUM,
    WHOLE,
    Made,
    as_number,
    as_text,
    bare,
    both,
    call,
    constant,
    literal,
    quoted,
    tight,
)
from engine.importers.javascript.reading import Refusal, written
from engine.importers.javascript.scope import Scope

if TYPE_CHECKING:
    from tree_sitter import Node

Given = list[Made]
Write = Callable[[Scope, Made, Given, "Node"], Made]


def _on_text(function: str, type_: str = "text", least: int = 0) -> Write:
    """A function of ours that takes the text and texts."""

    def write(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
        words = [as_text(one).cel for one in given[:least]]
        return Made(call(function, of.cel, *words), type_, of.guard)

    return write


def _includes(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    part = as_text(given[0]).cel if of.type == "text" else bare(given[0]).cel
    return Made(call("contains", of.cel, part), "yes_no", both(of.guard, given[0].guard))


def _index(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    part = as_text(given[0]).cel if of.type == "text" else bare(given[0]).cel
    return Made(call("index_of", of.cel, part), "number", both(of.guard, given[0].guard))


def _split(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    if not given:
        return Made(f"[{of.cel}]", "list", of.guard, "text")
    separator = constant(given[0])
    if separator == "":
        cel = call("all_matches", of.cel, quoted("(?s)."))
    elif given[0].type in {"text", "any"}:
        cel = call("split", of.cel, given[0].cel)
    else:
        raise Refusal(f"{written(node)[:60]!r}", node)
    if len(given) > 1:
        cel = call("slice", cel, "0", as_number(given[1]).cel)
    return Made(cel, "list", both(of.guard, given[0].guard), "text")


def _join(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    between = as_text(given[0]).cel if given else quoted(",")
    items = of.cel if of.items == "text" else f"{tight(of, WHOLE)}.map(item, as_text(item))"
    return Made(call("join", items, between), "text", of.guard)


def _slice(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    places = [as_number(one).cel for one in given] or ["0"]
    return Made(call("slice", of.cel, *places), of.type, of.guard, of.items)


def _substring(scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    known = [constant(one) for one in given]
    if any(isinstance(one, int) and one < 0 for one in known):
        raise Refusal(f"{written(node)[:60]!r}: a place before the beginning", node)
    numbers = [one for one in known if isinstance(one, int)]
    if numbers != sorted(numbers):
        raise Refusal(f"{written(node)[:60]!r}: places in falling order", node)
    if None in known:
        scope.note("substring takes its places as they are, and does not swap them")
    return _slice(scope, of, given, node)


def _substr(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    start = as_number(given[0])
    if len(given) == 1:
        return Made(call("slice", of.cel, start.cel), "text", of.guard)
    rest = call("slice", of.cel, start.cel)
    return Made(call("slice", rest, "0", as_number(given[1]).cel), "text", of.guard)


def _char_at(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    place = as_number(given[0]) if given else literal(0)
    return Made(call("as_text", call("at", of.cel, place.cel)), "text", of.guard)


def _at(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    known = constant(given[0])
    place = given[0].cel
    if isinstance(known, int) and known < 0:
        place = f"size({of.cel}) - {-known}"
    elif known is None:
        place = f"{place} < 0 ? size({of.cel}) + {tight(given[0], SUM)} : {place}"
    cel = call("at", of.cel, place)
    return Made(cel, "text" if of.type == "text" else of.items, both(of.guard, f"{cel} != null"))


def _pad(*, at_start: bool) -> Write:
    def write(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
        length = constant(given[0])
        fill = constant(given[1]) if len(given) > 1 else " "
        if not isinstance(length, int) or not isinstance(fill, str) or not fill or length > 200:
            raise Refusal(f"{written(node)[:60]!r}: a length or filling that is computed", node)
        text = tight(of, SUM)
        room = f"slice({quoted((fill * length)[:length])}, 0, {length} - size({of.cel}))"
        padded = f"{room} + {text}" if at_start else f"{text} + {room}"
        return Made(f"(size({of.cel}) < {length} ? {padded} : {of.cel})", "text", of.guard)

    return write


def _repeat(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    times, text = constant(given[0]), constant(of)
    if isinstance(text, str) and isinstance(times, int) and 0 <= times * len(text) <= 1000:
        return literal(text * times)
    raise Refusal(f"{written(node)[:60]!r}: a text repeated so many times as is computed", node)


def _concat(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    if of.type == "text":
        cel = " + ".join([tight(of, SUM), *(tight(as_text(one), SUM) for one in given)])
        return Made(cel, "text", of.guard, level=SUM)
    lists = [tight(one, SUM) if one.type == "list" else f"[{one.cel}]" for one in given]
    if any(one.type == "any" for one in given):
        raise Refusal(f"{written(node)[:60]!r}: whether a list is added cannot be told", node)
    return Made(" + ".join([tight(of, SUM), *lists]), "list", of.guard, level=SUM)


def _to_fixed(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    one = as_number(of)
    places = as_number(given[0]).cel if given else "0"
    return Made(call("fixed", one.cel, places), "text", one.guard)


def _locale_number(scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    scope.note("toLocaleString writes the number as the conversation's language does")
    one = as_number(of)
    options = given[1].cel if len(given) > 1 else ""
    if currency := re.search(r'"currency": ("[A-Z]{3}")', options):
        return Made(call("money", one.cel, currency[1]), "text", one.guard)
    if places := re.search(r'"minimumFractionDigits": (\d)\b', options):
        return Made(call("number", one.cel, places[1]), "text", one.guard)
    return Made(call("number", one.cel), "text", one.guard)


def _same(_scope: Scope, of: Made, _given: Given, _node: "Node") -> Made:
    return of


def _normal(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    if given and constant(given[0]) != "NFC":
        raise Refusal(f"{written(node)[:60]!r}: letters taken apart from their accents", node)
    return of


def _to_text(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    if given and given[0].cel != "10":
        raise Refusal(f"{written(node)[:60]!r}: numbers to another base than 10", node)
    return as_text(of)


def _flat(_scope: Scope, of: Made, given: Given, node: "Node") -> Made:
    if given and given[0].cel != "1":
        raise Refusal(f"{written(node)[:60]!r}: more than one level", node)
    return Made(call("flat", of.cel), "list", of.guard)


def _has_own(_scope: Scope, of: Made, given: Given, _node: "Node") -> Made:
    return Made(f"({as_text(given[0]).cel} in {tight(of, SUM)})", "yes_no", of.guard)


def _reverse(_scope: Scope, of: Made, _given: Given, _node: "Node") -> Made:
    return Made(call("reverse", of.cel), "list", of.guard, of.items)


def _sort(_scope: Scope, of: Made, _given: Given, node: "Node") -> Made:
    """Without a function, JavaScript sorts by the letters of the items."""
    if of.items != "text":
        raise Refusal(f"{written(node)[:60]!r}: items sorted by their letters", node)
    return Made(call("sort", of.cel), "list", of.guard, "text")


# By name: what writes it, the fewest arguments, and the types that it is a method of.
METHODS: dict[str, tuple[Write, int, str]] = {
    "toLowerCase": (_on_text("lower"), 0, "text"),
    "toLocaleLowerCase": (_on_text("lower"), 0, "text"),
    "toUpperCase": (_on_text("upper"), 0, "text"),
    "toLocaleUpperCase": (_on_text("upper"), 0, "text"),
    "trim": (_on_text("trim"), 0, "text"),
    "startsWith": (_on_text("startsWith", "yes_no", 1), 1, "text"),
    "endsWith": (_on_text("endsWith", "yes_no", 1), 1, "text"),
    "includes": (_includes, 1, "text list"),
    "indexOf": (_index, 1, "text list"),
    "split": (_split, 0, "text"),
    "join": (_join, 0, "list"),
    "slice": (_slice, 0, "text list"),
    "substring": (_substring, 1, "text"),
    "substr": (_substr, 1, "text"),
    "charAt": (_char_at, 0, "text"),
    "at": (_at, 1, "text list"),
    "padStart": (_pad(at_start=True), 1, "text"),
    "padEnd": (_pad(at_start=False), 1, "text"),
    "repeat": (_repeat, 1, "text"),
    "concat": (_concat, 1, "text list"),
    "toFixed": (_to_fixed, 0, "number"),
    "toLocaleString": (_locale_number, 0, "number"),
    "toString": (_to_text, 0, "text number yes_no list"),
    "valueOf": (_same, 0, "text number yes_no"),
    "normalize": (_normal, 0, "text"),
    "flat": (_flat, 0, "list"),
    "reverse": (_reverse, 0, "list"),
    "sort": (_sort, 0, "list"),
    "hasOwnProperty": (_has_own, 1, "object"),
}
