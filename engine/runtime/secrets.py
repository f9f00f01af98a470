"""Secrets by name, from the environment or a folder: read when needed, shown to nobody."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from engine.types.issue import TertuliaError

PREFIX = "TERTULIA_SECRET_"
SHOWN_INSTEAD = "[secret]"
# Shorter values are not hidden: they would blot out ordinary words and numbers.
HIDDEN_FROM_CHARS = 4

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}")
_MARKER = re.compile(r"\{secret:([^{}]*)\}")


class SecretError(TertuliaError):
    """A secret that cannot be had. The text names the secret and the remedy, never a value."""


class Secrets:
    """The values of secrets.

    A file `NAME` in `folder` wins over the variable `TERTULIA_SECRET_NAME` (in capitals, `-`
    and `.` as `_`). Files are read at each use, so that a changed secret needs no restart.
    """

    def __init__(
        self, folder: Path | None = None, environment: Mapping[str, str] = os.environ
    ) -> None:
        self._folder = folder
        self._environment = {
            name.removeprefix(PREFIX): value
            for name, value in environment.items()
            if name.startswith(PREFIX)
        }
        self._seen = set(self._environment.values())

    def __repr__(self) -> str:
        return f"Secrets(folder={self._folder}, {len(self._environment)} from the environment)"

    def get(self, name: str) -> str:
        """The value of a secret; raises SecretError where it is unknown or lies open."""
        if not _NAME.fullmatch(name):
            raise SecretError(
                f"secret {name!r}: not a name; use letters, digits and _ . - after a letter"
            )
        value = self._from_file(name)
        if value is None:
            value = self._environment.get(_variable(name))
        if value is None:
            where = f"the file {name} in {self._folder} or " if self._folder else ""
            raise SecretError(
                f"secret {name!r} is unknown; provide {where}"
                f"the environment variable {PREFIX}{_variable(name)}"
            )
        self._seen.add(value)
        return value

    def fill(self, text: str) -> str:
        """The text with each `{secret:NAME}` replaced by its value; raises SecretError."""
        return _MARKER.sub(lambda found: self.get(found[1]), text)

    def redact(self, text: str) -> str:
        """The text without any secret's value that this object has seen."""
        for value in sorted(self._seen, key=len, reverse=True):
            if len(value) >= HIDDEN_FROM_CHARS:
                text = text.replace(value, SHOWN_INSTEAD)
        return text

    def _from_file(self, name: str) -> str | None:
        if self._folder is None:
            return None
        path = self._folder / name
        try:
            mode = path.stat().st_mode
            # A group may read (services share secrets so), others may not, nobody else may write.
            if mode & (stat.S_IRWXO | stat.S_IWGRP):
                raise SecretError(
                    f"secret {name!r}: its file {path} has mode {stat.S_IMODE(mode):04o}, open to "
                    f"others; run: chmod 600 {path}"
                )
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as problem:
            raise SecretError(
                f"secret {name!r}: its file {path} cannot be read ({type(problem).__name__}); "
                "make it a UTF-8 text that the engine's user may read"
            ) from None


def names_secret(text: str) -> bool:
    """Whether the text has a `{secret:NAME}` to be filled."""
    return _MARKER.search(text) is not None


def _variable(name: str) -> str:
    return re.sub(r"[.-]", "_", name).upper()
