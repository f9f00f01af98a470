"""How commands speak: text for people, JSON for machines, progress on long work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
import msgspec

from engine.types.issue import Issue

COLOURS = {"error": "red", "warning": "yellow", "advice": "blue"}


def say(text: str = "") -> None:
    """A line for people, on standard output."""
    click.echo(text)


def advise(text: str) -> None:
    """A line for people beside the output, which may go into a file."""
    click.echo(text, err=True)


def say_json(value: object) -> None:
    """A value as one JSON document."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def say_issues(issues: tuple[Issue, ...]) -> None:
    """Every issue: where, what, what to do."""
    _echo(issues, to_error=False)


def warn(issues: tuple[Issue, ...]) -> None:
    """Every issue, beside the output: it is not what was asked for, but has to be known."""
    _echo(issues, to_error=True)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 issue`, `3 issues`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def fail(code: int = 1) -> NoReturn:
    """Ends the command: something was found, or (2) could not be used."""
    raise click.exceptions.Exit(code)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on the terminal; silent where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _what, _share: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda what, share: bar.update(task, description=what or title, completed=share)


def _echo(issues: tuple[Issue, ...], *, to_error: bool) -> None:
    for issue in issues:
        label = click.style(issue.severity, fg=COLOURS[issue.severity], bold=True)
        said = f"{label}: {issue.location}: {issue.message}; {issue.remedy} [{issue.code}]"
        click.echo(said, err=to_error)
