"""Two models, or two versions of a bot, on the same sentences: won, lost, unchanged."""

from collections import Counter
from collections.abc import Sequence

from engine.nlu.comparison.changes import (
    Answer,
    Change,
    Comparison,
    IntentChange,
    Outcome,
    Taken,
    said,
)
from engine.nlu.comparison.mcnemar import mcnemar
from engine.nlu.evaluation.by_intent import share
from engine.nlu.evaluation.trial import Trial, join, judge
from engine.nlu.evaluation.validation import dealt, in_parallel
from engine.nlu.examples import Example, examples
from engine.nlu.model import Model
from engine.nlu.protocol import Indices
from engine.nlu.training import Progress, train, train_on
from engine.nlu.words import words
from engine.types.bot import Bot


def compare(before: Model, after: Model, sentences: Sequence[Example]) -> Comparison:
    """What the second model makes of the sentences that the first did not, and the reverse.

    Neither should have learned them; an intent of "" says that nothing should be understood.
    """
    return compare_trials(judge(before, sentences), judge(after, sentences))


def compare_versions(
    before: Bot,
    after: Bot,
    sentences: Sequence[Example] = (),
    *,
    folds: int = 5,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """What a change of phrases, pipeline or intents does.

    Without sentences both are cross-validated on the phrases of the second: each is held out
    of both trainings, however they spell it, and its intent there is what is right.
    """
    if sentences:
        return compare(train(before, seed=seed), train(after, seed=seed), sentences)
    phrases = examples(after)
    parts, intents = dealt(phrases, folds, seed)
    tasks = [(_held_out_of_both, (before, after, phrases, part, seed)) for part in parts]
    pairs = list(in_parallel(tasks, jobs, progress, "fold"))
    older = {each.intent for each in examples(before)}
    return compare_trials(
        join([one for one, _ in pairs], tuple(sorted(older))),
        join([other for _, other in pairs], intents),
    )


def compare_trials(before: Trial, after: Trial) -> Comparison:
    """The comparison of two trials of the same sentences, in the same order."""
    changes = tuple(_change(before, after, row) for row in range(len(after.examples)))
    found = Counter(change.outcome for change in changes)
    return Comparison(
        changes=changes,
        intents=_by_intent(changes),
        taken=_taken(changes, set(after.intents) - set(before.intents)),
        sentences=len(changes),
        won=found["won"],
        lost=found["lost"],
        unchanged=found["right"] + found["wrong"],
        right_before=share(found["right"] + found["lost"], len(changes)),
        right_after=share(found["right"] + found["won"], len(changes)),
        p_value=mcnemar(found["won"], found["lost"]),
    )


def _held_out_of_both(
    before: Bot, after: Bot, phrases: list[Example], part: Indices, seed: int
) -> tuple[Trial, Trial]:
    asked = [phrases[row] for row in part.tolist()]
    held = {_spelled(each) for each in asked}
    first, second = (
        train_on(bot, [each for each in examples(bot) if _spelled(each) not in held], seed=seed)
        for bot in (before, after)
    )
    return judge(first, asked), judge(second, asked)


def _spelled(example: Example) -> tuple[str, ...]:
    return (example.language, *words(example.text))


def _change(before: Trial, after: Trial, row: int) -> Change:
    example = after.examples[row]
    first, second = _answer(before, row), _answer(after, row)
    right = (said(first) == example.intent, said(second) == example.intent)
    outcome: dict[tuple[bool, bool], Outcome] = {
        (True, True): "right",
        (True, False): "lost",
        (False, True): "won",
        (False, False): "wrong",
    }
    return Change(example, first, second, outcome[right])


def _answer(trial: Trial, row: int) -> Answer:
    confidence = round(float(trial.confidence[row]), 4)
    return Answer(trial.guess(row), confidence, bool(trial.understood[row]))


def _by_intent(changes: Sequence[Change]) -> tuple[IntentChange, ...]:
    counts: dict[str, Counter[Outcome]] = {}
    for change in changes:
        counts.setdefault(change.example.intent, Counter())[change.outcome] += 1
    return tuple(
        IntentChange(
            intent,
            sentences=found.total(),
            won=found["won"],
            lost=found["lost"],
            right_before=found["right"] + found["lost"],
            right_after=found["right"] + found["won"],
        )
        for intent, found in sorted(counts.items())
    )


def _taken(changes: Sequence[Change], new: set[str]) -> tuple[Taken, ...]:
    pairs: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by, intent = said(change.after), change.example.intent
        if by in new and intent not in new:
            pairs.setdefault((intent, by), []).append(change)
    rows = [
        Taken(intent, by, len(found), _lost(found), found[0].example.text)
        for (intent, by), found in pairs.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.intent, row.taken_by)))


def _lost(changes: Sequence[Change]) -> int:
    return sum(change.outcome == "lost" for change in changes)
