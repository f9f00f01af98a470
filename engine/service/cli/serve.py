"""`tertulia serve`: a bot in production, headless, with webchat, API and metrics."""

from collections.abc import Callable
from pathlib import Path

import click

from engine.service.cli.output import progress, say
from engine.service.cli.parameters import PATH, command


@command("serve", "tertulia serve clinic.bot --store data/clinic.sqlite --port 80 --host 0.0.0.0")
@click.argument("path", type=PATH, metavar="PATH", help="A .bot bundle or a bot's folder.")
@click.option("--store", help="A SQLite file, made where there is none, or postgresql://...")
@click.option("--tenant", help="Whose conversations, where several share a database.")
@click.option("--directory", help="The database that says in which one the tenant lives.")
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=int, help="The port; 0 takes any free one.")
@click.option("file", "--config", "-c", type=PATH, help="A file of settings (TOML).")
@click.option("--log-level", help="debug, info, warning or error.")
def run(
    path: Path,
    store: str | None,
    tenant: str | None,
    directory: str | None,
    host: str | None,
    port: int | None,
    file: Path | None,
    log_level: str | None,
) -> None:
    """Serves a bot: webchat page and sockets, HTTP API, health, Prometheus metrics.

    A folder is checked, trained where needed and exported first; what is served is always a
    bundle. Live sessions keep the bundle they began with. Stops on SIGTERM or Ctrl+C, after
    the turns at hand.
    """
    from engine.service.host import open_runtime
    from engine.service.serve import listen, serve
    from engine.service.settings import read_settings
    from engine.service.workspace import bundle_of, open_workspace

    settings = read_settings(
        file,
        store=store,
        tenant=tenant,
        directory=directory,
        host=host,
        port=port,
        log_level=log_level,
    )
    workspace = open_workspace(path)
    with progress("training") as bar:
        content = bundle_of(workspace, bar)
    # The port first: where it is taken, no store is made.
    with listen(settings) as listener, open_runtime(content, settings) as runtime:
        serve(runtime, settings, _announce(workspace.project.name), listener)


def _announce(name: str) -> Callable[[str], None]:
    return lambda address: say(f"{name}: {address} (Ctrl+C stops it)")
