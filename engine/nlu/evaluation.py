"""How well a bot's phrases are told apart: cross-validation, as values and as a table."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from engine.nlu.examples import Example, examples
from engine.nlu.folds import split
from engine.nlu.training import Progress, train_on
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

_CONFUSIONS_SHOWN = 20


class Answer(Struct, frozen=True):
    """A held-out phrase and what a model that did not learn it made of it."""

    example: Example
    guess: str
    confidence: float
    threshold: float


class IntentScore(Struct, frozen=True):
    """Precision, recall and F1 from 0 to 1; `support` counts the intent's held-out phrases."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


class Confusion(Struct, frozen=True):
    """How often phrases of one intent were taken for another, and one of them."""

    intent: str
    taken_for: str
    count: int
    text: str


class Evaluation(Struct, frozen=True):
    """Shares are from 0 to 1. `threshold` is the mean of the folds'; `kept` the share of right
    answers that reach it, `understood` the share of all phrases that do and are right.
    Intents with a single phrase cannot be held out and are in `too_small`.
    """

    phrases: int
    accuracy: float
    macro_f1: float
    threshold: float
    kept: float
    understood: float
    intents: tuple[IntentScore, ...]
    languages: dict[str, float]
    confusions: tuple[Confusion, ...]
    too_small: tuple[str, ...]
    folds: int
    seed: int

    def text(self) -> str:
        """The evaluation as aligned tables for a terminal."""
        return "\n".join(_lines(self))


def evaluate(
    bot: Bot, *, folds: int = 5, seed: int = 0, progress: Progress | None = None
) -> Evaluation:
    """The bot's understanding of phrases that it did not learn, each held out once."""
    if folds < 2:
        raise TertuliaError(f"folds is {folds}: cross-validation needs 2 or more")
    found = examples(bot)
    answers = cross_validate(bot, found, folds=folds, seed=seed, progress=progress)
    return summarize(answers, found, folds=folds, seed=seed)


def cross_validate(
    bot: Bot,
    found: Sequence[Example],
    *,
    folds: int,
    seed: int,
    progress: Progress | None = None,
) -> list[Answer]:
    """The answers to every phrase whose intent has another phrase to learn from."""
    column = {intent: at for at, intent in enumerate(sorted({each.intent for each in found}))}
    parts = split([column[each.intent] for each in found], folds, seed)
    answers = []
    for at, part in enumerate(parts):
        if progress:
            progress(f"fold {at + 1} of {len(parts)}", at / len(parts))
        held = set(part.tolist())
        learned = [each for row, each in enumerate(found) if row not in held]
        model = train_on(bot, learned, seed=seed)
        for row in sorted(held):
            reading = model.read(found[row].text, found[row].language)
            best = reading.intents[0] if reading.intents else None
            guess, confidence = (best.intent, best.confidence) if best else ("", 0.0)
            answers.append(Answer(found[row], guess, confidence, reading.threshold))
    if progress:
        progress("done", 1.0)
    return answers


def summarize(
    answers: Sequence[Answer], found: Sequence[Example], *, folds: int, seed: int
) -> Evaluation:
    """The figures of these answers."""
    scores = _by_intent(answers)
    right = [answer for answer in answers if answer.guess == answer.example.intent]
    kept = sum(answer.confidence >= answer.threshold for answer in right)
    sizes = Counter(each.intent for each in found)
    languages = sorted({answer.example.language for answer in answers})
    return Evaluation(
        phrases=len(answers),
        accuracy=_share(len(right), len(answers)),
        macro_f1=_share(sum(score.f1 for score in scores), len(scores)),
        threshold=_share(sum(answer.threshold for answer in answers), len(answers)),
        kept=_share(kept, len(right)),
        understood=_share(kept, len(answers)),
        intents=scores,
        languages={
            language: _share(
                sum(answer.example.language == language for answer in right),
                sum(answer.example.language == language for answer in answers),
            )
            for language in languages
        },
        confusions=_confusions(answers),
        too_small=tuple(sorted(intent for intent, size in sizes.items() if size < 2)),
        folds=folds,
        seed=seed,
    )


def _by_intent(answers: Sequence[Answer]) -> tuple[IntentScore, ...]:
    support = Counter(answer.example.intent for answer in answers)
    guessed = Counter(answer.guess for answer in answers)
    right = Counter(a.guess for a in answers if a.guess == a.example.intent)
    return tuple(
        IntentScore(
            intent,
            precision=_share(right[intent], guessed[intent]),
            recall=_share(right[intent], support[intent]),
            f1=_share(2 * right[intent], guessed[intent] + support[intent]),
            support=support[intent],
        )
        for intent in sorted(support)
    )


def _confusions(answers: Sequence[Answer]) -> tuple[Confusion, ...]:
    pairs: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        if answer.guess != answer.example.intent:
            pairs.setdefault((answer.example.intent, answer.guess), []).append(answer.example.text)
    found = [Confusion(*pair, len(texts), min(texts)) for pair, texts in pairs.items()]
    return tuple(sorted(found, key=lambda each: (-each.count, each.intent, each.taken_for)))


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _lines(found: Evaluation) -> list[str]:
    percent = "{:.1f} %".format
    rows = [
        ("phrases", str(found.phrases)),
        ("accuracy", percent(100 * found.accuracy)),
        ("macro-F1", percent(100 * found.macro_f1)),
        *((f"accuracy {language}", percent(100 * v)) for language, v in found.languages.items()),
        ("threshold", f"{found.threshold:.3f}"),
        ("right answers kept", percent(100 * found.kept)),
        ("understood", percent(100 * found.understood)),
    ]
    lines = _table(rows)
    scores = [
        (each.intent, *(f"{v:.2f}" for v in (each.precision, each.recall, each.f1)), each.support)
        for each in sorted(found.intents, key=lambda each: (each.f1, each.intent))
    ]
    lines += ["", *_table([("intent", "precision", "recall", "F1", "phrases"), *scores])]
    if found.confusions:
        shown = [
            (each.intent, each.taken_for or "(nothing)", each.count, each.text)
            for each in found.confusions[:_CONFUSIONS_SHOWN]
        ]
        lines += ["", *_table([("intent", "taken for", "times", "for example"), *shown])]
    if found.too_small:
        lines += ["", f"with one phrase, not measured: {', '.join(found.too_small)}"]
    return lines


def _table(rows: Sequence[Sequence[object]]) -> list[str]:
    """Columns two spaces apart, numbers to the right, the last column as long as it is."""
    cells = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    lines = []
    for row, values in zip(cells, rows, strict=True):
        padded = [
            cell.rjust(width) if isinstance(value, int) else cell.ljust(width)
            for cell, width, value in zip(row, widths, values, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return lines
