"""Circumstances in which a conversation may begin, for conditions that no message can meet."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping

from engine.expressions import PREDEFINED_TYPES
from engine.project.draft import Draft
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
