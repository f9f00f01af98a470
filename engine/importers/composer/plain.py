"""Values of other people's JSON, taken for what they are and nothing else."""

from collections.abc import Iterator, Mapping

Json = Mapping[str, object]


def as_map(value: object) -> dict[str, object]:
    """The object; an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The list; an empty one where it is none."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The text; empty where it is none."""
    return value if isinstance(value, str) else ""


def maps_in(value: object) -> list[dict[str, object]]:
    """The objects of a list."""
    return [one for one in as_list(value) if isinstance(one, dict)]


def as_written(value: object) -> str:
    """A value as an expression would be written that gives it: a number or yes/no as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | str) else ""


def as_whole(value: object) -> int | None:
    """A whole number, also one written as a text or an expression; None where it is none."""
    text = as_written(value).strip().removeprefix("=").strip()
    return int(text) if text.lstrip("-").isdigit() and len(text) < 10 else None


def depth_of(value: object) -> int:
    """How many levels of lists and objects a value has."""
    deepest, stack = 0, [(value, 1)]
    while stack:
        one, depth = stack.pop()
        inner = list(one.values()) if isinstance(one, dict) else as_list(one)
        deepest = max(deepest, depth)
        stack += [(each, depth + 1) for each in inner]
    return deepest


def texts_in(value: object) -> Iterator[str]:
    """Every text inside a value, however deep."""
    stack: list[object] = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            stack += reversed(one.values())
        elif isinstance(one, list):
            stack += reversed(one)
