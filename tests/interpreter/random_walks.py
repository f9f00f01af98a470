"""Random walks through a bot: whatever happens to a conversation, one event after another.

`Walk` steps and holds what must be true after every turn. `happenings` gives the events.
"""

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

import msgspec

from engine import routing
from engine.interpreter import step
from engine.nodes.program import Program
from engine.project.compile import compile_bot
from engine.runtime.inbox import admit_said
from engine.types.bot import STARTUP, Bot, Project
from engine.types.effect import (
    AskMetric,
    CallService,
    RunCode,
    SearchSite,
    Send,
    SendMail,
    StartTimer,
    StopTimer,
)
from engine.types.event import (
    Answered,
    Contact,
    Event,
    HandedBack,
    Happened,
    Opened,
    Said,
    TimerFired,
)
from engine.types.message import Media, Place
from engine.types.state import State
from engine.types.turn import Turn
from tests.benchmarks.walks import GARBAGE, PORTS, VALUES, random_reading

SECOND_US = 1_000_000
# A bot may hand over again as soon as it has a conversation back.
HAND_BACKS = 40
NOON_US = 1_772_452_800 * SECOND_US
ASKED = (CallService, RunCode, SendMail, SearchSite, AskMetric)


class Walk:
    """A conversation with a project of one bot or several, and what it has shown so far."""

    def __init__(self, project: Project, seed: int) -> None:
        self.random = Random(seed)
        self.publish(project)
        self.state = State(seed=seed, channel="webchat")
        self.now_us = NOON_US
        self.choices: list[str] = []
        self.keys: list[str] = []
        self.timers: dict[str, StartTimer] = {}
        self.fired: list[StartTimer] = []
        self.turns = 0
        self.visited: set[str] = set()
        self.tokens = [0]

    def publish(self, project: Project) -> None:
        """From here on the conversation is with this version of the project."""
        self.project = project
        self.programs = {name: compile_bot(bot) for name, bot in project.bots.items()}

    def step(self, state: State, event: Event) -> Turn:
        if len(self.programs) == 1:
            (program,) = self.programs.values()
            return step(program, state, event)
        return routing.step(self.programs, self.project.routing, state, event)

    def happen(self, event: Event) -> Turn:
        """The turn, once everything that must be true of it was seen to be."""
        before = copy.deepcopy(self.state)
        turn = self.step(self.state, event)
        assert same(self.state, before), "the state passed in was changed"
        packed = msgspec.msgpack.encode(self.state)
        again = self.step(msgspec.msgpack.decode(packed, type=State), event)
        assert same(again, turn), "the same state and event made another turn"
        self._hold(before, turn)
        self._remember(turn)
        self.state = turn.state
        self.turns += 1
        return turn

    def _hold(self, before: State, turn: Turn) -> None:
        state = turn.state
        nodes = {id_ for program in self.programs.values() for id_ in program.nodes}
        assert {row.node for row in turn.records} <= nodes | {""}
        assert not state.at or state.at in nodes
        packed = msgspec.msgpack.encode(state)
        assert msgspec.msgpack.decode(packed, type=State) == state
        msgspec.json.encode(turn.records)
        msgspec.json.encode(turn.effects)
        keys = [effect.key for effect in turn.effects if isinstance(effect, ASKED)]
        assert len({*keys, *self.keys}) == len(keys) + len(self.keys), "a key was used twice"
        started = [effect.token for effect in turn.effects if isinstance(effect, StartTimer)]
        assert started == sorted(started), "tokens must increase"
        assert all(token > before.token for token in started)
        limits = [program.limits for program in self.programs.values()]
        # A loop may go round for longer than a turn without one.
        most = max(each.visits_per_turn + each.visits_in_loops for each in limits)
        visits = sum(row.kind == "visit" for row in turn.records)
        # Each message that was kept meanwhile has the visits of a turn of its own, and each
        # bot that a conversation is handed to.
        assert visits <= (most + 1) * (1 + len(before.deferred) + routing.HANDOVERS) + 21
        assert state.turn > before.turn
        assert not state.deferred or "key" in state.memory, "messages were kept for nothing"
        for values in (state.variables, state.fields, state.memory):
            assert_plain(values)
        for effect in turn.effects:
            if isinstance(effect, StartTimer):
                assert 0 <= effect.due_us < 2**63
            if isinstance(effect, Send):
                assert effect.delay_ms >= 0

    def _remember(self, turn: Turn) -> None:
        self.visited |= {row.node for row in turn.records}
        for effect in turn.effects:
            if isinstance(effect, Send):
                shown = list(effect.message.options)
                shown += [one for card in effect.message.cards for one in card.options]
                self.choices += [one.id for one in shown if not one.url]
            elif isinstance(effect, StartTimer):
                self.timers[effect.timer] = effect
                self.fired.append(effect)
            elif isinstance(effect, StopTimer):
                self.timers.pop(effect.timer, None)
            elif isinstance(effect, ASKED):
                self.keys.append(effect.key)

    # Events.

    def next_event(self) -> Event:
        """Anything that can happen now, likely or not."""
        make = self.random.choices(
            (self._said, self._pressed, self._timer, self._answered, self._other),
            weights=(8, 5, 2, 6 if "key" in self.state.memory else 1, 2),
        )[0]
        shift = self.random.choice((1, 1, 5, 40, 4000, 100_000, -3, -5000))
        self.now_us += shift * SECOND_US
        return make()

    def _said(self) -> Event:
        text = self.random.choice((*GARBAGE, *self.phrases(), *self.phrases()))
        random = self.random
        media = (Media("image", "https://example.org/a.png"),) if random.random() < 0.1 else ()
        places = (Place(-12.0, -77.0, "Lima"), Place(91.0, 0.0), Place(-90.0, 180.0))
        return admit_said(
            Said(
                self.now_us,
                text,
                media=media,
                place=random.choice(places) if random.random() < 0.1 else None,
                readings={name: random_reading(random, one) for name, one in self.programs.items()},
                contact=self.contact(),
                agents=random.randint(0, 3),
                bot=random.choice(("", *self.programs, "nobody")),
            )
        )

    def _pressed(self) -> Event:
        own = [f"{self.state.at}:o0"] if self.state.at else []
        choice = self.random.choice(
            (
                *self.choices,
                *self.choices[-4:],
                *own,
                "nothing:here",
                "startup:",
                ":",
                "::",
                "sorry:next",
                "x" * 200,
            )
        )
        return admit_said(Said(self.now_us, self.random.choice(("", choice)), choice=choice))

    def _timer(self) -> Event:
        if self.timers and self.random.random() < 0.7:
            timer = self.timers.pop(self.random.choice(sorted(self.timers)))
            self.now_us = max(self.now_us, min(timer.due_us, NOON_US * 3))
            return TimerFired(self.now_us, timer.timer, timer.token)
        if self.fired and self.random.random() < 0.7:
            timer = self.random.choice(self.fired)
            return TimerFired(self.now_us, timer.timer, timer.token)
        return TimerFired(
            self.now_us, self.random.choice(("wait", "idle", "x")), self.random.randint(-1, 9)
        )

    def _answered(self) -> Event:
        waiting = self.state.memory.get("key")
        keys = [*self.keys[-3:], "1.1", "x", ""]
        right = isinstance(waiting, str) and self.random.random() < 0.7
        return Answered(
            self.now_us,
            str(waiting) if right else self.random.choice(keys),
            self.random.choice(PORTS),
            self.random.choice(VALUES),
            self.random.choice(("", "it broke")),
        )

    def _other(self) -> Event:
        contact, name = self.contact(), self.random.choice(("payment", "opened", "media", "none"))
        return self.random.choice(
            (
                Opened(self.now_us, contact, agents=self.random.randint(0, 2)),
                Happened(self.now_us, name, {"amount": 2**63, "of": [None, {}]}, contact),
                HandedBack(self.now_us, self.random.choice(("", "Marta"))),
            )
        )

    def contact(self) -> Contact | None:
        return self.random.choice(
            (
                None,
                Contact(id="7"),
                Contact("7", "Ana Ruiz", "+51999888777", "ana@example.org", "pt-BR"),
                Contact("8", "  ", "+", "@", "xx"),
            )
        )

    def phrases(self) -> list[str]:
        """What the triggers and labels of the bot's first nodes are waiting for."""
        found: list[str] = []
        for program in self.programs.values():
            found += [*program.triggers.exact][:40]
            for label in [*program.labels.values()][:40]:
                found += label.values()
        return found or ["hello"]

    def awaken(self) -> Turn:
        """The conversation given back and opened again after the longest session."""
        for _ in range(HAND_BACKS):
            if self.state.mode in {"human", "muted"}:
                self.happen(HandedBack(self.state.t_us + 1))
        timeout_s = max(program.session_timeout_s for program in self.programs.values())
        return self.happen(Opened(self.state.t_us + (timeout_s + 1) * SECOND_US))


