"""`tertulia test`: a bot's conversations, played and compared."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from engine.service.cli.output import count, fail, progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import ProjectError, TertuliaError

if TYPE_CHECKING:
    from engine.runtime.conversations import Outcome
    from engine.runtime.coverage import Coverage
    from engine.types.bot import Project


class Row(Struct, frozen=True):
    """One conversation, what differed in it: (line, expected, got), and the bot's warnings."""

    file: str
    title: str
    line: int
    differences: tuple[tuple[int, str, str], ...]
    warnings: tuple[str, ...]


@command("test", "tertulia test bots/* --only hours")
@click.argument(
    "folders", nargs=-1, required=True, type=PATH, help="Bots' folders, or projects of several."
)
@click.option("--only", default="", help="Only files and titles that hold this text.")
@click.option("--coverage", is_flag=True, help="Show what the conversations pass of the bots.")
@as_json
def run(folders: tuple[Path, ...], only: str, coverage: bool, json: bool) -> None:
    """Plays the conversations in `tests/*.chat` of each bot and shows what differed.

    Services are answered by the conversation itself (lines that begin with `!`); code
    actions run for real, in their sandbox. Exits with 1 where a conversation differed.

    With --coverage, what those that passed show of the bots: nodes, ports, triggers and
    languages by topic, and the ports that none passes.
    """
    from engine.runtime.coverage import coverage as measure
    from engine.service.cli.coverage_table import coverage_rows, say_coverage

    rows: list[Row] = []
    covered: dict[str, Coverage] = {}
    for folder in folders:
        with progress(str(folder), quiet=json) as bar:
            played, project = _folder(folder, only, bar)
        rows += [row for row, _ in played]
        if coverage:
            outcomes = {f"{Path(row.file).name}: {row.title}": one for row, one in played}
            covered[str(folder)] = measure(project, outcomes)
    if only and not rows:
        raise TertuliaError(f"no conversation's file or title holds {only!r}")
    failed = [row for row in rows if row.differences]
    if json:
        tables = {folder: coverage_rows(each) for folder, each in covered.items()}
        say_json({"tests": rows, "coverage": tables} if coverage else rows)
    else:
        for row in failed:
            _show(row)
        for each in covered.values():
            say_coverage(each)
        say(_summary(len(rows) - len(failed), len(failed)))
    if failed:
        fail()


def _summary(passed: int, failed: int) -> str:
    if not passed + failed:
        return "no conversations to play; write one in tests/NAME.chat"
    return f"{count(passed, 'conversation')} passed" + (f", {failed} failed" if failed else "")


def _folder(
    folder: Path, only: str, bar: Callable[[str, float], None]
) -> tuple[list[tuple[Row, "Outcome"]], "Project"]:
    from engine.project.chat import parse
    from engine.runtime.conversations import play
    from engine.runtime.loading import load
    from engine.runtime.real_effects import real_effects
    from engine.service.workspace import models_of, one_bot, open_workspace, tests_of

    workspace = open_workspace(folder)
    models = models_of(workspace, bar)
    # A bot's own conversations are with it alone, the project's with the flow manager.
    loaded = {
        name: load(one_bot(workspace.project, name), {name: model}, bundle="draft")
        for name, model in models.items()
    }
    loaded[""] = load(workspace.project, models, bundle="draft")
    rows: list[tuple[Row, Outcome]] = []
    with real_effects() as effects:
        for path, bot, text in tests_of(workspace):
            conversations, issues = parse(text, str(path))
            if issues:
                raise ProjectError(f"{path}: the file cannot be read", issues)
            for conversation in conversations:
                if only not in path.name and only not in conversation.title:
                    continue
                outcome = play(conversation, loaded[bot], effects, bot)
                rows.append((_row(path, outcome), outcome))
    return rows, workspace.project


def _row(path: Path, outcome: "Outcome") -> Row:
    found = tuple((each.line, each.expected, each.got) for each in outcome.differences)
    return Row(str(path), outcome.title, outcome.line, found, outcome.warnings)


def _show(row: Row) -> None:
    for line, expected, got in row.differences:
        say(click.style(f"{row.file}:{line}", fg="red", bold=True) + f"  {row.title}")
        say(click.style("  expected  ", fg="green") + _indented(expected))
        say(click.style("  got       ", fg="red") + _indented(got))
    for warning in row.warnings:
        say(click.style("  warning   ", fg="yellow") + warning)


def _indented(text: str) -> str:
    return text.replace("\n", "\n            ")
