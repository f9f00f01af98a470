"""`tertulia new`: a small good bot to begin with."""

from pathlib import Path

import click

from engine.service.cli.output import say
from engine.service.cli.parameters import PATH, command


@command("new", "tertulia new bots/bakery --name Bakery --language es --language en")
@click.argument("folder", type=PATH, help="The folder to make; it must not exist yet.")
@click.option("--name", default="", help="What the bot is called; by default the folder's name.")
@click.option(
    "--language",
    "-l",
    multiple=True,
    default=["en"],
    help="A language (es, en, pt); the first leads.",
)
def run(folder: Path, name: str, language: tuple[str, ...]) -> None:
    """Makes a new bot: a greeting, a menu, a default message, a way to an agent."""
    from engine.project.new import new

    new(folder, name or folder.name.replace("_", " ").capitalize(), tuple(language))
    say(f"{folder}: made. Talk to it with `tertulia chat {folder}`.")
