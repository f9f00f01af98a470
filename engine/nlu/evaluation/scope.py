"""What the threshold does: how much of what the bot knows it understands, and how much of what it
does not know it refuses.

Where no messages of no intent are at hand, each intent plays the stranger in turn: a model that
never saw it is asked its phrases. Such strangers stand near, so the figures err on the safe side.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.by_intent import share
from engine.nlu.evaluation.trial import NO_INTENT, Trial, join, judge
from engine.nlu.evaluation.validation import in_parallel
from engine.nlu.examples import Example, examples
from engine.nlu.folds import MANY_EXAMPLES
from engine.nlu.training import Progress, train_on
from engine.types.bot import Bot

_STEPS = 100
_GROUPS = 5


class ScopePoint(Struct, frozen=True):
    """At a threshold: the share of own sentences that are understood rightly, and wrongly, and
    the share of strange ones that are refused."""

    threshold: float
    own_right: float
    own_wrong: float
    refused: float


class ScopeCurve(Struct, frozen=True):
    """Points over thresholds from 0 to 1, and `now`, at the bot's own threshold. `auroc` is the
    chance that an own sentence is surer than a strange one; counts say on how many of each."""

    points: tuple[ScopePoint, ...]
    now: ScopePoint
    auroc: float
    own: int
    strange: int


def scope_curve(own: Trial, strange: Trial) -> ScopeCurve:
    """The curve of sentences of the bot's intents against those of none."""
    threshold = float(np.median(own.thresholds)) if len(own.thresholds) else 0.5
    grid = np.linspace(0, 1, _STEPS + 1).tolist()
    return ScopeCurve(
        points=tuple(_point(own, strange, at) for at in grid),
        now=_point(own, strange, threshold),
        auroc=_auroc(own.confidence, strange.confidence),
        own=len(own.examples),
        strange=len(strange.examples),
    )


def intents_left_out(
    bot: Bot, *, seed: int = 0, jobs: int | None = None, progress: Progress | None = None
) -> Trial:
    """Phrases of intents that the model which answers never learned: all should be refused.

    The intents are dealt to five groups that are left out one after the other; with fewer than
    three intents nothing is left to learn, and the trial is empty.
    """
    phrases = examples(bot)
    intents = sorted({each.intent for each in phrases})
    if len(intents) < 3:
        return join([], ())
    dealt = np.random.default_rng(seed).permutation(len(intents))
    # At least two intents stay.
    groups = [
        {intents[at] for at in group} for group in np.array_split(dealt, min(_GROUPS, len(intents)))
    ]
    tasks = [(_leave_out, (bot, phrases, group, seed)) for group in groups]
    return join(list(in_parallel(tasks, jobs, progress, "group")), tuple(intents))


def strangers(texts: Sequence[str], language: str = "") -> list[Example]:
    """Messages that no intent is meant for, as sentences to judge."""
    return [Example(NO_INTENT, language, text) for text in texts if text.strip()]


def _leave_out(bot: Bot, phrases: list[Example], group: set[str], seed: int) -> Trial:
    model = train_on(bot, [each for each in phrases if each.intent not in group], seed=seed)
    asked = [each for each in phrases if each.intent in group]
    if len(asked) > MANY_EXAMPLES // _GROUPS:
        chosen = np.random.default_rng(seed).permutation(len(asked))[: MANY_EXAMPLES // _GROUPS]
        asked = [asked[at] for at in sorted(chosen.tolist())]
    return judge(model, [Example(NO_INTENT, each.language, each.text) for each in asked])


def _point(own: Trial, strange: Trial, threshold: float) -> ScopePoint:
    sure = own.confidence >= threshold
    return ScopePoint(
        round(threshold, 4),
        own_right=share((own.right & sure).sum(), len(own.examples)),
        own_wrong=share((~own.right & sure).sum(), len(own.examples)),
        refused=share((strange.confidence < threshold).sum(), len(strange.examples)),
    )


def _auroc(own: np.ndarray, strange: np.ndarray) -> float:
    """The area under the curve, by ranks; ties count half (Mann and Whitney 1947)."""
    if not (len(own) and len(strange)):
        return 0.0
    below = np.searchsorted(np.sort(strange), own, side="left")
    ties = np.searchsorted(np.sort(strange), own, side="right") - below
    return share(float((below + ties / 2).sum()), len(own) * len(strange))
