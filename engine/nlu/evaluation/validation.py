"""Sentences held out of training, and what models make of them: cross-validation, hold-out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from engine.nlu.evaluation.trial import Trial, join, judge
from engine.nlu.examples import Example, examples
from engine.nlu.folds import split
from engine.nlu.protocol import Indices
from engine.nlu.training import Progress, train_on
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

T = TypeVar("T")


def cross_validate(
    bot: Bot,
    found: Sequence[Example] | None = None,
    *,
    folds: int = 5,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Trial:
    """The answers to every phrase whose intent has another phrase to learn from, each held out
    once, intents spread evenly over the folds.

    `found` stands in for the bot's phrases. `jobs` folds are trained at once; None takes what
    `joblib.parallel_config` says, which may be a Dask cluster, and else one after the other.
    """
    phrases = list(examples(bot) if found is None else found)
    parts, intents = dealt(phrases, folds, seed)
    tasks = [(_held_out, (bot, phrases, part, seed)) for part in parts]
    return join(list(in_parallel(tasks, jobs, progress, "fold")), intents)


def hold_out(bot: Bot, *, share: float = 0.2, seed: int = 0) -> Trial:
    """The answers to a share of the bot's phrases, spread evenly over intents, by a model of the
    others. Cheaper than cross-validation, and less sure."""
    if not 0 < share <= 0.5:
        raise TertuliaError(
            f"share is {share}: hold out more than 0 and at most 0.5 of the phrases"
        )
    phrases = examples(bot)
    parts, intents = dealt(phrases, round(1 / share), seed)
    return join([_held_out(bot, phrases, part, seed) for part in parts[:1]], intents)


def dealt(
    phrases: Sequence[Example], folds: int, seed: int
) -> tuple[list[Indices], tuple[str, ...]]:
    """The rows that are held out together, and the intents of the phrases by name."""
    if folds < 2:
        raise TertuliaError(f"folds is {folds}: cross-validation needs 2 or more")
    intents = tuple(sorted({each.intent for each in phrases}))
    column = {intent: at for at, intent in enumerate(intents)}
    return split([column[each.intent] for each in phrases], folds, seed), intents


def in_parallel(
    tasks: Sequence[tuple[Callable[..., T], tuple[Any, ...]]],  # Any: what each task takes
    jobs: int | None,
    progress: Progress | None = None,
    name: str = "",
) -> Iterator[T]:
    """The results of the tasks, in order, by joblib: here, in processes, or on a cluster."""
    from joblib import Parallel, delayed  # noqa: PLC0415 - comes with the extra `train`

    calls: Iterable[Any] = (delayed(task)(*arguments) for task, arguments in tasks)
    results = Parallel(n_jobs=jobs, return_as="generator")(calls) if tasks else ()
    for at, result in enumerate(results):
        if progress:
            progress(f"{name} {at + 1} of {len(tasks)}", (at + 1) / len(tasks))
        yield result


def _held_out(bot: Bot, phrases: list[Example], part: Indices, seed: int) -> Trial:
    held = set(part.tolist())
    model = train_on(bot, [each for row, each in enumerate(phrases) if row not in held], seed=seed)
    return judge(model, [phrases[row] for row in sorted(held)])
