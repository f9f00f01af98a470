"""What several commands take, and how each is declared."""

from collections.abc import Callable
from pathlib import Path

import click

PATH = click.Path(path_type=Path)
LANGUAGE = click.Choice(["es", "en", "pt"])

with_archive = click.option(
    "--archive", type=PATH, help="The folder of the store's archives, read instead of old rows."
)
as_json = click.option("--json", is_flag=True, help="Print JSON for machines.")


def command(name: str, example: str) -> Callable[[Callable[..., None]], click.Command]:
    """The function as a command, with an example under its help."""
    return click.command(name, epilog=f"Example: {example}")
