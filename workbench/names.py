"""Where a bot's names are used: variables, constants, fields, segments and entity tables."""

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.expressions.tree import Literal as Written
from engine.expressions.tree import Tree, calls, names_read
from engine.project.draft import draft
from engine.types.bot import Bot, Project
from workbench.edits import Steps

Family = Literal["variables", "constants", "fields", "segments", "entities"]

# Roles of settings that hold a name of a family.
NAMING: dict[str, Family] = {
    "sets": "variables",
    "sets_field": "fields",
    "segment": "segments",
    "entity_table": "entities",
}
TEXTS = frozenset({"text", "label", "template"})
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]|\[('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\]")


class Source(Struct, frozen=True):
    """A text of a bot that may use names. `path` leads to it below the bot; with `is_key` its
    last step is the text itself. `node` is empty where it is in the settings."""

    path: Steps
    role: str
    text: str
    topic: str = ""
    node: str = ""
    # As issues write it, below the node's settings.
    place: str = ""
    is_key: bool = False


class Uses(Struct, frozen=True):
    """The texts that use each name, by family and name."""

    found: dict[tuple[Family, str], list[Source]]

    def of(self, family: Family, name: str) -> list[Source]:
        return self.found.get((family, name), [])


def uses(bot: Bot, project: Project) -> Uses:
    """Where each name of a bot is used. A variable and a constant are read the same way."""
    found: dict[tuple[Family, str], list[Source]] = {}
    for source in sources(bot, project):
        for key in dict.fromkeys(names_in(source, bot)):
            found.setdefault(key, []).append(source)
    return Uses(found)


def sources(bot: Bot, project: Project) -> Iterator[Source]:
    """Every text of a bot that may use a name."""
    for node in draft(bot, project).nodes.values():
        below: Steps = ("topics", node.topic, "nodes", node.id)
        if node.node.when:
            yield Source(
                (*below, "when"), "expression", node.node.when, node.topic, node.id, "when"
            )
        for use in node.uses:
            path: Steps = (*below, "params", *steps_of(use.path))
            # What a mapping's keys name stands in the path, not at it.
            is_key = use.role in {"sets", "sets_field"} and use.path.endswith(("']", '"]'))
            for language, text in use.by_language.items():
                ends = (language,) if language else ()
                place = f"{use.path}.{language}" if language else use.path
                if isinstance(text, str):
                    yield Source((*path, *ends), use.role, text, node.topic, node.id, place, is_key)
    for name, segment in bot.segments.items():
        yield Source(("segments", name, "condition"), "expression", segment.condition)


def names_in(source: Source, bot: Bot) -> Iterator[tuple[Family, str]]:
    """The names that a text uses."""
    family = NAMING.get(source.role)
    if family:
        yield family, source.text
        return
    for tree in trees_in(source):
        for name, _ in names_read(tree):
            root, _, member = name.partition(".")
            if root == "contact":
                yield "fields", member.partition(".")[0]
            else:
                yield ("constants" if root in bot.constants else "variables"), root
        for table in tables_in(tree):
            yield "entities", str(table.value)


def trees_in(source: Source) -> list[Tree]:
    """What a text's expressions were read as; nothing where it cannot be read."""
    try:
        if source.role == "expression":
            return [compile_expression(source.text).tree]
        if source.role in TEXTS:
            return [hole.tree for hole in compile_template(source.text).holes]
    except ExpressionError:
        # The check says what is wrong with it.
        return []
    return []


def tables_in(tree: Tree) -> Iterator[Written]:
    """The names of entity tables in calls of `rows`."""
    for call in calls(tree):
        if call.function == "rows" and call.arguments:
            (first, *_) = call.arguments
            if isinstance(first, Written) and isinstance(first.value, str):
                yield first


def steps_of(path: str) -> Steps:
    """The steps of a path as `engine.nodes.roles` writes it: `options[2].label`."""
    found: list[str | int] = []
    for name, index, key in _STEP.findall(path):
        found.append(int(index) if index else _unquoted(key) if key else name)
    return tuple(found)


def _unquoted(key: str) -> str:
    return re.sub(r"\\(.)", r"\1", key[1:-1])
