"""The versions of one project: kept, listed and read."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from engine.project.versions import database, records
from engine.project.versions.content import Files, files_as_written, files_on_disk, read_files
from engine.project.versions.version import Kind, Version
from engine.types.bot import Project
from engine.types.issue import Issue, TertuliaError

T = TypeVar("T")


class Versions:
    """The versions of the project in a folder, kept in `.tertulia/` there.

    Several processes and threads may use them at once. A damaged database is set aside and a
    new one begun, which `issues` tells. Raises TertuliaError where the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = database.path_of(folder)

    def keep(
        self,
        project: Project | None,
        kind: Kind,
        author: str = "",
        label: str = "",
        *,
        t_us: int,
        bundle: str = "",
    ) -> Version:
        """The version that holds the project from now on; without one, the files on disk.

        It is the last one where nothing changed since and nothing else is said of it. Old
        versions are thinned.
        """
        database.make_folder(self.path)
        new = Version(0, t_us, kind, author, label, bundle)
        return self._do(
            lambda connection: records.keep(connection, lambda: self._now(project), new)
        )

    def list(self, limit: int = 100) -> tuple[Version, ...]:
        """The newest versions, the newest first."""
        if not self.path.exists():
            return ()
        return self._do(lambda connection: records.newest(connection, limit))

    def project(self, id_: int) -> Project:
        """The project as it was, as far as it could be read; see `read` for what could not."""
        return self.read(id_)[0]

    def read(self, id_: int) -> tuple[Project, tuple[Issue, ...]]:
        """What was sound of the project as it was, and everything that was wrong with it."""
        return read_files(self.files(id_), self.folder.resolve().name)

    def files(self, id_: int) -> Files:
        """Every file of the version, byte by byte, by its path relative to the folder.

        Raises TertuliaError where there is no such version or its content is damaged.
        """
        found = (
            self._do(lambda connection: records.files(connection, id_)) if self._is_there else None
        )
        if found is None:
            raise self._unknown(id_)
        return found

    def label(self, id_: int, label: str) -> None:
        """Name a version, which keeps it for ever; an empty label takes the name away."""
        if not self._is_there or not self._do(lambda db: records.label(db, id_, label)):
            raise self._unknown(id_)

    def issues(self) -> tuple[Issue, ...]:
        """What is to be said of the database: each that was damaged and set aside."""
        return tuple(database.damage(path) for path in database.aside(self.path))

    def _now(self, project: Project | None) -> Files:
        if project is None:
            return files_on_disk(self.folder)
        return files_as_written(project, self.folder)

    @property
    def _is_there(self) -> bool:
        return self.path.exists()

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The work on the database, on a new one if it is damaged."""
        try:
            with database.opened(self.path) as connection:
                return work(connection)
        except database.DamagedError:
            database.set_aside(self.path)
            with database.opened(self.path) as connection:
                return work(connection)

    def _unknown(self, id_: int) -> TertuliaError:
        ids = [str(version.id) for version in self.list(8)]
        known = f"the newest are {', '.join(ids)}" if ids else "none is kept"
        damage = "".join(f"; {issue.message}: {issue.remedy}" for issue in self.issues()[-1:])
        return TertuliaError(f"{self.folder} has no version {id_}: {known}{damage}")
