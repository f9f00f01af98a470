"""The walk through three versions of a project, piece by piece."""

from typing import Any

from engine.project.diff import Sight, change, differences, reordered
from engine.project.merge.conflict import Conflicts, Three, of_side
from engine.project.merge.mending import mend
from engine.project.merge.order import as_before, has_clash, woven
from engine.project.pieces import (
    MISSING,
    Pieces,
    apart,
    has_order,
    is_listed,
    is_placement,
    is_same,
    is_whole,
    together,
)
from engine.types.bot import Bot, Topic


# `Any` in this module: pieces are values of every type that a project is made of.
def merged(sight: Sight, versions: Three, conflicts: Conflicts) -> Any:
    """The piece with both sides' changes; what they do not agree on is added to the conflicts."""
    path = sight.path
    base, ours, theirs = versions
    if is_same(path, ours, theirs) or is_same(path, base, theirs):
        return ours
    if is_same(path, base, ours):
        return theirs
    if is_placement(path) and not isinstance(ours, dict):
        return theirs if ours is MISSING else ours
    # A flow that both sides made is one flow; anything else of one name is two things.
    is_one = base is MISSING and isinstance(ours, Topic)
    whole = MISSING in versions and is_whole(path, versions) and not is_one
    pieces = None if whole else apart(path, versions)
    if pieces is None:
        return _chosen(sight, versions, conflicts)
    return _joined(sight, versions, pieces, conflicts)


def _joined(sight: Sight, versions: Three, pieces: tuple[Pieces, ...], conflicts: Conflicts) -> Any:
    base, ours, theirs = pieces
    found: Pieces = {}
    deep = len(sight.path) > 1
    is_list = is_listed(sight.path, versions)
    numbers = {name: i for each in pieces for i, name in enumerate(each)} if is_list else {}
    numbers |= {name: i for i, name in enumerate(ours)} if is_list else {}
    for name in ours | theirs | base:
        three = (base.get(name, MISSING), ours.get(name, MISSING), theirs.get(name, MISSING))
        # Most pieces are equal, and many.
        if deep and three[0] == three[1] == three[2]:
            found[name] = three[1]
            continue
        inner = sight.inner(name, numbers.get(name), (three[1], three[2], three[0]))
        value = merged(inner, three, conflicts)
        if value is not MISSING:
            found[name] = value
    if not found and MISSING in versions:
        return MISSING
    if is_list:
        names = (list(base), list(ours), list(theirs))
        found = {name: found[name] for name in _ordered(sight, names, found, conflicts)}
    like = next(value for value in versions if value is not MISSING)
    if isinstance(like, Bot):
        found = mend(sight, (base, ours, theirs), found, conflicts)
    return together(found, like)


def _ordered(
    sight: Sight,
    names: tuple[list[str], list[str], list[str]],
    found: Pieces,
    conflicts: Conflicts,
) -> list[str]:
    base, ours, theirs = names
    order = woven(base, ours, theirs, found)
    if not has_clash(base, ours, theirs) or not has_order(sight.path):
        return order
    by_ours, by_theirs = (tuple(reordered(sight, base, side)) for side in (ours, theirs))
    orders = (by_ours[0].before, by_ours[0].after, by_theirs[0].after)
    side = conflicts.settle(sight.inner("(order)"), by_ours[0], orders, by_ours, by_theirs)
    if side == "theirs":
        return woven(base, theirs, ours, found)
    return as_before(order, base) if side == "base" else order


def _chosen(sight: Sight, versions: Three, conflicts: Conflicts) -> Any:
    """The version that was chosen, ours if none was. What one side removed is gone where the
    other changed nothing of its meaning."""
    base, ours, theirs = versions
    if not differences(sight, ours, theirs):
        return ours
    by_ours, by_theirs = (differences(sight, base, side) for side in (ours, theirs))
    if MISSING in (ours, theirs) and not (by_ours and by_theirs):
        return MISSING
    called = change("changed", sight, base, MISSING)
    return of_side(versions, conflicts.settle(sight, called, versions, by_ours, by_theirs))
