"""`tertulia evaluate`: how well a bot understands, by cross-validation."""

from pathlib import Path
from typing import Annotated

import typer

from engine.service.cli.output import AsJson, progress, say, say_json

NAME = "evaluate"
EXAMPLES = "Example: tertulia evaluate bots/clinic --folds 10"

Folder = Annotated[Path, typer.Argument(help="A bot's folder, or a project of several.")]
Folds = Annotated[int, typer.Option(min=2, help="Parts of the cross-validation.")]
Seed = Annotated[int, typer.Option(help="The seed that deals phrases to parts.")]


def run(folder: Folder, folds: Folds = 5, seed: Seed = 0, json: AsJson = False) -> None:
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
