"""The simulator: one conversation with the real step, a clock moved by hand, and answers of
effects that come from a script, from the real deliveries, or by hand."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct
from msgspec.structs import replace

from engine.runtime.clock import HandClock
from engine.runtime.inbox import admit_said
from engine.runtime.loaded import Loaded
from engine.types.effect import (
    AskMetric,
    CallService,
    Effect,
    Raise,
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
from engine.types.issue import TertuliaError
from engine.types.message import Media, Message, Option, Place
from engine.types.state import Record, State
from engine.types.value import Value

Asked = CallService | RunCode | SendMail | SearchSite | AskMetric
Scripted = tuple[str, Value] | Callable[[Asked], tuple[str, Value]]
Delivery = Callable[[Asked], Awaitable[Answered]]

# Answers that one thing the person does may set off, before it counts as a circle.
ANSWERS = 100


class RehearsalError(TertuliaError):
    """Something that cannot be done at this point of the rehearsal."""


class Exchange(Struct, frozen=True):
    """What one thing that happened set off, turns of timers and answers included."""

    events: tuple[Event, ...]
    messages: tuple[Message, ...]
    records: tuple[Record, ...]
    effects: tuple[Effect, ...]


class Moment(Struct, frozen=True):
    """Everything to which a rehearsal can return."""

    now_us: int
    state: State
    timers: Mapping[str, StartTimer]
    waiting: Mapping[str, Asked]
    exchanges: tuple[Exchange, ...]


class Rehearsal:
    """One conversation with a bot, the same each time it is played.

    `answers` maps a node's id, a code action's or site's name, or an effect's kind (as
    `call_service`) to (port, value), or to a function of the effect that gives them. What
    has no script goes to `deliveries` by its type; what has neither waits in `waiting` until
    `answer` is called. `agents` is how many people could take the conversation over.
    """

    def __init__(
        self,
        loaded: Loaded,
        clock: HandClock | None = None,
        *,
        answers: Mapping[str, Scripted] | None = None,
        deliveries: Mapping[type, Delivery] | None = None,
        contact: Contact | None = None,
        channel: str = "webchat",
        seed: int = 0,
        agents: int = 0,
    ) -> None:
        self.loaded = loaded
        self.clock = clock or HandClock()
        self.answers = dict(answers or {})
        self.deliveries = dict(deliveries or {})
        self.contact = contact
        self.agents = agents
        self.state = State(seed=seed, channel=channel, contact=contact or Contact())
        self.timers: dict[str, StartTimer] = {}
        self.waiting: dict[str, Asked] = {}
        self.exchanges: tuple[Exchange, ...] = ()
        self._moments: list[Moment] = []

    @property
    def messages(self) -> tuple[Message, ...]:
        """Everything the bot said, in order."""
        return tuple(message for exchange in self.exchanges for message in exchange.messages)

    @property
    def records(self) -> tuple[Record, ...]:
        """Everything history would know, in order."""
        return tuple(record for exchange in self.exchanges for record in exchange.records)

    @property
    def options(self) -> tuple[Option, ...]:
        """The buttons that the bot's latest messages show."""
        latest = next((each for each in reversed(self.exchanges) if each.messages), None)
        return tuple(_options(latest.messages)) if latest else ()

    @property
    def moments(self) -> int:
        """How many steps `back` can take."""
        return len(self._moments)

    def open(self) -> Exchange:
        """The person opens the conversation."""
        return self.happens(Opened(self._now(), contact=self.contact, agents=self.agents))

    def say(
        self, text: str = "", *, media: tuple[Media, ...] = (), place: Place | None = None
    ) -> Exchange:
        """The person writes, or sends files or a place."""
        return self._said(Said(self._now(), text=text, media=media, place=place))

    def press(self, option: str) -> Exchange:
        """The person presses a button that is shown, by its id or its label."""
        for shown in self.options:
            if option in {shown.id, shown.label} and not shown.url:
                return self._said(Said(self._now(), text=shown.label, choice=shown.id))
        shown_labels = ", ".join(repr(each.label) for each in self.options) or "none"
        raise RehearsalError(
            f"there is no button {option!r} to press; the buttons shown are: {shown_labels}"
        )

    def happen(self, name: str, data: Mapping[str, Value] | None = None) -> Exchange:
        """Something happens outside the conversation, by name."""
        return self.happens(Happened(self._now(), name, dict(data or {}), contact=self.contact))

    def hand_back(self, agent: str = "") -> Exchange:
        """An agent gives the conversation back to the bot."""
        return self.happens(HandedBack(self._now(), agent))

    def answer(self, key: str, port: str = "ok", value: Value = None) -> Exchange:
        """An effect that waits gets its answer."""
        if key not in self.waiting:
            waiting = ", ".join(sorted(self.waiting)) or "none"
            raise RehearsalError(f"no effect {key!r} waits for an answer; waiting: {waiting}")
        return self.happens(Answered(self._now(), key, port, value))

    def happens(self, event: Event) -> Exchange:
        """Any event, with what it sets off."""
        self._remember()
        return self._exchange([event])

    def advance(self, seconds: float) -> Exchange:
        """Time passes; timers that come due fire at their own moments, in order."""
        self._remember()
        end_us = self._now() + round(seconds * 1_000_000)
        parts: list[Exchange] = []
        while timer := self._next_timer(end_us):
            self.clock.set(max(self._now(), timer.due_us))
            del self.timers[timer.timer]
            parts.append(self._play([TimerFired(self._now(), timer.timer, timer.token)]))
        self.clock.set(end_us)
        return self._add(_joined(parts))

    def back(self, steps: int = 1) -> None:
        """Undoes the last things that happened."""
        if not 1 <= steps <= len(self._moments):
            raise RehearsalError(
                f"cannot go {steps} steps back; {len(self._moments)} have been taken"
            )
        moment = self._moments[-steps]
        earlier = self._moments[:-steps]
        self.return_to(moment)
        self._moments = earlier

    def moment(self) -> Moment:
        """Where the rehearsal stands, to return to it as often as wanted."""
        return Moment(
            self._now(), self.state, dict(self.timers), dict(self.waiting), self.exchanges
        )

    def return_to(self, moment: Moment) -> None:
        """Goes on from a moment as if nothing had happened since; `back` ends there."""
        self.clock.set(moment.now_us)
        self.state = moment.state
        self.timers, self.waiting = dict(moment.timers), dict(moment.waiting)
        self.exchanges = moment.exchanges
        self._moments = []

    def set_variable(self, name: str, value: Value) -> None:
        """Changes a variable of the conversation; None unsets it."""
        self._remember()
        variables = {**self.state.variables, name: value}
        if value is None:
            del variables[name]
        self.state = replace(self.state, variables=variables)

    def _said(self, said: Said) -> Exchange:
        return self.happens(replace(said, contact=self.contact, agents=self.agents))

    def _exchange(self, events: Iterable[Event]) -> Exchange:
        return self._add(self._play(list(events)))

    def _add(self, exchange: Exchange) -> Exchange:
        self.exchanges = (*self.exchanges, exchange)
        return exchange

    def _play(self, events: list[Event]) -> Exchange:
        """Events one after the other, then the answers of what they asked for."""
        played: list[Event] = []
        messages: list[Message] = []
        records: list[Record] = []
        effects: list[Effect] = []
        answers = 0
        while events:
            event = events.pop(0)
            if isinstance(event, Said):
                event = self.loaded.in_words(self.state, admit_said(event))
                event = self.loaded.understand(self.state, event)
            elif isinstance(event, Answered):
                self.waiting.pop(event.key, None)
            turn = self.loaded.step(self.state, event)
            self.state = turn.state
            played.append(event)
            records += turn.records
            effects += turn.effects
            messages += [each.message for each in turn.effects if isinstance(each, Send)]
            for effect in turn.effects:
                answer = self._carry_out(effect)
                if answer is not None:
                    answers += 1
                    events.append(answer)
            if answers > ANSWERS:
                raise RehearsalError(
                    f"node {self.state.at!r}: more than {ANSWERS} effects were answered without "
                    "the person doing anything; the flow goes round in a circle"
                )
        return Exchange(tuple(played), tuple(messages), tuple(records), tuple(effects))

    def _carry_out(self, effect: Effect) -> Answered | Happened | None:
        if isinstance(effect, StartTimer):
            self.timers[effect.timer] = effect
        elif isinstance(effect, StopTimer):
            self.timers.pop(effect.timer, None)
        elif isinstance(effect, Raise):
            # What happens to others is for others to rehearse.
            return None if effect.contact or effect.segment else self._raised(effect)
        elif isinstance(effect, Asked):
            return self._ask(effect)
        return None

    def _raised(self, effect: Raise) -> Happened:
        return Happened(
            self._now(), effect.event, effect.data, contact=self.contact, due_us=effect.due_us
        )

    def _ask(self, effect: Asked) -> Answered | None:
        script = next((self.answers[n] for n in self._names(effect) if n in self.answers), None)
        if script is not None:
            port, value = script(effect) if callable(script) else script
            return Answered(self._now(), effect.key, port, value)
        delivery = self.deliveries.get(type(effect))
        if delivery is not None:
            return replace(_wait_for(delivery(effect)), t_us=self._now(), key=effect.key)
        self.waiting[effect.key] = effect
        return None

    def _names(self, effect: Asked) -> tuple[str, ...]:
        own = getattr(effect, "action", "") or getattr(effect, "site", "")
        return (self.state.at, own, str(effect.__struct_config__.tag))

    def _next_timer(self, end_us: int) -> StartTimer | None:
        due = [timer for timer in self.timers.values() if timer.due_us <= end_us]
        return min(due, key=lambda timer: (timer.due_us, timer.token), default=None)

    def _remember(self) -> None:
        self._moments.append(self.moment())

    def _now(self) -> int:
        return self.clock.now_us()


def _options(messages: tuple[Message, ...]) -> Iterable[Option]:
    for message in messages:
        yield from message.options
        for card in message.cards:
            yield from card.options


def _joined(parts: list[Exchange]) -> Exchange:
    return Exchange(
        tuple(event for part in parts for event in part.events),
        tuple(message for part in parts for message in part.messages),
        tuple(record for part in parts for record in part.records),
        tuple(effect for part in parts for effect in part.effects),
    )


async def _awaited(answer: Awaitable[Answered]) -> Answered:
    return await answer


def _wait_for(answer: Awaitable[Answered]) -> Answered:
    # In a thread of its own: a notebook has a running event loop in this one.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, _awaited(answer)).result()
