"""RapidPro's functions, and Excel's of the old flows, as expressions of ours."""

from collections.abc import Callable
from typing import Protocol

from engine.importers.rapidpro import dates
from engine.importers.rapidpro.excellent import Tree
from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_condition,
    as_moment,
    as_number,
    as_text,
    quoted,
    safe,
)


class Translator(Protocol):
    """What a function needs to translate its arguments."""

    def tree(self, tree: Tree) -> Made: ...
    def body(self, tree: Tree, item: str) -> Made: ...


Arguments = tuple[Tree, ...]
EMPTY, SPACE, ZERO = Made('""', "text"), Made('" "', "text"), Made("0", "number")
Writer = Callable[[Translator, Arguments], Made]


def _of(make: Callable[..., Made], least: int, most: int | None = None) -> Writer:
    """A function whose arguments are all translated before."""
    highest = least if most is None else most

    def write(translator: Translator, arguments: Arguments) -> Made:
        if not least <= len(arguments) <= highest:
            raise Untranslatable(f"it has {len(arguments)} arguments, not {least} to {highest}")
        return make(*[translator.tree(one) for one in arguments])

    return write


def _text(pattern: str, count: int = 1) -> Writer:
    """A text made of texts; `{0}`, `{1}` stand for the arguments."""
    return _of(lambda *args: Made(pattern.format(*map(as_text, args)), "text"), count)


def _number(pattern: str, count: int = 1) -> Writer:
    return _of(lambda *args: Made(pattern.format(*map(as_number, args)), "number"), count)


def _moment(pattern: str) -> Writer:
    return _of(lambda one: Made(pattern.format(as_moment(one)), "text"), 1)


def _part(pattern: str) -> Writer:
    return _of(lambda one: Made(f"number_in({pattern.format(as_moment(one))})", "number"), 1)


def _if(test: Made, yes: Made, no: Made = EMPTY) -> Made:
    types = {yes.type, no.type}
    # A field beside a number holds a number; words written out are words.
    words = any(one.cel.startswith('"') for one in (yes, no))
    if types == {"number"} or ("number" in types and not words):
        return Made(f"({as_condition(test)} ? {as_number(yes)} : {as_number(no)})", "number")
    return Made(f"({as_condition(test)} ? {as_text(yes)} : {as_text(no)})", "text")


def _default(value: Made, otherwise: Made) -> Made:
    if value.guard and otherwise.type == "number":
        return Made(f"({value.guard} ? {as_number(value)} : {otherwise.cel})", "number")
    text = as_text(value)
    return Made(f'({text} != "" ? {text} : {as_text(otherwise)})', "text")


def _is_error(value: Made) -> Made:
    return Made(f"!({value.guard})" if value.guard else "false", "yes_no")


def _list(function: str) -> Writer:
    def make(*args: Made) -> Made:
        return Made(f"{function}([{', '.join(map(as_number, args))}])", "number")

    return _of(make, 1, 20)


def _count(value: Made) -> Made:
    if value.type == "text":
        return Made(f"size({as_text(value)})", "number")
    return Made(f"size({safe(value, '[]')})", "number")


def _split(value: Made, at: Made = SPACE) -> Made:
    text = as_text(value)
    # An empty text has no parts, and what ends with the separator no part after it.
    parts = f"split({text}, {as_text(at)})"
    return Made(f'{parts}.filter(item, item != "")', "list")


def _urn_parts(urn: Made) -> Made:
    return Made(f'{{"scheme": channel, "path": {as_text(urn)}, "display": ""}}', "object")


def _join(*args: Made) -> Made:
    return Made(f"({' + '.join(map(as_text, args))})", "text")


def _logic(sign: str) -> Writer:
    return _of(lambda *args: Made(f"({sign.join(map(as_condition, args))})", "yes_no"), 1, 20)


def _word(value: Made, index: Made, *_by_spaces: Made) -> Made:
    at = f"int({as_number(index)})"
    return Made(f'split(trim({as_text(value)}), " ")[{at}]', "text")


