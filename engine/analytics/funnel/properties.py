"""What rows are filtered, broken down and held by: columns, what their JSON says, and how
variables, contact fields, tags and agents stood when they were written."""

from collections.abc import Iterable, Mapping

import ibis
import ibis.expr.types as ir
import msgspec
from ibis import _
from msgspec import Struct

from engine.analytics.history import History
from engine.analytics.metrics.audience import members
from engine.analytics.rows import once

LAST_SEQ = 2**63 - 1
YES = "yes"
# By which events something changes, and whose it is.
CHANGES = {
    "variable": (("set", "session_started"), "conversation"),
    "field": (("field",), "contact"),
    "tag": (("tag", "untag"), "contact"),
}


class Property(Struct, frozen=True):
    """A row's value: as text, empty where there is none, and as a number, null where it is none."""

    text: ir.StringValue
    number: ir.FloatingValue


class Properties:
    """Rows of events or of messages, with the properties that are asked for beside them."""

    def __init__(
        self,
        history: History,
        rows: ibis.Table,
        names: Iterable[str],
        segments: Mapping[str, str],
    ) -> None:
        self.rows = rows
        self._places: dict[str, str] = {}
        # Rows were matched to changes by then: only what is asked for is joined.
        for name in sorted(set(names)):
            kind, _dot, own = name.partition(".")
            if kind in CHANGES and own:
                self._join(name, _changes(history, kind, own), CHANGES[kind][1])
            elif name == "agent":
                self._join_agents(name, history)
            elif kind == "segment":
                found = members(history, segments[own], history.query)
                is_member = self.rows.contact.isin(found) if found else ibis.literal(False)
                self._places[name] = f"property{len(self._places)}"
                self.rows = self.rows.mutate(**{self._places[name]: is_member.ifelse(YES, "")})

    def of(self, name: str) -> Property:
        """A property of `rows`."""
        rows, kind = self.rows, name.partition(".")[0]
        if name in self._places:
            found = rows[self._places[name]]
            return of_json(found) if kind in CHANGES else _of_text(found)
        if kind == "data":
            written = rows["data" if "data" in rows.columns else "content"].nullif("")
            return of_json(inside(written, name.partition(".")[2]))
        if name not in rows.columns:
            return _of_text(ibis.null("string"))
        if rows[name].type().is_string():
            return _of_text(rows[name])
        return Property(rows[name].cast("string"), rows[name].cast("float64"))

    def _join(self, name: str, changes: ibis.Table, owner: str) -> None:
        place = self._places[name] = f"property{len(self._places)}"
        own = changes.rename(**{f"{place}_{each}": each for each in changes.columns})
        since, until = own[f"{place}_since"], own[f"{place}_until"]
        rows = self.rows
        is_then = (rows.seq >= since) & (rows.seq < until)
        joined = rows.left_join(own, [rows[owner] == own[f"{place}_owner"], is_then])
        self.rows = joined.select(*rows.columns, **{place: joined[f"{place}_value"]})

    def _join_agents(self, name: str, history: History) -> None:
        """Whoever gave the session back to the bot, the last one of several."""
        place = self._places[name] = f"property{len(self._places)}"
        back = history.events.filter(
            (_.kind == "handed_back") & (_.name != "") & (_.session_id != "")
        )
        latest = _.seq.max().over(ibis.window(group_by="session_id"))
        last = back.mutate(latest=latest).filter(_.seq == _.latest)
        agents = last.select(session=_.session_id, **{place: _.name})
        rows = self.rows
        joined = rows.left_join(agents, rows.session_id == agents.session)
        self.rows = joined.select(*rows.columns, place)


def inside(written: ir.StringValue, path: str) -> ir.StringValue:
    """What JSON text has at a dotted path, as JSON text; null where it has nothing."""
    found = written.nullif("")
    for name in path.split("."):
        found = found.cast("json")[name].cast("string")
    # Some engines leave it JSON unless something is done to the text.
    return found + ""


def of_json(written: ir.StringValue) -> Property:
    """A value of JSON text. A text is without its quotes, all else as JSON writes it."""
    known = written.nullif("null").fill_null("")
    is_text = known.left(1) == '"'
    inner = (
        known.substr(1, is_text.ifelse(known.length() - 2, 0))
        .replace('\\"', '"')
        .replace("\\\\", "\\")
    )
    is_number = known.left(1).isin(list("-0123456789"))
    number = is_number.ifelse(known, ibis.null("string")).cast("float64")
    return Property(is_text.ifelse(inner, known), number)


def shown(value: object) -> str:
    """A value as the text of a property."""
    written = msgspec.json.encode(value).decode()
    if not isinstance(value, str):
        return written
    return written[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def _of_text(text: ir.StringValue) -> Property:
    return Property(text.fill_null(""), ibis.null("float64"))


def _changes(history: History, kind: str, name: str) -> ibis.Table:
    """When what is `name` had which value, as JSON: whose, since which row, until before which."""
    kinds, owner = CHANGES[kind]
    rows = once(history.events.filter(_.kind.isin(kinds)), "event_id")
    if kind == "tag":
        rows = rows.filter(_.name == name)
        value = (rows.kind == "tag").ifelse(f'"{YES}"', "")
    else:
        # A session begins without variables.
        found = inside(rows.data, name)
        starts = rows.kind == "session_started"
        rows = rows.mutate(found=starts.ifelse("", found)).filter(_.found.notnull())
        value = rows.found
    found = rows.select(owner=rows[owner], since=rows.seq, value=value)
    later = ibis.window(group_by="owner", order_by="since")
    # A number that may be null: after the last one ClickHouse would find 0.
    return found.mutate(until=_.since.nullif(-1).lead().over(later).fill_null(LAST_SEQ))
