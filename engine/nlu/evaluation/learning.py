"""How accuracy grows with phrases: whether more of them would help."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.by_intent import intent_scores, share
from engine.nlu.evaluation.trial import judge
from engine.nlu.evaluation.validation import in_parallel
from engine.nlu.examples import Example, examples
from engine.nlu.folds import split
from engine.nlu.protocol import Indices
from engine.nlu.training import Progress, train_on
from engine.types.bot import Bot

SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)


class LearningPoint(Struct, frozen=True):
    """Models that learned `phrases` on average: their mean accuracy and macro-F1 on phrases held
    out, and how far accuracy spreads over the parts (standard deviation)."""

    share: float
    phrases: int
    accuracy: float
    spread: float
    macro_f1: float


def learning_curve(
    bot: Bot,
    *,
    shares: Sequence[float] = SHARES,
    folds: int = 4,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> tuple[LearningPoint, ...]:
    """A point for each share of the phrases that are not held out, the same ones held out."""
    phrases = examples(bot)
    names = sorted({each.intent for each in phrases})
    labels = np.array([names.index(each.intent) for each in phrases], dtype=np.int64)
    parts = split(labels, folds, seed)
    tasks = [
        (_learn, (bot, phrases, labels, part, part_of, seed + at))
        for part_of in shares
        for at, part in enumerate(parts)
    ]
    found = list(in_parallel(tasks, jobs, progress, "model"))
    points = []
    for at, part_of in enumerate(shares):
        mine = np.array(found[at * len(parts) : (at + 1) * len(parts)])
        if len(mine):
            size, accuracy, macro = mine.mean(axis=0).tolist()
            spread = round(float(mine[:, 1].std()), 4)
            points.append(
                LearningPoint(part_of, round(size), round(accuracy, 4), spread, round(macro, 4))
            )
    return tuple(points)


def _learn(
    bot: Bot, phrases: list[Example], labels: Indices, part: Indices, part_of: float, seed: int
) -> tuple[int, float, float]:
    """Phrases learned, accuracy and macro-F1 on the part that is held out."""
    learned = _some(np.setdiff1d(np.arange(len(labels)), part), labels, part_of, seed)
    model = train_on(bot, [phrases[row] for row in learned], seed=seed)
    trial = judge(model, [phrases[row] for row in part.tolist()])
    scores = intent_scores(trial)
    return (
        len(learned),
        share(trial.right.sum(), len(part)),
        share(sum(each.f1 for each in scores), len(scores)),
    )


def _some(rows: Indices, labels: Indices, part_of: float, seed: int) -> list[int]:
    """That share of each intent's rows, one at least."""
    chance = np.random.default_rng(seed)
    chosen: list[int] = []
    for label in np.unique(labels[rows]).tolist():
        mine = chance.permutation(rows[labels[rows] == label])
        chosen += mine[: max(1, round(part_of * len(mine)))].tolist()
    return sorted(chosen)
