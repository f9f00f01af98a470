"""`tertulia diff`: what differs between two versions of a project, by meaning."""

from typing import TYPE_CHECKING

import click

from engine.service.cli.output import count, fail, say, say_json, warn
from engine.service.cli.parameters import LANGUAGE, as_json, command

if TYPE_CHECKING:
    from engine.project.diff import Change, Language

_COLOURS = {"added": "green", "removed": "red", "changed": "yellow", "moved": "cyan"}
_LINE_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@command("diff", "tertulia diff bots/clinic@12 bots/clinic --language es")
@click.argument("before", help="A folder, a bundle, FOLDER@VERSION, or one file of a project.")
@click.argument("after", help="The same, of another version.")
@click.option("--language", "-l", type=LANGUAGE, default="en", help="The language to say it in.")
@as_json
def run(before: str, after: str, language: "Language", json: bool) -> None:
    """Says what differs, by meaning: texts, phrases, edges, tables, settings.

    Where things are drawn and the order of keys do not count; a node that was drawn in
    another flow has moved. Exits with 1 where something differs.
    """
    import msgspec

    from engine.project.diff import diff, words
    from engine.service.cli.sides import open_sides

    sides = open_sides((before, after))
    for side in sides:
        warn(side.issues)
    changes = diff(sides[0].project, sides[1].project)
    if json:
        say_json([msgspec.to_builtins(one) | {"words": words(one, language)} for one in changes])
    else:
        for change in changes:
            _say(change, language)
        say(count(len(changes), "difference") if changes else "no differences")
    if changes:
        fail(1)


def _say(change: "Change", language: "Language") -> None:
    from engine.project.diff import lines, words

    say(click.style(words(change, language), fg=_COLOURS[change.kind]))
    for line in lines(change):
        say(click.style(f"    {line}", fg=_LINE_COLOURS.get(line[:1])))
