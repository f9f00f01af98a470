"""A move of a simulated conversation as plain values: the lines that the front end shows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from msgspec import Struct, field

from engine.channels import CAPABILITIES
from engine.channels.fit import fit
from engine.channels.fitting.fitted import Degradation, Shown
from engine.runtime.conversations import shown
from engine.types.capability import Capability
from engine.types.effect import Effect, Send, StartTimer, StopTimer
from engine.types.event import Answered, Said, TimerFired
from engine.types.message import Message
from engine.types.reading import Reading
from engine.types.state import Record, State
from engine.types.value import Value
from workbench.simulator.course import Played, Taken
from workbench.simulator.moves import Move
from workbench.simulator.passing import Step, path_of

# What records say besides the path: what came first, and what the turn left behind.
BEFORE = frozenset(
    (
        "bot",
        "error",
        "event",
        "handed_back",
        "inactivity",
        "interrupted",
        "invalid_answer",
        "language",
        "not_understood",
        "returned",
        "session_started",
    )
)
AFTER = frozenset(
    ("field", "mode", "planned", "session_ended", "tag", "unplanned", "untag", "warning")
)
SILENT = (Send, StartTimer, StopTimer)


class MessageLine(Struct, frozen=True, omit_defaults=True, tag_field="as", tag="message"):
    """The bot said something: as the channel shows it, and what it shows otherwise."""

    node: str
    shown: tuple[Shown, ...]
    degradations: tuple[Degradation, ...] = ()
    delay_ms: int = 0


class EffectLine(Struct, frozen=True, omit_defaults=True, tag_field="as", tag="effect"):
    """The bot asked something of the world; `answer` is there once it came in the same move."""

    node: str
    effect: Effect
    key: str = ""
    answer: Answered | None = None


class NoteLine(Struct, frozen=True, omit_defaults=True, tag_field="as", tag="note"):
    """A record that tells of something: a warning, a tag, a session that began."""

    what: str
    node: str = ""
    topic: str = ""
    name: str = ""
    data: Value = None


class TimerLine(Struct, frozen=True, omit_defaults=True, tag_field="as", tag="timer"):
    """A timer came due."""

    timer: str
    t_us: int


Line = MessageLine | EffectLine | NoteLine | TimerLine


class Claim(Struct, frozen=True, omit_defaults=True):
    """The intent that took the message, and how: by a phrase, keywords, the classifier..."""

    intent: str
    how: str
    confidence: float = 0.0


class Told(Struct, frozen=True, omit_defaults=True):
    """A move with all it set off. `changed` names what it left otherwise, as `variables.city`;
    `at` is where the conversation waits afterwards; `step_us` what the engine took for it."""

    move: Move
    t_us: int
    lines: tuple[Line, ...] = ()
    path: tuple[Step, ...] = ()
    readings: dict[str, Reading] = field(default_factory=dict)
    claim: Claim | None = None
    bot: str = ""
    at: str = ""
    changed: tuple[str, ...] = ()
    step_us: float = 0.0
    before: str | None = None


def told(played: Played, before: str | None = None) -> Told:
    """What the front end shows of a move. `before` is what the bot said to it before an edit."""
    channel = CAPABILITIES.get(played.after.channel, CAPABILITIES["api"])
    records = [row for taken in played.taken for row in taken.turn.records]
    heard = next((each.event for each in played.taken if isinstance(each.event, Said)), None)
    return Told(
        played.move,
        played.now_us,
        lines=tuple(_lines(played.taken, channel, played.after.language)),
        path=tuple(path_of(records, played.before.bot or played.after.bot)),
        readings=heard.readings if heard else {},
        claim=_claim(records),
        bot=played.after.bot,
        at=played.after.at,
        changed=changes(played.before, played.after),
        step_us=round(sum(each.step_us for each in played.taken), 1),
        before=before,
    )


def changes(before: State, after: State) -> tuple[str, ...]:
    """What differs between two states, by the names under which it is shown."""
    found = [
        f"{family}.{name}"
        for family in ("variables", "fields")
        for name in {**getattr(before, family), **getattr(after, family)}
        if getattr(before, family).get(name) != getattr(after, family).get(name)
    ]
    found += [f"tags.{tag}" for tag in after.tags if tag not in before.tags]
    names = ("language", "mode", "bot", "topic")
    return (*found, *(one for one in names if getattr(before, one) != getattr(after, one)))


def answered_otherwise(before: Iterable[Played], after: Iterable[Played]) -> dict[int, str]:
    """What the bot said before to the moves that it answers otherwise now, by their number."""
    pairs = enumerate(zip(map(said_to, before), map(said_to, after), strict=False))
    return {number: old for number, (old, new) in pairs if old != new}


def alike(before: Sequence[Played], after: Sequence[Played]) -> int:
    """How many of the first moves came out the same, whatever time the engine took for them."""
    pairs = zip(before, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: _outcome(pair[0]) == _outcome(pair[1]), pairs))


def _outcome(played: Played) -> tuple[object, ...]:
    turns = [(each.event, each.turn.effects, each.turn.records) for each in played.taken]
    return played.move, played.now_us, played.after, turns


def said_to(played: Played) -> str:
    """All that the bot said to a move, as a `.chat` file would write it."""
    return "\n".join(shown(message) for message in messages_of(played))


def messages_of(played: Played) -> Iterator[Message]:
    """What the bot said to a move, in order."""
    for taken in played.taken:
        for effect in taken.turn.effects:
            if isinstance(effect, Send):
                yield effect.message


def _lines(taken: tuple[Taken, ...], channel: Capability, language: str) -> Iterator[Line]:
    answers = {each.event.key: each.event for each in taken if isinstance(each.event, Answered)}
    for each in taken:
        if isinstance(each.event, TimerFired):
            yield TimerLine(each.event.timer, each.event.t_us)
        yield from _notes(each.turn.records, BEFORE)
        for effect in each.turn.effects:
            if isinstance(effect, Send):
                fitted = fit(effect.message, channel, language)
                yield MessageLine(
                    effect.node, fitted.messages, fitted.degradations, effect.delay_ms
                )
            elif not isinstance(effect, SILENT):
                key = getattr(effect, "key", "")
                yield EffectLine(asker(each), effect, key, answers.get(key))
        yield from _notes(each.turn.records, AFTER)


def _notes(records: Iterable[Record], kinds: frozenset[str]) -> Iterator[NoteLine]:
    for row in records:
        if row.kind in kinds:
            yield NoteLine(row.kind, row.node, row.topic, row.name or row.intent, row.data)


def asker(taken: Taken) -> str:
    """The node that asked: the one that waits, else the last one passed."""
    passed = [row.node for row in taken.turn.records if row.node]
    return taken.turn.state.at or (passed[-1] if passed else "")


def _claim(records: Iterable[Record]) -> Claim | None:
    row = next((row for row in records if row.kind == "intent"), None)
    return Claim(row.intent, row.name, row.confidence) if row else None
