"""Reading plain data that may be anything: a text, a list or an object where one is meant."""

from collections.abc import Iterator


def as_text(value: object) -> str:
    """A scalar as text; empty for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def as_list(value: object) -> list[object]:
    """A list; a lone value is a list of one, nothing is empty."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def as_map(value: object) -> dict[str, object]:
    """An object; empty for what is none."""
    return value if isinstance(value, dict) else {}


def maps_in(value: object) -> list[dict[str, object]]:
    """The objects of a list."""
    return [one for one in as_list(value) if isinstance(one, dict)]


def named(value: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Names with their settings, from a list of names and `{name: settings}`, or an object."""
    for one in as_list(value):
        if isinstance(one, dict):
            for name, settings in one.items():
                yield name, as_map(settings)
        elif as_text(one):
            yield as_text(one), {}
