"""`tertulia publish`: a project through the gate, and then current on a running engine."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from engine.service.cli.output import count, fail, progress, say, say_issues, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.runtime.gate import Gate, Lost
    from engine.runtime.waiting import Waiting
    from engine.service.publisher import Published
    from engine.service.workspace import Models, Workspace

key_file = click.option(
    "--key-file", type=PATH, required=True, help="A file with a key that has the scope `publish`."
)
move = click.option(
    "--move",
    "moves",
    multiple=True,
    metavar="OLD=NEW",
    help="Sessions that wait at a node go on at another; BOT/OLD where bots share the id.",
)


@command("publish", "tertulia publish bots/clinic https://chat.example.org --key-file publish.key")
@click.argument("folder", type=PATH, help="A bot's folder, a project of several, or a bundle.")
@click.argument("url", help="The address of the running engine.")
@key_file
@click.option("--accept-warnings", is_flag=True, help="Publish with warnings of the check.")
@click.option("--despite-tests", is_flag=True, help="Publish though conversation tests differ.")
@click.option(
    "--share",
    type=click.IntRange(1, 100),
    default=100,
    help="Try it on new sessions of so many percent of conversations first.",
)
@move
@as_json
def run(
    folder: Path,
    url: str,
    key_file: Path,
    accept_warnings: bool,
    despite_tests: bool,
    share: int,
    moves: tuple[str, ...],
    json: bool,
) -> None:
    """Checks a project, plays its tests, shows where live sessions wait, and publishes it.

    New sessions run on it from now on; live ones stay with the bundle that they began with,
    but for those that --move takes over. With --share only some conversations get it, until
    `tertulia share` raises that, makes it whole, or ends it. Exits with 1 where the gate
    blocks: errors, warnings that are not accepted (here, or in `accepted_warnings` of
    `bot.json`), tests that differ.
    """
    from engine.runtime.gate import unmoved
    from engine.service.remote import RemoteEngine
    from engine.service.workspace import bundle_of, models_of, open_workspace

    engine = RemoteEngine(url, read_key(key_file))
    wanted = read_moves(moves)
    workspace = open_workspace(folder)
    with progress("training", quiet=json) as bar:
        found = _gate(workspace, models_of(workspace, bar), engine.waiting())
    if accept_warnings:
        found = msgspec.structs.replace(found, warnings=(), accepted=found.warnings)
    reasons = found.blocks(despite_tests=despite_tests)
    if not json:
        _show(found, unmoved(found, wanted))
    if reasons:
        if json:
            say_json({"blocked": reasons, "gate": found})
        else:
            say(f"not published: {', '.join(reasons)}")
        fail()
    done = engine.publish(bundle_of(workspace), wanted, accept_warnings=True, share=share)
    if json:
        say_json({"published": done, "gate": found})
    else:
        say(told(done, url))


def read_key(path: Path) -> str:
    """The key in a file, as `tertulia key` shows it."""
    text = path.read_text(encoding="utf-8").split("\n", maxsplit=1)[0].strip()
    if not text:
        raise TertuliaError(f"{path}: there is no key; keep what `tertulia key` shows in it")
    return text


def read_moves(pairs: tuple[str, ...]) -> dict[str, str]:
    """Moves from `OLD=NEW` pairs."""
    found = {}
    for pair in pairs:
        old, equals, new = (part.strip() for part in pair.partition("="))
        if not (old and equals and new) or {",", ":"} & {*pair}:
            raise TertuliaError(f"--move {pair!r} names no two nodes; write --move OLD=NEW")
        found[old] = new
    return found


def told(done: "Published", url: str) -> str:
    """What a publication did, in words."""
    if done.share < 100:
        part = f"on trial for {done.share} % of conversations"
        return f"{url}: bundle {done.bundle[:12]} is {part}, {done.before[:12]} stays current"
    moved = f"; {count(done.moved, 'session')} moved" if done.moved else ""
    return f"{url}: bundle {done.bundle[:12]} is current, {done.before[:12]} was{moved}"


def _gate(workspace: "Workspace", models: "Models", waiting: "tuple[Waiting, ...]") -> "Gate":
    from engine.project.check import check
    from engine.runtime.gate import accepted_warnings, gate
    from engine.runtime.real_effects import real_effects
    from engine.service.playing import load_bots, play_tests

    project = workspace.project
    issues = check(project)
    outcomes = {}
    if not any(issue.severity == "error" for issue in issues):
        with real_effects() as effects:
            played = play_tests(workspace, load_bots(workspace, models), effects)
            outcomes = {each.title: each.outcome for each in played}
    return gate(project, issues, outcomes, waiting, accepted_warnings(project))


def _show(found: "Gate", lost: "tuple[Lost, ...]") -> None:
    say_issues((*found.errors, *found.warnings))
    for title in found.failed:
        say(click.style("differs", fg="red", bold=True) + f": {title}")
    for each in lost:
        place = f"{each.bot}/{each.node}" + (f", button {each.port!r}" if each.port else "")
        could = "" if each.port or not each.to else f"; --move {each.node}={each.to} moves them"
        sessions = count(each.sessions, "live session")
        say(f"{place} is gone: {sessions} of bundle {each.bundle[:12]} stay with it{could}")
