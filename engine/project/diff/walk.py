"""The walk through two versions of a project, piece by piece."""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import structs

from engine.project.diff.change import Change, Kind, change
from engine.project.diff.sight import Sight
from engine.project.pieces import (
    MISSING,
    Pieces,
    Placed,
    Row,
    apart,
    has_order,
    is_listed,
    is_placement,
    is_same,
    is_whole,
    unnamed,
)
from engine.types.bot import Project


def diff(before: Project, after: Project) -> tuple[Change, ...]:
    """Every difference: bot by bot, first what belongs to no flow, then node by node."""
    return differences(Sight(languages_of(before, after)), *unnamed(before, after))


def differences(sight: Sight, before: object, after: object) -> tuple[Change, ...]:
    """Every difference within one piece, in the order of `diff`."""
    return tuple(sorted(_walk(sight, before, after), key=_place))


def languages_of(*projects: Project) -> frozenset[str]:
    """The languages that any of the projects' bots speak."""
    bots = (bot for project in projects for bot in project.bots.values())
    return frozenset(language for bot in bots for language in bot.languages)


def reordered(sight: Sight, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    """A change where the names that both have are in another order; each is there once."""
    old, new = dict.fromkeys(old), dict.fromkeys(new)
    was = [name for name in old if name in new]
    now = [name for name in new if name in old]
    if was != now:
        one = change("moved", sight, _bare(was), _bare(now))
        yield structs.replace(one, what="order")


# `Any` here and below: pieces are values of every type that a project is made of.
def _walk(sight: Sight, before: Any, after: Any) -> Iterator[Change]:
    path = sight.path
    if is_placement(path) or is_same(path, before, after):
        return
    missing = MISSING in (before, after)
    found = None if missing and is_whole(path, (before, after)) else apart(path, (before, after))
    if found is None or (before != after and list(found[0].items()) == list(found[1].items())):
        kind: Kind = "changed" if not missing else "added" if before is MISSING else "removed"
        yield change(kind, sight, before, after)
        return
    old, new = found
    if isinstance(after, Row):
        yield from _cells(sight, old, new)
        return
    is_list = is_listed(path, (before, after))
    if is_list and has_order(path):
        yield from reordered(sight, old, new)
    if isinstance(after, Placed):
        yield from _moved(sight, before, after)
        yield from reordered(sight.inner("order"), before.order, after.order)
        old, new = (each | {"id": "", "topic": "", "order": ()} for each in found)
    numbers = {name: i for each in found for i, name in enumerate(each)} if is_list else {}
    yield from _within(sight, old, new, numbers)


def _within(sight: Sight, old: Pieces, new: Pieces, numbers: dict[str, int]) -> Iterator[Change]:
    for name in old | new:
        was, now = old.get(name, MISSING), new.get(name, MISSING)
        # Most pieces are equal, and many: what holds nodes is looked into by `is_same`.
        if len(sight.path) > 1 and was == now:
            continue
        yield from _walk(sight.inner(name, numbers.get(name), (now, was)), was, now)


def _moved(sight: Sight, before: Placed, after: Placed) -> Iterator[Change]:
    if before.topic != after.topic:
        yield change("moved", sight, before.topic, after.topic)


def _cells(sight: Sight, old: Pieces, new: Pieces) -> Iterator[Change]:
    """The cells that differ, in the columns that the table had before and has after."""
    names = [name for name in old if name in new and old[name] != new[name]]
    if names:
        was, now = ({name: cells[name] for name in names} for cells in (old, new))
        yield change("changed", sight, was, now)


def _bare(names: list[str]) -> list[str]:
    return [name[1:-1] if name.startswith("[") else name for name in names]


def _place(change: Change) -> tuple[str, str, str]:
    return change.location.bot, change.location.topic, change.location.node
