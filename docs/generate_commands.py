"""The reference page of the command line, written from the commands themselves."""

import click

from engine.service.cli import COMMANDS

HEAD = """# The command line

`tertulia COMMAND --help` shows the same on the terminal. Every command exits with 0 when all is
well, with 1 when a check, a test or a comparison found something, and with 2 when what it was
given cannot be used; then nothing has changed on disk. `--json` prints one JSON document for
machines.

*This page is written by `python -m docs.generate`.*
"""
TABLE = ["| argument or option | what it is | unless given |", "| --- | --- | --- |"]


def commands() -> str:
    """The page: a heading a command, with its arguments, options and an example."""
    return "\n".join([HEAD, *(_command(module.run) for module in COMMANDS)])


def _command(command: click.Command) -> str:
    rows = [_row(param) for param in command.params]
    example = (command.epilog or "").removeprefix("Example: ")
    help_text = "\n".join(line.strip() for line in (command.help or "").splitlines())
    return "\n".join(
        [f"## {command.name}\n", f"{help_text}\n", *TABLE, *rows, "", f"    {example}\n"]
    )


def _row(param: click.Parameter) -> str:
    names = ", ".join(param.opts) if isinstance(param, click.Option) else str(param.name).upper()
    shown = "must be given" if param.required else ""
    default = param.to_info_dict().get("default")
    if default not in (None, "", False, (), []):
        shown = f"`{' '.join(default) if isinstance(default, list | tuple) else default}`"
    return f"| `{names}` | {getattr(param, 'help', '') or ''} | {shown} |"
