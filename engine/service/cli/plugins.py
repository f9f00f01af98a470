"""Commands of other packages, such as the workbench's, loaded when they are called."""

from collections.abc import Iterator
from importlib import metadata
from typing import Any

import click

from engine.types.issue import TertuliaError

ENTRY_POINTS = "tertulia.commands"


class Plugged(click.Command):
    """A command that is imported with its first use: what it needs may be large, or missing."""

    def __init__(self, point: metadata.EntryPoint) -> None:
        super().__init__(point.name, short_help=f"From {point.module.partition('.')[0]}.")
        self._point = point

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        return self._loaded().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        return self._loaded().invoke(ctx)

    def _loaded(self) -> click.Command:
        try:
            command = self._point.load()
        except ModuleNotFoundError as error:
            package = self._point.module.partition(".")[0]
            raise TertuliaError(
                f"`tertulia {self.name}` needs {error.name}, which is not installed; "
                f"install the extra: pip install 'tertulia[{package}]'"
            ) from error
        if not isinstance(command, click.Command):
            raise TertuliaError(
                f"plug-in {self._point.value!r} is no command; correct or remove it"
            )
        return command


def plugged_in() -> Iterator[click.Command]:
    """The commands that installed packages add."""
    for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda each: each.name):
        yield Plugged(point)
