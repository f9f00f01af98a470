"""A bot's files as canonical bytes: equal values are equal bytes, and a diff reads well.

Fixed key order, one field a line, nodes by id, `layout` last, a final newline.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct, structs

from engine.project.order_of_params import in_order
from engine.types.bot import FORMAT, Bot, Project, Topic
from engine.types.funnel import FunnelSpec
from engine.types.funnel_step import Step

# Kept beside bot.json in files of their own.
OWN_FILES = ("topics", "entities", "actions", "nlu", "tests", "funnels")
# Written even where they have their default, so that the file says what it is.
_ALWAYS = {"format", "id", "name", "languages", "kind"}
_TOPIC_ORDER = ("format", "title", "description", "nodes", "comments", "layout")
_NODE_ORDER = ("kind", "title", "when", "pause_ms", "params", "edges", "note", "source")
# Objects whose own order says something, or that are the designer's: left as they are.
_ORDERED = {"params", "default", "value", "rows"}


def encode_topic(topic: Topic) -> bytes:
    """The text of a `.flow.json` file."""
    found = _in_order(plain(topic), _TOPIC_ORDER)
    nodes = found.get("nodes", {})
    if nodes:
        found["nodes"] = {id_: _node(node) for id_, node in nodes.items()}
    return encode(found)


def encode_bot(bot: Bot) -> bytes:
    """The text of `bot.json`: the bot without what has its own files."""
    # Dropped before, and not after, what may be thousands of nodes and rows is walked.
    own = structs.replace(bot, topics={}, entities={}, actions={}, nlu="", tests={}, funnels={})
    return encode(plain(own))


def encode_funnel(funnel: FunnelSpec) -> bytes:
    """The text of a funnel's file."""
    return encode({"format": FORMAT, **plain(funnel)})


def encode_project(project: Project) -> bytes:
    """The text of `project.json`."""
    return encode(plain(structs.replace(project, bots={}, tests={})))


# `Any`: plain data of any shape.
def plain(value: Any, name: str = "") -> Any:
    """Structs as plain data: known keys in their order, names sorted, defaults left out."""
    if isinstance(value, FunnelSpec | Step):
        return msgspec.to_builtins(value, order="deterministic")
    if isinstance(value, Struct):
        return {
            field.name: plain(item, field.name)
            for field in _fields(type(value))
            if not _is_default(field, item := getattr(value, field.name))
        }
    if name in _ORDERED:
        return value
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _short(value)


def encode(value: object) -> bytes:
    """Plain data as canonical JSON: a field or an item a line, numbers side by side."""
    lines: list[str] = []
    _write(value, "", lines)
    return ("".join(lines) + "\n").encode()


@lru_cache(maxsize=512)
def _fields(kind: type[Struct]) -> tuple[structs.FieldInfo, ...]:
    return structs.fields(kind)


def _is_default(field: structs.FieldInfo, item: object) -> bool:
    if field.name in _ALWAYS:
        return False
    if field.default is not NODEFAULT:
        return bool(item == field.default)
    return field.default_factory is not NODEFAULT and bool(item == field.default_factory())


def _short(value: Any) -> Any:
    """A coordinate or other setting that is a float; a whole one is written as an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _node(found: dict[str, Any]) -> dict[str, Any]:
    node = _in_order(found, _NODE_ORDER)
    return {**node, "params": in_order(node["kind"], node["params"])} if "params" in node else node


def _in_order(found: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    return {key: found[key] for key in order if key in found}


def _write(value: object, indent: str, out: list[str]) -> None:
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        start = "{\n"
        for key, item in value.items():
            out.append(f"{start}{deeper}{_scalar(str(key))}: ")
            _write(item, deeper, out)
            start = ",\n"
        out.append(f"\n{indent}}}")
    elif isinstance(value, list | tuple) and value and not _is_numbers(value):
        start = "[\n"
        for item in value:
            out.append(f"{start}{deeper}")
            _write(item, deeper, out)
            start = ",\n"
        out.append(f"\n{indent}]")
    else:
        out.append(_scalar(value))


def _is_numbers(items: list[object] | tuple[object, ...]) -> bool:
    return all(isinstance(item, int | float) for item in items)


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
