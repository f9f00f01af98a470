"""A project as a tree of plain values, which edits change, and as the values of the engine.

    {"name", "routing", "folders", "tests", "bots": {ID: {..., "topics": {NAME: topic},
     "entities", "actions", "nlu", "tests", "funnels"}}}

What equals its default is left out. A lone bot's project has no name of its own. Parts that did
not change keep their identity, so that only what an edit touched is made anew.
"""

from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from engine.project.decode import Fault, decode
from engine.project.encode import plain
from engine.types.bot import (
    Bot,
    CodeAction,
    Comment,
    EntityTable,
    Node,
    Project,
    Topic,
)
from engine.types.funnel import FunnelSpec
from workbench.edits import EditError, Op, Plain, Steps

S = TypeVar("S", bound=Struct)

# What is decoded as a whole where that is possible.
_WHOLE = {EntityTable, Topic}
_PARTS = ("topics", "entities", "actions", "nlu", "tests", "funnels")


def tree_of(project: Project) -> dict[str, Plain]:
    """The project as plain values."""
    own = plain(structs.replace(project, bots={}, tests={}))
    if is_lone(project):
        del own["name"]
    return {
        **own,
        "tests": dict(project.tests),
        "bots": {name: _bot_tree(bot) for name, bot in project.bots.items()},
    }


def is_lone(project: Project) -> bool:
    """Whether the project says nothing beyond its only bot, whose folder it then is."""
    if len(project.bots) != 1:
        return False
    (bot,) = project.bots.values()
    return project == Project(name=bot.name, bots={bot.id: bot})


def topic_tree(topic: Topic) -> dict[str, Plain]:
    """A topic as plain values."""
    found: dict[str, Plain] = plain(topic)
    return found


def ops_between(before: Plain, after: Plain, path: Steps = ()) -> tuple[Op, ...]:
    """What turns one tree into another, as near to the leaves as objects go."""
    if before == after and _same_order(before, after):
        return ()
    if not isinstance(before, dict) or not isinstance(after, dict):
        return (Op(path, after),)
    gone = [key for key in before if key not in after]
    kept = [key for key in before if key in after]
    # Where keys that stay change places, or a new one is not the last, the whole is put anew.
    if path and list(after) != kept + [key for key in after if key not in before]:
        return (Op(path, after),)
    ops = [Op((*path, key)) for key in gone]
    for key, value in after.items():
        at = (*path, key)
        ops += ops_between(before[key], value, at) if key in before else (Op(at, value),)
    return tuple(ops)


def _same_order(before: Plain, after: Plain) -> bool:
    """Whether equal values also have their keys in the same order, which files show."""
    if isinstance(before, dict):
        same = list(before) == list(after)
        return same and all(_same_order(value, after[key]) for key, value in before.items())
    if isinstance(before, list):
        return all(map(_same_order, before, after))
    return True


class Values:
    """The engine's values of a tree; parts that are the same objects as before are reused."""

    def __init__(self) -> None:
        # By identity of the plain value, which is held so that it stays its own.
        self._made: dict[int, tuple[Plain, Any]] = {}

    def project(self, tree: dict[str, Plain]) -> Project:
        """The project that a tree says. Raises EditError where it says none."""
        kept = self._made
        self._made = {}
        bots = {name: self._bot(name, raw, kept) for name, raw in tree["bots"].items()}
        own = {key: value for key, value in tree.items() if key not in {"bots", "tests"}}
        project = _decoded(Project, own, "project")
        if "name" not in own and len(bots) == 1:
            project = structs.replace(project, name=next(iter(bots.values())).name)
        return structs.replace(project, bots=bots, tests=dict(tree.get("tests", {})))

    def _bot(self, name: str, raw: dict[str, Plain], kept: dict[int, tuple[Plain, Any]]) -> Bot:
        own = {key: value for key, value in raw.items() if key not in _PARTS}
        bot = _decoded(Bot, own, f"bot {name!r}")
        return structs.replace(
            bot,
            topics={key: self._part(Topic, one, kept) for key, one in _of(raw, "topics")},
            entities={key: self._part(EntityTable, one, kept) for key, one in _of(raw, "entities")},
            actions={key: CodeAction(text) for key, text in _of(raw, "actions")},
            nlu=raw.get("nlu", ""),
            tests=dict(_of(raw, "tests")),
            funnels={key: self._part(FunnelSpec, one, kept) for key, one in _of(raw, "funnels")},
        )

    def _part(self, kind: type[S], raw: Plain, kept: dict[int, tuple[Plain, Any]]) -> S:
        held = kept.get(id(raw))
        made: S = held[1] if held and held[0] is raw else _decoded(kind, raw, kind.__name__.lower())
        self._made[id(raw)] = (raw, made)
        return made


def _bot_tree(bot: Bot) -> dict[str, Plain]:
    return {
        **{key: value for key, value in plain(bot).items() if key not in _PARTS},
        "topics": {name: topic_tree(topic) for name, topic in bot.topics.items()},
        "entities": {name: _table_tree(table) for name, table in bot.entities.items()},
        "actions": {name: action.source for name, action in bot.actions.items()},
        "nlu": bot.nlu,
        "tests": dict(bot.tests),
        "funnels": {name: plain(funnel) for name, funnel in bot.funnels.items()},
    }


def _table_tree(table: EntityTable) -> dict[str, Plain]:
    rows = [list(row) for row in table.rows]
    found = {"columns": list(table.columns), "rows": rows}
    return {**found, "file": table.file} if table.file else found


def _of(raw: dict[str, Plain], family: str) -> list[tuple[str, Plain]]:
    return list(raw.get(family, {}).items())


def _decoded(kind: type[S], raw: Plain, what: str) -> S:
    if _has_known_names(kind, raw):
        # Of thousands of nodes or rows only the faults are worth walking by hand.
        with suppress(msgspec.ValidationError):
            return msgspec.convert(raw, kind)
    value, faults = decode(kind, raw)
    if value is None or faults:
        raise EditError(f"{what}: {_first(faults)}")
    return value


def _has_known_names(kind: type[Struct], raw: Plain) -> bool:
    """Whether nothing is in the data that msgspec would pass over in silence."""
    if kind not in _WHOLE or not isinstance(raw, dict) or not raw.keys() <= _names(kind):
        return False
    nodes, comments = raw.get("nodes", {}), raw.get("comments", [])
    if not isinstance(nodes, dict) or not isinstance(comments, list):
        return False
    parts = [(Node, one) for one in nodes.values()] + [(Comment, one) for one in comments]
    return all(isinstance(one, dict) and one.keys() <= _names(part) for part, one in parts)


@cache
def _names(kind: type[Struct]) -> frozenset[str]:
    return frozenset(kind.__struct_fields__)


def _first(faults: list[Fault]) -> str:
    if not faults:
        return "there is nothing sound in it"
    fault = faults[0]
    path = " > ".join(str(step) for step in fault.path)
    return f"{path}: {fault.message}; {fault.remedy}"
