"""What each setting of threshold and ambiguity does to the default message's three steps.

`default_message_scores` looks at every sentence once; an effect is then a few comparisons of
arrays, quick enough for a slider.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from engine.nlu.arrays import unpack_json
from engine.nlu.evaluation.by_intent import share
from engine.nlu.evaluation.trial import Flags, Trial
from engine.nlu.examples import INTENT, topics
from engine.nlu.model import Model
from engine.nlu.protocol import Floats
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Bot
from engine.types.limits import LIMITS

StepName = Literal["understood", "related_topic", "related_intents", "not_understood"]
STEPS: tuple[StepName, ...] = ("understood", "related_topic", "related_intents", "not_understood")


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


class Scores(Struct, frozen=True, eq=False):
    """Sentences of the bot's intents and of none, with the bot's own threshold and ambiguity."""

    own: Sentences
    strange: Sentences
    threshold: float
    ambiguity: float


class Step(Struct, frozen=True):
    """Where messages end: `own` of the bot's sentences, `right` of them rightly (the intent itself,
    or an offer that holds it), and `strange` ones, for which only the last step is right."""

    step: StepName
    own: int
    right: int
    strange: int


class Effect(Struct, frozen=True):
    """The four ends of a message under one setting. `served` is the share of own sentences that
    are understood rightly or offered the right intent, `asked` the share that is asked back,
    `mistaken` the share understood wrongly, `refused` the share of strange ones understood as
    nothing."""

    threshold: float
    ambiguity: float
    steps: tuple[Step, ...]
    served: float
    asked: float
    mistaken: float
    refused: float


class _Floors(Struct, frozen=True):
    topic_floor: float = 0.5
    related_floor: float = 0.05


def default_message_scores(bot: Bot, model: Model, own: Trial, strange: Trial) -> Scores:
    """What decides over each sentence; `own` from cross-validation, `strange` of no intent.

    The model gives the floors from which topics and intents are offered. A step that the bot has
    switched off offers nothing.
    """
    component = model.component("suggestions")
    floors = (
        unpack_json(component.save(), "suggestions.json", _Floors) if component else _Floors(2, 2)
    )
    settings = _calibration(model)
    threshold = float(np.median(own.thresholds)) if len(own.thresholds) else 0.5
    return Scores(
        _sentences(bot, own, floors),
        _sentences(bot, strange, floors),
        round(threshold, 4),
        getattr(settings, "ambiguity", 0.0),
    )


def default_message_effect(scores: Scores, threshold: float, ambiguity: float = 0.0) -> Effect:
    """Where every sentence ends: an intent is taken from `threshold` up where it leads the
    second by `ambiguity`."""
    own, strange = (_ends(each, threshold, ambiguity) for each in (scores.own, scores.strange))
    rights = (scores.own.right, scores.own.topic_right, scores.own.related_right)
    steps = tuple(
        Step(
            step,
            own=int((own == at).sum()),
            right=int((rights[at] & (own == at)).sum()) if at < len(rights) else 0,
            strange=int((strange == at).sum()),
        )
        for at, step in enumerate(STEPS)
    )
    total = len(own)
    return Effect(
        threshold,
        ambiguity,
        steps,
        served=share(sum(step.right for step in steps), total),
        asked=share(steps[1].own + steps[2].own, total),
        mistaken=share(steps[0].own - steps[0].right, total),
        refused=share(len(strange) - steps[0].strange, len(strange)),
    )


def default_message_table(
    scores: Scores, thresholds: Sequence[float], ambiguities: Sequence[float] = (0.0,)
) -> tuple[Effect, ...]:
    """The effect of every pair of settings."""
    return tuple(
        default_message_effect(scores, threshold, ambiguity)
        for ambiguity in ambiguities
        for threshold in thresholds
    )


def _ends(sentences: Sentences, threshold: float, ambiguity: float) -> np.ndarray[Any, Any]:
    """The place in STEPS of each sentence's end."""
    sure = (sentences.confidence >= threshold) & (sentences.confidence > 0)
    return np.select(
        [sure & (sentences.lead >= ambiguity), sentences.topic, sentences.related], [0, 1, 2], 3
    )


def _sentences(bot: Bot, trial: Trial, floors: _Floors) -> Sentences:
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


def _calibration(model: Model) -> object:
    component = model.component("calibration")
    return component.settings if component else None
