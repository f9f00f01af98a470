"""Edits as data: what changes in a tree of plain values, applied by a pure function that also
gives the exact inverse.

The front end has the same function (frontend/src/edits.ts); both are held together by
tests/workbench/edits.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from engine.types.issue import TertuliaError

Steps = tuple[str | int, ...]
# `Any`: plain data of any shape.
Plain = Any


class EditError(TertuliaError):
    """An edit that does not fit what it is to change."""


class Op(Struct, frozen=True, omit_defaults=True):
    """One change at a path: `value` is set there, and without one what is there is removed.

    In a list, `insert` puts the value before the item at the index (or at the end). `at` is the
    place of a new key among those of its object; without it the key comes last.
    """

    path: Steps
    value: Plain | UnsetType = UNSET
    insert: bool = False
    at: int | None = None


class Edit(Struct, frozen=True, omit_defaults=True):
    """What a person did in one gesture. `label` says it, in words of the interface.

    Edits of the same `group` that follow one another at once, as while typing, are one to undo.
    A view that may have to send an edit again gives it an `id`.
    """

    ops: tuple[Op, ...]
    label: str = ""
    group: str = ""
    id: str = ""


def apply(tree: Plain, ops: Iterable[Op]) -> tuple[Plain, tuple[Op, ...]]:
    """The tree after the changes, and the changes that undo them.

    Nothing of the old tree is touched; what did not change is shared. Raises EditError.
    """
    inverse: list[Op] = []
    for op in ops:
        tree, undo = _apply(tree, op)
        inverse.append(undo)
    return tree, tuple(reversed(inverse))


def value_at(tree: Plain, path: Sequence[str | int]) -> Plain | UnsetType:
    """What stands at a path, UNSET where nothing does."""
    for step in path:
        if isinstance(tree, list):
            if not isinstance(step, int) or not 0 <= step < len(tree):
                return UNSET
            tree = tree[step]
        elif isinstance(tree, dict) and step in tree:
            tree = tree[step]
        else:
            return UNSET
    return tree


def is_visible(tree: Plain, edit: Edit) -> bool:
    """Whether everything that an edit sets stands in the tree, and nothing that it removes."""
    return all(value_at(tree, op.path) == op.value for op in edit.ops)


def decode(data: bytes | str) -> Edit:
    """An edit from JSON; raises EditError where it is none."""
    try:
        return msgspec.json.decode(data, type=Edit)
    except msgspec.ValidationError as error:
        raise EditError(f"this is no edit: {error}") from error


def _apply(tree: Plain, op: Op) -> tuple[Plain, Op]:
    if not op.path:
        raise EditError("an edit has to name what it changes; give it a path")
    return _at(tree, op, 0)


def _at(tree: Plain, op: Op, depth: int) -> tuple[Plain, Op]:
    step, last = op.path[depth], depth == len(op.path) - 1
    if isinstance(tree, list):
        return _in_list(tree, op, depth, step, last=last)
    if not isinstance(tree, Mapping) or not isinstance(step, str):
        raise EditError(f"{_spoken(op.path[: depth + 1])}: there is nothing that could hold this")
    if last:
        return _in_object(tree, op, step)
    if step in tree:
        child, undo = _at(tree[step], op, depth + 1)
        return {**tree, step: child}, undo
    if op.value is UNSET:
        raise EditError(f"{_spoken(op.path)}: it is not there any more")
    # What lies between is made too, and goes again with the inverse.
    child, _ = _at({}, op, depth + 1)
    return {**tree, step: child}, Op(op.path[: depth + 1])


def _in_object(tree: Mapping[str, Plain], op: Op, step: str) -> tuple[Plain, Op]:
    if op.value is UNSET:
        if step not in tree:
            raise EditError(f"{_spoken(op.path)}: it is not there any more")
        place = list(tree).index(step)
        rest = {key: value for key, value in tree.items() if key != step}
        return rest, Op(op.path, tree[step], at=place if place < len(rest) else None)
    if step in tree:
        return {**tree, step: op.value}, Op(op.path, tree[step])
    if op.at is None or op.at >= len(tree):
        return {**tree, step: op.value}, Op(op.path)
    items = list(tree.items())
    items.insert(op.at, (step, op.value))
    return dict(items), Op(op.path)


def _in_list(
    tree: list[Plain], op: Op, depth: int, step: str | int, *, last: bool
) -> tuple[Plain, Op]:
    room = len(tree) if last and op.insert else len(tree) - 1
    if not isinstance(step, int) or not 0 <= step <= room:
        raise EditError(f"{_spoken(op.path[: depth + 1])}: the list has {len(tree)} items")
    before, after = tree[:step], tree[step + 1 :]
    if not last:
        child, undo = _at(tree[step], op, depth + 1)
        return [*before, child, *after], undo
    if op.value is UNSET:
        return before + after, Op(op.path, tree[step], insert=True)
    if op.insert:
        return [*before, op.value, *tree[step:]], Op(op.path)
    return [*before, op.value, *after], Op(op.path, tree[step])


def _spoken(path: Steps) -> str:
    return " > ".join(str(step) for step in path)
