"""The service's settings: one value, from a file, the environment and the command line."""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from engine.stores.opening import is_address
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS

PREFIX = "TERTULIA_"
# Secrets share the prefix and are no settings.
SECRETS_PREFIX = "TERTULIA_SECRET_"

Count = Annotated[int, Meta(ge=1)]
Positive = Annotated[float, Meta(gt=0)]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that an operator may set. docs/reference/settings.md explains each one.

    Empty paths lie in the data folder, by default the one in which the store's file lies; a store
    in a database takes the folder `tertulia`.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65_535)] = 8321
    store: str = "tertulia.sqlite"
    store_replica: str = ""
    directory: str = ""
    tenant: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = "main"
    data_folder: str = ""
    signing_key_file: str = ""
    keys_file: str = ""
    files_folder: str = ""
    secrets_folder: str = ""
    egress_allow: tuple[str, ...] = ()
    egress_ports: tuple[int, ...] = (80, 443)
    egress_ca_file: str = ""
    demo_page: bool = True
    embed_origins: tuple[str, ...] = ("*",)
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    bundles_kept: Count = 20
    session_days: Positive = 30
    message_chars: Annotated[int, Meta(ge=1, le=LIMITS.message_chars)] = LIMITS.text_chars
    body_bytes: Count = LIMITS.post_bytes
    uploads: bool = True
    file_bytes: Count = LIMITS.file_bytes
    posts_per_s: Positive = 20
    posts_burst: Count = 100
    conversation_posts_per_s: Positive = 2
    conversation_posts_burst: Count = 20
    sessions_per_minute: Positive = 60
    max_sockets: Count = 10_000
    max_sockets_per_address: Count = 100
    send_timeout_s: Positive = 20
    idle_timeout_s: Positive = 90
    stop_timeout_s: Positive = 20
    callback_url: str = ""
    callback_secret: str = "callback"  # noqa: S105 - the name of a secret, not its value
    ready_backlog: Count = 10_000
    metrics: Literal["open", "key", "off"] = "open"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    access_log: Literal["all", "errors", "off"] = "errors"

    def beside_store(self, name: str, wanted: str = "") -> Path:
        """The path that was set, else `name` in the store's folder."""
        return Path(wanted) if wanted else self.folder / name

    @property
    def folder(self) -> Path:
        """The folder that has to be kept: the one that was set, else the store's own."""
        if self.data_folder:
            return Path(self.data_folder)
        is_file = not (self.directory or is_address(self.store))
        return Path(self.store).parent if is_file else Path("tertulia")


def read_settings(
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    **flags: object,
) -> Settings:
    """The settings: flags that are not None win over the environment, that over the file.

    Raises TertuliaError, with the place and the remedy, where a name or a value is wrong.
    """
    settings = _checked({}, "settings")
    if file is not None:
        settings = _with(settings, _from_file(file), str(file))
    settings = _with(settings, _from_environment(environment), "environment")
    return _with(settings, {k: v for k, v in flags.items() if v is not None}, "command line")


def environment_name(setting: str) -> str:
    """The variable of the environment that sets a setting."""
    return PREFIX + setting.upper()


def _from_file(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise TertuliaError(
            f"{file}: cannot be read ({problem.strerror}); check the path"
        ) from None
    except UnicodeDecodeError as problem:
        raise TertuliaError(
            f"{file}: byte {problem.start} is not UTF-8; save the file as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as problem:
        raise TertuliaError(f"{file}: not TOML: {problem}; write `name = value` lines") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX) and not name.startswith(SECRETS_PREFIX):
            setting = name.removeprefix(PREFIX).lower()
            found[setting] = re.split(r"[,\s]+", value) if _is_list(setting) else value
    return found


def _is_list(setting: str) -> bool:
    return isinstance(getattr(Settings(), setting, None), tuple)


def _with(settings: Settings, changes: Mapping[str, object], source: str) -> Settings:
    for name in changes:
        if name not in Settings.__struct_fields__:
            near = get_close_matches(name, Settings.__struct_fields__, 1)
            hint = f"did you mean {near[0]!r}?" if near else "see docs/reference/settings.md"
            raise TertuliaError(f"{source}: unknown setting {name!r}; {hint}")
    merged = {
        name: changes.get(name, getattr(settings, name)) for name in settings.__struct_fields__
    }
    return _checked(merged, source)


def _checked(values: Mapping[str, Any], source: str) -> Settings:  # Any: convert checks it
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as problem:
        message, _, place = str(problem).partition(" - at `$.")
        name = place.rstrip("`").partition("[")[0]
        raise TertuliaError(
            f"{source}: setting {name!r}: {message[:1].lower()}{message[1:]}; "
            "see docs/reference/settings.md"
        ) from None
