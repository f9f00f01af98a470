"""The command `tertulia`, one module a command.

Exit codes: 0 when all is well, 1 when a check, a test or a comparison found something, 2 when
what was given cannot be used; then nothing has changed on disk.
"""

import io
import os
import sys
from typing import Annotated

import typer

from engine.service.cli import (
    chat,
    check,
    evaluate,
    export,
    import_,
    inspect,
    key,
    new,
    replay,
    serve,
    test,
    train,
)
from engine.types.issue import TertuliaError

COMMANDS = (
    new, import_, check, train, evaluate, chat, test, export, inspect, serve, replay, key,
)  # fmt: skip

app = typer.Typer(
    name="tertulia",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"tertulia {version('tertulia')}")
        raise typer.Exit


for module in COMMANDS:
    app.command(name=module.NAME, epilog=module.EXAMPLES)(module.run)


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_say_version, help="Show the version."),
    ] = False,
) -> None:
    """Check, train, test and serve bots that converse in Spanish, English and Portuguese."""


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; a user's mistake is one sentence and exit code 2."""
    _take_any_text()
    try:
        try:
            app(arguments, prog_name="tertulia")
        finally:
            sys.stdout.flush()
    except TertuliaError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader of a pipe went away, as `| head` does: nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        remedy = "check the path, its permissions and the free space"
        sys.stderr.write(f"{place}{error.strerror or error}; {remedy}\n")
        sys.exit(2)


def _take_any_text() -> None:
    """What a terminal cannot show, or sends broken, becomes a replacement sign, no crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
