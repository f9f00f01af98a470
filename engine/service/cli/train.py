"""`tertulia train`: the understanding of language, learned from a bot's sample phrases."""

import time
from pathlib import Path

import click
from msgspec import Struct

from engine.service.cli.output import count, progress, say, say_json
from engine.service.cli.parameters import PATH, as_json, command


class Row(Struct, frozen=True):
    """What a bot's model was trained on, and its size."""

    bot: str
    examples: int
    intents: int
    bytes: int


@command("train", "tertulia train bots/clinic")
@click.argument("folder", type=PATH, help="A bot's folder, or a project of several.")
@click.option("--seed", type=int, default=0, help="The seed of whatever chance plays a part in.")
@as_json
def run(folder: Path, seed: int, json: bool) -> None:
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
