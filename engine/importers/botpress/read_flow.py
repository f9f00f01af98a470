"""A flow and its places on the canvas, as Botpress's studio writes them."""

import msgspec

from engine.importers.botpress.source import FLOW, Flow, Problem, SourceNode, Transition
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text


def read_flow(
    found: Mapping, path: str, places: dict[str, tuple[float, float]], problems: list[Problem]
) -> Flow:
    """The flow of a file; of two nodes with one name the first counts, as there."""
    name = path.removeprefix("flows/").removesuffix(FLOW)
    catch = mapping(found.get("catchAll"))
    nodes: dict[str, SourceNode] = {}
    for number, one in enumerate(mappings(found.get("nodes")), start=1):
        node = _node(one)
        if not node.name or node.name in nodes:
            why = "has no name" if not node.name else "has the name of a node before it"
            problems.append(Problem("nodes", node.name or f"#{number}", path, f"{why}; left out"))
        else:
            nodes[node.name] = node
    start = text(found.get("startNode"))
    if start not in nodes:
        first = next(iter(nodes), "")
        problems.append(
            Problem("flows", name, path, f"its first node {start!r} is not there; {first!r} is")
        )
        start = first
    return Flow(
        name=name,
        file=path,
        start=start,
        nodes=tuple(nodes.values()),
        catch_ways=_ways(catch.get("next")),
        catch_receive=_instructions(catch.get("onReceive")),
        timeout=text(found.get("timeoutNode")),
        skill=mapping(found.get("skillData")),
        places=places,
    )


def read_places(found: object) -> dict[str, tuple[float, float]]:
    """Where each node stands, by its id."""
    places = {}
    for one in mappings(mapping(found).get("nodes")):
        place = mapping(one.get("position"))
        x, y = place.get("x"), place.get("y")
        if isinstance(x, int | float) and isinstance(y, int | float) and abs(x) + abs(y) < 1e6:
            places[text(one.get("id"))] = (float(x), float(y))
    return places


def _node(one: Mapping) -> SourceNode:
    receive = one.get("onReceive")
    return SourceNode(
        id=text(one.get("id")),
        name=text(one.get("name")),
        type=text(one.get("type")) or "standard",
        enter=_instructions(one.get("onEnter")),
        receive=_instructions(receive) if isinstance(receive, list) else None,
        ways=_ways(one.get("next")),
        skill=text(one.get("skill")),
        flow=text(one.get("flow")).removesuffix(FLOW),
        timeout=text(one.get("timeout")) or text(one.get("timeoutNode")),
        content=mapping(one.get("content")),
        conditions=tuple(mappings(one.get("conditions"))),
    )


def _instructions(found: object) -> tuple[str, ...]:
    """Instructions in a row; one that is written as an object is spelled out."""
    several = found if isinstance(found, list) else []
    return tuple(spelled for one in several if (spelled := _instruction(one)).strip())


def _instruction(one: object) -> str:
    if isinstance(one, dict):
        name = text(one.get("name"))
        verb = f"say {name}" if text(one.get("type")) == "render" else name
        return f"{verb} {msgspec.json.encode(mapping(one.get('args'))).decode()}"
    return text(one)


def _ways(found: object) -> tuple[Transition, ...]:
    return tuple(
        Transition(text(one.get("condition")).strip() or "true", text(one.get("node")).strip())
        if not isinstance(one.get("condition"), bool)
        else Transition(str(one["condition"]).lower(), text(one.get("node")).strip())
        for one in mappings(found)
    )