def _old_word(value: Made, index: Made, *_by_spaces: Made) -> Made:
    at = f"int({as_number(index)}) - 1"
    return Made(f'split(trim({as_text(value)}), " ")[{at}]', "text")


def _field(value: Made, index: Made, at: Made) -> Made:
    return Made(f"split({as_text(value)}, {as_text(at)})[int({as_number(index)})]", "text")


def _match(value: Made, pattern: Made, *_group: Made) -> Made:
    return Made(f"first_match({as_text(value)}, {as_text(pattern)})", "text")


def _count_of(value: Made, counted: Made) -> str:
    if not counted.cel.isdigit():
        raise Untranslatable("the number of characters must be written out")
    return as_text(value)


def _left(value: Made, count: Made) -> Made:
    pattern = quoted(f"(?s)^.{{0,{count.cel}}}")
    return Made(f"first_match({_count_of(value, count)}, {pattern})", "text")


def _right(value: Made, count: Made) -> Made:
    pattern = quoted(f"(?s).{{0,{count.cel}}}$")
    return Made(f"first_match({_count_of(value, count)}, {pattern})", "text")


def _round(value: Made, places: Made = ZERO) -> Made:
    return Made(f"round({as_number(value)}, {as_number(places)})", "number")


def _mod(one: Made, other: Made) -> Made:
    return Made(f"(int({as_number(one)}) % int({as_number(other)}))", "number")


def _foreach(translator: Translator, arguments: Arguments) -> Made:
    if len(arguments) != 2:
        raise Untranslatable("foreach() is read with a list and one function")
    items = translator.tree(arguments[0])
    body = translator.body(arguments[1], "item")
    written = body.cel if body.type == "any" else as_text(body)
    return Made(f"{safe(items, '[]')}.map(item, {written})", "list")


def _object(*args: Made) -> Made:
    pairs = [
        f"{as_text(key)}: {value.cel}" for key, value in zip(args[::2], args[1::2], strict=False)
    ]
    return Made(f"{{{', '.join(pairs)}}}", "object")


def _array(*args: Made) -> Made:
    return Made(f"[{', '.join(one.cel for one in args)}]", "list")


def _json(value: Made) -> Made:
    if value.type == "text":
        return Made(f"json({as_text(value)})", "text")
    return Made(f"json({safe(value, '{}')})", "text")


def _same(value: Made, *_more: Made) -> Made:
    return value


def _contains(value: Made, part: Made) -> Made:
    return Made(f"contains({as_text(value)}, {as_text(part)})", "yes_no")


