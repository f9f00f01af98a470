"""The texts of a bot as rows: one a text, with a name that lasts, in all of its languages."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct, structs

from engine.expressions import ExpressionError, compile_template
from engine.project.draft import draft_node
from engine.types.bot import Bot, Node
from engine.types.issue import Location
from engine.types.limits import LIMITS, Limits

Kind = Literal["text", "label", "title", "phrases", "keywords", "synonyms"]
LISTS: dict[str, Kind] = {"phrases": "phrases", "keywords": "keywords", "synonyms": "synonyms"}
OPTIONAL = frozenset({"keywords", "synonyms"})
_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


class Row(Struct, frozen=True):
    """One text in every language that it has.

    `id` names it by the ids of topic, node and option, so that it lasts when options change
    places; `path` leads to it now, by index. Phrases, keywords and synonyms are lists: their
    texts hold one item a line. `limit` is in characters, 0 without one; `holes` are those of
    the source, in the order of the text.
    """

    id: str
    kind: Kind
    topic: str
    node: str
    path: str
    texts: dict[str, str]
    limit: int = 0
    holes: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return self.kind in LISTS

    def location(self, bot: str, language: str) -> Location:
        """Where the text stands in a language."""
        file = f"topics/{self.topic}.flow.json" if self.topic else "bot.json"
        path = f"{self.path}.{language}"
        return Location(bot=bot, file=file, topic=self.topic, node=self.node, path=path)


class Done(Struct, frozen=True):
    """How many texts a language has, of those that any language has."""

    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1; a bot without texts is done."""
        return self.done / self.total if self.total else 1.0


def texts(bot: Bot) -> tuple[Row, ...]:
    """All texts that people read or that are learned from, topic by topic, as drawn."""
    return tuple(_rows(bot))


def progress(bot: Bot) -> dict[str, Done]:
    """For each language of the bot, how much of it is written.

    Keywords and synonyms are not counted: a language has those that it needs.
    """
    rows = [row for row in texts(bot) if row.kind not in OPTIONAL]
    return {
        language: Done(sum(bool(row.texts.get(language)) for row in rows), len(rows))
        for language in bot.languages
    }


def source(row: Row, bot: Bot, language: str) -> tuple[str, str]:
    """The language and text from which a translation into a language is made: the bot's own,
    else its next one that has the text; empty where no other has."""
    others = (one for one in bot.languages if one != language and row.texts.get(one))
    origin = next(others, "")
    return origin, row.texts.get(origin, "")


def fingerprint(text: str) -> str:
    """A short name of a text, by which one sees whether it changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def holes(text: str) -> tuple[str, ...]:
    """The expressions in the holes of a text; none where it cannot be read."""
    try:
        return tuple(hole.source.strip() for hole in compile_template(text).holes)
    except ExpressionError:
        return ()


def _rows(bot: Bot) -> Iterator[Row]:
    limits = structs.replace(
        LIMITS, **{name: value for name, value in bot.limits.items() if hasattr(LIMITS, name)}
    )
    for name in ("question", "none_of_these"):
        found = getattr(bot.default_message, name)
        yield from _row("text", "", "", f"default_message.{name}", found, limits, bot)
    for topic_id, topic in bot.topics.items():
        yield from _row("title", topic_id, "", "title", topic.title, limits, bot)
        for node_id, node in topic.nodes.items():
            drawn = draft_node(bot.id, topic_id, node_id, node)
            for use in drawn.uses:
                if use.role == "text":
                    kind: Kind = "text"
                elif use.role == "label":
                    kind = "label"
                else:
                    continue
                yield from _row(
                    kind, topic_id, node_id, use.path, use.by_language, limits, bot, node
                )
            for path, lists in _lists(node.params, ""):
                kind = LISTS[path.rpartition(".")[2]]
                yield from _row(kind, topic_id, node_id, path, lists, limits, bot, node)


def _row(
    kind: Kind,
    topic: str,
    node_id: str,
    path: str,
    by_language: Mapping[str, str],
    limits: Limits,
    bot: Bot,
    node: Node | None = None,
) -> Iterator[Row]:
    written = {language: text for language, text in by_language.items() if text.strip()}
    if not written:
        return
    own = next((one for one in bot.languages if one in written), next(iter(written)))
    yield Row(
        id=f"{topic}/{node_id}/{_lasting(path, node.params if node else {})}",
        kind=kind,
        topic=topic,
        node=node_id,
        path=path,
        texts=written,
        limit=_limit(kind, path, limits),
        holes=() if kind in LISTS else holes(written[own]),
    )


def _limit(kind: Kind, path: str, limits: Limits) -> int:
    if kind == "label":
        return limits.option_chars if path.endswith(".label") else 0
    return limits.text_chars if kind == "text" else 0


# `Any`: settings as drawn, of any shape.
def _lists(setting: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The lists by language in settings: each as a text of one item a line."""
    if isinstance(setting, dict):
        for name, inner in setting.items():
            where = f"{path}.{name}" if path else name
            if name in LISTS and isinstance(inner, dict):
                yield (
                    where,
                    {
                        language: "\n".join(str(item) for item in items)
                        for language, items in inner.items()
                        if isinstance(items, list | tuple)
                    },
                )
            else:
                yield from _lists(inner, where)
    elif isinstance(setting, list | tuple):
        for at, inner in enumerate(setting):
            yield from _lists(inner, f"{path}[{at}]")


def _lasting(path: str, setting: Any) -> str:
    """The path with the ids of items in place of their indices, where they have ids."""
    words = []
    for index, name in _STEP.findall(path):
        step: Any = int(index) if index else name
        try:
            setting = setting[step]
        except (KeyError, IndexError, TypeError):
            setting = None
        if index:
            has_id = isinstance(setting, dict) and isinstance(setting.get("id"), str)
            words.append(f"[{setting['id'] if has_id else index}]")
        else:
            words.append(f".{name}" if words else name)
    return "".join(words)
