"""`tertulia new`: a small good bot to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from engine.service.cli.output import say

NAME = "new"
EXAMPLES = "Example: tertulia new bots/bakery --name Bakery --language es --language en"

Folder = Annotated[Path, typer.Argument(help="The folder to make; it must not exist yet.")]
Name = Annotated[str, typer.Option(help="What the bot is called; by default the folder's name.")]
Language = Annotated[
    list[str], typer.Option("--language", "-l", help="A language (es, en, pt); the first leads.")
]


def run(folder: Folder, name: Name = "", language: Language = ["en"]) -> None:  # noqa: B006
    """Makes a new bot: a greeting, a menu, a default message, a way to an agent."""
    from engine.project.new import new

    new(folder, name or folder.name.replace("_", " ").capitalize(), tuple(language))
    say(f"{folder}: made. Talk to it with `tertulia chat {folder}`.")
