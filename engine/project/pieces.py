"""A project taken to pieces, each with a name of its own, and put together again.

A piece is what one person can change without touching the work of another: a text in one
language, a port's edge, a phrase, a row of a table. Diff and merge walk the same pieces. Nodes
are pieces of their bot, not of a topic, as their ids are unique in it: a moved node is the same.
"""

import json
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from msgspec import Struct, structs

from engine.types.bot import Bot, Comment, EntityTable, Node, Project

# The names that lead to a piece. In brackets: an item of a list, a row, a conversation of a test.
Path = tuple[str, ...]
# `Any` in this module: pieces are values of every type that a project is made of.
Pieces = dict[str, Any]

# Lists whose order says nothing.
UNORDERED = {
    "add",
    "channels",
    "clear",
    "comments",
    "events",
    "expertise",
    "interrupted_by",
    "keywords",
    "patterns",
    "phrases",
    "queues",
    "remove",
    "secrets",
    "synonyms",
    "to",
}
_SECTION = re.compile(r"(?m)^(?===)")


class Missing(Struct, frozen=True):
    """The type of `MISSING`: where there is no such piece."""


MISSING: Final = Missing()


class Placed(Struct, frozen=True):
    """A node and the topic that it is drawn in. `order` names what it sets, in that order."""

    topic: str
    node: Node
    order: tuple[str, ...] = ()


def unnamed(*projects: Project) -> tuple[Project, ...]:
    """The projects without their names, where each is a lone bot that it is named after."""
    if not all(_is_lone(project) for project in projects):
        return projects
    return tuple(structs.replace(project, name="") for project in projects)


def named(project: Project, *like: Project) -> Project:
    """What came of such projects, named after its bot again."""
    if not all(_is_lone(each) for each in like):
        return project
    names = (bot.name for bot in project.bots.values())
    return structs.replace(project, name=next(names, ""))


def is_item(path: Path) -> bool:
    """Whether the path ends at an item of a list, a row, or a conversation of a test."""
    return path[-1:] != () and path[-1].startswith("[")


def is_listed(path: Path, values: Iterable[object]) -> bool:
    """Whether the pieces of such values stand in an order."""
    is_rows = path[2:3] == ("entities",) and path[4:] == ("rows",)
    return is_rows or any(isinstance(value, list | tuple | str) for value in values)


def is_whole(path: Path, values: Iterable[object]) -> bool:
    """Whether two such pieces of one name, made apart, are two things rather than one."""
    kinds = (Struct, str)
    return is_item(path) or any(
        isinstance(value, kinds) and value is not MISSING for value in values
    )


def is_placement(path: Path) -> bool:
    """Whether the path leads to where something is drawn."""
    return path[2:3] == ("topics",) and (
        path[4:5] == ("layout",) or (path[4:5] == ("comments",) and path[6:] in {("x",), ("y",)})
    )


def is_same(path: Path, one: object, other: object) -> bool:
    """Whether two pieces are equal for sure; those that hold nodes have to be looked into."""
    if one is other:
        return True
    holds_nodes = len(path) < 3 and path[:1] in {(), ("bots",)}
    return not holds_nodes and bool(one == other)


def apart(path: Path, versions: Sequence[Any]) -> tuple[Pieces, ...] | None:
    """The pieces of each version of a value under the same names; what is missing has none.

    None where the value changes only as a whole.
    """
    present = [value for value in versions if value is not MISSING]
    kind = type(present[0])
    if issubclass(kind, list | tuple):
        alike = all(isinstance(value, list | tuple) for value in present)
        return _lists(versions) if alike else None
    if any(type(value) is not kind for value in present):
        return None
    found = [{} if value is MISSING else _pieces(path, value) for value in versions]
    return None if None in found else tuple(pieces for pieces in found if pieces is not None)


def together(pieces: Pieces, like: Any) -> Any:
    """The value that is made of the pieces, of the type of `like`."""
    match like:
        case Bot():
            return _bot(pieces)
        case EntityTable():
            return _table(pieces)
        case Placed():
            return _placed(pieces)
        case Struct():
            return type(like)(**pieces)
        case list() | tuple():
            return type(like)(pieces.values())
        case str():
            return "\n\n".join(pieces.values()).strip("\n") + "\n"
        case _:
            return pieces


def _is_lone(project: Project) -> bool:
    return [bot.name for bot in project.bots.values()] == [project.name]


