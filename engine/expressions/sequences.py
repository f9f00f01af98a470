"""Functions on what has an order: items of a list, characters of a text, entries of an object."""

import json

from engine.expressions.errors import ExpressionFault
from engine.expressions.values import kind_of, plain
from engine.expressions.words import as_json

Sequence = str | list[object]
# Items of a list of numbers: more cannot be kept in a variable.
_MOST = 10_000


def at(of: object, key: object) -> object:
    """The item of a list or the character of a text by its number from 0, the entry of an
    object by its key; no value where there is none."""
    if isinstance(of, dict):
        return of.get(key)
    items, place = _sequence("at", of), _whole("at", key)
    return items[place] if 0 <= place < len(items) else None


def part(of: object, start: object, end: object = None) -> Sequence:
    """From one place up to before another; negative places count from the end."""
    items = _sequence("slice", of)
    return items[_whole("slice", start) : None if end is None else _whole("slice", end)]


def index_of(of: object, wanted: object) -> int:
    """Where a text holds a part, or a list an item, first; -1 where it does not."""
    if isinstance(of, str):
        if isinstance(wanted, str):
            return of.find(wanted)
        raise ExpressionFault(f"index_of wants a part of the text, found {kind_of(wanted)}")
    keys = [_key(item) for item in _items("index_of", of)]
    return keys.index(_key(wanted)) if _key(wanted) in keys else -1


def reverse(of: object) -> Sequence:
    """The list, or the text, from its end to its beginning."""
    return _sequence("reverse", of)[::-1]


def sort(of: object) -> list[object]:
    """The numbers, or the texts, of a list in rising order."""
    items = _items("sort", of)
    numbers = all(isinstance(item, int | float) and not isinstance(item, bool) for item in items)
    if not numbers and not all(isinstance(item, str) for item in items):
        raise ExpressionFault("sort wants a list of numbers, or one of texts")
    return sorted(items)  # type: ignore[type-var]  # all of one kind


def unique(of: object) -> list[object]:
    """The items of a list, each once, in the order in which they first occur."""
    found: dict[str, object] = {}
    for item in _items("unique", of):
        found.setdefault(_key(item), item)
    return list(found.values())


def flat(of: object) -> list[object]:
    """The items of a list, with those of the lists among them in their places."""
    found: list[object] = []
    for item in _items("flat", of):
        found += item if isinstance(item, list) else [item]
    return found


def keys(of: object) -> list[object]:
    """The keys of an object, in the order in which they stand."""
    return list(_object("keys", of))


def numbers(count: object) -> list[object]:
    """The whole numbers from 0 on, so many of them."""
    size = _whole("range", count)
    if size > _MOST:
        raise ExpressionFault(f"range wants a number up to {_MOST}")
    return list(range(size))


def merge(first: object, second: object) -> dict[str, object]:
    """The entries of two objects; where both have one, the second's."""
    return {**_object("merge", first), **_object("merge", second)}


def parse_json(text: object) -> object:
    """The value that a text of JSON stands for."""
    if not isinstance(text, str):
        raise ExpressionFault(f"parse_json wants a text, found {kind_of(text)}")
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError as problem:
        raise ExpressionFault(f"parse_json finds no JSON: {problem}") from None


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _sequence(function: str, of: object) -> Sequence:
    if isinstance(of, str | list):
        return of
    raise ExpressionFault(f"{function} wants a list or a text, found {kind_of(of)}")


def _items(function: str, of: object) -> list[object]:
    if isinstance(of, list):
        return of
    raise ExpressionFault(f"{function} wants a list, found {kind_of(of)}")


def _object(function: str, of: object) -> dict[str, object]:
    if isinstance(of, dict):
        return of
    raise ExpressionFault(f"{function} wants an object, found {kind_of(of)}")


def _whole(function: str, place: object) -> int:
    if isinstance(place, float) and place.is_integer():
        return int(place)
    if isinstance(place, bool) or not isinstance(place, int):
        raise ExpressionFault(f"{function} wants a whole number, found {kind_of(place)}")
    return place


def _key(item: object) -> str:
    """A text that is the same for equal values: 1 and 1.0 have the same, true another."""
    return as_json(_alike(plain(item)))


def _alike(value: object) -> object:
    if isinstance(value, list):
        return [_alike(item) for item in value]
    if isinstance(value, dict):
        return {key: _alike(value[key]) for key in sorted(value)}
    return int(value) if isinstance(value, float) and value.is_integer() else value
