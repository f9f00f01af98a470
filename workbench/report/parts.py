"""The pieces of the report's page: cards, tables, findings."""

from collections import Counter
from html import escape

from engine.nlu.quality import Finding
from engine.nlu.report import Report
from engine.nlu.stems import base
from workbench.plots.intents import WORTH_A_LOOK
from workbench.plots.look import Look
from workbench.report.words import say

_FINDINGS_SHOWN = 40
_ABOUT_ANOTHER = {"mislabelled-phrase", "duplicate-phrase", "near-duplicate-phrase"}


def section(title: str, content: str, *, wide: bool = False) -> str:
    """A framed part of the page under its heading."""
    kind = "panel wide" if wide else "panel"
    return f'<section class="{kind}"><h2>{escape(title)}</h2>{content}</section>'


def warnings(report: Report) -> str:
    """Why figures may mean little."""
    lines = (f"<p>{escape(each)}</p>" for each in report.evaluation.warnings)
    return "".join(f'<div class="warning">{line}</div>' for line in lines)


def cards(report: Report, look: Look) -> str:
    """The four figures that matter."""
    found, now = report.evaluation, report.scope.now
    languages = " · ".join(
        f"{language} {look.percent(share)}" for language, share in found.languages.items()
    )
    counted = say(
        "counted", look, phrases=look.number(found.phrases, 0), intents=len(found.intents)
    )
    strange = (
        say("own", look, share=look.percent(now.own_right))
        if report.scope.strange
        else say("no_strange", look)
    )
    rows = (
        (
            "accuracy",
            look.percent(found.accuracy),
            languages if len(found.languages) > 1 else counted,
        ),
        ("macro_f1", look.percent(found.macro_f1), counted),
        ("ece", look.percent(found.calibration_error), say("gap", look)),
        ("refused", look.percent(now.refused) if report.scope.strange else "\u2013", strange),
    )
    shown = (
        f'<div class="card"><small>{escape(say(key, look))}</small><b>{escape(figure)}</b>'
        f"<small>{escape(note)}</small></div>"
        for key, figure, note in rows
    )
    return f'<div class="cards">{"".join(shown)}</div>'


def intents(report: Report, look: Look) -> str:
    """A row an intent, the worst first, with what to mend."""
    heads = "".join(
        f'<th scope="col">{escape(say(key, look))}</th>'
        for key in ("intent", "phrases", "precision", "recall", "f1", "mend")
    )
    rows = []
    for each in sorted(report.evaluation.intents, key=lambda each: (each.f1, each.intent)):
        weak = "weak" if each.f1 < WORTH_A_LOOK else ""
        rows.append(
            f'<tr><th scope="row">{escape(each.intent)}</th><td>{each.support}</td>'
            f"<td>{look.percent(each.precision, 0)}</td><td>{look.percent(each.recall, 0)}</td>"
            f'<td class="score"><span class="bar {weak}"><i style="width:{100 * each.f1:.0f}%">'
            f"</i></span> {look.number(100 * each.f1, 0)}</td>"
            f'<td class="text">{escape(_to_mend(each.intent, report, look))}</td></tr>'
        )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def findings(report: Report, look: Look) -> str:
    """What was found of phrases, the worst first, with the repairs that it offers."""
    if not report.findings:
        return f"<p>{escape(say('no_findings', look))}</p>"
    shown = [_finding(each, look) for each in report.findings[:_FINDINGS_SHOWN]]
    left = len(report.findings) - len(shown)
    more = f"<p>{escape(say('more', look, count=left))}</p>" if left > 0 else ""
    return f'<ul class="findings">{"".join(shown)}</ul>{more}'


def foot(report: Report, look: Look) -> str:
    """What was spent, and how to get the same figures again."""
    spent, found = report.cost, report.evaluation
    texts = (
        say("trained", look, train=look.number(spent.train_s, 2),
            memory=look.number(spent.train_peak_mb, 0), disk=look.number(spent.model_mb, 1)),
        say("read_in", look, p50=look.number(spent.read_p50_us / 1000, 2),
            p99=look.number(spent.read_p99_us / 1000, 2)),
        say("seed", look, seed=found.seed, folds=found.folds, made=report.made[:16]),
    )  # fmt: skip
    return f"<footer>{''.join(f'<span>{escape(text)}</span>' for text in texts)}</footer>"


def _finding(found: Finding, look: Look) -> str:
    language = base(look.language)
    said = found.message.get(language, found.message["en"])
    remedy = found.remedy.get(language, found.remedy["en"])
    return (
        f'<li class="{found.severity}"><b>{escape(found.place.intent)}</b> {escape(said)}'
        f"<small>{escape(remedy)}</small></li>"
    )


def _to_mend(intent: str, report: Report, look: Look) -> str:
    """The shortest advice on an intent: its worst confusion, then what was found of it."""
    mine = [each for each in report.findings if each.place.intent == intent]
    parts = [
        say("confused_with", look, other=each.taken_for or "\u2013", count=each.count)
        for each in report.evaluation.confusions
        if each.intent == intent and each.count > 2
    ][:1]
    small = sorted({each.place.language for each in mine if each.code == "small-intent"})
    if small:
        parts.append(say("small", look, languages=", ".join(small)))
    counts = Counter(each.code for each in mine)
    if doubtful := sum(counts[code] for code in _ABOUT_ANOTHER):
        parts.append(say("suspicious", look, count=doubtful))
    if counts["repeated-phrase"]:
        parts.append(say("repeated", look, count=counts["repeated-phrase"]))
    return "; ".join(parts)
