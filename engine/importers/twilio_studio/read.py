"""Files become flows; what cannot be read is listed, the rest is taken."""

import msgspec
from msgspec import structs

from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, texts
from engine.importers.files import Files, Unreadable
from engine.importers.twilio_studio.source import (
    Broken,
    Condition,
    Export,
    Flow,
    Transition,
    Widget,
)

TRIGGER = "trigger"
# Names of files that say nothing of the flow.
GENERIC = frozenset({"flow", "studio-flow", "studio_flow", "definition"})


def is_export(files: Files) -> bool:
    """Whether a file holds a flow with states of Studio's form."""
    return any(_may_be(files, path) for path in files if path.endswith(".json"))


def _may_be(files: Files, path: str) -> bool:
    try:
        found = _definition(mapping(files.json(path)))
    except (Unreadable, OSError):
        return False
    return _is_flow(found)


def _is_flow(found: Mapping) -> bool:
    states = found.get("states")
    return isinstance(states, list) and any(
        isinstance(one, dict) and "type" in one and "transitions" in one for one in states
    )


def _definition(found: Mapping) -> Mapping:
    """The flow itself, also where Twilio's API put it into a record."""
    inside = found.get("definition")
    if isinstance(inside, str):
        try:
            inside = msgspec.json.decode(inside)
        except (msgspec.DecodeError, RecursionError):
            inside = None
    return mapping(inside) or found


def read_flows(files: Files) -> Export:
    """The flows of all files, in the order of their paths."""
    flows: list[Flow] = []
    broken = [Broken(one.path, one.reason) for one in files.refused]
    for path in files:
        if not path.endswith(".json"):
            continue
        try:
            whole = mapping(files.json(path))
        except (Unreadable, OSError) as error:
            broken.append(Broken(path, str(error)))
            continue
        found = _definition(whole)
        if _is_flow(found):
            flows.append(_flow(path, whole, found, broken))
    if len(flows) == 1 and flows[0].name in GENERIC:
        flows = [structs.replace(flows[0], name=files.name)]
    return Export(files.name, tuple(flows), tuple(broken))


def _flow(path: str, whole: Mapping, found: Mapping, broken: list[Broken]) -> Flow:
    widgets: dict[str, Widget] = {}
    for index, one in enumerate(mappings(found.get("states"))):
        widget = _widget(f"{path}#states[{index}]", one)
        if not widget.name or not widget.kind:
            broken.append(Broken(widget.place, "is no widget: it has no name or no type"))
        elif widget.name in widgets:
            broken.append(Broken(widget.place, f"is a second widget of the name {widget.name!r}"))
        else:
            widgets[widget.name] = widget
    stem = path.rpartition("/")[2].removesuffix(".json").removesuffix(".private")
    name = text(whole.get("friendly_name")) or text(whole.get("friendlyName")) or stem
    initial = text(found.get("initial_state")) or text(found.get("initialState"))
    if initial not in widgets:
        triggers = (one.name for one in widgets.values() if one.kind == TRIGGER)
        initial = next(triggers, next(iter(widgets), ""))
    return Flow(
        path=path,
        name=name,
        initial=initial,
        widgets=tuple(widgets.values()),
        sid=text(whole.get("sid")),
        description=text(found.get("description")),
    )


def _widget(place: str, source: Mapping) -> Widget:
    return Widget(
        name=text(source.get("name")),
        kind=text(source.get("type")),
        place=place,
        transitions=tuple(
            _transition(one)
            for one in mappings(source.get("transitions"))
            if text(one.get("event"))
        ),
        properties=mapping(source.get("properties")),
    )


def _transition(source: Mapping) -> Transition:
    conditions = mappings(source.get("conditions"))
    return Transition(
        event=text(source.get("event")),
        next=text(source.get("next")),
        name=next((text(one.get("friendly_name")) for one in conditions), ""),
        conditions=tuple(
            Condition(text(one.get("type")), texts(one.get("arguments")), _plain(one.get("value")))
            for one in conditions
        ),
    )


def _plain(found: object) -> str:
    return ("true" if found else "false") if isinstance(found, bool) else text(found)
