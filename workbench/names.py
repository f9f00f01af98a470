"""Where a bot's names are used: variables, constants, fields, segments and entity tables."""

import re
import threading
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.expressions.tree import Literal as Written
from engine.expressions.tree import Tree, calls, names_read
from engine.project.draft import draft_node
from engine.types.bot import Bot, Topic
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


# The names that a text reads, not yet told apart: a variable is read as a constant is.
Reads = tuple[tuple[Family, str], ...]


class Index:
    """Where the names of a bot are used. Topics that did not change are not looked at again."""

    def __init__(self) -> None:
        # By identity of the topic, which is held so that it stays its own.
        self._topics: dict[int, tuple[Topic, list[tuple[Source, Reads]]]] = {}
        self._bot: Bot | None = None
        self._found: dict[tuple[Family, str], list[Source]] = {}
        self._lock = threading.Lock()

    def uses(self, bot: Bot) -> dict[tuple[Family, str], list[Source]]:
        """The texts that use each name, by family and name."""
        with self._lock:
            if self._bot is not bot:
                self._found = self._collect(bot)
                self._bot = bot
            return self._found

    def sources(self, bot: Bot) -> list[Source]:
        """Every text of a bot that may use a name."""
        self.uses(bot)
        return [source for source, _ in self._all(bot)]

    def _collect(self, bot: Bot) -> dict[tuple[Family, str], list[Source]]:
        kept, self._topics = self._topics, {}
        for name, topic in bot.topics.items():
            held = kept.get(id(topic))
            if held is None or held[0] is not topic:
                held = (topic, [(one, names_in(one)) for one in _of_topic(bot.id, name, topic)])
            self._topics[id(topic)] = held
        found: dict[tuple[Family, str], list[Source]] = {}
        for source, reads in self._all(bot):
            for family, name in reads:
                is_constant = family == "variables" and name in bot.constants
                found.setdefault(("constants" if is_constant else family, name), []).append(source)
        return found

    def _all(self, bot: Bot) -> Iterator[tuple[Source, Reads]]:
        for topic in bot.topics.values():
            yield from self._topics[id(topic)][1]
        for name, segment in bot.segments.items():
            source = Source(("segments", name, "condition"), "expression", segment.condition)
            yield source, names_in(source)


def names_in(source: Source) -> Reads:
    """The names that a text uses, each once; constants stand among the variables."""
    family = NAMING.get(source.role)
    if family:
        return ((family, source.text),)
    return tuple(dict.fromkeys(name for tree in trees_in(source) for name in _read(tree)))


def _read(tree: Tree) -> Iterator[tuple[Family, str]]:
    for name, _ in names_read(tree):
        root, _, member = name.partition(".")
        if root == "contact":
            yield "fields", member.partition(".")[0]
        else:
            yield "variables", root
    for table in tables_in(tree):
        yield "entities", str(table.value)


def _of_topic(bot: str, name: str, topic: Topic) -> Iterator[Source]:
    for id_, drawn in topic.nodes.items():
        below: Steps = ("topics", name, "nodes", id_)
        if drawn.when:
            yield Source((*below, "when"), "expression", drawn.when, name, id_, "when")
        for use in draft_node(bot, name, id_, drawn).uses:
            path: Steps = (*below, "params", *steps_of(use.path))
            # What a mapping's keys name stands in the path, not at it.
            is_key = use.role in {"sets", "sets_field"} and use.path.endswith(("']", '"]'))
            for language, text in use.by_language.items():
                ends = (language,) if language else ()
                place = f"{use.path}.{language}" if language else use.path
                if isinstance(text, str):
                    yield Source((*path, *ends), use.role, text, name, id_, place, is_key)


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
