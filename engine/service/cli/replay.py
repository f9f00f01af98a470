"""`tertulia replay`: recorded conversations, played again on a draft."""

from pathlib import Path

import click

from engine.service.cli.output import count, fail, progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError


@command("replay", "tertulia replay data/clinic.sqlite bots/clinic --limit 200")
@click.argument("store", help="The recorded conversations: a file, or postgresql://...")
@click.option("--tenant", default="main", show_default=True, help="Whose, in a database.")
@click.argument("folder", type=PATH, help="The draft: a bot's folder or a bundle.")
@click.option("--conversation", default="", help="Only this conversation.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=100,
    help="At most so many conversations, the latest.",
)
@as_json
def run(store: str, tenant: str, folder: Path, conversation: str, limit: int, json: bool) -> None:
    """Says again what people said, and lists where the draft answers otherwise.

    The recorded answers of services are given again. The server may go on meanwhile. Exits
    with 1 where an answer differs.
    """
    from engine.runtime.loading import load
    from engine.runtime.replay import recorded, replay
    from engine.service.workspace import models_of, open_workspace
    from engine.stores.opening import open_history

    with open_history(store, tenant) as history:
        recordings = tuple(recorded(history, conversation, limit))
    if conversation and not recordings:
        raise TertuliaError(f"{store}: there is no conversation {conversation!r}")
    workspace = open_workspace(folder)
    with progress("training", quiet=json) as bar:
        loaded = load(workspace.project, models_of(workspace, bar), bundle="draft")
    results = [replay(each, loaded) for each in recordings]
    differing = [each for each in results if each.differences]
    if json:
        say_json(results)
    else:
        for each in differing:
            say(click.style(each.conversation, bold=True))
            for turn, said, before, now in each.differences:
                say(f"  turn {turn}: {said!r}")
                say(click.style("    before  ", fg="red") + before.replace("\n", "\n            "))
                say(click.style("    now     ", fg="green") + now.replace("\n", "\n            "))
        same = len(results) - len(differing)
        say(f"{count(len(results), 'conversation')} replayed, {same} the same")
    if differing:
        fail()
