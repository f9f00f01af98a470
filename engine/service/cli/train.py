"""`tertulia train`: the understanding of language, learned from a bot's sample phrases."""

import time
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from engine.service.cli.output import AsJson, count, progress, say, say_json

NAME = "train"
EXAMPLES = "Example: tertulia train bots/clinic"

Folder = Annotated[Path, typer.Argument(help="A bot's folder, or a project of several.")]
Seed = Annotated[int, typer.Option(help="The seed of whatever chance plays a part in.")]


class Row(Struct, frozen=True):
    """What a bot's model was trained on, and its size."""

    bot: str
    examples: int
    intents: int
    bytes: int


def run(folder: Folder, seed: Seed = 0, json: AsJson = False) -> None:
    """Trains the models of all bots of a project and keeps them beside the bots."""
    from engine import nlu
    from engine.service.workspace import open_workspace, train

    workspace = open_workspace(folder)
    begun = time.perf_counter()
    with progress("training", quiet=json) as bar:
        models = train(workspace, seed, bar)
    rows: list[Row] = []
    for name, files in models.items():
        examples = nlu.examples(workspace.project.bots[name])
        intents = {example.intent for example in examples}
        size = sum(len(content) for content in files.values())
        rows.append(Row(name, len(examples), len(intents), size))
    seconds = round(time.perf_counter() - begun, 2)
    if json:
        say_json({"models": rows, "seconds": seconds})
        return
    for row in rows:
        learned = count(row.examples, "phrase") + " of " + count(row.intents, "intent")
        say(f"{row.bot}: {learned}, {row.bytes / 1e6:.1f} MB")
    say(f"trained in {seconds} s; measure it with `tertulia evaluate {folder}`")
