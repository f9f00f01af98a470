"""The functions that every expression may call: one table, with their types."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from engine.expressions import (
    localised,
    moments,
    native,
    phones,
    reckoning,
    sequences,
    texts,
    words,
)
from engine.expressions.errors import ExpressionFault, Missing
from engine.expressions.values import Scope, kind_of

_Run = Callable[[Scope], object]

# Names that stand for a type in `type(x) == int`.
TYPE_NAMES = frozenset(
    {"int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type"}
)


class Function(Struct, frozen=True):
    """A function: `call` takes the values in `takes`, of which the first `least` are required.

    `takes` and `gives` are types of variables (`any`, `text`, `number`, ...). Where `scoped`
    is set, the scope comes before the values. `takes_null` lets null through to the function,
    and `takes_missing` also what was never set, as null.

    `call: Any`, as each function has its own parameters; `build_call` checks their number.
    """

    call: Any
    takes: tuple[str, ...]
    gives: str
    least: int
    scoped: bool = False
    takes_null: bool = False
    takes_missing: bool = False


def _plain(call: Callable[..., object], takes: str, gives: str, least: int = -1) -> Function:
    types = tuple(takes.split())
    return Function(call, types, gives, len(types) if least < 0 else least)


def _scoped(call: Callable[..., object], takes: str, gives: str, least: int = -1) -> Function:
    types = tuple(takes.split())
    return Function(call, types, gives, len(types) if least < 0 else least, scoped=True)


def _of_anything(call: Callable[..., object], gives: str) -> Function:
    return Function(call, ("any",), gives, 1, takes_null=True, takes_missing=True)


def _native(name: str, takes: str, gives: str) -> Function:
    types = tuple(takes.split())
    null = name in ("type", "dyn")
    return Function(native.caller(name, len(types)), types, gives, len(types), takes_null=null)


def _rows(scope: Scope, table: object) -> object:
    try:
        rows = scope["rows"]
    except KeyError:
        raise ExpressionFault("rows(...) has no tables here") from None
    if not isinstance(table, str) or not callable(rows):
        raise ExpressionFault('rows wants the name of a table: write rows("branches")')
    try:
        found = rows(table)
    except KeyError:
        raise ExpressionFault(f"no entity table is named {table!r}") from None
    return list(found)


_DATE_PARTS = (
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
)

FUNCTIONS: dict[str, Function] = {
    "fold": _plain(texts.folded, "text", "text"),
    "lower": _plain(texts.lower, "text", "text"),
    "upper": _plain(texts.upper, "text", "text"),
    "trim": _plain(texts.trim, "text", "text"),
    "title": _plain(texts.title, "text", "text"),
    "join": _plain(texts.join, "list text", "text", 1),
    "split": _plain(texts.split, "text text", "list"),
    "replace": _plain(texts.replace, "text text text number", "text", 3),
    "contains": _plain(texts.contains, "any any", "yes_no"),
    "startsWith": _plain(texts.starts_with, "text text", "yes_no"),
    "endsWith": _plain(texts.ends_with, "text text", "yes_no"),
    "size": _plain(texts.size, "any", "number"),
    "round": _plain(texts.round_half_up, "number number", "number", 1),
    "rows": _scoped(_rows, "text", "list"),
    "number": _scoped(localised.number, "number number", "text", 1),
    "money": _scoped(localised.money, "number text", "text"),
    "date": _scoped(localised.date, "any text", "text", 1),
    "time_of_day": _scoped(localised.time_of_day, "any text", "text", 1),
    "plural": _scoped(localised.plural, "number object", "text"),
    "any_word": _plain(words.any_word, "any text yes_no", "yes_no", 2),
    "all_words": _plain(words.all_words, "any text yes_no", "yes_no", 2),
    "phrase_in": _plain(words.phrase_in, "any text yes_no", "yes_no", 2),
    "same_words": _plain(words.same_words, "any text yes_no", "yes_no", 2),
    "words_found": _plain(words.words_found, "any text yes_no", "text", 2),
    "number_in": _plain(words.number_in, "any", "number"),
    "numbers_in": _plain(words.numbers_in, "any", "list"),
    "words_in": _plain(words.words_in, "any", "list"),
    "outlined": _of_anything(words.outlined, "text"),
    "phone_in": _scoped(phones.phone_in, "text text", "text", 1),
    "phone_text": _plain(phones.phone_text, "text", "text"),
    "first_match": _plain(words.first_match, "any text any", "text", 2),
    "all_matches": _plain(words.all_matches, "any text", "list"),
    "replace_match": _plain(words.replace_match, "any text any number", "text", 3),
    "min": _plain(words.smallest, "list", "any"),
    "max": _plain(words.largest, "list", "any"),
    "json": _plain(words.as_json, "any", "text"),
    "url_encode": _plain(words.url_encode, "any", "text"),
    "parse_json": _plain(sequences.parse_json, "text", "any"),
    "as_number": _of_anything(reckoning.as_number, "number"),
    "as_text": _of_anything(reckoning.as_text, "text"),
    "floor": _plain(reckoning.floor, "number", "number"),
    "ceil": _plain(reckoning.ceil, "number", "number"),
    "abs": _plain(reckoning.absolute, "number", "number"),
    "fixed": _plain(reckoning.fixed, "number number", "text", 1),
    "power": _plain(reckoning.power, "number number", "number"),
    "sum": _plain(reckoning.total, "list", "number"),
    "at": _plain(sequences.at, "any any", "any"),
    "slice": _plain(sequences.part, "any number number", "any", 2),
    "index_of": _plain(sequences.index_of, "any any", "number"),
    "reverse": _plain(sequences.reverse, "any", "any"),
    "range": _plain(sequences.numbers, "number", "list"),
    "sort": _plain(sequences.sort, "list", "list"),
    "unique": _plain(sequences.unique, "list", "list"),
    "flat": _plain(sequences.flat, "list", "list"),
    "keys": _plain(sequences.keys, "object", "list"),
    "merge": _plain(sequences.merge, "object object", "object"),
    "moment": _scoped(moments.moment, "any", "datetime"),
    "moment_in": _scoped(moments.moment_in, "any", "any"),
    "time_in": _plain(moments.time_in, "any", "any"),
    "shift": _scoped(moments.shift, "any number text", "datetime"),
    "between": _scoped(moments.between, "any any text", "number"),
    "format_moment": _scoped(moments.format_moment, "any text", "text"),
    "matches": _native("matches", "text text", "yes_no"),
    "int": _native("int", "any", "number"),
    "uint": _native("uint", "any", "number"),
    "double": _native("double", "any", "number"),
    "string": _native("string", "any", "text"),
    "bytes": _native("bytes", "text", "any"),
    "timestamp": _native("timestamp", "any", "datetime"),
    "duration": _native("duration", "any", "any"),
    "type": _native("type", "any", "any"),
    "dyn": _native("dyn", "any", "any"),
    **{name: _native(name, "any", "number") for name in _DATE_PARTS},
}


def build_call(name: str, runs: Sequence[_Run], names: Sequence[str]) -> _Run:
    """A call of the table's function with what `runs` give; `names` are their dotted names."""
    function = FUNCTIONS.get(name)
    problem = refusal(name, len(runs))
    if function is None or problem:
        return _failing(problem)
    call, scoped, takes_null = function.call, function.scoped, function.takes_null
    if function.takes_missing:
        runs = [_or_null(argument) for argument in runs]

    def run(scope: Scope) -> object:
        values = [argument(scope) for argument in runs]
        if not takes_null and None in values:
            at = values.index(None)
            if names[at]:
                raise Missing(names[at])
            raise ExpressionFault(f"{name} wants a value, found {kind_of(None)}")
        try:
            return call(scope, *values) if scoped else call(*values)
        except (ArithmeticError, ValueError, TypeError, RecursionError) as trouble:
            raise ExpressionFault(f"{name} cannot be computed: {trouble}") from None

    return run


def _or_null(run: _Run) -> _Run:
    def read(scope: Scope) -> object:
        try:
            return run(scope)
        except Missing:
            return None

    return read


def refusal(name: str, given: int) -> str:
    """Why `name` cannot be called with so many values, "" where it can."""
    function = FUNCTIONS.get(name)
    if function is None:
        return f"there is no function {name!r}"
    most = len(function.takes)
    if function.least <= given <= most:
        return ""
    wanted = str(most) if function.least == most else f"{function.least} to {most}"
    return f"{name} takes {wanted} value{'' if wanted == '1' else 's'}, found {given}"


def _failing(problem: str) -> _Run:
    def fail(_scope: Scope) -> object:
        raise ExpressionFault(problem)

    return fail
