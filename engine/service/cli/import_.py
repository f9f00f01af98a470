"""`tertulia import`: a bot of another platform, made ours."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import count, fail, say, say_json
from engine.service.cli.parameters import LANGUAGE, PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.importers import Report
    from engine.project.diff import Language
    from engine.service.importing import Brought

CHANGES_SHOWN = 40


@command("import", "tertulia import auto agent.zip bots/support --report support.html")
@click.argument("platform", help="The platform, such as dialogflow-es; auto recognises it.")
@click.argument("source", type=PATH, help="The export: a .zip, a .tgz, its folder or one file.")
@click.argument("folder", type=PATH, help="The bot's folder to write, new or imported before.")
@click.option("--bot", default="", help="The bot's id; by default as in the source.")
@click.option("--name", default="", help="The bot's name; by default as in the source.")
@click.option("--choose", "-c", multiple=True, help="Settle a conflict: KEY=SIDE, or SIDE for all.")
@click.option("--force", is_flag=True, help="Write over a bot that is already there.")
@click.option("--report", type=PATH, help="Where to write the report: a .json, .txt or .html.")
@click.option("--language", "-l", type=LANGUAGE, default="en", help="The language of changes.")
@as_json
def run(
    platform: str,
    source: Path,
    folder: Path,
    bot: str,
    name: str,
    choose: tuple[str, ...],
    force: bool,
    report: Path | None,
    language: "Language",
    json: bool,
) -> None:
    """Imports a bot and reports what was mapped exactly, approximately, and not at all.

    In a folder that the platform was imported into before, what changed in the source since is
    merged with what was changed here; where both clash, what is here stands until somebody
    chooses (a SIDE is base, ours or theirs), and the command exits with 1. A folder that holds
    something else is left alone, unless --force says otherwise; what was there is kept as a
    version.
    """
    from engine.importers import Options
    from engine.service.importing import bring
    from engine.service.settling import read_choices

    if report:
        _require_ending(report)
    brought = bring(
        platform,
        source,
        folder,
        t_us=time.time_ns() // 1000,
        options=Options(bot, name) if bot or name else None,
        choices=read_choices(choose),
        force=force,
    )
    if report:
        report.write_text(_written(brought.report, report.suffix), encoding="utf-8")
    if json:
        say_json(_plain(brought, language))
    else:
        say(brought.report.text())
        _say_outcome(brought, folder, language)
    if brought.conflicts:
        fail(1)


def _say_outcome(brought: "Brought", folder: Path, language: "Language") -> None:
    from engine.project.diff import words
    from engine.project.merge import conflict_words

    if brought.outcome in {"updated", "conflicts"}:
        for change in brought.changes[:CHANGES_SHOWN]:
            say(words(change, language))
        if len(brought.changes) > CHANGES_SHOWN:
            say(f"... and {len(brought.changes) - CHANGES_SHOWN} more")
    for conflict in brought.conflicts:
        say(click.style(f"conflict {conflict.key}", fg="red"))
        say(f"    {conflict_words(conflict, language)}")
    changes = count(len(brought.changes), "change")
    done = {
        "new": f"Written to {folder}",
        "replaced": f"Written over {folder} ({changes})",
        "unchanged": f"{folder}: already there, unchanged",
        "updated": f"{folder}: {changes} of the source brought in",
        "conflicts": (
            f"{folder}: {changes} brought in, {count(len(brought.conflicts), 'conflict')} left, "
            "in which what was there stands; settle with --choose KEY=theirs, or --choose ours"
        ),
    }[brought.outcome]
    say(f"\n{done}. Next: tertulia check {folder}")


def _plain(brought: "Brought", language: "Language") -> dict[str, object]:
    import msgspec

    from engine.project.diff import words
    from engine.project.merge import conflict_words

    return {
        **msgspec.to_builtins(brought.report),
        "counts": brought.report.counts(),
        "outcome": brought.outcome,
        "changes": [words(change, language) for change in brought.changes],
        "conflicts": [
            {"key": one.key, "words": conflict_words(one, language)} for one in brought.conflicts
        ],
    }


def _require_ending(report: Path) -> None:
    if report.suffix not in {".json", ".txt", ".html"}:
        raise TertuliaError(f"--report {report}: name a file that ends in .json, .txt or .html")


def _written(report: "Report", ending: str) -> str:
    import msgspec

    from engine.importers.report_page import report_page

    if ending == ".html":
        return report_page(report)
    if ending == ".txt":
        return report.text(examples=len(report.entries))
    counted = {**msgspec.to_builtins(report), "counts": report.counts(), "whole": report.whole()}
    return msgspec.json.format(msgspec.json.encode(counted), indent=1).decode() + "\n"
