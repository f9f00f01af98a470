"""What a node says, as pieces in a row: of the older `text` and of the newer `generic`."""

from collections.abc import Iterator

from msgspec import Struct

from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    first_text,
    mapping,
    mappings,
    text,
    texts,
    whole,
)
from engine.types.value import Value

MEDIA = {"image": "image", "video": "video", "audio": "audio", "iframe": "iframe"}
# Members of an output that say nothing: they steer, or are read elsewhere.
SILENT = frozenset({"text", "generic", "log_messages", "nodes_visited", "nodes_visited_details"})


class Texts(Struct, frozen=True):
    """Ways to say it; `policy` is sequential, random or multiline."""

    ways: tuple[str, ...]
    policy: str = "sequential"
    channels: tuple[str, ...] = ()


class Media(Struct, frozen=True):
    """A picture, sound, film or embedded page."""

    kind: str
    url: str
    title: str = ""
    description: str = ""
    channels: tuple[str, ...] = ()


class Option(Struct, frozen=True):
    """A button that sends words."""

    label: str
    says: str


class Options(Struct, frozen=True):
    """Buttons with what stands above them."""

    title: str
    options: tuple[Option, ...]
    description: str = ""
    channels: tuple[str, ...] = ()


class Pause(Struct, frozen=True):
    """Silence before the next thing, in milliseconds."""

    time_ms: int


class Agent(Struct, frozen=True):
    """People take over."""

    available: str = ""
    unavailable: str = ""
    note: str = ""
    transfers: bool = False


class Data(Struct, frozen=True):
    """Something that the application around the dialog was told beside the words."""

    name: str
    value: Value


class Strange(Struct, frozen=True):
    """Something that only the channel or the application understands."""

    kind: str
    content: Mapping


Piece = Texts | Media | Options | Pause | Agent | Data | Strange


def pieces_of(output: Mapping) -> tuple[Piece, ...]:
    """The pieces in their order; the older text comes first."""
    found: list[Piece] = []
    old = _old_text(output.get("text"))
    if old:
        found.append(old)
    found += [piece for one in _flat(mappings(output.get("generic"))) if (piece := _piece(one))]
    found += [
        Data(name, output[name])
        for name in sorted(output)
        if name not in SILENT and output[name] not in (None, {}, [], "")
    ]
    return tuple(found)


def _flat(several: list[Mapping]) -> Iterator[Mapping]:
    """Cards, carousels and grids are what they hold, one after the other."""
    for one in several:
        inner = [
            each
            for key in ("body", "items", "rows", "cells", "columns")
            for each in mappings(one.get(key))
        ]
        kind = text(one.get("response_type"))
        if kind in {"card", "carousel", "grid"} or (not kind and inner):
            yield from _flat(inner)
        else:
            yield one


def _old_text(value: object) -> Texts | None:
    """A text, a list of texts, or an object with `values` and a policy."""
    if isinstance(value, dict):
        content = mapping(value)
        ways = texts(content.get("values"))
        policy = text(content.get("selection_policy")) or "sequential"
        if not policy.strip() or not ways:
            return Texts(ways) if ways else None
        return Texts(ways, policy)
    if isinstance(value, list):
        return Texts(texts(value), "multiline") if texts(value) else None
    return Texts((text(value),)) if text(value).strip() else None


def _piece(one: Mapping) -> Piece | None:
    kind = first_text(one, "response_type") or "text"
    channels = tuple(
        name for each in mappings(one.get("channels")) if (name := text(each.get("channel")))
    )
    if kind == "text":
        return _texts(one, channels)
    if kind in MEDIA and text(one.get("source")):
        return Media(
            kind,
            text(one.get("source")),
            text(one.get("title")),
            text(one.get("description")),
            channels,
        )
    if kind == "option":
        options = tuple(_option(each) for each in mappings(one.get("options")))
        named = tuple(each for each in options if each.label)
        if named:
            described = text(one.get("description"))
            return Options(text(one.get("title")), named, described, channels)
        return Texts((text(one.get("title")),)) if text(one.get("title")) else None
    if kind == "button":
        return _button(one)
    if kind == "channel_transfer" and text(one.get("message_to_user")):
        return Texts((text(one.get("message_to_user")),), channels=channels)
    if kind == "pause":
        return Pause(whole(one.get("time"), 0))
    if kind == "connect_to_agent":
        return Agent(
            text(mapping(one.get("agent_available")).get("message")).strip(),
            text(mapping(one.get("agent_unavailable")).get("message")).strip(),
            text(one.get("message_to_human_agent")).strip(),
            transfers=bool(one.get("transfer_info")),
        )
    return Strange(kind, one)


def _button(one: Mapping) -> Piece | None:
    """A button alone: of a page a link, else one that says words."""
    label = text(one.get("label"))
    if text(one.get("url")):
        return Texts((f"{label} ({text(one.get('url'))})" if label else text(one.get("url")),))
    return Options("", (_option(one),)) if label else None


def _texts(one: Mapping, channels: tuple[str, ...]) -> Texts | None:
    values = one.get("values")
    several = values if isinstance(values, list) else [values]
    ways = [text(each.get("text") if isinstance(each, dict) else each) for each in several]
    ways = [each for each in ways if each.strip()] or list(texts(one.get("text")))
    policy = text(one.get("selection_policy")) or "sequential"
    if policy == "multiline" and text(one.get("delimiter")):
        ways = [text(one.get("delimiter")).join(ways)]
    return Texts(tuple(ways), policy, channels) if ways else None


def _option(one: Mapping) -> Option:
    label = text(one.get("label"))
    value = one.get("value")
    said = mapping(mapping(value).get("input")).get("text")
    return Option(label.strip(), text(said) or text(value) or label)
