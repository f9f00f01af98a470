"""What may happen next in a conversation: a few things worth trying, with where they may lead."""

import json
import math
from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec import Struct, field

from engine.nodes.intent import Intent
from engine.nodes.patience import TIMEOUT
from engine.project.chat import Act, Answers, Does, Presses, Says, Waits
from engine.project.draft import Draft
from engine.runtime.pathfinder.answers import (
    FILE,
    MAIN_PORT,
    NONSENSE,
    PLACE,
    answers_of_person,
    answers_of_world,
    answers_that_do_not_fit,
)
from engine.runtime.pathfinder.distances import ASKED, Distances
from engine.runtime.pathfinder.hints import Hints
from engine.runtime.pathfinder.replies import replies
from engine.runtime.pathfinder.samples import sample
from engine.runtime.rehearsal import Rehearsal
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.state import State
from engine.types.value import Value

INTENTS_TRIED = 12
OTHERS_TRIED = 6
PHRASES_TRIED = 3
OF_THE_MESSAGE = {"media": FILE, "location": PLACE, "opened": Does(0, "opened")}
LABEL_SIGNS = frozenset("[]")


class Move(Struct, frozen=True):
    """Something that may happen, and how far the goal is likely to be afterwards."""

    act: Act
    ahead: float


class Knowledge(Struct, frozen=True):
    """What is known of a bot before its goal is: values, and what its tests say and answer."""

    drawn: Draft
    hints: Hints
    # Whether some condition depends on how long the conversation is.
    counts_turns: bool
    # What tests did at a node that waited, what they said to reach an intent.
    done: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    said: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    answered: Mapping[str, tuple[Answers, ...]] = field(default_factory=dict)
    # What may come with an event, as conditions look into it.
    data: tuple[Mapping[str, Value], ...] = ()


def moves(rehearsal: Rehearsal, known: Knowledge, goal: Distances) -> Iterator[Move]:
    """What may happen at this point of a rehearsal."""
    state = rehearsal.state
    if rehearsal.waiting:
        yield from _of_world(rehearsal, known, goal)
    elif state.mode == "human":
        yield Move(Does(0, "back", "ana"), goal.of(state.at))
    else:
        yield from _of_buttons(rehearsal, goal)
        if state.at:
            yield from _of_question(state, known, goal)
        yield from _of_intents(state.language, known, goal)
        if not state.turn or state.mode == "ended":
            yield Move(Does(0, "opened"), min(goal.of(STARTUP), goal.from_elsewhere))
    yield from _of_time(rehearsal, known, goal)


def _of_world(rehearsal: Rehearsal, known: Knowledge, goal: Distances) -> Iterator[Move]:
    node = known.drawn.nodes.get(rehearsal.state.at)
    if node is None:
        return
    effect = next(iter(rehearsal.waiting.values()))
    for answer in (
        *known.answered.get(node.id, ()),
        *answers_of_world(node, effect, known.hints),
    ):
        port = MAIN_PORT if answer.port == "ok" else answer.port
        yield Move(answer, goal.of_port(node.id, port, rehearsal.state.stack))


def _of_buttons(rehearsal: Rehearsal, goal: Distances) -> Iterator[Move]:
    for option in rehearsal.options:
        if option.url or not option.label.strip() or LABEL_SIGNS & {*option.label}:
            continue
        node, _, port = option.id.partition(":")
        ahead = goal.of_port(node, port, rehearsal.state.stack) if port else goal.of(node)
        yield Move(Presses(0, option.label), ahead)


def _of_question(state: State, known: Knowledge, goal: Distances) -> Iterator[Move]:
    node = known.drawn.nodes.get(state.at)
    if node is None:
        return
    fitting = answers_of_person(node, known.drawn, known.hints)
    for act in (*known.done.get(node.id, ()), *fitting):
        yield Move(act, goal.of_port(node.id, MAIN_PORT, state.stack))
    for act, ahead in replies(node, known.drawn, goal, state.stack):
        yield Move(act, ahead)
    ports = [goal.of_port(node.id, port, state.stack) for port in node.ports if port != MAIN_PORT]
    others = min(ports, default=math.inf)
    for act in answers_that_do_not_fit(node):
        yield Move(act, others if goal.of(node.id) == 0 else ASKED + others)


def _of_intents(language: str, known: Knowledge, goal: Distances) -> Iterator[Move]:
    for id_ in goal.intents[:INTENTS_TRIED]:
        for act in _entering(id_, language, known):
            yield Move(act, goal.of(id_))
    yield Move(Says(0, NONSENSE), goal.of(NOT_UNDERSTOOD))
    # Something else may have to be talked of first.
    for id_ in goal.other_intents[:OTHERS_TRIED]:
        for act in islice(_entering(id_, language, known), 1):
            yield Move(act, goal.from_elsewhere)


def _entering(intent: str, language: str, known: Knowledge) -> Iterator[Act]:
    yield from known.said.get(intent, ())[:PHRASES_TRIED]
    params = known.drawn.nodes[intent].params
    if not isinstance(params, Intent):
        return
    own = language or known.drawn.bot.languages[0]
    for spoken in (params.phrases, params.keywords):
        for text in spoken.get(own, ())[:PHRASES_TRIED]:
            yield Says(0, text)
    yield from (Says(0, text) for pattern in params.patterns if (text := sample(pattern)))
    for name in params.events:
        yield OF_THE_MESSAGE.get(name, Does(0, "event", name))
        if name not in OF_THE_MESSAGE:
            yield from (Does(0, "event", f"{name} {json.dumps(one)}") for one in known.data)


def _of_time(rehearsal: Rehearsal, known: Knowledge, goal: Distances) -> Iterator[Move]:
    state, now_us = rehearsal.state, rehearsal.clock.now_us()
    dues = sorted({timer.due_us for timer in rehearsal.timers.values()})
    at = known.drawn.nodes.get(state.at)
    ahead = goal.of(state.at)
    if at and TIMEOUT in at.ports:
        ahead = goal.of_port(at.id, TIMEOUT, state.stack)
    for due_us in dues[:2]:
        seconds = max(1, -(-(due_us - now_us) // 1_000_000))
        yield Move(Waits(0, seconds), min(ahead, goal.from_elsewhere))
