"""When an intent is answered how: the stories as a tree of conditions, as shallow as they allow."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from engine.importers.rasa.situations import WHATEVER, Feature, features_of, value_of
from engine.importers.rasa.source import Training
from engine.importers.rasa.turns import Keeps, Op, Turn


class Answer(Struct, frozen=True):
    """A row of ops; after them the way may depend on a slot that an action has set.

    `ways` are (value, what follows); the first is also taken for values that no story has.
    """

    ops: tuple[Op, ...] = ()
    slot: str = ""
    ways: tuple[tuple[object, "Answer"], ...] = ()


class Choice(Struct, frozen=True):
    """Cases by the value of a feature; `rest` is for all others."""

    feature: Feature
    cases: tuple[tuple[tuple[object, ...], "Decision"], ...]
    rest: "Decision"


Decision = Answer | Choice


def decide(turns: Sequence[Turn], training: Training) -> Decision:
    """What to do on an intent, by the situation that it comes in."""
    return _split(list(turns), features_of(list(turns), training), training)


def answer_to(decision: Decision, turn: Turn, training: Training) -> Answer:
    """The answer that a decision gives in the situation of a turn."""
    while isinstance(decision, Choice):
        value = value_of(decision.feature, turn, training)
        fitting = (way for values, way in decision.cases if value in values)
        decision = next(fitting, decision.rest)
    return decision


def fits(answer: Answer, ops: tuple[Op, ...]) -> bool:
    """Whether an answer does what a turn of a story does."""
    own = tuple(op for op in ops if not isinstance(op, Keeps))
    return own in set(_rows(answer))


def features_in(decision: Decision) -> Iterator[Feature]:
    """What a decision looks at."""
    if isinstance(decision, Choice):
        yield decision.feature
        for _, way in decision.cases:
            yield from features_in(way)
        yield from features_in(decision.rest)


def _rows(answer: Answer) -> Iterator[tuple[Op, ...]]:
    if not answer.ways:
        yield answer.ops
    for _, way in answer.ways:
        for row in _rows(way):
            yield (*answer.ops, *row)


def _split(turns: list[Turn], features: list[Feature], training: Training) -> Decision:
    joined = _join([turn.ops for turn in turns])
    if joined is not None:
        return joined
    conflicts = _conflicts(turns)
    for at, feature in enumerate(features):
        groups: dict[object, list[Turn]] = {}
        for turn in turns:
            groups.setdefault(value_of(feature, turn, training), []).append(turn)
        if len(groups) > 1 and sum(map(_conflicts, groups.values())) < conflicts:
            ways = {
                value: _split(group, features[at + 1 :], training)
                for value, group in groups.items()
            }
            return _choice(feature, ways, groups)
    return _best(turns)


def _choice(
    feature: Feature, ways: dict[object, Decision], groups: dict[object, list[Turn]]
) -> Decision:
    """Values with the same way share a case; the way of most situations is for the rest."""
    alike: list[tuple[Decision, list[object]]] = []
    for value, way in ways.items():
        known = next((values for other, values in alike if other == way), None)
        if known is None:
            alike.append((way, [value]))
        else:
            known.append(value)
    if len(alike) == 1:
        return alike[0][0]

    def weight(one: tuple[Decision, list[object]]) -> tuple[bool, int, int]:
        _way, values = one
        whatever = WHATEVER in values
        return whatever, len(values), sum(len(groups[value]) for value in values)

    rest = max(alike, key=weight)
    cases = tuple(
        (tuple(sorted((v for v in values if v != WHATEVER), key=str)), way)
        for way, values in alike
        if way is not rest[0]
    )
    return Choice(feature, cases, rest[0])


def _conflicts(turns: list[Turn]) -> int:
    """How many turns are not as the most frequent answer has it."""
    rows = Counter(_shown(turn.ops) for turn in turns)
    if _join([turn.ops for turn in turns]) is not None:
        return 0
    return len(turns) - max(rows.values())


def _best(turns: list[Turn]) -> Answer:
    """Where stories contradict each other, rules count most, then what is frequent."""
    rules = [turn for turn in turns if turn.story.kind == "rule"]
    rows = Counter(_shown(turn.ops) for turn in rules or turns)
    return Answer(rows.most_common(1)[0][0])


def _shown(ops: tuple[Op, ...]) -> tuple[Op, ...]:
    return tuple(op for op in ops if not isinstance(op, Keeps))


def _join(rows: list[tuple[Op, ...]]) -> Answer | None:
    """One answer that does all rows, if they part only where a slot has got different values."""
    unique = list(dict.fromkeys(rows))
    shown = {_shown(row) for row in unique}
    if len(shown) == 1:
        return Answer(shown.pop())
    head: list[Op] = []
    for column in zip(*unique, strict=False):
        if any(one != column[0] for one in column):
            break
        head.append(column[0])
    size = len(head)
    nexts = [row[size] if len(row) > size else None for row in unique]
    slots = {one.slot for one in nexts if isinstance(one, Keeps)}
    if len(slots) != 1 or not all(isinstance(one, Keeps) for one in nexts):
        return None
    groups: dict[object, list[tuple[Op, ...]]] = {}
    for row, one in zip(unique, nexts, strict=True):
        assert isinstance(one, Keeps)
        groups.setdefault(one.value, []).append(row[size + 1 :])
    ways = {value: _join(some) for value, some in groups.items()}
    if len(ways) < 2 or None in ways.values():
        return None
    kept = tuple((value, way) for value, way in ways.items() if way is not None)
    return Answer(_shown(tuple(head)), slots.pop(), kept)
