"""A node's settings in the order in which its kind names them, so that equal is equal bytes.

Only what has no order of its own is moved: fields and languages. The order of the variables
that a node sets, or of anything that no kind describes, is the designer's.
"""

from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from engine.nodes import KINDS

_BY_LANGUAGE = {"text", "label"}


def in_order(kind: str, params: dict[str, Any]) -> dict[str, Any]:
    """The same settings, in the kind's order. `Any`: they are as drawn, of any shape."""
    known = KINDS.get(kind)
    return params if known is None else _struct(known.params, params)


@cache
def _hints(struct: type[Struct]) -> dict[str, Any]:
    hints = get_type_hints(struct, include_extras=True)
    return {name: hints[name] for name in struct.__struct_fields__}


def _struct(struct: type[Struct], raw: dict[str, Any]) -> dict[str, Any]:
    hints = _hints(struct)
    known = {name: _value(hints[name], raw[name]) for name in hints if name in raw}
    return known | {name: value for name, value in sorted(raw.items()) if name not in hints}


def _value(hint: Any, raw: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        by_language = isinstance(raw, dict) and _role(hint) in _BY_LANGUAGE
        return dict(sorted(raw.items())) if by_language else _value(inner[0], raw)
    if isinstance(hint, type) and issubclass(hint, Struct) and isinstance(raw, dict):
        return _struct(hint, raw)
    if origin is tuple and isinstance(raw, list | tuple):
        return [_value(inner[0], item) for item in raw]
    return raw


def _role(hint: Any) -> str:
    metas = (meta for meta in hint.__metadata__ if isinstance(meta, Meta) and meta.extra)
    return next((str(meta.extra["role"]) for meta in metas if meta.extra), "")