def alone(bot: Bot) -> Project:
    """A project of one bot."""
    return Project(name=bot.id, bots={bot.id: bot})


def greets(program: Program) -> bool:
    """Whether the startup message says something, whatever the conversation."""
    startup = program.nodes.get(STARTUP)
    if startup is None or startup.when is not None or STARTUP in program.triggers.guards:
        return False
    target = program.nodes.get(startup.edges.get("next", ""))
    others = [one for one in program.triggers.events.get("opened", ()) if one != STARTUP]
    return bool(target and target.kind.name == "say" and target.when is None and not others)


def silent_on_purpose(state: State) -> bool:
    """Whether people have the conversation still: a bot may hand over each time it gets it."""
    return state.mode == "human"


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal, types included: 1, 1.0 and true are three values."""
    return _exact(left) == _exact(right)


def _exact(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        return (type(value), tuple(_exact(getattr(value, name)) for name in names))
    if isinstance(value, Mapping):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return (type(value), [_exact(item) for item in value])
    return (type(value), repr(value))


def assert_plain(value: Any) -> None:
    """Fails where a value is not what JSON can say."""
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        for item in value.values():
            assert_plain(item)
    elif isinstance(value, list):
        for item in value:
            assert_plain(item)
    else:
        assert value is None or type(value) in {bool, int, float, str}
        assert value == value, "NaN"
