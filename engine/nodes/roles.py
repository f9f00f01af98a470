"""Every text, expression, variable and target in a node's settings, without knowing its kind."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from engine.nodes.fields import Params

Found = tuple[str, str, Any]
# Any: a role's value is a text, a template by language, ...; the role tells which.
Walk = Callable[[Any, str], Iterator[Found]]


def walk(params: Params) -> Iterator[Found]:
    """Path, role and value of each setting that has a role (see `fields`), but empty ones.

    A path leads to the value as `options[2].label`; into an object, keys as well as values,
    as `results['price']`.
    """
    for name, visit in _plan(type(params)):
        yield from visit(getattr(params, name), name)


@cache
def _plan(struct: type[Struct]) -> tuple[tuple[str, Walk], ...]:
    hints = get_type_hints(struct, include_extras=True)
    visits = ((name, _walk_of(hints[name])) for name in struct.__struct_fields__)
    return tuple((name, visit) for name, visit in visits if visit is not None)


def _walk_of(hint: Any) -> Walk | None:
    """How to walk a value of a type; None where nothing in it has a role."""
    role = _role(hint)
    if role:
        return lambda value, path: iter(((path, role, value),) if value else ())
    if get_origin(hint) is Annotated:
        return _walk_of(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _walk_struct
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        inner = _walk_of(arguments[0])
        return inner and _walk_items(inner)
    if get_origin(hint) in {dict, Mapping}:
        return _walk_entries(_walk_of(arguments[0]), _walk_of(arguments[1]))
    return None


def _walk_struct(value: Struct, path: str) -> Iterator[Found]:
    for name, visit in _plan(type(value)):
        yield from visit(getattr(value, name), f"{path}.{name}")


def _walk_items(inner: Walk) -> Walk:
    def visit(value: tuple[Any, ...], path: str) -> Iterator[Found]:
        for index, item in enumerate(value):
            yield from inner(item, f"{path}[{index}]")

    return visit


def _walk_entries(of_key: Walk | None, of_value: Walk | None) -> Walk | None:
    def visit(value: Mapping[str, Any], path: str) -> Iterator[Found]:
        for key, item in value.items():
            where = f"{path}[{key!r}]"
            if of_key:
                yield from of_key(key, where)
            if of_value:
                yield from of_value(item, where)

    return visit if of_key or of_value else None


def _role(hint: Any) -> str:
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, Meta) and meta.extra and "role" in meta.extra:
            return str(meta.extra["role"])
    return ""
