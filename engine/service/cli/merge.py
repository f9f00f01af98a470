"""`tertulia merge`: two sides' changes brought together, by hand or for git."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import count, fail, say, say_json
from engine.service.cli.parameters import LANGUAGE, PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.project.diff import Language
    from engine.project.merge import Merged
    from engine.service.cli.sides import Opened

_WHAT = "A folder, FOLDER@VERSION, or one file of a project."


@command("merge", "tertulia merge bots/clinic@12 bots/clinic ana/clinic -o bots/clinic")
@click.argument("base", help=f"What both sides began with. {_WHAT}")
@click.argument("ours", help="One side, which stands in a conflict until somebody chooses.")
@click.argument("theirs", help="The other side.")
@click.option("--output", "-o", type=PATH, help="Where to write; without it nothing is written.")
@click.option("--choose", "-c", multiple=True, help="Settle a conflict: KEY=SIDE, or SIDE for all.")
@click.option("--name", default="", help="Which file of a project it is, where git says it as %P.")
@click.option("--language", "-l", type=LANGUAGE, default="en", help="The language to say it in.")
@as_json
def run(
    base: str,
    ours: str,
    theirs: str,
    output: Path | None,
    choose: tuple[str, ...],
    name: str,
    language: "Language",
    json: bool,
) -> None:
    """Brings the changes of two sides together, by meaning, and lists where they clash.

    A SIDE is base, ours or theirs. Where they clash the result has ours until somebody
    chooses. A project that is written over is kept as a version before and after. Exits with
    1 where a conflict was not settled.
    """
    from engine.project.merge import conflict_words
    from engine.service.cli.sides import open_sides, require_mergeable
    from engine.service.settling import read_choices, settle

    sides = open_sides((base, ours, theirs), name)
    require_mergeable(sides)
    first, second, third = (side.project for side in sides)
    merged, settled = settle((first, second, third), read_choices(choose))
    left = [conflict for conflict in merged.conflicts if conflict.key not in settled]
    if output:
        _write(merged, sides[1], output)
    if json:
        say_json({"conflicts": left, "output": str(output or "")})
    else:
        for conflict in left:
            say(click.style(f"conflict {conflict.key}", fg="red"))
            say(f"    {conflict_words(conflict, language)}")
        clashes = count(len(left), "conflict") if left else "no conflicts"
        say(f"{clashes}; {f'written to {output}' if output else 'nothing written: name --output'}")
    if left:
        fail(1)


def _write(merged: "Merged", ours: "Opened", output: Path) -> None:
    """Write the result over ours, or into a new folder with the spreadsheets of ours."""
    from engine.project.one_file import file_of
    from engine.project.replace import replace_files
    from engine.project.versions import Versions
    from engine.project.write import write

    if ours.is_file:
        data = file_of(merged.project, ours.label, ours.files[""])
        replace_files({output: data}, output.parent)
        return
    is_ours = output.exists() and Path(ours.name).exists() and output.samefile(ours.name)
    if not is_ours:
        _require_new(output, ours)
        replace_files({output / path: data for path, data in ours.files.items()}, output.parent)
        write(merged.project, output)
        return
    versions, now_us = Versions(output), time.time_ns() // 1000
    versions.keep(None, "saved", t_us=now_us)
    write(merged.project, output)
    versions.keep(None, "merged", t_us=now_us)


def _require_new(output: Path, ours: "Opened") -> None:
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise TertuliaError(
            f"{output}: something else is there; name a new folder, or that of OURS"
        )
    if any(path.startswith("../") for path in ours.files):
        raise TertuliaError(f"{ours.name}: some of its bots lie beside it; write over it instead")
