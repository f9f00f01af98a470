"""Intents as wholes: too few phrases, or too much like another."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from engine.nlu.evaluation.by_intent import confusion_matrix
from engine.nlu.evaluation.trial import Trial
from engine.nlu.quality.finding import Finding, Place, finding
from engine.nlu.quality.index import PhraseIndex
from engine.types.bot import Bot

# Fewer are too few whatever others have; beside larger intents, a quarter of the usual is.
_FEW = 5
_OF_USUAL = 0.25
# Two intents are too alike from this share of phrases confused, and this many.
_CONFUSED = 0.15
_CONFUSED_PHRASES = 3


def too_few(bot: Bot, index: PhraseIndex) -> Iterator[Finding]:
    """Whether there is something to learn at all, and intents that have little in a language."""
    if not index.sizes:
        yield finding("no-phrases", "error", Place("", ""))
    elif len(index.sizes) == 1:
        (only,) = index.sizes
        yield finding("one-intent", "warning", Place(index.topics[only], only), intent=only)
    for language in bot.languages:
        sizes = Counter(each.intent for each in index.examples if each.language == language)
        if len(sizes) > 1:
            yield from _small(index, language, sizes)


def too_alike(index: PhraseIndex, trial: Trial) -> Iterator[Finding]:
    """Pairs of intents whose held-out phrases are taken for each other, the worst first."""
    size = len(trial.intents)
    rows = [row[:size] for row in confusion_matrix(trial).counts]
    counts = np.array(rows, dtype=np.int64).reshape(size, size)
    sizes = counts.sum(axis=1)
    both = counts + counts.T
    total = sizes[:, None] + sizes[None, :]
    shares = np.triu(both / np.maximum(total, 1), 1)
    pairs = np.argwhere((shares >= _CONFUSED) & (both >= _CONFUSED_PHRASES))
    for one, other in sorted(pairs.tolist(), key=lambda pair: -shares[pair[0], pair[1]]):
        first, second = (
            Place(index.topics.get(name, ""), name)
            for name in (trial.intents[one], trial.intents[other])
        )
        yield finding(
            "alike-intents",
            "warning",
            first,
            score=float(shares[one, other]),
            others=(second,),
            intent=first.intent,
            other=second.intent,
            count=int(both[one, other]),
            total=int(total[one, other]),
        )


def _small(index: PhraseIndex, language: str, sizes: Counter[str]) -> Iterator[Finding]:
    usual = int(np.median(list(sizes.values())))
    for intent, count in sorted(sizes.items(), key=lambda item: (item[1], item[0])):
        if count < _FEW or count < _OF_USUAL * usual:
            yield finding(
                "small-intent",
                "warning" if count < 2 else "advice",
                Place(index.topics.get(intent, ""), intent, language),
                score=1 - count / max(usual, _FEW, count),
                intent=intent,
                count=count,
                language=language,
                usual=max(usual, _FEW),
            )
