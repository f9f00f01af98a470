"""`tertulia cover`: conversation tests written for ports that no test passes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from engine.service.cli.output import count, fail, progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.runtime.real_effects import RealEffects
    from engine.service.workspace import Models, Workspace


class Written(Struct, frozen=True):
    """A port, and the test that passes it or why there is none."""

    bot: str
    node: str
    port: str
    test: str = ""
    why: str = ""


@command("cover", "tertulia cover bots/clinic ask_day:failed -o bots/clinic/tests/ask_day.chat")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.argument("ports", nargs=-1, metavar="[NODE:PORT]...", help="By default all uncovered ones.")
@click.option("--output", "-o", type=PATH, help="The .chat file to write; it must not exist yet.")
@as_json
def run(folder: Path, ports: tuple[str, ...], output: Path | None, json: bool) -> None:
    """Writes conversation tests for ports, found by trying conversations with the bot.

    Each test passes as it is written and goes through its port: read it, and correct the
    words where people would say it otherwise. Exits with 1 where a port was not reached.
    """
    from engine.project.replace import replace_files
    from engine.runtime.real_effects import real_effects
    from engine.service.workspace import models_of, open_workspace

    if output and output.exists():
        raise TertuliaError(f"{output}: the file is there already; name a new one")
    workspace = open_workspace(folder)
    with progress("searching", quiet=json) as bar:
        models = models_of(workspace, bar)
        with real_effects() as effects:
            wanted = _wanted(workspace, ports) or _uncovered(workspace, models, effects)
            found = []
            for each in _written(workspace, models, effects, wanted):
                found.append(each)
                bar(f"{each.node}:{each.port}", len(found) / len(wanted))
    text = "\n".join(each.test for each in found if each.test)
    if output and text:
        replace_files({output: text.encode()}, output.parent)
    missing = [each for each in found if each.why]
    if json:
        say_json(found)
    else:
        if text and not output:
            say(text)
        for each in missing:
            say(f"# {each.bot}/{each.node}:{each.port}: {each.why}")
        say(f"# {count(len(found) - len(missing), 'test')} written, {len(missing)} not found")
    if missing:
        fail()


def _wanted(workspace: "Workspace", ports: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The bot, node and port of each that was named."""
    found = []
    for named in ports:
        node, _, port = named.partition(":")
        bots = [
            name
            for name, bot in workspace.project.bots.items()
            if any(node in topic.nodes for topic in bot.topics.values())
        ]
        if not bots:
            raise TertuliaError(f"{named}: no bot of {workspace.path} has a node {node!r}")
        found += [(bot, node, port) for bot in bots]
    return found


def _uncovered(
    workspace: "Workspace", models: "Models", effects: "RealEffects"
) -> list[tuple[str, str, str]]:
    from engine.runtime.coverage import coverage
    from engine.service.playing import load_bots, play_tests

    played = play_tests(workspace, load_bots(workspace, models), effects)
    found = coverage(workspace.project, {each.title: each.outcome for each in played})
    return [(part.bot, part.node, part.name) for part in found.uncovered("port")]


def _written(
    workspace: "Workspace",
    models: "Models",
    effects: "RealEffects",
    wanted: list[tuple[str, str, str]],
) -> Iterator[Written]:
    from engine.runtime.pathfinder import Pathfinder, Unreached
    from engine.service.playing import load_bots

    loaded = load_bots(workspace, models)
    finders: dict[str, Pathfinder] = {}
    for bot, node, port in wanted:
        if bot not in finders:
            finders[bot] = Pathfinder(workspace.project, loaded[bot], bot, effects)
        test = finders[bot].write(node, port)
        if isinstance(test, Unreached):
            yield Written(bot, node, port, why=test.why)
        else:
            yield Written(bot, node, port, test)
