"""`tertulia top`: how running servers fare, in the terminal."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import say_json
from engine.service.cli.parameters import PATH, command
from engine.service.cli.publish import read_key
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from engine.service.overview import Overview, Worker
    from engine.service.scrape import Scrape


@command("top", "tertulia top http://one:8321 http://two:8321")
@click.argument("urls", nargs=-1, metavar="[URL]...", help="The addresses of the servers.")
@click.option(
    "--key-file", type=PATH, help="A key with the scope `metrics`, where they ask for one."
)
@click.option("--every", type=click.FloatRange(0.2, 60), default=2.0, help="Seconds between looks.")
@click.option("--once", is_flag=True, help="Look once, over that time, and end.")
@click.option("--json", is_flag=True, help="Print JSON for machines; with --once.")
def run(urls: tuple[str, ...], key_file: Path | None, every: float, once: bool, json: bool) -> None:
    """Shows how servers fare: turns a second, latency, queues, lag, dead letters, workers and
    channels, from their metrics. Without an address, that of a server on this machine.

    Ctrl+C ends it. With --once it exits with 1 where a server cannot be read or is not up.
    """
    from engine.service.cli.output import fail

    if json and not once:
        raise TertuliaError("--json goes with --once: a live view is for people")
    servers = urls or ("http://localhost:8321",)
    key = read_key(key_file) if key_file else ""
    if not once:
        _live(servers, key, every)
        return
    found = _look(servers, key, every)
    if json:
        say_json(found)
    else:
        from rich.console import Console

        Console().print(view(found))
    if not all(each.is_up for each in found.workers):
        fail()


def _live(urls: tuple[str, ...], key: str, every_s: float) -> None:
    from rich.live import Live

    from engine.service.overview import overview

    before = _scrapes(urls, key)
    with Live(view(overview(before, before)), screen=True, auto_refresh=False) as live:
        while True:
            time.sleep(every_s)
            after = _scrapes(urls, key)
            live.update(view(overview(before, after)), refresh=True)
            before = after


def _look(urls: tuple[str, ...], key: str, every_s: float) -> "Overview":
    from engine.service.overview import overview

    before = _scrapes(urls, key)
    time.sleep(every_s)
    return overview(before, _scrapes(urls, key))


def _scrapes(urls: tuple[str, ...], key: str) -> "Mapping[str, Scrape | str]":
    """All servers at once: one that hangs does not hold up the others."""
    from engine.service.scrape import scrape

    def one(url: str) -> "Scrape | str":
        try:
            return scrape(url, key)
        except TertuliaError as problem:
            return str(problem)

    with ThreadPoolExecutor(len(urls)) as pool:
        return dict(zip(urls, pool.map(one, urls), strict=True))


def view(found: "Overview") -> "RenderableType":
    """The fleet as it is shown, on 80 columns or more."""
    from rich.console import Group
    from rich.text import Text

    problems = [Text(each.problem, style="red") for each in found.workers if each.problem]
    return Group(_summary(found), "", _workers(found), *problems, "", _routes(found))


def _summary(found: "Overview") -> str:
    dead = found.dead_events + found.dead_sends
    trials = ", ".join(f"{name} {part:.0%}" for name, part in found.trials.items())
    shown = {
        "turns/s": f"{found.turns_per_s:,.1f}",
        "waiting": f"{found.backlog:,}",
        "oldest": _warn(f"{found.oldest_s:.1f} s", found.oldest_s > 1),
        "lagging partitions": _warn(f"{found.lagging_partitions}", found.lagging_partitions > 0),
        "outbox": f"{found.outbox:,}",
        "dead letters": _warn(f"{dead:,}", dead > 0),
        "for people": f"{found.handoffs_waiting:,}",
        **({"on trial": trials} if trials else {}),
    }
    return "   ".join(f"{name} [bold]{value}[/bold]" for name, value in shown.items())


def _workers(found: "Overview") -> "Table":
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    for name in ("server", "state", "bundle"):
        table.add_column(name, no_wrap=True)
    for name in ("turns/s", "failed", "p50 ms", "p99 ms", "lag s", "parts"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in found.workers:
        numbers = (
            each.bundle[:8],
            f"{each.turns_per_s:,.1f}",
            _warn(f"{each.failed_per_s:.1f}", each.failed_per_s > 0),
            f"{each.p50_s * 1000:.0f}",
            f"{each.p99_s * 1000:.0f}",
            _warn(f"{each.lag_s:.1f}", each.lag_s > 1),
            f"{each.partitions}",
        )
        name = each.url.partition("://")[2].rstrip("/")
        table.add_row(name, _state(each), *(() if each.problem else numbers))
    return table


def _routes(found: "Overview") -> "Table":
    from rich.table import Table

    table = Table(box=None, padding=(0, 2), header_style="dim")
    table.add_column("channel or effect")
    for name in ("waiting", "sent/s", "retried/s", "failed/s"):
        table.add_column(name, justify="right")
    for each in found.routes:
        table.add_row(
            each.route,
            f"{each.waiting:,}",
            f"{each.sent_per_s:,.1f}",
            _warn(f"{each.retried_per_s:.1f}", each.retried_per_s > 0),
            _warn(f"{each.failed_per_s:.1f}", each.failed_per_s > 0),
        )
    return table


def _state(each: "Worker") -> str:
    if each.problem:
        return "[red]not read[/red]"
    if not each.is_store_up:
        return "[red]store away[/red]"
    if not each.is_up:
        return "[red]down[/red]"
    return "[yellow]draining[/yellow]" if each.is_draining else "[green]up[/green]"


def _warn(text: str, is_bad: bool) -> str:
    return f"[red]{text}[/red]" if is_bad else text
