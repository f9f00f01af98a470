"""Of whom a query is: sessions by their variables, contacts by their tags and segments."""

from collections.abc import Callable, Iterator

import ibis
import msgspec
import pyarrow as pa
from ibis import _

from engine.analytics.facts.columns import json_of
from engine.analytics.facts.protocol import Tables
from engine.analytics.metrics.query import Query
from engine.expressions import ExpressionFault, Missing, compile_expression
from engine.types.value import Value

Ask = Callable[[ibis.Table], pa.Table]

_values: msgspec.json.Decoder[dict[str, Value]] = msgspec.json.Decoder(dict[str, Value])


def is_of_all(query: Query) -> bool:
    """Whether it asks for no sessions or contacts in particular."""
    return not (query.variables or query.tags or query.segment)


def kept(rows: ibis.Table, query: Query, tables: Tables) -> ibis.Table:
    """The facts of those whom the query is of."""
    for variable, values in query.variables.items():
        written = [msgspec.json.encode(value).decode() for value in values]
        rows = rows.semi_join(_assigned(tables, variable, written), "session_id")
    for tag in query.tags:
        rows = rows.semi_join(_tagged(tables).filter(_.tag == tag), "contact")
    if query.segment is not None:
        found = pa.array(members(tables, query.segment.condition), pa.string())
        rows = rows.semi_join(ibis.memtable(pa.table({"contact": found})), "contact")
    return rows


def members(tables: Tables, condition: str, ask: Ask = ibis.Table.to_pyarrow) -> list[str]:
    """The contacts of whom a segment's condition holds by the end of history. `ask` gives what an
    expression on the tables gives."""
    compiled = compile_expression(condition)
    found = []
    for contact, known in _contacts(tables, ask):
        try:
            if compiled.evaluate({"contact": known}) is True:
                found.append(contact)
        except (Missing, ExpressionFault):
            # A contact of whom nothing is known that it asks for is not in the segment.
            continue
    return found


def _assigned(tables: Tables, variable: str, written: list[str]) -> ibis.Table:
    """The sessions in which the variable got one of the values, as JSON writes them."""
    sets = tables.events.filter(_.kind == "set")
    value = json_of(sets.data)[variable].cast("string")
    return sets.filter(value.isin(written)).select("session_id").distinct()


def _tagged(tables: Tables) -> ibis.Table:
    """The tags that contacts have by the end of history."""
    changes = tables.events.filter(_.kind.isin(["tag", "untag"]))
    last = changes.group_by("contact", tag=_.name).agg(kind=_.kind.argmax(_.seq))
    return last.filter(_.kind == "tag")


def _contacts(tables: Tables, ask: Ask) -> Iterator[tuple[str, dict[str, object]]]:
    """What history knows of each contact: fields, and `tags`."""
    changes = tables.events.filter(_.kind.isin(["field", "tag", "untag"])).order_by("seq")
    known: dict[str, dict[str, object]] = {}
    tags: dict[str, dict[str, None]] = {}
    contacts = ask(tables.events.select("contact").distinct())["contact"].to_pylist()
    for row in ask(changes.select("seq", "contact", "kind", "name", "data")).to_pylist():
        fields = known.setdefault(row["contact"], {})
        if row["kind"] == "field":
            fields |= _values.decode(row["data"] or "{}")
        elif row["kind"] == "tag":
            tags.setdefault(row["contact"], {})[row["name"]] = None
        else:
            tags.setdefault(row["contact"], {}).pop(row["name"], None)
    for contact in contacts:
        yield contact, {**known.get(contact, {}), "tags": list(tags.get(contact, {}))}
