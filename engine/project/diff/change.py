"""One difference between two versions of a project, and how a piece's path becomes its place."""

from typing import Literal

from msgspec import Struct, structs

from engine.project.encode import plain
from engine.project.json_text import written
from engine.project.pieces import MISSING, Path, Placed
from engine.types.bot import Bot, CodeAction, Comment, EntityTable, Topic
from engine.types.issue import Location
from engine.types.value import Value

Kind = Literal["added", "removed", "changed", "moved"]
What = Literal[
    "project",
    "bot",
    "topic",
    "node",
    "edge",
    "text",
    "phrase",
    "keywords",
    "pattern",
    "event",
    "synonym",
    "item",
    "param",
    "order",
    "setting",
    "variable",
    "field",
    "constant",
    "segment",
    "site",
    "secret",
    "language",
    "table",
    "column",
    "row",
    "cell",
    "action",
    "test",
    "comment",
]

# The places of things that a bot has by name.
_BY_NAME: dict[str, What] = {
    "variables": "variable",
    "fields": "field",
    "constants": "constant",
    "segments": "segment",
    "sites": "site",
    "entities": "table",
    "actions": "action",
    "tests": "test",
}
_ITEMS: dict[str, What] = {
    "phrases": "phrase",
    "keywords": "keywords",
    "patterns": "pattern",
    "events": "event",
    "synonyms": "synonym",
    "secrets": "secret",
    "languages": "language",
    "columns": "column",
    "rows": "row",
    "comments": "comment",
}
_BY_LANGUAGE = {"phrases", "keywords", "synonyms"}


class Change(Struct, frozen=True, omit_defaults=True):
    """What became different. `name` says which of its place's things of that sort it is.

    `before` and `after` are plain values; of a row only the cells that differ, of a thing
    with pieces of its own its plain form. A moved node has its topics there, a changed order
    the names in their order. `location` lies in the version after, of what is gone before.
    """

    kind: Kind
    what: What
    location: Location
    name: str = ""
    language: str = ""
    before: Value = None
    after: Value = None


class Sight(Struct, frozen=True):
    """Where a walk through the pieces stands: their names, and the same with numbers of items.

    `languages` are those that the bots speak, so that texts are known by them.
    """

    languages: frozenset[str]
    path: Path = ()
    at: tuple[str | int, ...] = ()
    topic: str = ""

    def inner(
        self, name: str, number: int | None = None, values: tuple[object, ...] = ()
    ) -> "Sight":
        """The place of a piece of what is here. Where its values are nodes, the first of them
        says in which topic."""
        step: str | int = name if number is None else number
        topics = (value.topic for value in values if isinstance(value, Placed))
        path, at = (*self.path, name), (*self.at, step)
        return Sight(self.languages, path, at, next(topics, self.topic))


def change(kind: Kind, sight: Sight, before: object, after: object) -> Change:
    """The change at a place, with what it is called there."""
    what, name, language = _called(sight.path, sight.languages)
    return Change(kind, what, _location(sight), name, language, shown(before), shown(after))


def shown(value: object) -> Value:
    """A piece as a plain value, without what is too large to be shown."""
    if value is MISSING:
        return None
    match value:
        case Placed():
            value = value.node
        case Bot():
            value = value.name
        case Topic():
            value = value.title
        case EntityTable():
            value = list(value.columns)
        case CodeAction():
            value = value.source
        case Comment():
            value = value.text
    return value if isinstance(value, dict) else plain(value)


def _location(sight: Sight) -> Location:
    path, at = sight.path, sight.at
    if path[:1] != ("bots",):
        return Location(path=written(at))
    place = Location(bot=path[1], topic=sight.topic)
    match path[2:]:
        case ("nodes", node, *rest):
            inner = at[5:] if rest[:1] == ["params"] and len(rest) > 1 else at[4:]
            return structs.replace(place, node=node, path=written(inner))
        case ("topics", topic, *_):
            return structs.replace(place, topic=topic, path=written(at[4:]))
    return structs.replace(place, path=written(at[2:]))


def _called(path: Path, languages: frozenset[str]) -> tuple[What, str, str]:
    """What the piece is, its name, and its language."""
    match path:
        case ():
            return "project", "", ""
        case ("bots", bot):
            return "bot", bot, ""
        case ("bots", _, "nodes", node):
            return "node", node, ""
        case ("bots", _, "nodes", _, "edges", port):
            return "edge", port, ""
        case ("bots", _, "nodes", _, "order"):
            return "order", "variables", ""
        case ("bots", _, "nodes", _, "params", *steps):
            return _in_steps("param", tuple(steps), languages)
        case ("bots", _, "topics", topic):
            return "topic", topic, ""
        case ("bots", _, "nodes" | "topics", _, *steps) | ("bots", _, *steps) | steps:
            return _in_settings(tuple(steps), languages)


def _in_settings(steps: Path, languages: frozenset[str]) -> tuple[What, str, str]:
    match steps:
        case (family, name) if family in _BY_NAME:
            return _BY_NAME[family], name, ""
        case ("entities", _, "rows" | "columns", item):
            return _ITEMS[steps[2]], _bare(item), ""
        case ("entities", _, "rows", item, column):
            return "cell", f"{_bare(item)} / {column}", ""
        case ("tests", name, conversation):
            return "test", f"{name}: {_bare(conversation).removeprefix('==').strip()}", ""
        case (family, name, *_) if family in _BY_NAME:
            return _BY_NAME[family], written(steps[1:]), ""
    return _in_steps("setting", steps, languages)


def _in_steps(other: What, steps: Path, languages: frozenset[str]) -> tuple[What, str, str]:
    last = steps[-1] if steps else ""
    if last in languages and len(steps) > 1:
        return "text", _spoken(steps[:-1]), last
    if not last.startswith("["):
        return other, _spoken(steps), ""
    by_language = len(steps) > 2 and steps[-3] in _BY_LANGUAGE
    language = steps[-2] if by_language else ""
    family = steps[-3] if by_language else steps[-2]
    if family in _ITEMS:
        return _ITEMS[family], _bare(last), language
    return "item", _spoken(steps), ""


def _spoken(steps: Path) -> str:
    """The steps as people read them: `options[yes].label`."""
    return "".join(step if step.startswith("[") else f".{step}" for step in steps).lstrip(".")


def _bare(item: str) -> str:
    return item[1:-1]
