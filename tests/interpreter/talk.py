"""A conversation with a program, by hand: what the tests of the interpreter are written in."""

from collections.abc import Mapping
from typing import Any

from engine.interpreter import in_words, step
from engine.nodes.program import Program
from engine.project.compile import compile_bot
from engine.types.bot import Bot, Node, Topic
from engine.types.effect import Effect, Send
from engine.types.event import Answered, Event, Opened, Said, TimerFired
from engine.types.reading import Guess, Reading
from engine.types.state import Record, State
from engine.types.turn import Turn

SECOND_US = 1_000_000
NOON_US = 1_772_452_800 * SECOND_US  # 2026-03-02 12:00 UTC, a Monday


def node(kind: str, edges: Mapping[str, str] | str = "", **params: Any) -> Node:
    """A node; a plain string is the edge of its port `next`."""
    leads = {"next": edges} if isinstance(edges, str) else dict(edges)
    when = params.pop("when", "")
    return Node(kind, when=when, params=params, edges={k: v for k, v in leads.items() if v})


def say(text: str, edges: str = "", **more: Any) -> Node:
    return node("say", edges, text={"en": text}, **more)


def program(nodes: Mapping[str, Node], **settings: Any) -> Program:
    """A bot of one topic, compiled; a startup and a not_understood intent are added."""
    base = {
        "startup": node("intent", "hello"),
        "hello": say("Hello"),
        "not_understood": node("intent", "sorry"),
        "sorry": say("Sorry"),
    }
    topics = settings.pop("topics", {})
    bot = Bot(id="test", topics={"main": Topic(nodes={**base, **nodes}), **topics}, **settings)
    return compile_bot(bot)


class Talk:
    """A conversation: each call is one turn."""

    def __init__(self, program: Program, **state: Any) -> None:
        self.program = program
        self.state = State(**state)
        self.now_us = NOON_US
        self.turn = Turn(self.state)

    def event(self, event: Event) -> list[str]:
        if isinstance(event, Said):
            event = in_words(self.program, self.state, event)
        self.turn = step(self.program, self.state, event)
        self.state = self.turn.state
        return self.texts

    def say(
        self, text: str, *guesses: tuple[str, float], choice: str = "", **reading: Any
    ) -> list[str]:
        self.now_us += SECOND_US
        read = Reading(intents=tuple(Guess(*guess) for guess in guesses), **reading)
        return self.event(Said(self.now_us, text, choice=choice, readings={self.program.id: read}))

    def open(self) -> list[str]:
        return self.event(Opened(self.now_us))

    def answer(self, value: Any = None, port: str = "ok") -> list[str]:
        return self.event(Answered(self.now_us, str(self.state.memory["key"]), port, value))

    def fire(self, timer: str, token: int, seconds: int = 0) -> list[str]:
        self.now_us += seconds * SECOND_US
        return self.event(TimerFired(self.now_us, timer, token))

    @property
    def texts(self) -> list[str]:
        return [effect.message.text for effect in self.turn.effects if isinstance(effect, Send)]

    @property
    def options(self) -> list[str]:
        return [
            option.label
            for effect in self.turn.effects
            if isinstance(effect, Send)
            for option in effect.message.options
        ]

    def effects(self, kind: type[Effect]) -> list[Any]:
        return [effect for effect in self.turn.effects if isinstance(effect, kind)]

    def records(self, kind: str) -> list[Record]:
        return [record for record in self.turn.records if record.kind == kind]
