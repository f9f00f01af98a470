"""All findings about the phrases of a bot."""

from collections.abc import Iterator

from engine.nlu.evaluation.trial import Trial
from engine.nlu.evaluation.validation import cross_validate
from engine.nlu.quality.finding import Finding, Place
from engine.nlu.quality.index import PhraseIndex
from engine.nlu.quality.intents import too_alike, too_few
from engine.nlu.quality.labels import mislabelled
from engine.nlu.quality.phrase import duplicates, no_keyword
from engine.nlu.training import Progress
from engine.types.bot import Bot

_ORDER = {"error": 0, "warning": 1, "advice": 2}


def check_bot(
    bot: Bot,
    trial: Trial | None = None,
    *,
    index: PhraseIndex | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Findings about every phrase and intent, the worst first.

    `trial` is a cross-validation of the bot's phrases; without it, one is made.
    """
    known = index or PhraseIndex.of(bot)
    answers = trial or cross_validate(bot, seed=seed, progress=progress)
    found = [
        *too_few(bot, known),
        *_of_phrases(known),
        *mislabelled(known, answers),
        *too_alike(known, answers),
    ]
    return tuple(sorted(found, key=lambda each: (_ORDER[each.severity], -each.score)))


def _of_phrases(index: PhraseIndex) -> Iterator[Finding]:
    """Findings of single phrases, a pair of phrases once."""
    told: set[frozenset[Place]] = set()
    for example in index.examples:
        for found in duplicates(index, example):
            pair = frozenset((found.place, *found.others))
            if pair not in told:
                told.add(pair)
                yield found
        yield from no_keyword(index, example)