def _pieces(path: Path, value: object) -> Pieces | None:
    match value:
        case Bot():
            fields = structs.asdict(value)
            bare = {name: structs.replace(t, nodes={}) for name, t in value.topics.items()}
            return fields | {"topics": bare, "nodes": dict(_placed_nodes(value))}
        case EntityTable():
            return _of_table(value)
        case Placed():
            return structs.asdict(value.node) | {"topic": value.topic, "order": value.order}
        case Struct():
            return structs.asdict(value)
        case dict():
            return dict(value)
        case str() if path[-2:-1] == ("tests",) and len(path) in {2, 4}:
            return _of_test(value)
    return None


def _placed_nodes(bot: Bot) -> Iterable[tuple[str, Placed]]:
    taken: set[str] = set()
    for topic, drawn in sorted(bot.topics.items()):
        for id_, node in drawn.nodes.items():
            variables = node.params.get("variables")
            order = tuple(variables) if isinstance(variables, dict) else ()
            # A draft may hold an id twice, which its check will say.
            yield (f"{topic}/{id_}" if id_ in taken else id_), Placed(topic, node, order)
            taken.add(id_)


def _bot(pieces: Pieces) -> Bot:
    nodes: dict[str, dict[str, Node]] = {}
    for name, placed in pieces["nodes"].items():
        id_ = name.removeprefix(f"{placed.topic}/")
        nodes.setdefault(placed.topic, {})[id_] = placed.node
    topics = {
        name: structs.replace(topic, nodes=nodes.get(name, {}))
        for name, topic in pieces["topics"].items()
    }
    rest = {name: value for name, value in pieces.items() if name != "nodes"}
    return Bot(**rest | {"topics": topics})


def _placed(pieces: Pieces) -> Placed:
    fields = {name: pieces[name] for name in Node.__struct_fields__}
    variables = fields["params"].get("variables")
    order: tuple[str, ...] = pieces["order"]
    if isinstance(variables, dict):
        names = sorted(
            variables, key=lambda name: order.index(name) if name in order else len(order)
        )
        in_order = {name: variables[name] for name in names}
        fields["params"] = fields["params"] | {"variables": in_order}
    return Placed(pieces["topic"], Node(**fields), order)


def _of_table(table: EntityTable) -> Pieces | None:
    rows = {f"[{row[0]}]": dict(zip(table.columns, row, strict=False)) for row in table.rows}
    if len(rows) < len(table.rows):
        return None
    return {"columns": table.columns, "rows": rows, "file": table.file}


def _table(pieces: Pieces) -> EntityTable:
    """A column that some cell still needs is kept."""
    rows: list[dict[str, Any]] = list(pieces["rows"].values())
    needed = [name for row in rows for name, cell in row.items() if cell is not None]
    columns = tuple(dict.fromkeys((*pieces["columns"], *needed)))
    body = tuple(tuple(row.get(name) for name in columns) for row in rows)
    return EntityTable(columns, body, pieces["file"])


def _of_test(text: str) -> Pieces | None:
    """A test's conversations by their titles, and what stands before them."""
    sections = [section.strip("\n") for section in _SECTION.split(text)]
    found = {f"[{section.partition(chr(10))[0]}]": section for section in sections if section}
    return found if len(found) == sum(map(bool, sections)) else None


def _lists(versions: Sequence[Any]) -> tuple[Pieces, ...]:
    """Items are named by their id, or by themselves if they are texts, else by their likes."""
    lists = [[] if value is MISSING else list(value) for value in versions]
    names = [_names(items) for items in lists]
    if any(found is None for found in names):
        first = [str(number) for number in range(len(lists[0]))]
        names = [first, *(_aligned(lists[0], items) for items in lists[1:])]
    return tuple(
        {f"[{name}]": item for name, item in zip(found or (), items, strict=True)}
        for found, items in zip(names, lists, strict=True)
    )


def _names(items: list[Any]) -> list[str] | None:
    names = [_name(item) for item in items]
    sound = [name for name in names if name is not None]
    return sound if len(set(sound)) == len(items) else None


def _name(item: object) -> str | None:
    name = item.get("id") if isinstance(item, dict) else item
    name = item.text if isinstance(item, Comment) else name
    return name if isinstance(name, str) else None


def _aligned(first: list[Any], items: list[Any]) -> list[str]:
    """Names by place in the first version; what is new there is named by its content."""
    old, new = (
        [json.dumps(item, sort_keys=True, default=str) for item in each] for each in (first, items)
    )
    names: list[str] = []
    for what, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal" or (what == "replace" and i_end - i == j_end - j):
            names += map(str, range(i, i_end))
        else:
            for text in new[j:j_end]:
                names.append(text + "+" * sum(text == taken.rstrip("+") for taken in names))
    return names
