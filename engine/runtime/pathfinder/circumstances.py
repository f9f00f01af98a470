"""Circumstances in which a conversation may begin, for conditions that no message can meet."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping

from engine.expressions import (
    PREDEFINED_TYPES,
    Expression,
    ExpressionError,
    compile_expression,
)
from engine.expressions.tree import Literal, MapOf
from engine.nodes.branch import Branch
from engine.nodes.intent import Intent
from engine.nodes.set import Set
from engine.project.draft import Draft, DraftNode
from engine.runtime.pathfinder.distances import Distances
from engine.runtime.pathfinder.hints import Hints, expressions_of, nested, solve
from engine.types.event import Contact
from engine.types.value import Value

Settings = dict[str, str]

# A weekday's morning, afternoon and night, and both days of the weekend.
TIMES = (
    "2026-03-02 09:30",
    "2026-03-02 15:00",
    "2026-03-02 22:30",
    "2026-03-07 10:00",
    "2026-03-08 18:00",
    "2026-03-03 03:00",
)
READ_FROM_CLOCK = frozenset({"now", "today", "time", "weekday", "part_of_day"})
NODES_LOOKED_AT = 40
# What it costs to begin in other circumstances, the less so the nearer to the goal they are
# asked for; and to begin in the middle, with variables that are set already.
CHANGED, FURTHER, SET = 0.3, 0.1, 1.0
PAIRED = 6
# The shortest ways along which conditions are solved together, one from each intent.
WAYS = 3


def circumstances(
    drawn: Draft, ahead: Iterable[str], known: Hints
) -> Iterator[tuple[float, Settings]]:
    """Settings that make the conditions of these nodes true or false, with what it costs to
    begin so.

    `ahead` are the nodes on the way, those nearest to the goal first.
    """
    yield 0.0, {}
    nodes = list(ahead)[:NODES_LOOKED_AT]
    if _reads_clock(drawn, nodes):
        yield from ((CHANGED, {"time": time}) for time in TIMES)
    yield from ((CHANGED, {"language": language}) for language in drawn.bot.languages[1:])
    single = [
        (
            CHANGED + FURTHER * number + SET * any(name.startswith("set ") for name in settings),
            settings,
        )
        for number, settings in enumerate(_distinct(_solved(drawn, nodes, known)))
    ]
    yield from single
    for (cost, one), (further, other) in itertools.combinations(single[:PAIRED], 2):
        if not one.keys() & other.keys():
            yield cost + further, one | other


def along(drawn: Draft, goal: Distances, known: Hints) -> Iterator[Settings]:
    """Settings with which all conditions hold that lie on the shortest ways to a goal.

    What the conversation itself gives a value on the way is left to it.
    """
    for intent in goal.intents[:WAYS]:
        values: dict[str, Value] = {}
        given: set[str] = set()
        written: dict[str, Value] = {}
        for node, port in _way(drawn, goal, intent):
            given.update(text for use in node.uses if use.role == "sets" for text in use.texts)
            written |= _written_by(node)
            for expression, wanted in _conditions(node, port):
                more = solve(expression, wanted, known, values | written)
                values |= {
                    name: value
                    for name, value in (more or {}).items()
                    if name.partition(".")[0] not in given
                }
        yield _settings(drawn, values)


def _written_by(node: DraftNode) -> dict[str, Value]:
    """The values that stand in a `set` node as they are, by dotted name."""
    if not isinstance(node.params, Set):
        return {}
    found: dict[str, Value] = {}
    for name, source in node.params.variables.items():
        try:
            tree = compile_expression(source).tree
        except ExpressionError:
            continue
        entries = tree.entries if isinstance(tree, MapOf) else ()
        keyed = ((k.value, v) for k, v in entries if isinstance(k, Literal))
        parts = {f"{name}.{key}": v for key, v in keyed if isinstance(key, str)}
        for part, value in (parts or {name: tree}).items():
            if isinstance(value, Literal) and not isinstance(value.value, bytes):
                found[part] = value.value
    return found


def _way(drawn: Draft, goal: Distances, start: str) -> Iterator[tuple[DraftNode, str]]:
    """The nodes of the shortest way to a goal, each with the port by which it is left."""
    seen: set[str] = set()
    while start and start not in seen and goal.of(start) > 0:
        seen.add(start)
        node = drawn.nodes[start]
        target = node.node.params.get("target")
        ways = [(goal.of(to), port, to) for port, to in node.node.edges.items()]
        if isinstance(target, str):
            ways.append((goal.of(target), "", target))
        if not ways:
            return
        _, port, start = min(ways)
        yield node, port
    if start in drawn.nodes and goal.port:
        yield drawn.nodes[start], goal.port


def _conditions(node: DraftNode, port: str) -> Iterator[tuple[Expression, bool]]:
    """The conditions to leave a node by a port, and whether each has to hold."""
    sources: list[tuple[str, bool]] = []
    if isinstance(node.params, Intent) and node.params.condition:
        sources.append((node.params.condition, True))
    elif isinstance(node.params, Branch):
        ids = [case.id for case in node.params.cases]
        before = ids.index(port) + 1 if port in ids else len(ids)
        sources += [(case.condition, case.id == port) for case in node.params.cases[:before]]
    for source, wanted in sources:
        try:
            yield compile_expression(source), wanted
        except ExpressionError:
            continue


def _solved(drawn: Draft, nodes: Iterable[str], known: Hints) -> Iterator[Settings]:
    bot = drawn.bot
    before = {name: one.value for name, one in bot.constants.items()}
    before |= {name: one.default for name, one in bot.variables.items()}
    before = {name: value for name, value in before.items() if value is not None}
    for id_ in nodes:
        for expression in expressions_of(drawn.nodes[id_]):
            for wanted in (True, False):
                values = solve(expression, wanted, known, before)
                if values:
                    yield _settings(drawn, values)


def _distinct(found: Iterable[Settings]) -> Iterator[Settings]:
    seen: set[tuple[tuple[str, str], ...]] = set()
    for settings in found:
        key = tuple(sorted(settings.items()))
        if settings and key not in seen:
            seen.add(key)
            yield settings


def _settings(drawn: Draft, values: Mapping[str, Value]) -> Settings:
    """The values as a conversation sets them; what cannot be set is left out."""
    settings: Settings = {}
    variables: dict[str, Value] = {}
    for name, value in values.items():
        root, _, member = name.partition(".")
        if name == "agents.available" and isinstance(value, int):
            settings["agents"] = str(max(0, value))
        elif name == "contact.tags" and isinstance(value, list):
            settings["tags"] = ", ".join(map(str, value))
        elif name == "contact.first_name":
            settings["contact.name"] = str(value)
        elif root == "contact" and member in Contact.__struct_fields__:
            settings[f"contact.{member}"] = str(value)
        elif root == "contact" and member in drawn.bot.fields:
            settings[f"field {member}"] = _written(value)
        elif name in {"channel", "language"}:
            settings[name] = str(value)
        elif name not in PREDEFINED_TYPES and root in drawn.bot.variables:
            variables[name] = value
    whole = nested(variables)
    return settings | {f"set {name}": _written(value) for name, value in whole.items()}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reads_clock(drawn: Draft, nodes: Iterable[str]) -> bool:
    return any(
        name.partition(".")[0] in READ_FROM_CLOCK
        for id_ in nodes
        for expression in expressions_of(drawn.nodes[id_])
        for name in expression.names
    )
