"""The figures of a trial in one value, and as a table for the terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from engine.nlu.evaluation.by_intent import (
    Confusion,
    IntentScore,
    confusions,
    intent_scores,
    share,
)
from engine.nlu.evaluation.calibration import calibration_error
from engine.nlu.evaluation.text import percent, table
from engine.nlu.evaluation.trial import Trial
from engine.nlu.evaluation.validation import cross_validate
from engine.nlu.examples import Example, examples
from engine.nlu.training import Progress
from engine.nlu.words import words
from engine.types.bot import Bot

_CONFUSIONS_SHOWN = 20


class Evaluation(Struct, frozen=True):
    """Shares are from 0 to 1. `threshold` is the mean of the folds'; `kept` the share of right
    answers that reach it, `understood` the share of all phrases that do and are right.
    `calibration_error` is over 15 bins. Intents with a single phrase cannot be held out and are
    in `too_small`; `warnings` say why figures may mean little.
    """

    phrases: int
    accuracy: float
    macro_f1: float
    calibration_error: float
    threshold: float
    kept: float
    understood: float
    intents: tuple[IntentScore, ...]
    languages: dict[str, float]
    confusions: tuple[Confusion, ...]
    too_small: tuple[str, ...]
    warnings: tuple[str, ...]
    folds: int
    seed: int

    def text(self) -> str:
        """The evaluation as aligned tables for a terminal."""
        return "\n".join(_lines(self))


def evaluate(
    bot: Bot,
    *,
    folds: int = 5,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """The bot's understanding of phrases that it did not learn, each held out once."""
    found = examples(bot)
    trial = cross_validate(bot, found, folds=folds, seed=seed, jobs=jobs, progress=progress)
    return summarize(trial, found, folds=folds, seed=seed)


def summarize(trial: Trial, found: Sequence[Example], *, folds: int, seed: int) -> Evaluation:
    """The figures of a trial of some of the bot's phrases, which `found` lists in full."""
    scores = intent_scores(trial)
    understood = int((trial.right & trial.understood).sum())
    sizes = Counter(each.intent for each in found)
    spoken = np.array([each.language for each in trial.examples])
    return Evaluation(
        phrases=len(trial.examples),
        accuracy=share(trial.right.sum(), len(trial.examples)),
        macro_f1=share(sum(score.f1 for score in scores), len(scores)),
        calibration_error=calibration_error(trial),
        threshold=share(trial.thresholds.sum(), len(trial.examples)),
        kept=share(understood, trial.right.sum()),
        understood=share(understood, len(trial.examples)),
        intents=scores,
        languages={
            language: share(trial.right[spoken == language].sum(), (spoken == language).sum())
            for language in sorted(set(spoken.tolist()))
        },
        confusions=confusions(trial),
        too_small=tuple(sorted(intent for intent, size in sizes.items() if size < 2)),
        warnings=(*_too_little(sizes), *_contradictions(found)),
        folds=folds,
        seed=seed,
    )


def _contradictions(found: Sequence[Example]) -> Iterator[str]:
    """Phrases that stand in two intents: whatever a model answers, one of them counts as wrong."""
    intents: dict[tuple[str, ...], set[str]] = {}
    texts: dict[tuple[str, ...], str] = {}
    for each in found:
        spelled = tuple(words(each.text))
        intents.setdefault(spelled, set()).add(each.intent)
        texts.setdefault(spelled, each.text)
    twice = [spelled for spelled, mine in intents.items() if spelled and len(mine) > 1]
    if twice:
        named = ", ".join(sorted(intents[twice[0]]))
        yield (
            f"{len(twice)} phrases stand in two intents, as {texts[twice[0]]!r} in {named}: keep"
            " each where it fits best"
        )


def _too_little(sizes: Counter[str]) -> list[str]:
    if not sizes:
        return ["the bot has no phrases to learn from; give its intents phrases that people write"]
    if len(sizes) == 1:
        only = next(iter(sizes))
        return [
            f"the bot has one intent with phrases, {only!r}: whatever is said looks like it and"
            " accuracy says nothing; give another intent phrases"
        ]
    if all(size < 2 for size in sizes.values()):
        return ["every intent has one phrase, so none can be held out; add phrases to each"]
    return []


def _lines(found: Evaluation) -> list[str]:
    rows = [
        ("phrases", str(found.phrases)),
        ("accuracy", percent(found.accuracy)),
        ("macro-F1", percent(found.macro_f1)),
        *((f"accuracy {language}", percent(v)) for language, v in found.languages.items()),
        ("calibration error", percent(found.calibration_error)),
        ("threshold", f"{found.threshold:.3f}"),
        ("right answers kept", percent(found.kept)),
        ("understood", percent(found.understood)),
    ]
    lines = [*table(rows), *(f"warning: {warning}" for warning in found.warnings)]
    scores = [
        (each.intent, *(f"{v:.2f}" for v in (each.precision, each.recall, each.f1)), each.support)
        for each in sorted(found.intents, key=lambda each: (each.f1, each.intent))
    ]
    lines += ["", *table([("intent", "precision", "recall", "F1", "phrases"), *scores])]
    if found.confusions:
        shown = [
            (each.intent, each.taken_for or "(nothing)", each.count, each.text)
            for each in found.confusions[:_CONFUSIONS_SHOWN]
        ]
        lines += ["", *table([("intent", "taken for", "times", "for example"), *shown])]
    if found.too_small:
        lines += ["", f"with one phrase, not measured: {', '.join(found.too_small)}"]
    return lines
