"""One flow as values. A broken part is noted with what was done about it."""

from engine.importers.dialogflow_es.tolerant import (
    Mapping,
    mapping,
    mappings,
    text,
    truth,
    whole,
)
from engine.importers.rapidpro.faults import faults
from engine.importers.rapidpro.source import (
    Case,
    Category,
    Flow,
    Localization,
    Problem,
    Router,
    SourceNode,
)

LOOK = "look at the flow in its editor, mend it and import again"


def read_flow(
    found: Mapping, file: str, problems: list[Problem], keywords: tuple[str, ...], *, legacy: bool
) -> Flow:
    """The flow, its broken nodes left out or mended; each with a problem in the list."""
    name = text(found.get("name")) or "Flow"
    reader = _Reader(f"{file}#{name}", problems)
    nodes = reader.nodes(found.get("nodes"))
    for kind, what, how in faults(found, nodes):
        reader.problem(kind, what, how)
    ui = mapping(found.get("_ui"))
    places = {uuid: _place(mapping(one)) for uuid, one in mapping(ui.get("nodes")).items()}
    return Flow(
        uuid=text(found.get("uuid")) or name,
        name=name,
        file=file,
        language=text(found.get("language")) or "base",
        kind=text(found.get("type")) or "messaging",
        expire_s=_expire_s(found),
        ignores_triggers=truth(found.get("ignore_triggers")),
        nodes=nodes,
        localization=_localization(mapping(found.get("localization"))),
        places={uuid: place for uuid, place in places.items() if place is not None},
        remarks=_remarks(mapping(ui.get("stickies"))),
        keywords=keywords,
        legacy=legacy,
    )


class _Reader:
    def __init__(self, place: str, problems: list[Problem]) -> None:
        self.place = place
        self.problems = problems

    def problem(self, kind: str, name: str, how: str, *, lost: bool = False) -> None:
        self.problems.append(Problem(kind, name, self.place, how, LOOK, lost=lost))

    def nodes(self, found: object) -> tuple[SourceNode, ...]:
        taken: dict[str, SourceNode] = {}
        for number, one in enumerate(found if isinstance(found, list) else (), start=1):
            node = mapping(one)
            uuid = text(node.get("uuid"))
            if not uuid:
                self.problem("nodes", str(number), "has no uuid; it was left out", lost=True)
            elif uuid in taken:
                how = "has the uuid of another node; the first one was taken"
                self.problem("nodes", uuid, how, lost=True)
            else:
                taken[uuid] = self.node(uuid, node)
        return tuple(self.mended(node, taken) for node in taken.values())

    def node(self, uuid: str, found: Mapping) -> SourceNode:
        actions = found.get("actions")
        sound: list[Mapping] = []
        for one in actions if isinstance(actions, list) else ():
            action = mapping(one)
            if text(action.get("type")):
                sound.append(action)
            else:
                self.problem("actions", uuid, "an action without a type was left out", lost=True)
        exits: dict[str, str] = {}
        for number, way in enumerate(_list(found.get("exits")), start=1):
            one = mapping(way)
            if not one:
                self.problem("exits", uuid, "an exit that is nothing was left out")
                continue
            exits[text(one.get("uuid")) or f"{uuid}/{number}"] = text(one.get("destination_uuid"))
        if not exits:
            self.problem("exits", uuid, "the node has no exit; the flow ends after it")
        router = mapping(found.get("router"))
        return SourceNode(uuid, tuple(sound), self.router(uuid, router) if router else None, exits)

    def router(self, uuid: str, found: Mapping) -> Router:
        wait = mapping(found.get("wait"))
        timeout = mapping(wait.get("timeout"))
        old_timeout = wait.get("timeout")
        return Router(
            kind=text(found.get("type")) or "switch",
            operand=text(found.get("operand")),
            result=text(found.get("result_name")),
            cases=tuple(self.case(uuid, one) for one in mappings(found.get("cases"))),
            categories=tuple(
                Category(text(one.get("uuid")), text(one.get("name")), text(one.get("exit_uuid")))
                for one in mappings(found.get("categories"))
            ),
            default=text(found.get("default_category_uuid")),
            wait=text(wait.get("type")) or ("msg" if wait else ""),
            hint=text(mapping(wait.get("hint")).get("type")),
            timeout_s=whole(timeout.get("seconds") if timeout else old_timeout, 0),
            timeout_category=text(timeout.get("category_uuid")),
        )

    def case(self, _uuid: str, found: Mapping) -> Case:
        arguments = found.get("arguments")
        return Case(
            uuid=text(found.get("uuid")),
            kind=text(found.get("type")),
            arguments=tuple(text(one) for one in _list(arguments)),
            category=text(found.get("category_uuid")),
        )

    def mended(self, node: SourceNode, known: dict[str, SourceNode]) -> SourceNode:
        """The node with its exits and categories leading to what there is."""
        exits = dict(node.exits)
        for way, to in exits.items():
            if to and to not in known:
                how = f"an exit leads to the node {to!r}, which there is not; the flow ends there"
                self.problem("exits", node.uuid, how)
                exits[way] = ""
        router = node.router
        if router is None:
            return SourceNode(node.uuid, node.actions, None, exits)
        for category in router.categories:
            if category.exit not in exits:
                how = f"the category {category.name!r} has no exit; the flow ends there"
                self.problem("categories", node.uuid, how)
        for case in router.cases:
            if router.category(case.category) is None:
                how = f"a case ({case.kind}) leads to no category; it goes the way of the others"
                self.problem("cases", node.uuid, how)
        for what, uuid in (("default", router.default), ("timeout", router.timeout_category)):
            if uuid and router.category(uuid) is None:
                how = f"its {what} category does not exist; the flow ends there"
                self.problem("categories", node.uuid, how)
        return SourceNode(node.uuid, node.actions, router, exits)


def _expire_s(found: Mapping) -> int:
    """After how long without an answer the flow is over; three days, for calls five minutes,
    unless the flow says it."""
    usual = 5 if text(found.get("type")) == "voice" else 3 * 24 * 60
    minutes = whole(found.get("expire_after_minutes"), 0)
    return (minutes if minutes > 0 else usual) * 60


def _list(found: object) -> list[object]:
    return list(found) if isinstance(found, list) else []


def _place(found: Mapping) -> tuple[float, float] | None:
    position = mapping(found.get("position"))
    left, top = position.get("left"), position.get("top")
    if isinstance(left, int | float) and isinstance(top, int | float):
        return float(left), float(top)
    return None


def _remarks(found: Mapping) -> tuple[tuple[str, float, float], ...]:
    remarks = []
    for one in found.values():
        sticky = mapping(one)
        words = [text(sticky.get("title")).strip(), text(sticky.get("body")).strip()]
        place = _place(sticky) or (0.0, 0.0)
        if any(words):
            remarks.append(("\n".join(word for word in words if word), *place))
    return tuple(remarks)


def _localization(found: Mapping) -> Localization:
    localization: Localization = {}
    for code, items in found.items():
        localization[code] = {
            uuid: {name: _words(value) for name, value in mapping(item).items()}
            for uuid, item in mapping(items).items()
        }
    return localization


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    several = value if isinstance(value, list) else []
    return tuple(
        text(mapping(one).get("text")) if isinstance(one, dict) else text(one) for one in several
    )
