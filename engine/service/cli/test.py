"""`tertulia test`: a bot's conversations, played and compared."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from engine.service.cli.output import count, fail, progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.runtime.coverage import Coverage
    from engine.service.playing import Played
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
        rows += map(_row, played)
        if coverage:
            covered[str(folder)] = measure(project, {each.title: each.outcome for each in played})
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
) -> tuple[list["Played"], "Project"]:
    from engine.runtime.real_effects import real_effects
    from engine.service.playing import load_bots, play_tests
    from engine.service.workspace import models_of, open_workspace

    workspace = open_workspace(folder)
    loaded = load_bots(workspace, models_of(workspace, bar))
    with real_effects() as effects:
        return list(play_tests(workspace, loaded, effects, only)), workspace.project


def _row(played: "Played") -> Row:
    outcome = played.outcome
    found = tuple((each.line, each.expected, each.got) for each in outcome.differences)
    return Row(str(played.path), outcome.title, outcome.line, found, outcome.warnings)


def _show(row: Row) -> None:
    for line, expected, got in row.differences:
        say(click.style(f"{row.file}:{line}", fg="red", bold=True) + f"  {row.title}")
        say(click.style("  expected  ", fg="green") + _indented(expected))
        say(click.style("  got       ", fg="red") + _indented(got))
    for warning in row.warnings:
        say(click.style("  warning   ", fg="yellow") + warning)


def _indented(text: str) -> str:
    return text.replace("\n", "\n            ")
