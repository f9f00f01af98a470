"""Reads JSON that people and tools wrote loosely: a wrong type counts as nothing."""

from typing import cast

from engine.types.value import Value

Mapping = dict[str, Value]


def mapping(value: object) -> Mapping:
    """The object, or an empty one."""
    # JSON objects hold JSON values: msgspec decoded them.
    return cast("Mapping", value) if isinstance(value, dict) else {}


def mappings(value: object) -> list[Mapping]:
    """The objects of a list; one object counts as a list of one."""
    if isinstance(value, dict):
        return [mapping(value)]
    return (
        [mapping(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    )


def text(value: object) -> str:
    """The string, a number as written, or nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts(value: object) -> tuple[str, ...]:
    """The strings of a list, or the one string; empty ones left out."""
    several = value if isinstance(value, list) else [value]
    return tuple(found for one in several if (found := text(one)).strip())


def whole(value: object, otherwise: int) -> int:
    """The number without its fraction, also where it is written as text."""
    try:
        return int(float(text(value)))
    except (ValueError, OverflowError):
        return otherwise


def truth(value: object) -> bool:
    """Whether the value says yes."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def first_text(source: Mapping, *names: str) -> str:
    """The first of the named members that holds words."""
    return next((found for name in names if (found := text(source.get(name)).strip())), "")
