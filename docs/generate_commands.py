"""The reference page of the command line, written from the commands themselves."""

import typer
from typer.main import get_command

from engine.service.cli import app

HEAD = """# The command line

`tertulia COMMAND --help` shows the same on the terminal. Every command exits with 0 when all is
well, with 1 when a check, a test or a comparison found something, and with 2 when what it was
given cannot be used; then nothing has changed on disk. `--json` prints one JSON document for
machines.

Ctrl+C ends a command with 130, and leaves nothing half written; `serve` stops in order and ends with 0.

*This page is written by `python -m docs.generate`.*
"""


def commands() -> str:
    """The page: a heading a command, with its arguments, options and an example."""
    group = get_command(app)
    context = typer.Context(group, info_name="tertulia")
    names = group.list_commands(context)
    return "\n".join([HEAD, *(_command(group.get_command(context, name)) for name in names)])


def _command(command: typer.core.TyperCommand) -> str:
    lines = [f"## {command.name}\n", f"{_plain(command.help)}\n"]
    rows = [_row(param) for param in command.params if param.name != "help"]
    if rows:
        lines += [
            "| argument or option | what it is | unless given |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    example = (command.epilog or "").removeprefix("Example: ")
    if example:
        lines.append(f"    {example}\n")
    return "\n".join(lines)


def _row(param: typer.core.TyperArgument | typer.core.TyperOption) -> str:
    if isinstance(param, typer.core.TyperArgument):
        name = (param.metavar or param.name or "").upper().strip("{}[]")
    else:
        name = ", ".join(param.opts)
    default = param.default
    shown = "must be given" if param.required else ""
    if default not in (None, "", False, ()) and not callable(default):
        shown = f"`{default}`" if not isinstance(default, list) else f"`{' '.join(default)}`"
    return f"| `{name}` | {param.help or ''} | {shown} |"


def _plain(text: str | None) -> str:
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())
