"""`tertulia config`: a server's settings, checked before it starts, and their schema."""

from pathlib import Path

import click

from engine.service.cli.output import count, fail, say, say_json
from engine.service.cli.parameters import PATH, as_json, command

COLOURS = {"ok": "green", "warning": "yellow", "error": "red"}


@command("config", "tertulia config check clinic.bot --config /etc/tertulia.toml")
@click.argument("what", type=click.Choice(["check", "schema"]), help="`check`, or `schema`.")
@click.argument("bot", type=PATH, required=False, help="A bot whose secrets are looked for, too.")
@click.option("file", "--config", "-c", type=PATH, help="A file of settings (TOML).")
@click.option("--store", help="The store, as `serve` takes it.")
@as_json
def run(what: str, bot: Path | None, file: Path | None, store: str | None, json: bool) -> None:
    """Checks the settings of a server, from the file and the environment, before it starts.

    Says of every wrong name and value where it stands and what to do, and whether the port is
    free, the store is reachable, files and folders are usable, channels can be opened, and
    secrets are there, which are named but never shown. Changes nothing. Exits with 1 where
    there is an error. `schema` prints the JSON Schema of the file.
    """
    from engine.service.diagnosis import diagnose
    from engine.service.settings import gather_settings, settings_schema

    if what == "schema":
        say_json(settings_schema())
        return
    settings, faults = gather_settings(file, store=store)
    found = diagnose(settings, faults, _secrets_of(bot) if bot else ())
    errors = sum(each.state == "error" for each in found)
    if json:
        say_json(found)
    else:
        for each in found:
            label = click.style(f"{each.state:<7}", fg=COLOURS[each.state], bold=True)
            say(f"{label} {each.place}: {each.message}" + (each.remedy and f"; {each.remedy}"))
        say(count(errors, "error"))
    if errors:
        fail()


def _secrets_of(path: Path) -> tuple[str, ...]:
    from engine.service.workspace import open_workspace

    project = open_workspace(path).project
    return tuple(sorted({name for bot in project.bots.values() for name in bot.secrets}))
