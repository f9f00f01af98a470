"""Everything that is measured of a bot's understanding, in one value: what reports show."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from engine.nlu.evaluation.by_intent import ConfusionMatrix, confusion_matrix
from engine.nlu.evaluation.calibration import CalibrationBin, calibration_curve
from engine.nlu.evaluation.cost import Cost, cost
from engine.nlu.evaluation.learning import LearningPoint, learning_curve
from engine.nlu.evaluation.scope import ScopeCurve, intents_left_out, scope_curve, strangers
from engine.nlu.evaluation.stress import PLAIN, StressScore, stress, stress_scores
from engine.nlu.evaluation.summary import Evaluation, summarize
from engine.nlu.evaluation.text import percent, table
from engine.nlu.evaluation.trial import Trial, judge
from engine.nlu.examples import examples
from engine.nlu.quality import Finding, check_bot
from engine.nlu.training import Progress, train
from engine.types.bot import Bot


class Report(Struct, frozen=True, eq=False):
    """All tables of one bot. `strange` says where the sentences of no intent came from."""

    bot: str
    languages: tuple[str, ...]
    made: str
    evaluation: Evaluation
    confusion: ConfusionMatrix
    calibration: tuple[CalibrationBin, ...]
    scope: ScopeCurve
    strange: str
    learning: tuple[LearningPoint, ...]
    stress: tuple[StressScore, ...]
    findings: tuple[Finding, ...]
    cost: Cost

    def text(self) -> str:
        """The report as aligned tables for a terminal."""
        return "\n".join([self.evaluation.text(), "", *_lines(self)])


def measure(
    bot: Bot,
    *,
    strange: Sequence[str] = (),
    folds: int = 5,
    seed: int = 0,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """The full report. `strange` are messages of no intent, such as those of history that nobody
    should have understood; without them intents are left out in turn."""
    found = examples(bot)
    trials = stress(bot, folds=folds, seed=seed, jobs=jobs, progress=_part(progress, 0, 0.3))
    plain = trials[PLAIN]
    strangest = _strangers(bot, strange, seed, jobs, _part(progress, 0.3, 0.5))
    return Report(
        bot=bot.name or bot.id,
        languages=bot.languages,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        evaluation=summarize(plain, found, folds=folds, seed=seed),
        confusion=confusion_matrix(plain),
        calibration=calibration_curve(plain),
        scope=scope_curve(plain, strangest),
        strange="messages" if strange else "intents",
        learning=learning_curve(bot, seed=seed, jobs=jobs, progress=_part(progress, 0.5, 0.9)),
        stress=stress_scores(trials),
        findings=check_bot(bot, plain),
        cost=cost(bot, seed=seed),
    )


def _strangers(
    bot: Bot, strange: Sequence[str], seed: int, jobs: int | None, progress: Progress | None
) -> Trial:
    if strange:
        return judge(train(bot, seed=seed), strangers(strange))
    return intents_left_out(bot, seed=seed, jobs=jobs, progress=progress)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """A part of the whole work's progress."""
    if progress is None:
        return None
    whole = progress
    return lambda what, done: whole(what, start + (end - start) * done)


def _findings(report: Report) -> list[str]:
    """How often each finding was made, and the first of each."""
    counts = Counter(each.code for each in report.findings)
    first = {each.code: each.message["en"] for each in reversed(report.findings)}
    rows = [(code, count, first[code]) for code, count in counts.items()]
    return [*table([("finding", "times", "for example"), *rows]), ""] if rows else []


def _lines(report: Report) -> list[str]:
    now, spent = report.scope.now, report.cost
    scope = [
        ("strangers refused", percent(now.refused)),
        ("own understood", percent(now.own_right)),
        ("AUROC", percent(report.scope.auroc)),
    ]
    learned = [
        (each.phrases, percent(each.accuracy), f"{100 * each.spread:.1f}")
        for each in report.learning
    ]
    altered = [
        (each.kind, percent(each.accuracy), percent(each.understood), each.example)
        for each in report.stress
    ]
    return [
        *(table(scope) if report.scope.strange else ["too few intents to measure strangers"]),
        "",
        *table([("phrases", "accuracy", "+-"), *learned]),
        "",
        *table([("altered", "accuracy", "understood", "for example"), *altered]),
        "",
        *_findings(report),
        f"trained in {spent.train_s:.2f} s ({spent.train_cpu_s:.2f} s of processor,"
        f" {spent.train_peak_mb:.0f} MB), {spent.model_mb:.1f} MB on disk, a message is read in"
        f" {spent.read_p50_us:.0f} us (99 of 100 in {spent.read_p99_us:.0f} us)",
    ]
