"""The people who answer where a bot hands over: shifts, a queue, and how a talk with them goes."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from msgspec import Struct

from engine.stores.rows import HandoffRow
from engine.types.value import Value
from workbench.demo.cast import Agent, Cast, Phrases
from workbench.demo.person import Talk
from workbench.demo.schedule import SECOND_US, Schedule

# When somebody is in the queue, an agent says goodbye, and gives up on who is gone.
LOOKS_S, LEAVES_S, GONE_S = 2.0, 20.0, 180.0
HOUR_US = 3_600 * SECOND_US
# What a wait of an hour takes from a person's mood.
HOUR_OF_WAITING = 2.0
WRITES_WAITING = 0.6


class Waiting(Struct, frozen=True):
    """Somebody who waits for a queue, and until when they do; the highest priority comes first."""

    talk: Talk
    queue: str
    priority: int
    since_us: int
    until_us: int


class Wording(Struct, frozen=True):
    """How what agents and people write gets into a conversation, a form that somebody fills in, and
    how it goes back to the bot: functions of the town."""

    tell: Callable[[Talk, str], None]
    say: Callable[[Talk, Phrases, float], None]
    fill: Callable[[Talk, Mapping[str, Value]], None]
    hand_back: Callable[[Talk, str], None]


class Office:
    """The agents of a bot, and who waits for them."""

    def __init__(
        self, cast: Cast, zone: ZoneInfo, schedule: Schedule, wording: Wording, chance: Random
    ) -> None:
        self._desk, self._week = cast.desk, cast.rhythm.week
        self._zone, self._schedule = zone, schedule
        self._wording, self._chance = wording, chance
        self._waiting: list[Waiting] = []
        self._busy = {agent.name: 0 for agent in cast.desk.agents}
        self._looks_us = 0

    def on_shift(self) -> Sequence[Agent]:
        """Who is at work."""
        now = dt.datetime.fromtimestamp(self._schedule.now_us // SECOND_US, self._zone)
        return [
            agent
            for agent in self._desk.agents
            if now.weekday() in agent.days and agent.begins <= now.hour < agent.ends
        ]

    def enter(self, talk: Talk, row: HandoffRow) -> None:
        """Somebody waits from now on."""
        now_us = self._schedule.now_us
        patience_s = self._desk.patience_s * self._chance.lognormvariate(0.0, 0.8)
        until_us = now_us + round(patience_s * SECOND_US)
        self._waiting.append(Waiting(talk, row.queue, row.priority, now_us, until_us))
        self._waiting.sort(key=lambda each: (-each.priority, each.since_us))
        if self._chance.random() < WRITES_WAITING:
            self._wording.say(talk, self._desk.waiting, 45.0)
        self._schedule.after(LOOKS_S, self._serve)

    def _serve(self) -> None:
        """Free agents take who waits; somebody comes to work at the full hour."""
        while taken := self._take():
            self._schedule.after(self._attention_s(), partial(self._greet, *taken))
        hour_us = (self._schedule.now_us // HOUR_US + 1) * HOUR_US
        if self._waiting and self._looks_us < hour_us:
            self._looks_us = hour_us
            self._schedule.at(hour_us, self._serve)

    def _take(self) -> tuple[Agent, Waiting] | None:
        free = [agent for agent in self.on_shift() if self._busy[agent.name] < agent.at_once]
        for waiting in self._waiting:
            fit = [agent for agent in free if waiting.queue in agent.queues]
            if fit:
                agent = min(fit, key=lambda each: (self._busy[each.name], each.name))
                self._waiting.remove(waiting)
                self._busy[agent.name] += 1
                return agent, waiting
        return None

    def _greet(self, agent: Agent, waiting: Waiting) -> None:
        """An agent says hello, to somebody who may be gone by now."""
        now_us, talk = self._schedule.now_us, waiting.talk
        waited_s = (now_us - waiting.since_us) / SECOND_US
        talk.mood -= min(0.6, HOUR_OF_WAITING * waited_s / 3_600)
        self._tell(talk, self._desk.hello)
        if now_us > waiting.until_us:
            talk.gone = True
            self._schedule.after(GONE_S, partial(self._close, talk, agent, self._desk.gone))
        else:
            self._hear(talk, agent, self._chance.choice((1, 2, 2, 3)))

    def _hear(self, talk: Talk, agent: Agent, rounds: int) -> None:
        """The person says something, and the agent answers, or has solved it."""
        self._wording.say(talk, self._desk.person_answers, 20.0)
        answer = self._answer if rounds > 1 else self._solve
        self._schedule.after(30.0 + self._handle_s(), partial(answer, talk, agent, rounds - 1))

    def _answer(self, talk: Talk, agent: Agent, rounds: int) -> None:
        self._tell(talk, self._desk.answer)
        self._hear(talk, agent, rounds)

    def _solve(self, talk: Talk, agent: Agent, _rounds: int) -> None:
        solved = self._chance.random() < self._desk.solves
        talk.settle(solved=solved)
        self._close(talk, agent, self._desk.close)
        if self._chance.random() < self._desk.forms:
            for seconds, form in ((9.0, self._satisfaction(talk)), (15.0, self._recommends(talk))):
                self._schedule.after(seconds, partial(self._wording.fill, talk, form))

    def _close(self, talk: Talk, agent: Agent, words: Phrases) -> None:
        self._tell(talk, words)
        self._schedule.after(LEAVES_S, partial(self._leave, talk, agent))

    def _leave(self, talk: Talk, agent: Agent) -> None:
        self._busy[agent.name] -= 1
        self._wording.hand_back(talk, agent.name)
        self._serve()

    def _tell(self, talk: Talk, words: Phrases) -> None:
        person = talk.visit.person
        text = self._chance.choice(words.get(person.language) or next(iter(words.values())))
        self._wording.tell(talk, text.format(first=person.first))

    def _satisfaction(self, talk: Talk) -> Mapping[str, Value]:
        score = round(min(5.0, max(1.0, 1 + 4.4 * talk.mood + self._chance.gauss(0, 0.5))))
        return {"survey": "csat", "score": score, "least": 1, "most": 5}

    def _recommends(self, talk: Talk) -> Mapping[str, Value]:
        score = round(min(10.0, max(0.0, 10.5 * talk.mood + self._chance.gauss(0, 1.2))))
        return {"survey": "nps", "score": score, "least": 0, "most": 10}

    def _attention_s(self) -> float:
        """Until an agent looks: they have other work, more of it on days on which more come."""
        now = dt.datetime.fromtimestamp(self._schedule.now_us // SECOND_US, self._zone)
        rush = self._week[now.weekday()] ** 2
        return self._desk.attention_s * rush * self._chance.lognormvariate(0.0, 0.8)

    def _handle_s(self) -> float:
        return self._desk.handle_s * self._chance.lognormvariate(0.0, 0.6)
