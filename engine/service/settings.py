"""The service's settings: one value, from a file, the environment and the command line."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
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
PAGE = "docs/reference/settings.md"

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
    front: str = ""
    front_secret: str = ""
    front_replicas: Annotated[int, Meta(ge=1, le=5)] = 1
    history_days: Annotated[int, Meta(ge=0)] = 0
    archive_folder: str = ""
    archive_minutes: Positive = 10
    archive_rows: Count = 100_000
    archive_merge_hour: Annotated[int, Meta(ge=0, le=23)] = 3
    archive_leave_days: Annotated[int, Meta(ge=0)] = 0
    prices_file: str = ""
    funnels_folder: str = ""
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
    header_timeout_s: Positive = 10
    body_timeout_s: Positive = 20
    max_connections: Count = 20_000
    max_connections_per_address: Count = 500
    requests_per_s: Positive = 50
    requests_burst: Count = 500
    refusals_per_minute: Positive = 300
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
    channels: dict[str, dict[str, Any]] = {}  # Any: each kind of channel has settings of its own
    callback_url: str = ""
    callback_secret: str = "callback"  # noqa: S105 - the name of a secret, not its value
    drain_s: Annotated[float, Meta(ge=0)] = 0
    ready_backlog: Count = 10_000
    ready_lag_s: Positive = 60
    metrics: Literal["open", "key", "off"] = "open"
    traces_endpoint: str = ""
    traces_share: Annotated[float, Meta(ge=0, le=1)] = 1
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    access_log: Literal["all", "errors", "off"] = "errors"

    def beside_store(self, name: str, wanted: str = "") -> Path:
        """The path that was set, else `name` in the store's folder."""
        return Path(wanted) if wanted else self.folder / name

    @property
    def address(self) -> str:
        """Where this machine reaches the service."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    @property
    def folder(self) -> Path:
        """The folder that has to be kept: the one that was set, else the store's own."""
        if self.data_folder:
            return Path(self.data_folder)
        is_file = not (self.directory or is_address(self.store))
        return Path(self.store).parent if is_file else Path("tertulia")


class Fault(Struct, frozen=True):
    """A name or a value that cannot be: where it stands, what is wrong, what to do."""

    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.remedy}"


def read_settings(
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    **flags: object,
) -> Settings:
    """The settings: flags that are not None win over the environment, that over the file.

    Raises TertuliaError, with the place and the remedy, where a name or a value is wrong.
    """
    settings, faults = gather_settings(file, environment, **flags)
    if faults:
        raise TertuliaError(str(faults[0]))
    return settings


def gather_settings(
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    **flags: object,
) -> tuple[Settings, list[Fault]]:
    """The settings as far as they can be, and everything that is wrong with them."""
    faults: list[Fault] = []
    values: dict[str, object] = {}
    if file is not None:
        text = _text(file, faults)
        values |= _right(_parsed(file, text, faults), faults, lambda n: _line_of(n, text, file))
    values |= _right(_from_environment(environment), faults, lambda _name: "environment")
    given = {name: value for name, value in flags.items() if value is not None}
    values |= _right(given, faults, lambda _name: "command line")
    return msgspec.convert(values, Settings, strict=False), faults


def settings_schema() -> dict[str, object]:
    """The JSON Schema of a file of settings."""
    return msgspec.json.schema(Settings)


def environment_name(setting: str) -> str:
    """The variable of the environment that sets a setting."""
    return PREFIX + setting.upper()


def _text(file: Path, faults: list[Fault]) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as problem:
        faults.append(Fault(str(file), f"cannot be read ({problem.strerror})", "check the path"))
    except UnicodeDecodeError as problem:
        found = f"byte {problem.start} is not UTF-8"
        faults.append(Fault(str(file), found, "save the file as UTF-8"))
    return ""


def _parsed(file: Path, text: str, faults: list[Fault]) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        faults.append(Fault(str(file), f"not TOML: {problem}", "write `name = value` lines"))
    return {}


def _line_of(name: str, text: str, file: Path) -> str:
    """Where a setting stands in its file."""
    pattern = rf"\s*(\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]"
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(pattern, line):
            return f"{file}, line {number}"
    return str(file)


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX) and not name.startswith(SECRETS_PREFIX):
            setting = name.removeprefix(PREFIX).lower()
            found[setting] = re.split(r"[,\s]+", value) if _is_list(setting) else value
    return found


def _is_list(setting: str) -> bool:
    return isinstance(getattr(Settings(), setting, None), tuple)


def _right(
    values: Mapping[str, object], faults: list[Fault], place: Callable[[str], str]
) -> dict[str, object]:
    """Those that can be; the others are faults."""
    right = {}
    for name, value in values.items():
        fault = _fault_of(name, value, place(name))
        if fault is None:
            right[name] = value
        else:
            faults.append(fault)
    return right


def _fault_of(name: str, value: object, place: str) -> Fault | None:
    if name not in Settings.__struct_fields__:
        near = get_close_matches(name, Settings.__struct_fields__, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"see {PAGE}"
        return Fault(place, f"unknown setting {name!r}", hint)
    try:
        msgspec.convert({name: value}, Settings, strict=False)
    except msgspec.ValidationError as problem:
        message, _, path = str(problem).partition(" - at `$.")
        where = path.rstrip("`") or name
        said = f"{message[:1].lower()}{message[1:]}"
        return Fault(f"{place}: setting {where!r}", said, f"see {PAGE}")
    return None
