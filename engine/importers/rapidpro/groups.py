"""Groups as tags, those with a query as conditions; each is a segment too."""

import re

from engine.importers.dialogflow_es.tolerant import mappings, text
from engine.importers.rapidpro.conversion import Chain, Conversion
from engine.importers.rapidpro.others import segment_of
from engine.importers.rapidpro.source import Case
from engine.importers.rapidpro.values import quoted
from engine.types.bot import Segment

TERM = re.compile(r"\s*([\w.]+)\s*(!=|>=|<=|=|>|<|~|is|has)\s*(\"[^\"]*\"|\S+)\s*$", re.IGNORECASE)
KNOWN = {
    "name": "contact.name",
    "language": "language",
    "tel": "contact.phone",
    "urn": "contact.id",
}


def draw_segments(conversion: Conversion) -> dict[str, Segment]:
    """A segment for each group that the export or a flow names."""
    segments: dict[str, Segment] = {}
    account = conversion.account
    for group in conversion.export.groups.values():
        name = segment_of(group.name)
        condition = query_condition(conversion, group.query) if group.query else ""
        if group.query and not condition:
            how = f"the query {group.query!r} cannot be said here; whoever has the tag belongs"
            step = "write the condition of the segment"
            account.approximate("groups", group.name, "groups", how, step)
        else:
            account.exact("groups", group.name, "groups")
        tagged = f"contains(contact.tags, {quoted(group.name)})"
        segments[name] = Segment(condition or tagged, group.name)
    for name in _unlisted(conversion):
        how = "a flow names it, and it is not among the groups of the export; it is kept as a tag"
        account.approximate("groups", name, "flows", how)
    return segments


def _unlisted(conversion: Conversion) -> list[str]:
    """The groups that flows name and the export does not list."""
    listed = {group.name for group in conversion.export.groups.values()}
    named = {
        name: None
        for flow in conversion.export.flows
        for node in flow.nodes
        for action in node.actions
        for one in mappings(action.get("groups"))
        if (name := text(one.get("name"))) and name not in listed
    }
    return list(named)


def group_test(chain: Chain, case: Case) -> tuple[str, str]:
    """Whether the contact is in the group of a test, and what matched, as goflow writes it."""
    uuid = case.arguments[0] if case.arguments else ""
    name = case.arguments[-1] if case.arguments else ""
    known = chain.conversion.export.groups
    group = known.get(uuid) or next((one for one in known.values() if one.name == name), None)
    found = group.name if group else name
    return belongs(chain.conversion, found), f"{{name: {found}, uuid: {uuid}}}"


def belongs(conversion: Conversion, name: str) -> str:
    """Whether the contact is in a group, by its name."""
    group = next((one for one in conversion.export.groups.values() if one.name == name), None)
    found = query_condition(conversion, group.query) if group and group.query else ""
    return f"({found})" if found else f"contains(contact.tags, {quoted(name)})"


def query_condition(conversion: Conversion, query: str) -> str:
    """A contact query of comparisons joined by AND or OR; nothing where it is more than that."""
    if "(" in query:
        return ""
    ways = []
    for way in re.split(r"\s+OR\s+", query, flags=re.IGNORECASE):
        terms = [_term(conversion, one) for one in re.split(r"\s+AND\s+", way, flags=re.IGNORECASE)]
        if not all(terms):
            return ""
        ways.append(" && ".join(terms))
    return " || ".join(f"({way})" if len(ways) > 1 else way for way in ways)


def _term(conversion: Conversion, source: str) -> str:
    found = TERM.match(source)
    if found is None:
        return ""
    key, sign, value = (
        found[1].lower().removeprefix("fields."),
        found[2].lower(),
        found[3].strip('"'),
    )
    if key in {
        "tickets",
        "created_on",
        "last_seen_on",
        "group",
        "flow",
        "history",
        "status",
        "uuid",
    }:
        return ""
    path = KNOWN.get(key) or f"contact.{conversion.survey.field(key)}"
    if key == "language":
        value = conversion.survey.codes.get(value) or value
    if value == "":
        empty = f"{path} == null" if key in KNOWN else f'!has({path}) || {path} == ""'
        return f"!({empty})" if sign == "!=" else f"({empty})"
    there = f"{path} != null" if key in KNOWN else f"has({path})"
    if sign in {">", ">=", "<", "<="}:
        try:
            number = float(value)
        except ValueError:
            return ""
        return f"{there} && number_in({path}) != null && number_in({path}) {sign} {number:g}"
    if sign in {"~", "has"}:
        return f"{there} && contains(fold({path}), fold({quoted(value)}))"
    same = f"{there} && fold(string({path})) == fold({quoted(value)})"
    return f"!({same})" if sign == "!=" else same
