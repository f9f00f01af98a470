"""What each setting of threshold and ambiguity does to the default message's three steps.

`default_message_scores` looks at every sentence once; an effect is then a few comparisons of
arrays, quick enough for a slider.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from engine.nlu.arrays import unpack_json
from engine.nlu.comparison.offers import Floors, Sentences, look_at
from engine.nlu.evaluation.by_intent import share
from engine.nlu.evaluation.trial import Trial
from engine.nlu.model import Model
from engine.types.bot import Bot

StepName = Literal["understood", "related_topic", "related_intents", "not_understood"]
STEPS: tuple[StepName, ...] = ("understood", "related_topic", "related_intents", "not_understood")


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


def default_message_scores(bot: Bot, model: Model, own: Trial, strange: Trial) -> Scores:
    """What decides over each sentence; `own` from cross-validation, `strange` of no intent.

    The model gives the floors from which topics and intents are offered. A step that the bot has
    switched off offers nothing.
    """
    component = model.component("suggestions")
    floors = (
        unpack_json(component.save(), "suggestions.json", Floors) if component else Floors(2, 2)
    )
    settings = _calibration(model)
    threshold = float(np.median(own.thresholds)) if len(own.thresholds) else 0.5
    return Scores(
        look_at(bot, own, floors),
        look_at(bot, strange, floors),
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


def _calibration(model: Model) -> object:
    component = model.component("calibration")
    return component.settings if component else None
