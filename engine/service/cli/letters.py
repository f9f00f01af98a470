"""`tertulia letters`: dead letters, listed, tried again or dropped."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.service.cli.output import count, say, say_json
from engine.service.cli.parameters import PATH, as_json, command
from engine.service.cli.publish import read_key
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.service.api.letters import LetterRows
    from engine.service.remote import RemoteEngine
    from engine.service.store_letters import StoreLetters

SHOWN = 1000


@command("letters", "tertulia letters --url https://chat.example.org --key-file operate.key --all")
@click.argument("seqs", type=int, nargs=-1, metavar="[SEQ]...")
@click.option("--retry", is_flag=True, help="Try the letters SEQ again.")
@click.option("--drop", is_flag=True, help="Give the letters SEQ up for good.")
@click.option("--all", "every", is_flag=True, help="Not SEQ but all; tries again unless --drop.")
@click.option("--store", help="The store: a SQLite file, or postgresql://...")
@click.option("--tenant", help="Whose letters, where several share a database.")
@click.option("file", "--config", "-c", type=PATH, help="The server's file of settings (TOML).")
@click.option("--url", help="The address of the running server, instead of its store.")
@click.option("--key-file", type=PATH, help="With --url: a key that has the scope `operate`.")
@click.option(
    "--limit", type=click.IntRange(1, SHOWN), default=100, help="The most that are shown."
)
@as_json
def run(
    seqs: tuple[int, ...],
    retry: bool,
    drop: bool,
    every: bool,
    store: str | None,
    tenant: str | None,
    file: Path | None,
    url: str | None,
    key_file: Path | None,
    limit: int,
    json: bool,
) -> None:
    """Lists dead letters: events whose turns failed, and messages and effects given up.

    With --retry or --all they are tried again, of one conversation the oldest first; with
    --drop they are given up for good. A database takes this while its workers run. A SQLite
    file is its server's alone: it is listed at any time, but changed through the server, with
    --url, or once that is stopped.
    """
    changes = retry or drop or every
    if retry and drop:
        raise TertuliaError("--retry and --drop exclude each other; give one of them")
    if changes and every == bool(seqs):
        raise TertuliaError("which letters? give their numbers, or --all")
    if seqs and not changes:
        raise TertuliaError("numbers, but nothing to do with them; give --retry or --drop")
    box = _letters_of(url, key_file, file, store, tenant)
    if not changes:
        found = box.letters(limit)
    elif drop:
        found = box.drop_letters(None if every else seqs)
    else:
        found = box.retry_letters(None if every else seqs)
    if json:
        say_json(found)
    else:
        _show(found, "" if not changes else "dropped" if drop else "tried again")


def _letters_of(
    url: str | None, key_file: Path | None, file: Path | None, store: str | None, tenant: str | None
) -> "RemoteEngine | StoreLetters":
    from engine.service.remote import RemoteEngine
    from engine.service.settings import read_settings
    from engine.service.store_letters import StoreLetters

    if not url:
        return StoreLetters(read_settings(file, store=store, tenant=tenant))
    if key_file is None:
        raise TertuliaError("--url needs --key-file; `tertulia key --scope operate` makes a key")
    return RemoteEngine(url, read_key(key_file))


def _show(found: "LetterRows", done: str) -> None:
    for row in found.letters:
        when = dt.datetime.fromtimestamp(row.t / 1000, dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        say(f"{row.seq}  {when}  {row.box:<6}  {row.route}  {row.conversation}  {row.error}")
    if done:
        say(f"{count(len(found.letters), 'letter')} {done}; {found.total:,} left")
    else:
        say(f"{len(found.letters):,} of {count(found.total, 'dead letter')}")
