"""What the default message could offer for each sentence, and whether the right intent is in it."""

from typing import Any

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.trial import Flags, Trial
from engine.nlu.examples import INTENT, topics
from engine.nlu.protocol import Floats
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot
from engine.types.limits import LIMITS


class Floors(Struct, frozen=True):
    """The confidence from which a topic, and an intent, is offered."""

    topic_floor: float = 0.5
    related_floor: float = 0.05


class Sentences(Struct, frozen=True, eq=False):
    """What decides over each sentence, shape (n_sentences): the confidence of the likeliest intent
    and its lead over the second; whether a topic and intents are near enough to be offered; and
    whether the likeliest intent, the topic's offer, the intents' offer hold the right one."""

    confidence: Floats
    lead: Floats
    right: Flags
    topic: Flags
    topic_right: Flags
    related: Flags
    related_right: Flags


def look_at(bot: Bot, trial: Trial, floors: Floors) -> Sentences:
    """What decides over each sentence of a trial, as the bot's settings and labels have it."""
    n, k = len(trial.examples), len(trial.intents)
    offered = _offered(bot, trial.intents)
    of_topic = _topic_columns(bot, trial.intents, offered)
    chances = trial.chances if k else np.zeros((n, 1), dtype=np.float32)
    ranked = -np.sort(-chances, axis=1)
    lead = ranked[:, 0] - ranked[:, 1] if ranked.shape[1] > 1 else ranked[:, 0]
    own = np.where(trial.labels >= 0, trial.labels, 0)
    mine = chances[np.arange(n), own]
    belongs = trial.labels >= 0
    # The right intent is offered if fewer than the most that are offered are likelier.
    candidates = np.where(offered, chances, -1.0) if k else chances * 0 - 1
    likelier = (candidates > mine[:, None]).sum(axis=1)
    can_be = belongs & (offered[own] if k else False)
    switched = bot.default_message
    related = (candidates.max(axis=1) >= floors.related_floor) & switched.related_intents
    in_reach = (likelier < LIMITS.suggestions) & (mine >= floors.related_floor)
    topic, topic_right = _by_topic(chances, of_topic, own, mine, floors.topic_floor)
    topic &= switched.related_topic
    return Sentences(
        confidence=trial.confidence,
        lead=lead,
        right=trial.right,
        topic=topic,
        topic_right=topic & topic_right & can_be,
        related=related,
        related_right=related & in_reach & can_be,
    )


def _by_topic(
    chances: Floats, of_topic: Flags, own: Any, mine: Floats, floor: float
) -> tuple[Flags, Flags]:
    """Whether a topic is sure enough, and whether its first offers hold the right intent."""
    n = len(chances)
    if len(of_topic) < 2:
        return np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    shares = chances @ of_topic.T.astype(np.float32)
    best = shares.argmax(axis=1)
    members = of_topic[best]
    likelier = (members & (chances > mine[:, None])).sum(axis=1)
    holds = members[np.arange(n), own] & (likelier < LIMITS.suggestions)
    return shares.max(axis=1) >= floor, holds


def _offered(bot: Bot, intents: tuple[str, ...]) -> Flags:
    """Whether an intent may be offered to people: it has a label, and is none of the bot's own."""
    labelled = {
        name
        for topic in bot.topics.values()
        for name, node in topic.nodes.items()
        if node.kind == INTENT and node.params.get("label")
    }
    return np.array(
        [each in labelled and each not in {STARTUP, NOT_UNDERSTOOD} for each in intents],
        dtype=bool,
    )


def _topic_columns(bot: Bot, intents: tuple[str, ...], offered: Flags) -> Flags:
    """A row a topic: which intents it offers."""
    topic_of = topics(bot)
    names = dict.fromkeys(
        topic_of.get(each, "") for each, can in zip(intents, offered, strict=True) if can
    )
    return np.array(
        [
            [can and topic_of.get(each) == name for each, can in zip(intents, offered, strict=True)]
            for name in names
        ],
        dtype=bool,
    ).reshape(len(names), len(intents))
