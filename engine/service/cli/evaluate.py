"""`tertulia evaluate`: how well a bot understands, by cross-validation."""

from pathlib import Path

import click

from engine.service.cli.output import progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.service.cli.reports import writer
from engine.types.issue import TertuliaError


@command("evaluate", "tertulia evaluate bots/clinic --folds 10")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option(
    "--folds", type=click.IntRange(min=2), default=5, help="Parts of the cross-validation."
)
@click.option("--seed", type=int, default=0, help="The seed that deals phrases to parts.")
@click.option(
    "--full",
    is_flag=True,
    help="Also measure strangers, learning, altered sentences, time and memory.",
)
@click.option(
    "--strange", type=PATH, help="With --full: a file of messages of no intent, one a line."
)
@click.option(
    "--jobs", type=int, default=1, help="Models that are trained at once; -1: one a core."
)
@click.option("--report", type=PATH, help="Write all of --full into this .html file.")
@click.option("--language", default="", help="The report's language; else the first bot's.")
@as_json
def run(
    folder: Path,
    folds: int,
    seed: int,
    full: bool,
    strange: Path | None,
    jobs: int,
    report: Path | None,
    language: str,
    json: bool,
) -> None:
    """Measures each bot on phrases held out in turn: accuracy, F1, confusions, threshold."""
    from engine import nlu
    from engine.nlu.report import Report, measure
    from engine.service.workspace import open_workspace

    workspace = open_workspace(folder)
    messages = _lines(strange) if strange else []
    write = writer(report) if report else None
    found: dict[str, nlu.Evaluation | Report] = {}
    for name, bot in workspace.project.bots.items():
        with progress(f"evaluating {name}", quiet=json) as bar:
            if full or report:
                found[name] = measure(
                    bot, strange=messages, folds=folds, seed=seed, jobs=jobs, progress=bar
                )
            else:
                found[name] = nlu.evaluate(bot, folds=folds, seed=seed, jobs=jobs, progress=bar)
    if report and write:
        bots = workspace.project.bots.values()
        reports = {name: each for name, each in found.items() if isinstance(each, Report)}
        text = write(reports, language or next(iter(bots)).languages[0])
        report.write_text(text, encoding="utf-8")
    if json:
        say_json(found)
        return
    for name, evaluation in found.items():
        say(f"{name}\n{evaluation.text()}")
    if report:
        say(f"written: {report}")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise TertuliaError(
            f"{file}: byte {error.start} is no UTF-8; save the file as UTF-8, one message a line"
        ) from None
