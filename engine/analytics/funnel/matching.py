"""Which rows fit a step: the words of a funnel as Ibis predicates."""

from collections.abc import Callable, Iterable

import ibis
import ibis.expr.types as ir
import msgspec

from engine.analytics.funnel.properties import Properties, Property, inside, of_json, shown
from engine.analytics.funnel.spec import (
    AnyStep,
    Assigned,
    Condition,
    Happened,
    Intent,
    Node,
    Payment,
    Port,
    Scalar,
    Spoken,
    Tagged,
    Template,
)

Predicate = Callable[[AnyStep, ibis.Table], ir.BooleanValue]


def kinds_of(what: AnyStep) -> tuple[str, ...]:
    """The kinds of events among which a step is looked for; none if it is a message."""
    match what:
        case Node():
            return ("visit", "wait")
        case Port():
            return ("visit",)
        case Intent():
            return ("intent",)
        case Assigned():
            return ("set",)
        case Tagged():
            return ("tag",)
        case Payment():
            return ("event",)
        case Happened(kind=kind):
            return (kind,)
        case Spoken() | Template():
            return ()


def matches(what: AnyStep, properties: Properties, predicate: Predicate) -> ir.BooleanValue:
    """Whether rows are what is looked for, and meet its conditions."""
    found = predicate(what, properties.rows)
    for condition in what.where:
        found &= meets(condition, properties.of(condition.of))
    return found


def happened(what: AnyStep, row: ibis.Table) -> ir.BooleanValue:
    """Whether events are what is looked for."""
    match what:
        case Node(node=node, topic=topic):
            return row.arrived & (row.node == node) & _given(row.topic, topic)
        case Port(node=node, port=port, topic=topic):
            left = (row.kind == "visit") & (row.node == node) & (row.port == port)
            return left & _given(row.topic, topic)
        case Intent(intent=intent):
            return (row.kind == "intent") & (row.intent == intent)
        case Happened(kind=kind, name=name):
            return (row.kind == kind) & _given(row.name, name)
        case Payment(event=event, at_least=least):
            found = (row.kind == "event") & (row.name == event)
            amount = of_json(inside(row.data, "amount")).number
            return found if least is None else found & (amount >= least).fill_null(False)
        case Tagged(tag=tag):
            return (row.kind == "tag") & (row.name == tag)
        case Assigned(variable=variable, value=value):
            values = (row.kind == "set").ifelse(row.data, ibis.null("string"))
            found = inside(values, variable)
            written = msgspec.json.encode(value).decode()
            same = found != "null" if value is None else found == written
            return same.fill_null(False)
        case _:
            return ibis.literal(False)


def said(what: AnyStep, row: ibis.Table) -> ir.BooleanValue:
    """Whether messages are what is looked for."""
    match what:
        case Spoken(direction=direction, author=author, node=node, status=status):
            whose = _given(row.direction, direction) & _given(row.author, author)
            return whose & _given(row.node, node) & _given(row.status, status)
        case Template(template=template, status=status):
            name = of_json(inside(row.content, "template.name")).text
            sent = (row.direction == "out") & (name != "")
            return sent & _given(name, template) & _given(row.status, status)
        case _:
            return ibis.literal(False)


def meets(condition: Condition, found: Property) -> ir.BooleanValue:
    """Whether a property is as a condition wants it."""
    values = condition.values
    match condition.test:
        case "is":
            return any_of([_equals(found, value) for value in values])
        case "is_not":
            return ~any_of([_equals(found, value) for value in values])
        case "contains":
            return any_of([found.text.contains(shown(value)) for value in values])
        case "known":
            return found.text != ""
        case "unknown":
            return found.text == ""
        case test:
            limit = ibis.literal(float(values[0]), "float64")
            compared = {
                "above": found.number > limit,
                "below": found.number < limit,
                "at_least": found.number >= limit,
                "at_most": found.number <= limit,
            }
            return compared[test].fill_null(False)


def any_of(flags: Iterable[ir.BooleanValue]) -> ir.BooleanValue:
    """Whether one of them holds."""
    found = ibis.literal(False)
    for flag in flags:
        found |= flag
    return found


def _equals(found: Property, value: Scalar) -> ir.BooleanValue:
    """Numbers are compared as numbers, all else as text."""
    if isinstance(value, str | bool):
        return found.text == shown(value)
    return (found.number == ibis.literal(float(value), "float64")).fill_null(False)


def _given(column: ir.StringValue, value: str) -> ir.BooleanValue:
    return column == value if value else ibis.literal(True)
