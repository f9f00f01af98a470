"""Where published bundles are kept: beside a file, or in the database that workers share."""

import os
from pathlib import Path
from typing import Protocol

from engine.project.replace import replace_files
from engine.service.settings import Settings
from engine.stores.protocol import Store
from engine.types.issue import TertuliaError

LOG = "publications.jsonl"


class Shelf(Protocol):
    """Bundles by id, and a line of JSON a publication."""

    def lines(self) -> list[bytes]:
        """All publications, the oldest first."""

    def add(self, line: bytes) -> None:
        """Adds a publication, durably."""

    def keep(self, bundle: str, content: bytes) -> None:
        """Keeps the bytes of a bundle under its id."""

    def kept(self) -> set[str]:
        """The ids of the bundles that are here."""

    def content(self, bundle: str) -> bytes | None:
        """The bytes of a bundle; None where it is gone."""

    def forget(self, bundle: str) -> None:
        """Forgets a bundle."""


class FolderShelf:
    """A folder that one process owns; any thread may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lines(self) -> list[bytes]:
        """All publications, the oldest first; the last line may be torn by a crash."""
        try:
            return (self._folder / LOG).read_bytes().splitlines()
        except FileNotFoundError:
            return []

    def add(self, line: bytes) -> None:
        """Adds a publication, durably."""
        path = self._folder / LOG
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.read_bytes() if path.exists() else b""
        torn = whole[whole.rfind(b"\n") + 1 :]
        with path.open("r+b" if path.exists() else "wb") as file:
            file.seek(len(whole) - len(torn))
            file.write(line + b"\n")
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def keep(self, bundle: str, content: bytes) -> None:
        """Keeps the bytes of a bundle under its id."""
        path = self._path(bundle)
        if not path.exists():
            replace_files({path: content}, self._folder.parent)

    def kept(self) -> set[str]:
        """The ids of the bundles that are here."""
        return {path.stem for path in self._folder.glob("*.bot")}

    def content(self, bundle: str) -> bytes | None:
        """The bytes of a bundle; None where it is gone."""
        try:
            return self._path(bundle).read_bytes()
        except OSError:
            return None

    def forget(self, bundle: str) -> None:
        """Forgets a bundle."""
        self._path(bundle).unlink(missing_ok=True)

    def _path(self, bundle: str) -> Path:
        return self._folder / f"{bundle}.bot"


def shelf_of(settings: Settings, store: Store) -> Shelf:
    """Where the bundles of a store are kept."""
    if not store.shared:
        return FolderShelf(settings.beside_store("bundles"))
    from engine.stores.postgres import PostgresStore
    from engine.stores.postgres.shelf import PostgresShelf

    if not isinstance(store, PostgresStore):
        raise TertuliaError(f"bundles cannot be kept in a {type(store).__name__}")
    return PostgresShelf(store)
