"""Which of all things that ever happened are what a step asks for."""

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.funnel.matching import kinds_of
from engine.analytics.funnel.spec import (
    AnyStep,
    Assigned,
    Happened,
    Intent,
    Node,
    Port,
    Spoken,
    Tagged,
)
from engine.analytics.index.index import ARRIVED, SAID, Flags


def asked(what: AnyStep, things: pa.Table) -> Flags:
    """A flag for each thing of an index's table."""
    found = heeded(what, things)
    match what:
        case Node(node=node, topic=topic):
            return (
                found
                & _flags(things[ARRIVED])
                & _equal(things, "node", node)
                & _are(things, topic=topic)
            )
        case Port(node=node, port=port, topic=topic):
            left = _equal(things, "node", node) & _equal(things, "port", port)
            return found & left & _are(things, topic=topic)
        case Intent(intent=intent):
            return found & _equal(things, "intent", intent)
        case Happened(name=name):
            return found & _are(things, name=name)
        case Tagged(tag=tag):
            return found & _equal(things, "name", tag)
        case Spoken(direction=direction, author=author, node=node, status=status):
            told = _are(things, direction=direction, author=author)
            return found & told & _are(things, node=node, status=status)
        case Assigned():
            return _assigned(what, things, found)
    raise TypeError(f"an index does not know {type(what).__name__}")


def heeded(what: AnyStep, things: pa.Table) -> Flags:
    """Whether a thing is among those where a step is looked for."""
    said = _flags(things[SAID])
    if isinstance(what, Spoken):
        return said
    return ~said & _flags(pc.is_in(things["kind"], pa.array(kinds_of(what), pa.string())))


def _are(things: pa.Table, **given: str) -> Flags:
    """Whether things have all values; an empty one may be anything."""
    found = np.ones(things.num_rows, np.bool_)
    for name, value in given.items():
        if value:
            found &= _equal(things, name, value)
    return found


def _equal(things: pa.Table, name: str, value: str) -> Flags:
    return _flags(pc.equal(things[name], value))


def _flags(column: pa.ChunkedArray) -> Flags:
    return np.asarray(column, np.bool_)


def _assigned(what: Assigned, things: pa.Table, among: Flags) -> Flags:
    found = np.zeros(things.num_rows, np.bool_)
    for row in np.flatnonzero(among):
        data = things["data"][row].as_py()
        value = msgspec.json.decode(data).get(what.variable) if data else None
        same = type(value) is type(what.value) and value == what.value
        found[row] = value is not None if what.value is None else same
    return found
