"""`tertulia evaluate`: how well a bot understands, by cross-validation."""

from pathlib import Path

import click

from engine.service.cli.output import progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command


@command("evaluate", "tertulia evaluate bots/clinic --folds 10")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option(
    "--folds", type=click.IntRange(min=2), default=5, help="Parts of the cross-validation."
)
@click.option("--seed", type=int, default=0, help="The seed that deals phrases to parts.")
@as_json
def run(folder: Path, folds: int, seed: int, json: bool) -> None:
    """Measures each bot on phrases held out in turn: accuracy, F1, confusions, threshold."""
    from engine import nlu
    from engine.service.workspace import open_workspace

    workspace = open_workspace(folder)
    found = {}
    for name, bot in workspace.project.bots.items():
        with progress(f"evaluating {name}", quiet=json) as bar:
            found[name] = nlu.evaluate(bot, folds=folds, seed=seed, progress=bar)
    if json:
        say_json(found)
        return
    for name, evaluation in found.items():
        say(f"{name}\n{evaluation.text()}")
