"""Keys of the API: shown once when made, kept as digests, each with its scopes."""

import hashlib
import hmac
import os
import secrets
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct
from starlette.requests import Request

from engine.service.api.scopes import Scope
from engine.service.errors import ServiceError
from engine.types.issue import TertuliaError

PREFIX = "tk"
SCOPES: tuple[Scope, ...] = get_args(Scope)


class Key(Struct, frozen=True):
    """What is kept of a key. The secret has 192 bits of chance, so a plain digest is safe."""

    id: str
    name: str
    digest: str
    scopes: tuple[Scope, ...]
    made_s: int


def create_key(path: Path, name: str, scopes: Iterable[Scope] = SCOPES) -> str:
    """A new key, kept in the file as a digest: the text is to be shown once and never again."""
    wanted = tuple(scopes)
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown:
        raise TertuliaError(f"unknown scope {unknown[0]!r}; the scopes are: {', '.join(SCOPES)}")
    key_id, secret = secrets.token_hex(4), secrets.token_hex(24)
    key = Key(key_id, name, _digest(secret), wanted, int(time.time()))
    _write(path, [*read_keys(path), key])
    return f"{PREFIX}_{key_id}_{secret}"


def revoke_key(path: Path, key_id: str) -> bool:
    """Takes a key out of the file by its id; whether it was there."""
    keys = read_keys(path)
    left = [key for key in keys if key.id != key_id]
    if len(left) < len(keys):
        _write(path, left)
    return len(left) < len(keys)


def read_keys(path: Path) -> list[Key]:
    """The keys in the file, none where there is no file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    if stat.S_IMODE(path.stat().st_mode) & 0o022:
        raise TertuliaError(f"{path}: others may write this file; run: chmod 600 {path}")
    try:
        return msgspec.json.decode(raw, type=list[Key])
    except msgspec.MsgspecError as problem:
        raise TertuliaError(
            f"{path}: not a list of keys: {problem}; restore it, or delete it and make new keys"
        ) from None


class Keys:
    """The keys in use. A change of the file counts at once, without a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._keys: dict[str, Key] = {}
        self._load()

    def check(self, request: Request, scope: Scope) -> Key:
        """The key of a request; raises ServiceError where it has none for this scope."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        key = self.find(token.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise ServiceError(
                401,
                "no-key",
                "the request has no valid key",
                "send `Authorization: Bearer KEY`; `tertulia key --name SYSTEM` makes one",
                {"WWW-Authenticate": "Bearer"},
            )
        if scope not in key.scopes:
            raise ServiceError(
                403, "no-scope", f"key {key.id} lacks the scope {scope!r}", "make a key that has it"
            )
        return key

    def find(self, token: str) -> Key | None:
        """The key of a token, None where there is none such."""
        self._load()
        prefix, _, rest = token.partition("_")
        key_id, _, secret = rest.partition("_")
        key = self._keys.get(key_id)
        # Compared even for unknown ids, so that the time tells nothing about them.
        expected = key.digest if key else _digest("")
        matches = hmac.compare_digest(_digest(secret), expected)
        return key if key and matches and prefix == PREFIX else None

    def _load(self) -> None:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
        except FileNotFoundError:
            stamp = None
        if stamp != self._stamp or stamp is None:
            self._keys = {key.id: key for key in read_keys(self._path)}
            self._stamp = stamp


def _write(path: Path, keys: list[Key]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(keys)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
