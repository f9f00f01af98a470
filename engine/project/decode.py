"""Plain data into Structs field by field: every fault is found, and the sound part is kept."""

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct, structs

from engine.project.json_text import Path

S = TypeVar("S", bound=Struct)

_EXPECTED = re.compile(r"^Expected `(?P<wanted>[^`]*)`, got `(?P<found>[^`]*)`")
_NOT_ONE_OF = re.compile(r"^Invalid enum value (?P<found>.*?)(?: - at.*)?$")
_STEP = re.compile(r"\[(\d+)\]|\.(\w+)")
_WORDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}
# Control characters other than line end and tab, and halves of surrogate pairs.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Fault(Struct, frozen=True):
    """What is wrong at a path of the data, and what to do."""

    code: str
    path: Path
    message: str
    remedy: str


def decode(kind: type[S], raw: object, skip: Iterable[str] = ()) -> tuple[S | None, list[Fault]]:
    """The Struct in the data and every fault found; None where no sound part is left.

    Fields in `skip` do not belong in this data: there they are unknown.
    """
    faults: list[Fault] = []
    value = _struct(kind, raw, (), faults, frozenset(skip))
    # `_struct` gives a Struct of the kind, or the marker of what is missing.
    return (value if isinstance(value, kind) else None), faults


def nearest(name: str, known: Iterable[str]) -> str:
    """A remedy's tail naming the known names that look most like this one, or all of few."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=2, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(repr(word) for word in close) + "?"
    if 0 < len(names) <= 8:
        return "known: " + ", ".join(names)
    return ""


def remove_control(raw: object) -> tuple[object, list[Fault]]:
    """The data without control characters in its texts and keys, and where they were."""
    faults: list[Fault] = []
    return _cleaned(raw, (), faults), faults


_MISSING = object()


# `Any` below: types as msgspec reports them, and data from outside of any shape.
@lru_cache(maxsize=512)
def _fields(kind: type[Struct]) -> tuple[structs.FieldInfo, ...]:
    return structs.fields(kind)


def _value(kind: Any, raw: Any, path: Path, faults: list[Fault]) -> Any:
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    origin, inner = get_origin(plain), get_args(plain)
    if isinstance(plain, type) and issubclass(plain, Struct):
        return _struct(plain, raw, path, faults, frozenset())
    if origin is dict and isinstance(raw, dict):
        items = {
            key: _value(inner[1], item, (*path, key), faults)
            for key, item in raw.items()
            if _fits(inner[0], key, (*path, key), faults)
        }
        return {key: item for key, item in items.items() if item is not _MISSING}
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis and isinstance(raw, list):
        parts = (_value(inner[0], item, (*path, i), faults) for i, item in enumerate(raw))
        return tuple(part for part in parts if part is not _MISSING)
    return _leaf(kind, raw, path, faults)


def _struct(
    kind: type[Struct], raw: Any, path: Path, faults: list[Fault], skip: frozenset[str]
) -> Any:
    if not isinstance(raw, dict):
        faults.append(_wrong_type(path, "an object", _spoken(raw)))
        return _MISSING
    fields = _fields(kind)
    names = {field.encode_name for field in fields} - skip
    faults.extend(_unknown(key, path, names) for key in raw if key not in names)
    values: dict[str, Any] = {}
    whole = True
    for field in fields:
        required = field.default is NODEFAULT and field.default_factory is NODEFAULT
        if field.encode_name in names & raw.keys():
            item = _value(field.type, raw[field.encode_name], (*path, field.encode_name), faults)
            if item is not _MISSING:
                values[field.name] = item
            elif required:
                whole = False
        elif required:
            faults.append(_missing(field.encode_name, path))
            whole = False
    return kind(**values) if whole else _MISSING


def _leaf(kind: Any, raw: Any, path: Path, faults: list[Fault]) -> Any:
    try:
        return msgspec.convert(raw, kind)
    except (msgspec.ValidationError, OverflowError) as error:
        faults.append(_translated(str(error), path, kind, raw))
        return _MISSING


def _fits(kind: Any, key: Any, path: Path, faults: list[Fault]) -> bool:
    return _leaf(kind, key, path, faults) is not _MISSING


def _translated(message: str, path: Path, kind: Any, raw: Any) -> Fault:
    text, _, inner = message.partition(" - at `$")
    for index, name in _STEP.findall(inner):
        step = int(index) if index else name
        raw, path = raw[step], (*path, step)
    if found := _EXPECTED.match(text):
        wanted = " or ".join(_WORDS.get(w.strip(), w.strip()) for w in found["wanted"].split("|"))
        return _wrong_type(path, wanted, _spoken(raw))
    if _NOT_ONE_OF.match(text):
        plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
        known = [str(option) for option in get_args(plain)]
        remedy = nearest(str(raw), known)
        if not remedy.startswith("did"):
            remedy = "write one of " + ", ".join(known)
        return Fault("wrong-value", path, f"{raw!r} is none of the values allowed here", remedy)
    return Fault("wrong-value", path, f"{_spoken(raw)} does not fit: {text}", "correct the value")


def _wrong_type(path: Path, wanted: str, found: str) -> Fault:
    return Fault("wrong-type", path, f"found {found} where {wanted} belongs", f"write {wanted}")


def _missing(name: str, path: Path) -> Fault:
    return Fault("missing-field", path, f"the field {name!r} is missing", f"add {name!r}")


def _unknown(key: str, path: Path, names: Iterable[str]) -> Fault:
    remedy = nearest(key, names)
    return Fault(
        "unknown-field",
        (*path, key),
        f"there is no field {key!r} here",
        f"remove it; {remedy}" if remedy else "remove it",
    )


def _spoken(raw: object) -> str:
    if isinstance(raw, bool) or raw is None:
        return {True: "true", False: "false", None: "null"}[raw]
    if isinstance(raw, str):
        return f"the text {raw[:40]!r}"
    if isinstance(raw, int | float):
        return f"the number {raw}"
    return "a list" if isinstance(raw, list | tuple) else "an object"


def _cleaned(raw: object, path: Path, faults: list[Fault]) -> object:
    if isinstance(raw, str):
        return _cleaned_text(raw, path, faults)
    if isinstance(raw, list):
        return [_cleaned(item, (*path, i), faults) for i, item in enumerate(raw)]
    if isinstance(raw, dict):
        pairs: Iterator[tuple[str, object]] = (
            (_cleaned_text(key, (*path, key), faults), _cleaned(item, (*path, key), faults))
            for key, item in raw.items()
        )
        return dict(pairs)
    return raw


def _cleaned_text(text: str, path: Path, faults: list[Fault]) -> str:
    found = _CONTROL.search(text)
    if found is None:
        return text
    code = f"U+{ord(found.group()):04X}"
    message = f"character {found.start() + 1} of the text is the control character {code}"
    faults.append(Fault("control-character", path, message, "delete it"))
    return _CONTROL.sub("", text)
