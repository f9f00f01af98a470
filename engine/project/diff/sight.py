"""Where a walk through the pieces stands, and what is there in a designer's words."""

from typing import Literal

from msgspec import Struct, structs

from engine.project.json_text import written
from engine.project.pieces import Path, Placed
from engine.project.pieces.lists import NUMBERED
from engine.types.issue import Location

What = Literal[
    "action",
    "bot",
    "cell",
    "column",
    "comment",
    "constant",
    "edge",
    "event",
    "field",
    "funnel",
    "item",
    "keywords",
    "language",
    "node",
    "order",
    "param",
    "pattern",
    "phrase",
    "row",
    "secret",
    "segment",
    "setting",
    "site",
    "synonym",
    "table",
    "test",
    "text",
    "topic",
    "variable",
]

# The things that a bot has by name.
_BY_NAME: dict[str, What] = {
    "variables": "variable",
    "fields": "field",
    "constants": "constant",
    "segments": "segment",
    "sites": "site",
    "entities": "table",
    "actions": "action",
    "tests": "test",
    "funnels": "funnel",
}
# Items of lists: of a bot, of a topic, and in the settings of a node.
_ITEMS_OF_BOTS: dict[str, What] = {
    "secrets": "secret",
    "languages": "language",
    "comments": "comment",
}
_ITEMS_OF_NODES: dict[str, What] = {"patterns": "pattern", "events": "event"}
_ITEMS_BY_LANGUAGE: dict[str, What] = {
    "phrases": "phrase",
    "keywords": "keywords",
    "synonyms": "synonym",
}


class Called(Struct, frozen=True):
    """What a piece is, its name among others of its place, and its language."""

    what: What
    name: str = ""
    language: str = ""


class Sight(Struct, frozen=True):
    """The names that lead to a piece, and the same with the numbers of items.

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


def location(sight: Sight) -> Location:
    """The place as findings name it."""
    path, at = sight.path, sight.at
    if path[:1] != ("bots",) or len(path) == 1:
        return Location(path=written(at))
    place = Location(bot=path[1], topic=sight.topic)
    match path[2:]:
        case ("nodes", node, *rest):
            inner = at[5:] if rest[:1] == ["params"] and len(rest) > 1 else at[4:]
            return structs.replace(place, node=node, path=written(inner))
        case ("topics", topic, *_):
            return structs.replace(place, topic=topic, path=written(at[4:]))
    return structs.replace(place, path=written(at[2:]))


def called(sight: Sight) -> Called:
    """What the piece at the place is called."""
    languages = sight.languages
    match _numbered(sight):
        case ("bots", bot):
            return Called("bot", bot)
        case ("bots", _, "nodes", node):
            return Called("node", node)
        case ("bots", _, "topics", topic):
            return Called("topic", topic)
        case ("bots", _, "nodes", _, "edges", port):
            return Called("edge", port)
        case ("bots", _, "nodes", _, "order"):
            return Called("order", "variables")
        case ("bots", _, "nodes", _, "params", *steps):
            return _of_node(tuple(steps), languages)
        case ("bots", _, "nodes" | "topics", _, *steps) | ("bots", _, *steps) | steps:
            return _of_bot(tuple(steps), languages)


def _numbered(sight: Sight) -> Path:
    """The path, with numbers for the items that have no name of their own."""
    steps = zip(sight.path, sight.at, strict=True)
    return tuple(f"[{number}]" if step.startswith(NUMBERED) else step for step, number in steps)


def _of_bot(steps: Path, languages: frozenset[str]) -> Called:
    match steps:
        case ("entities", _, "columns", column):
            return Called("column", _bare(column))
        case ("entities", _, "rows", row):
            return Called("row", _bare(row))
        case ("entities", _, "rows", row, column):
            return Called("cell", f"{_bare(row)} / {column}")
        case ("tests", name, conversation):
            return Called("test", f"{name}: {_bare(conversation).removeprefix('==').strip()}")
        case ("actions", name, "source"):
            return Called("action", name)
        case (family, *rest) if family in _BY_NAME and rest:
            return Called(_BY_NAME[family], _spoken(tuple(rest)))
        case (family, item) if family in _ITEMS_OF_BOTS and item.startswith("["):
            return Called(_ITEMS_OF_BOTS[family], _bare(item))
    return _of_setting("setting", steps, languages)


def _of_node(steps: Path, languages: frozenset[str]) -> Called:
    match steps:
        case (family, item) if family in _ITEMS_OF_NODES and item.startswith("["):
            return Called(_ITEMS_OF_NODES[family], _bare(item))
        case (*_, family, language, item) if family in _ITEMS_BY_LANGUAGE and item.startswith("["):
            return Called(_ITEMS_BY_LANGUAGE[family], _bare(item), language)
    return _of_setting("param", steps, languages)


def _of_setting(what: What, steps: Path, languages: frozenset[str]) -> Called:
    if len(steps) > 1 and steps[-1] in languages:
        return Called("text", _spoken(steps[:-1]), steps[-1])
    is_item = steps[-1:] != () and steps[-1].startswith("[")
    return Called("item" if is_item else what, _spoken(steps))


def _spoken(steps: Path) -> str:
    """The steps as people read them: `options[yes].label`."""
    return "".join(step if step.startswith("[") else f".{step}" for step in steps).lstrip(".")


def _bare(item: str) -> str:
    return item[1:-1]
