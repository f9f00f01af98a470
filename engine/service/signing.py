"""The service's own key, and values that only the service can have signed."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from engine.types.issue import TertuliaError

KEY_BYTES = 32


def open_key(path: Path) -> bytes:
    """The key in a file; made, readable by its owner only, where there is none."""
    try:
        return _read_key(path)
    except FileNotFoundError:
        pass
    key = secrets.token_bytes(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name first: a key cut short would end every session.
    # Named by chance: in a container, the process that was killed here had our number too.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return _read_key(path)
    finally:
        draft.unlink()
    return key


def sign(key: bytes, payload: bytes) -> str:
    """The payload and its signature as one text for headers and addresses."""
    return f"{_encode(payload)}.{_encode(_digest(key, payload))}"


def unsign(key: bytes, signed: str) -> bytes | None:
    """The payload of a signed text, None where it is not ours."""
    body, _, signature = signed.partition(".")
    try:
        payload = _decode(body)
        given = _decode(signature)
    except (binascii.Error, ValueError):
        return None
    return payload if hmac.compare_digest(given, _digest(key, payload)) else None


def _read_key(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise TertuliaError(f"{path}: others may read this key; run: chmod 600 {path}")
    try:
        key = base64.b64decode(path.read_bytes(), validate=False)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise TertuliaError(
            f"{path}: this is no key of {KEY_BYTES} bytes; restore it, or delete it for a new one "
            "(open webchat sessions then start anew)"
        )
    return key


def _digest(key: bytes, payload: bytes) -> bytes:
    return hmac.new(key, payload, hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
