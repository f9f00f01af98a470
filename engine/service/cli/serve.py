"""`tertulia serve`: a bot in production, headless, with webchat, API and metrics."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from engine.service.cli.output import progress, say

NAME = "serve"
EXAMPLES = "Example: tertulia serve clinic.bot --store data/clinic.sqlite --port 80 --host 0.0.0.0"

Target = Annotated[Path, typer.Argument(metavar="PATH", help="A .bot bundle or a bot's folder.")]
Store = Annotated[str | None, typer.Option(help="The SQLite file; made where there is none.")]
Host = Annotated[str | None, typer.Option(help="The address to listen on.")]
Port = Annotated[int | None, typer.Option(help="The port; 0 takes any free one.")]
File = Annotated[Path | None, typer.Option("--config", "-c", help="A file of settings (TOML).")]
LogLevel = Annotated[str | None, typer.Option(help="debug, info, warning or error.")]


def run(
    path: Target,
    store: Store = None,
    host: Host = None,
    port: Port = None,
    file: File = None,
    log_level: LogLevel = None,
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

    settings = read_settings(file, store=store, host=host, port=port, log_level=log_level)
    workspace = open_workspace(path)
    with progress("training") as bar:
        content = bundle_of(workspace, bar)
    # The port first: where it is taken, no store is made.
    with listen(settings) as listener, open_runtime(content, settings) as runtime:
        serve(runtime, settings, _announce(workspace.project.name), listener)


def _announce(name: str) -> Callable[[str], None]:
    return lambda address: say(f"{name}: {address} (Ctrl+C stops it)")