FUNCTIONS: dict[str, Writer] = {
    "now": _of(lambda: Made("now", "datetime"), 0),
    "today": _of(lambda: Made('format_moment(now, "yyyy-MM-dd")', "text"), 0),
    "date": lambda translator, args: (
        _of(dates.date, 1)(translator, args)
        if len(args) == 1
        else _of(dates.parts, 3)(translator, args)
    ),
    "datevalue": _of(dates.date, 1),
    "date_from_parts": _of(dates.parts, 3),
    "datetime": _of(lambda one: Made(as_moment(one), "datetime"), 1),
    "time": _of(dates.time, 1),
    "timevalue": _of(dates.time, 1),
    "datetime_add": _of(dates.shift, 3),
    "datetime_diff": _of(dates.between, 3),
    "datedif": _of(dates.between, 3),
    "edate": _of(lambda one, n: dates.shift(one, n, Made('"M"')), 2),
    "format_datetime": _of(dates.format_datetime, 1, 3),
    "format_date": _of(dates.format_date, 1, 2),
    "format_time": _of(dates.format_time, 1, 2),
    "replace_time": _of(dates.replace_time, 2),
    # The first of January 2023 was a Sunday, which counts as 0.
    "weekday": _of(
        lambda one: Made(f'(between("2023-01-01", {as_moment(one)}, "days") % 7)', "number"), 1
    ),
    "year": _part('format_moment({0}, "yyyy")'),
    "month": _part('format_moment({0}, "M")'),
    "day": _part('format_moment({0}, "d")'),
    "hour": _part('format_moment({0}, "H")'),
    "minute": _part('format_moment({0}, "m")'),
    "second": _part('format_moment({0}, "s")'),
    "if": _of(_if, 2, 3),
    "default": _of(_default, 2),
    "is_error": _of(_is_error, 1),
    "and": _logic(" && "),
    "or": _logic(" || "),
    "not": _of(lambda one: Made(f"!({as_condition(one)})", "yes_no"), 1),
    "min": _list("min"),
    "max": _list("max"),
    "sum": _of(lambda *args: Made(f"({' + '.join(map(as_number, args))})", "number"), 1, 20),
    "mod": _of(_mod, 2),
    "round": _of(_round, 1, 2),
    "fixed": _of(_round, 1, 3),
    "int": _number("int({0})"),
    "abs": _number("max([{0}, -({0})])"),
    "number": _number("{0}"),
    "format_number": _of(lambda one, *_: Made(f"number({as_number(one)})", "text"), 1, 3),
    "count": _of(_count, 1),
    "length": _of(_count, 1),
    "len": _of(_count, 1),
    "text_length": _number("size(string({0}))"),
    "split": _of(_split, 1, 2),
    "join": _of(lambda items, at: Made(f"join({safe(items, '[]')}, {as_text(at)})", "text"), 2),
    "concat": _of(_join, 1, 20),
    "concatenate": _of(_join, 1, 20),
    "replace": _of(
        lambda *args: Made(f"replace({', '.join(map(as_text, args[:3]))})", "text"), 3, 4
    ),
    "substitute": _of(
        lambda *args: Made(f"replace({', '.join(map(as_text, args[:3]))})", "text"), 3, 4
    ),
    "lower": _text("lower({0})"),
    "upper": _text("upper({0})"),
    "title": _text("title({0})"),
    "proper": _text("title({0})"),
    "trim": _of(lambda one, *_: Made(f"trim({as_text(one)})", "text"), 1, 2),
    "trim_left": _of(lambda o, *_: Made(f'first_match({as_text(o)}, "(?s)\\\\S.*")', "text"), 1, 2),
    "trim_right": _of(
        lambda o, *_: Made(f'first_match({as_text(o)}, "(?s)^.*\\\\S")', "text"), 1, 2
    ),
    "clean": _text("trim({0})"),
    "text": _text("{0}"),
    "contains": _of(_contains, 2),
    "first_word": _text('first_match({0}, "\\\\S+")'),
    "remove_first_word": _text('trim(first_match({0}, "(?s)\\\\s\\\\S.*"))'),
    "word": _of(_word, 2, 3),
    "word_count": _of(lambda o, *_: Made(f'size(split(fold({as_text(o)}), " "))', "number"), 1, 2),
    "field": _of(_field, 3),
    "left": _of(_left, 2),
    "right": _of(_right, 2),
    "regex_match": _of(_match, 2, 3),
    "url_encode": _text("url_encode({0})"),
    "json": _of(_json, 1),
    "object": _of(_object, 0, 20),
    "array": _of(_array, 0, 20),
    "foreach": _foreach,
    "format_urn": _of(_same, 1),
    "urn_parts": _of(_urn_parts, 1),
    "format_location": _of(
        lambda one: Made(f'trim(first_match({as_text(one)}, "[^>]*$"))', "text"), 1
    ),
    "is_null": _of(lambda one: Made(f"!({one.guard})" if one.guard else "false", "yes_no"), 1),
    "boolean": _of(lambda one: Made(as_condition(one), "yes_no"), 1),
}
OLD_FUNCTIONS: dict[str, Writer] = {**FUNCTIONS, "word": _of(_old_word, 2, 3)}
