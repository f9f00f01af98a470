"""Messages that were not understood, grouped by likeness: what to teach next."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.trial import NO_INTENT
from engine.nlu.grams import Cut, GramTable
from engine.nlu.model import Model
from engine.nlu.protocol import Floats
from engine.nlu.quality import fixes
from engine.nlu.quality.finding import Fix, Place
from engine.nlu.quality.index import PhraseIndex
from engine.nlu.sayings import telling_words
from engine.nlu.words import words
from engine.types.issue import TertuliaError

# Distances (1 - cosine) that part groups under average linkage; chosen on phrases of the sample
# bots as if they were messages, by how well groups agree with intents.
_APART = 0.8
# All pairs of so many are compared; further messages are rarer ones, and left out.
_MOST = 2_000
# The mean confidence from which a group is given an intent. A hint only: among messages under the
# threshold, confidence tells phrases of the sample bots from those of intents left out no better
# than chance, so a person decides.
_LIKE = 0.15
_PHRASES = 3


class MessageGroup(Struct, frozen=True):
    """Messages that say nearly the same, the most central first, and `count` with repeats.

    `intent` is the one that they look most like, a hint, with the mean `confidence`, or "" where
    none is near; `fix` adds the most central of them to it.
    """

    messages: tuple[str, ...]
    count: int
    language: str
    intent: str
    topic: str
    confidence: float
    phrases: tuple[str, ...]
    fix: Fix | None


def group_messages(
    index: PhraseIndex, messages: Sequence[str], *, language: str = "", least: int = 2
) -> tuple[MessageGroup, ...]:
    """Groups of at least so many messages, the largest first. Needs the index of a model."""
    model = index.model
    if model is None:
        raise TertuliaError(
            "messages are grouped by what a model makes of them; give the index one:"
            " PhraseIndex.of(bot, train(bot))"
        )
    spoken = Counter(" ".join(each.split()) for each in messages if words(each))
    texts = [text for text, _ in spoken.most_common(_MOST)]
    groups = [
        _group(index, model, [texts[row] for row in rows], spoken, language)
        for rows in _clusters(texts, language)
    ]
    kept = [each for each in groups if each.count >= least]
    return tuple(sorted(kept, key=lambda each: (-each.count, each.messages)))


def _clusters(texts: Sequence[str], language: str) -> list[list[int]]:
    """The rows of each group, the most central first."""
    if len(texts) < 2:
        return [[row] for row in range(len(texts))]
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - comes with `train`

    likeness = _likeness(texts, language)
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=_APART, metric="precomputed", linkage="average"
    )
    labels = clustering.fit_predict(np.clip(1 - likeness, 0, None))
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    return [
        rows[np.argsort(-likeness[np.ix_(rows, rows)].sum(axis=1), kind="stable")].tolist()
        for rows in groups
    ]


def _likeness(texts: Sequence[str], language: str) -> Floats:
    """The cosine of each pair of texts over the grams of their telling words."""
    from engine.nlu.counts import Counts  # noqa: PLC0415 - scikit-learn comes with `train`

    said = [telling_words(text, language) or words(text) for text in texts]
    languages = (language,) if language else ("es", "en", "pt")
    table = GramTable.of(said, Cut(languages))
    shares = np.array((1.0, 1.0, 0.7))
    counts = Counts.of([table.rows(each) for each in said], table.starts, shares, 1.0)
    weighed: Any = counts.weigh(counts.rarity(np.arange(len(texts))))
    cosine: Floats = (weighed @ weighed.T).toarray() / float((shares**2).sum())
    return cosine


def _group(
    index: PhraseIndex, model: Model, texts: list[str], spoken: Counter[str], language: str
) -> MessageGroup:
    intents = model.header.intents
    drafts = [model.draft(text, language) for text in texts]
    chances = np.mean(
        [np.zeros(len(intents)) if each.chances is None else each.chances for each in drafts],
        axis=0,
    )
    best = int(chances.argmax()) if len(intents) else 0
    confidence = float(chances[best]) if len(intents) else 0.0
    intent = intents[best] if confidence >= _LIKE else NO_INTENT
    read = Counter(each.language_read for each in drafts if each.language_read)
    spoke = language or (read.most_common(1)[0][0] if read else "")
    place = Place(index.topics.get(intent, ""), intent, spoke)
    phrases = tuple(text for text in texts if not index.has(text))[:_PHRASES]
    return MessageGroup(
        messages=tuple(texts),
        count=sum(spoken[text] for text in texts),
        language=spoke,
        intent=intent,
        topic=place.topic,
        confidence=round(confidence, 4),
        phrases=phrases,
        fix=fixes.add(place, phrases) if intent and phrases else None,
    )
