"""What to offer when no intent is sure: the topic that is meant, or the intents that may be."""

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from engine.nlu.arrays import pack_json, unpack_json
from engine.nlu.protocol import Draft, Files, Floats, Indices, Lesson, Settings
from engine.types.bot import NOT_UNDERSTOOD, STARTUP
from engine.types.limits import LIMITS

_NEVER_OFFERED = (STARTUP, NOT_UNDERSTOOD)
# The floors where too few held-out phrases can tell them.
_TOPIC_FLOOR = 0.5
_RELATED_FLOOR = 0.05


class SuggestionsSettings(Settings, frozen=True, kw_only=True):
    """At most `most` intents are offered. Floors are set on held-out phrases: a topic's so that
    `keep_topics` of those whose topic was right reach it, an intent's so that `keep_intents` of
    the right ones do, among phrases that needed an offer. Fewer than `enough` phrases leave
    the floors at 0.5 and 0.05.
    """

    most: Annotated[int, Meta(ge=1, le=10)] = LIMITS.suggestions
    keep_topics: Annotated[float, Meta(gt=0, le=1)] = 0.95
    keep_intents: Annotated[float, Meta(gt=0, le=1)] = 0.9
    enough: Annotated[int, Meta(ge=2)] = 20


class _Saved(Struct, frozen=True):
    intents: tuple[str, ...] = ()
    # The topics that can be offered, and for each intent its place there; -1 is offered never.
    topics: tuple[str, ...] = ()
    topic_of: tuple[int, ...] = ()
    topic_floor: float = _TOPIC_FLOOR
    related_floor: float = _RELATED_FLOOR


class Suggestions:
    """Fills in the related topic and the related intents."""

    Settings = SuggestionsSettings

    def __init__(self, settings: SuggestionsSettings) -> None:
        self.settings = settings
        self._learned = _Saved()

    def fit(self, lesson: Lesson) -> Lesson:
        offered = {
            intent: lesson.topics.get(intent, "")
            for intent in lesson.intents
            if intent not in _NEVER_OFFERED
        }
        topics = tuple(dict.fromkeys(topic for topic in offered.values() if topic))
        topic_of = tuple(
            topics.index(offered[intent]) if offered.get(intent) else -1
            for intent in lesson.intents
        )
        topic_floor, related_floor = _TOPIC_FLOOR, _RELATED_FLOOR
        rows = lesson.rows_held_out()
        if lesson.chances is not None and len(rows) >= self.settings.enough:
            labels = lesson.labels[rows]
            shares = _by_topic(lesson.chances, topic_of, len(topics))
            topic_floor = self._topic_floor(shares, np.array(topic_of)[labels])
            related_floor = self._related_floor(lesson.chances, labels, lesson.threshold)
        self._learned = _Saved(
            lesson.intents, topics, topic_of, round(topic_floor, 4), round(related_floor, 4)
        )
        return lesson

    def read(self, draft: Draft) -> None:
        learned, chances = self._learned, draft.chances
        if chances is None:
            return
        near = (
            guess.intent
            for guess in draft.intents
            if learned.related_floor <= guess.confidence < draft.threshold
        )
        draft.related = tuple(intent for intent in near if intent not in _NEVER_OFFERED)[
            : self.settings.most
        ]
        # With one topic alone, naming it says nothing.
        if not _is_understood(draft) and len(learned.topics) > 1:
            shares = _by_topic(chances, learned.topic_of, len(learned.topics))
            top = int(shares.argmax())
            draft.topic = learned.topics[top] if shares[top] >= learned.topic_floor else ""

    def save(self) -> Files:
        return {"suggestions.json": pack_json(self._learned)}

    def load(self, files: Mapping[str, bytes]) -> None:
        self._learned = unpack_json(files, "suggestions.json", _Saved)

    def _topic_floor(self, shares: Floats, topics: Indices) -> float:
        if shares.shape[1] < 2:
            return _TOPIC_FLOOR
        right = shares.argmax(axis=1) == topics
        if right.sum() < self.settings.enough:
            return _TOPIC_FLOOR
        return float(np.quantile(shares[right].max(axis=1), 1 - self.settings.keep_topics))

    def _related_floor(self, chances: Floats, labels: Indices, threshold: float) -> float:
        mine = chances[np.arange(len(labels)), labels]
        in_reach = (chances > mine[:, None]).sum(axis=1) < self.settings.most
        needy = in_reach & (mine < threshold)
        chosen = needy if needy.sum() >= self.settings.enough else in_reach
        if chosen.sum() < self.settings.enough:
            return _RELATED_FLOOR
        return min(float(np.quantile(mine[chosen], 1 - self.settings.keep_intents)), threshold / 2)


def _by_topic(chances: Floats, topic_of: tuple[int, ...], n_topics: int) -> Floats:
    """The summed confidence of each topic's intents, on the last axis."""
    member = np.zeros((len(topic_of), n_topics), dtype=np.float32)
    for at, topic in enumerate(topic_of):
        if topic >= 0:
            member[at, topic] = 1.0
    shares: Floats = chances @ member
    return shares


def _is_understood(draft: Draft) -> bool:
    return bool(draft.intents) and draft.intents[0].confidence >= draft.threshold
