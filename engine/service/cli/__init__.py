"""The command `tertulia`, one module a command.

Exit codes: 0 when all is well, 1 when a check, a test or a comparison found something, 2 when
what was given cannot be used; then nothing has changed on disk.
"""

import io
import os
import sys

import click

from engine.service.cli import (
    backup,
    chat,
    check,
    compact,
    config,
    cover,
    diff,
    evaluate,
    experiment,
    export,
    export_history,
    forget,
    funnel,
    import_,
    inspect,
    key,
    letters,
    merge,
    metrics,
    new,
    publish,
    replay,
    restore,
    restore_store,
    rollback,
    serve,
    share,
    tenant,
    test,
    texts,
    top,
    train,
    versions,
)
from engine.service.cli.plugins import plugged_in
from engine.types.issue import TertuliaError

# What shells expect of a command that Ctrl+C ended: 128 and the number of SIGINT.
INTERRUPTED = 130

COMMANDS = (
    new, import_, check, train, evaluate, chat, test, cover, export, inspect, serve, publish,
    share, rollback, replay, key, letters, config, top, backup, restore_store, tenant, diff, merge,
    versions, restore, texts, compact, forget, export_history,
    funnel, metrics, experiment,
)  # fmt: skip


@click.group(
    name="tertulia",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="tertulia", message="tertulia %(version)s")
def app() -> None:
    """Check, train, test and serve bots that converse in Spanish, English and Portuguese."""


for module in COMMANDS:
    app.add_command(module.run)

for command in plugged_in():
    app.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; a user's mistake is one sentence and exit code 2."""
    _take_any_text()
    try:
        try:
            # Not standalone: what click would do with Ctrl+C hides the customary exit code.
            sys.exit(app.main(arguments, prog_name="tertulia", standalone_mode=False))
        finally:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
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
