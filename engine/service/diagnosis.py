"""What is right and wrong with a server's settings, before it starts: all of it, with remedies.

Nothing is changed, and no secret is shown.
"""

import os
import socket
import ssl
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import httpx
from msgspec import Struct

from engine.runtime.secrets import SecretError, Secrets
from engine.service.api.keys import read_keys
from engine.service.channels.opening import secrets_of
from engine.service.settings import Fault, Settings
from engine.service.ways import channels_of
from engine.stores.opening import is_address
from engine.stores.probe import probe
from engine.types.issue import TertuliaError

ASK_S = 2.0


class Finding(Struct, frozen=True):
    """One thing that was looked at. Without a remedy all is well."""

    state: Literal["ok", "warning", "error"]
    place: str
    message: str
    remedy: str = ""


def diagnose(
    settings: Settings, faults: list[Fault], bot_secrets: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """What is found: wrong names and values first, then what they name in the world.

    `bot_secrets` are the names of secrets that a bot asks for.
    """
    wrong = [Finding("error", each.place, each.message, each.remedy) for each in faults]
    return (
        *wrong,
        *_address(settings),
        *_stores(settings),
        *_folders(settings),
        *_files(settings),
        *_channels(settings),
        *_secrets(settings, bot_secrets),
    )


def _address(settings: Settings) -> Iterator[Finding]:
    place = f"{settings.host} port {settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as problem:
            if _is_served(settings):
                said = "a server of Tertulia answers there already"
                yield Finding("warning", place, said, "stop that one before another starts there")
            else:
                said = problem.strerror or str(problem)
                yield Finding("error", place, said, "choose another `host` or `port`")
            return
    yield Finding("ok", place, "free")


def _is_served(settings: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    shown = f"[{host}]" if ":" in host else host
    try:
        got = httpx.get(f"http://{shown}:{settings.port}/health/live", timeout=ASK_S)
    except httpx.HTTPError:
        return False
    return got.text == "ok"


def _stores(settings: Settings) -> Iterator[Finding]:
    wanted = {"directory": settings.directory} if settings.directory else {"store": settings.store}
    if settings.store_replica:
        wanted["store_replica"] = settings.store_replica
    for setting, name in wanted.items():
        if setting != "store" and not is_address(name):
            said = "not the address of a database"
            yield Finding("error", setting, said, "write postgresql://HOST/DATABASE")
            continue
        try:
            yield Finding("ok", setting, probe(name))
        except TertuliaError as problem:
            yield _problem(setting, problem)


def _folders(settings: Settings) -> Iterator[Finding]:
    folders = {"data_folder": settings.folder}
    if settings.files_folder:
        folders["files_folder"] = Path(settings.files_folder)
    if settings.archive_folder:
        folders["archive_folder"] = Path(settings.archive_folder)
        if find_spec("duckdb") is None:
            said = "an archive needs DuckDB, which is not installed"
            yield Finding(
                "error", "archive_folder", said, "run `pip install 'tertulia[analytics]'`"
            )
    for setting, folder in folders.items():
        there = next(
            each for each in (folder.absolute(), *folder.absolute().parents) if each.exists()
        )
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            made = "" if folder.exists() else ", to be made"
            yield Finding("ok", setting, f"{folder} is writable{made}")
        else:
            said = f"{there} is no folder that this user may write"
            yield Finding("error", setting, said, "name another, or give this user the right")


def _files(settings: Settings) -> Iterator[Finding]:
    keys = settings.beside_store("keys.json", settings.keys_file)
    try:
        yield Finding("ok", "keys_file", f"{len(read_keys(keys))} API keys in {keys}")
    except (TertuliaError, OSError) as problem:
        yield _problem("keys_file", problem)
    if settings.signing_key_file and not os.access(settings.signing_key_file, os.R_OK):
        said = f"{settings.signing_key_file} cannot be read"
        remedy = "check the path, and that this user may read it; or leave it out"
        yield Finding("error", "signing_key_file", said, remedy)
    if settings.egress_ca_file:
        try:
            ssl.create_default_context(cafile=settings.egress_ca_file)
            yield Finding("ok", "egress_ca_file", f"{settings.egress_ca_file} has certificates")
        except OSError as problem:
            yield _problem("egress_ca_file", problem)


def _channels(settings: Settings) -> Iterator[Finding]:
    try:
        names = channels_of(settings, lambda _name: "")
    except TertuliaError as problem:
        yield _problem("channels", problem)
    else:
        yield Finding("ok", "channels", ", ".join(sorted(names)))


def _secrets(settings: Settings, bot_secrets: tuple[str, ...]) -> Iterator[Finding]:
    folder = Path(settings.secrets_folder) if settings.secrets_folder else None
    if folder is not None and not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        said = f"{folder} is no folder that this user may read"
        yield Finding("error", "secrets_folder", said, "check the path and its permissions")
    wanted = list(bot_secrets)
    if settings.callback_url:
        wanted.append(settings.callback_secret)
    wanted += secrets_of(settings.channels)
    known = Secrets(folder)
    for name in dict.fromkeys(wanted):
        try:
            known.get(name)
        except SecretError as problem:
            yield _problem(f"secret {name!r}", problem)
        else:
            yield Finding("ok", f"secret {name!r}", "there")


def _problem(place: str, problem: Exception) -> Finding:
    message, _, remedy = str(problem).rpartition("; ")
    return Finding(
        "error", place, message or remedy, remedy or "check the path and its permissions"
    )
