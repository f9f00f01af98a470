"""`tertulia key`: the keys that other systems sign in to the API with."""

from pathlib import Path

import click

from engine.service.cli.output import advise, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.types.issue import TertuliaError


@command("key", "tertulia key --name crm --scope messages")
@click.option("--name", default="", help="Who uses it: a new key for that system.")
@click.option("--scope", multiple=True, help="What it may do; by default everything.")
@click.option("--revoke", default="", metavar="ID", help="Take a key back.")
@click.option("--store", default="", help="The store beside which the keys are kept.")
@click.option("file", "--config", "-c", type=PATH, help="The server's file of settings (TOML).")
@as_json
def run(
    name: str, scope: tuple[str, ...], revoke: str, store: str, file: Path | None, json: bool
) -> None:
    """Makes a key (shown once), takes one back, or lists those there are."""
    from engine.service.api.keys import SCOPES, create_key, read_keys, revoke_key
    from engine.service.settings import read_settings

    settings = read_settings(file, store=store or None)
    path = settings.beside_store("keys.json", settings.keys_file)
    if revoke:
        if not revoke_key(path, revoke):
            raise TertuliaError(f"{path}: there is no key {revoke!r}; `tertulia key` lists them")
        say(f"key {revoke} taken back")
    elif name:
        key = create_key(path, name, tuple(scope or SCOPES))  # type: ignore[arg-type]  # checked there
        if json:
            say_json({"key": key})
        else:
            say(key)
            advise("Keep it now: it is not shown again.")
    else:
        keys = [
            {"id": each.id, "name": each.name, "scopes": each.scopes} for each in read_keys(path)
        ]
        if json:
            say_json(keys)
            return
        for each in keys:
            say(f"{each['id']}  {each['name']:<20} {' '.join(each['scopes'])}")
        if not keys:
            say(f"no keys in {path}; make one with `tertulia key --name SYSTEM`")
