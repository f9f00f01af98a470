"""A diagram: its nodes as blocks and steps, with their ports in the old and the new spelling."""

from engine.importers.dialogflow_es.tolerant import Mapping, first_text, mapping, mappings, text
from engine.importers.voiceflow.source import HOLDERS, Diagram, Holder, SourceStep


def read_diagram(found: Mapping, id_: str, name: str, path: str) -> Diagram:
    """The blocks and steps of a diagram."""
    title = name or text(found.get("name")) or id_
    place = f"{path}#{title}"
    holders: dict[str, Holder] = {}
    steps: dict[str, SourceStep] = {}
    for key, node in mapping(found.get("nodes")).items():
        one = mapping(node)
        data, type_ = mapping(one.get("data")), text(one.get("type"))
        ports, ways = _ports(data)
        if type_ in HOLDERS:
            inside = data.get("steps") or one.get("combinedNodes")
            listed = [text(each) for each in inside] if isinstance(inside, list) else []
            holders[key] = Holder(
                key,
                type_,
                first_text(data, "name", "label"),
                tuple(each for each in listed if each),
                _coords(one.get("coords")),
                ports.get("next", "") or next(iter(ways), ""),
            )
        elif type_:
            steps[key] = SourceStep(key, type_, data, f"{place}/{key}", ports, ways)
    return Diagram(id_, title, text(found.get("type")) or "TOPIC", holders, steps, place)


def _ports(data: Mapping) -> tuple[dict[str, str], tuple[str, ...]]:
    """Where a node leads by the name of a port, and by its number."""
    if isinstance(data.get("portsV2"), dict):
        found = mapping(data.get("portsV2"))
        named = {**mapping(found.get("builtIn")), **mapping(found.get("byKey"))}
        ports = {name: text(mapping(port).get("target")) for name, port in named.items()}
        ways = found.get("dynamic")
        several = ways if isinstance(ways, list) else []
        return ports, tuple(text(mapping(port).get("target")) for port in several)
    ports, listed = {}, []
    for port in mappings(data.get("ports")):
        name, target = text(port.get("type")), text(port.get("target"))
        if name:
            ports[name] = target
        else:
            listed.append(target)
    if "next" not in ports and len(listed) == 1:
        ports["next"] = listed[0]
    return ports, tuple(listed)


def _coords(found: object) -> tuple[float, float] | None:
    if isinstance(found, list) and len(found) == 2:
        x, y = found
        if isinstance(x, int | float) and isinstance(y, int | float) and abs(x) + abs(y) < 1e6:
            return float(x), float(y)
    return None
