"""What became different between two versions of a project, by meaning.

Where things are drawn, the order of keys and the order of phrases are not meaning. A node that
was drawn in another topic has moved: it is the same node.
"""

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Any

from msgspec import Struct, structs

from engine.project.diff.change import Change, Kind, Sight, What, change, shown
from engine.project.diff.words import Language, words
from engine.project.pieces import (
    MISSING,
    UNORDERED,
    Pieces,
    Placed,
    apart,
    is_item,
    is_listed,
    is_placement,
    is_same,
    is_whole,
    unnamed,
)
from engine.types.bot import Project
from engine.types.value import Value

__all__ = [
    "Change",
    "Kind",
    "Language",
    "Marks",
    "Sight",
    "What",
    "by_node",
    "change",
    "diff",
    "differences",
    "languages_of",
    "lines",
    "reordered",
    "shown",
    "words",
]


class Marks(Struct, frozen=True):
    """What to draw on a graph: nodes by (topic, node), edges by (topic, node, port).

    A moved node is removed from one topic and added to the other.
    """

    nodes: dict[tuple[str, str], Kind]
    edges: dict[tuple[str, str, str], Kind]


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


def by_node(changes: tuple[Change, ...], bot: str = "") -> Marks:
    """The changes as marks on the graph of a bot; without one, of all bots together."""
    nodes: dict[tuple[str, str], Kind] = {}
    edges: dict[tuple[str, str, str], Kind] = {}
    for one in changes:
        place = one.location
        here = (place.topic, place.node)
        if not place.node or (bot and place.bot != bot):
            continue
        if one.what == "edge":
            edges[*here, one.name] = one.kind
        elif one.what != "node":
            nodes.setdefault(here, "changed")
        elif one.kind == "moved":
            nodes[here] = "added"
            nodes[str(one.before), place.node] = "removed"
        else:
            nodes[here] = one.kind
            edges |= {(*here, port): one.kind for port in _ports(one)}
    return Marks(nodes, edges)


def lines(change: Change) -> tuple[str, ...]:
    """What became different in a code action, a test or the pipeline, line by line.

    Lines begin with + or -, those around them with a space, where they are with @@.
    """
    if change.what not in {"action", "test"} and change.name != "nlu":
        return ()
    before, after = _text_lines(change.before), _text_lines(change.after)
    return tuple(unified_diff(before, after, lineterm="", n=2))[2:]


def reordered(sight: Sight, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """A change where the names that both have are in another order."""
    was = [name for name in old if name in new]
    now = [name for name in new if name in old]
    if was != now:
        one = change("moved", sight, _plain_names(was), _plain_names(now))
        yield structs.replace(one, what="order")


# `Any`: pieces are values of every type that a project is made of.
def _walk(sight: Sight, before: Any, after: Any) -> Iterator[Change]:
    path = sight.path
    if is_placement(path) or is_same(path, before, after):
        return
    if path[-1:] == ("order",) and isinstance(after, tuple):
        yield from reordered(sight, before, after)
        return
    missing = MISSING in (before, after)
    found = None if missing and is_whole(path, (before, after)) else apart(path, (before, after))
    if found is None or (before != after and list(found[0].items()) == list(found[1].items())):
        kind: Kind = "changed" if not missing else "added" if before is MISSING else "removed"
        yield change(kind, sight, before, after)
        return
    old, new = found
    if path[-2:-1] == ("rows",) and is_item(path):
        yield from _row(sight, old, new)
    else:
        yield from _within(sight, old, new, is_listed(path, (before, after)))


def _within(sight: Sight, old: Pieces, new: Pieces, is_list: bool) -> Iterator[Change]:
    if is_list and not UNORDERED.intersection(sight.path[-2:]):
        yield from reordered(sight, list(old), list(new))
    numbers = {name: i for each in (old, new) for i, name in enumerate(each)} if is_list else {}
    for name in old | new:
        was, now = old.get(name, MISSING), new.get(name, MISSING)
        inner = sight.inner(name, numbers.get(name), (now, was))
        if isinstance(was, Placed) and isinstance(now, Placed) and was.topic != now.topic:
            yield change("moved", inner, was.topic, now.topic)
        if not (name == "topic" and sight.path[2:3] == ("nodes",) and len(sight.path) == 4):
            yield from _walk(inner, was, now)


def _place(change: Change) -> tuple[str, str, str]:
    return change.location.bot, change.location.topic, change.location.node


def _row(sight: Sight, old: Pieces, new: Pieces) -> Iterator[Change]:
    """The cells that differ, in the columns that the table had before and has after."""
    names = [name for name in old if name in new and old[name] != new[name]]
    if names:
        was, now = ({name: cells[name] for name in names} for cells in (old, new))
        yield change("changed", sight, was, now)


def _plain_names(names: list[str]) -> list[str]:
    return [name[1:-1] if name.startswith("[") else name for name in names]


def _ports(change: Change) -> tuple[str, ...]:
    """The connected ports of a node that was added or removed."""
    drawn = change.after if change.kind == "added" else change.before
    edges = drawn.get("edges") if isinstance(drawn, dict) else None
    return tuple(edges) if isinstance(edges, dict) else ()


def _text_lines(value: Value) -> list[str]:
    return value.splitlines() if isinstance(value, str) else []
