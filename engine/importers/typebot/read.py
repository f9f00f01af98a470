"""Files of Typebot read: versions 3 to 6.1, tolerant of what is broken in them."""

from collections.abc import Iterator

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text
from engine.importers.files import Files, Unreadable
from engine.importers.typebot.source import Block, Edge, Event, Export, Group, Problem, Typebot

START = "start"
# A file that is looked into to recognise the platform; more are not needed.
LOOKED_AT = 20
# A place on the canvas beyond this is none.
FARTHEST = 1e7


def looks_like_export(source: Files) -> bool:
    """Whether one of the first files is a bot of Typebot."""
    names = [path for path in source if path.lower().endswith(".json")][:LOOKED_AT]
    return any(_is_typebot(_content(source, path)) for path in names)


def read_export(source: Files) -> Export:
    """All bots in the files; what is no bot, or broken, is told."""
    bots: list[Typebot] = []
    problems = [Problem("files", one.path, one.path, one.reason) for one in source.refused]
    for path in source:
        if not path.lower().endswith(".json"):
            continue
        try:
            content = _unwrapped(source.json(path))
        except Unreadable as error:
            problems.append(Problem("files", path, path, f"{path} {error}"))
            continue
        if not _is_typebot(content):
            why = f"{path} is no bot of Typebot"
            problems.append(Problem("files", path, path, why, "export the bot from its menu"))
            continue
        bots.append(_typebot(mapping(content), path, problems))
    return Export(source.name, tuple(bots), tuple(problems))


def _content(source: Files, path: str) -> object:
    try:
        return _unwrapped(source.json(path))
    except Unreadable:
        return None


def _unwrapped(content: object) -> object:
    """The bot itself, also of an answer of Typebot's interface."""
    inner = mapping(content).get("typebot")
    return inner if isinstance(inner, dict) else content


def _is_typebot(content: object) -> bool:
    """Groups of blocks and edges, or, up to version 3, blocks of steps."""
    found = mapping(content)
    groups = found.get("groups")
    if groups is None:
        groups = [one for one in mappings(found.get("blocks")) if "steps" in one] or None
    if not isinstance(groups, list) or not isinstance(found.get("edges"), list):
        return False
    return any(name in found for name in ("variables", "theme", "settings", "events"))


def _typebot(found: Mapping, path: str, problems: list[Problem]) -> Typebot:
    stem = path.rpartition("/")[2].removesuffix(".json")
    groups = found.get("groups") if "groups" in found else found.get("blocks")
    _tell_broken(groups, "groups", path, problems)
    _tell_broken(found.get("edges"), "edges", path, problems)
    read = tuple(_group(one, path, problems) for one in mappings(groups))
    starts = [block for group in read for block in group.blocks if block.type == START]
    events = tuple(_event(one) for one in mappings(found.get("events")))
    if not any(event.type == START for event in events):
        begun = tuple(Event(block.id, START, block.edge, {}) for block in starts[:1])
        events = (*begun, *events)
    return Typebot(
        id=text(found.get("id")) or path,
        name=text(found.get("name")).strip() or stem,
        file=path,
        version=text(found.get("version")) or "3",
        groups=read,
        edges={edge.id: edge for edge in _edges(found) if edge.id},
        events=events,
        variables=dict(_variables(found)),
        settings=mapping(found.get("settings")),
        theme=mapping(found.get("theme")),
    )


def _variables(found: Mapping) -> Iterator[tuple[str, str]]:
    for one in mappings(found.get("variables")):
        name = text(one.get("name")).strip()
        if name:
            yield text(one.get("id")) or name, name


def _group(found: Mapping, path: str, problems: list[Problem]) -> Group:
    steps = found.get("blocks") if "blocks" in found else found.get("steps")
    title = text(found.get("title")) or text(found.get("id"))
    _tell_broken(steps, f"blocks of {title}", path, problems)
    place = mapping(found.get("graphCoordinates"))
    return Group(
        id=text(found.get("id")),
        title=title,
        blocks=tuple(_block(one) for one in mappings(steps)),
        x=_number(place.get("x")),
        y=_number(place.get("y")),
    )


def _block(found: Mapping) -> Block:
    content, options = found.get("content"), mapping(found.get("options"))
    settings = mapping(content) if isinstance(content, dict) else options
    if text(found.get("webhookId")):
        settings = {**settings, "webhookId": text(found.get("webhookId"))}
    return Block(
        id=text(found.get("id")),
        type=text(found.get("type")) or "unknown",
        settings=settings,
        items=tuple(mappings(found.get("items"))),
        edge=text(found.get("outgoingEdgeId")),
    )


def _edges(found: Mapping) -> Iterator[Edge]:
    for one in mappings(found.get("edges")):
        to = mapping(one.get("to"))
        group = text(to.get("groupId")) or text(to.get("blockId"))
        block = text(to.get("blockId")) if to.get("groupId") else text(to.get("stepId"))
        yield Edge(text(one.get("id")), group, block)


def _event(found: Mapping) -> Event:
    place = mapping(found.get("graphCoordinates"))
    return Event(
        id=text(found.get("id")),
        type=text(found.get("type")),
        edge=text(found.get("outgoingEdgeId")),
        options=mapping(found.get("options")),
        x=_number(place.get("x")),
        y=_number(place.get("y")),
    )


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > FARTHEST:
        return 0.0
    return float(value)


def _tell_broken(value: object, what: str, path: str, problems: list[Problem]) -> None:
    """What is no list, or holds what is no object."""
    if value is None:
        return
    if not isinstance(value, list):
        problems.append(Problem("files", what, path, f"the {what} are no list; they are left out"))
        return
    bad = sum(not isinstance(one, dict) for one in value)
    if bad:
        problems.append(Problem("files", what, path, f"{bad} of the {what} are no objects"))
