"""Where an archive is changed: by one process at a time, each change whole or not at all.

Files are written beside those that count; then a manifest names them, in one step. Whatever a
process that died left behind is swept away by the next one.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
from msgspec.structs import replace

from engine.analytics.archive.layout import BUCKETS, ROW_GROUP
from engine.analytics.archive.manifest import (
    FORMAT,
    File,
    Manifest,
    Replaced,
    read_manifest,
    sync_folder,
    write_manifest,
)
from engine.analytics.archive.writing import write_file
from engine.analytics.index import place
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

# How long files stay that were replaced: for those who opened the archive before.
KEEP_S = 3600
# What a sort may hold in memory; the rest goes to the disk, into the folder of drafts.
MEMORY = "1GB"
DRAFTS = ".drafts"
LOCK = ".lock"
SECOND_US = 1_000_000

# Told before and after each thing that is done: for progress, and to die at.
Step = Callable[[str], None]


class BusyError(TertuliaError):
    """Another process changes the archive now."""


class Workshop:
    """An archive that is being changed; `manifest` is how it stands."""

    def __init__(self, folder: Path, manifest: Manifest, step: Step) -> None:
        self.folder, self.manifest = folder, manifest
        self.drafts = folder / DRAFTS
        self._step = step
        self._written = 0
        self.connection = duckdb.connect()
        self.connection.execute(f"SET memory_limit = '{MEMORY}'")
        self.connection.execute("SET temp_directory = $1", [str(self.drafts / "spilled")])

    def close(self) -> None:
        """Throws the drafts away."""
        self.connection.close()
        shutil.rmtree(self.drafts, ignore_errors=True)

    def step(self, name: str) -> None:
        """Says what comes now, or has been done."""
        self._step(name)

    def rows(self, sql: str) -> Iterator[pa.Table]:
        """What a query gives, piece by piece."""
        reader = self.connection.sql(sql).to_arrow_reader(ROW_GROUP)
        for batch in reader:
            yield pa.Table.from_batches([batch])

    def write(
        self, table: HistoryTable, span: str, bucket: int, pieces: Iterable[pa.Table]
    ) -> File:
        """Writes a file for the next manifest."""
        self.step(f"write {table} {span} {bucket}")
        # Numbers of manifests are used once, so no file that counts is ever written over.
        self._written += 1
        name = f"{self.manifest.number + 1:08d}-{self._written:05d}"
        file = write_file(self.folder, table, span, bucket, name, pieces)
        self.step(f"wrote {file.path}")
        return file

    def commit(self, manifest: Manifest, keep_s: float = KEEP_S) -> None:
        """Lets a manifest count from now on, and sweeps away what nobody reads any more."""
        now_us = time.time_ns() // 1000
        stay = {each.path for each in (*manifest.files, *manifest.amended)}
        gone = [each.path for each in (*self.manifest.files, *self.manifest.amended)]
        replaced = [each for each in manifest.replaced if each.t_us > now_us - keep_s * SECOND_US]
        if keep_s:
            replaced += [Replaced(path, now_us) for path in gone if path not in stay]
        self.step("manifest")
        self._sync_names(manifest)
        following = replace(
            manifest,
            number=self.manifest.number + 1,
            written_us=now_us,
            replaced=tuple(replaced),
        )
        write_manifest(self.folder, following)
        self.manifest = following
        self.step("committed")
        self.sweep()

    def _sync_names(self, manifest: Manifest) -> None:
        """Brings the names of new files to the disk, up to the archive's own."""
        known = {each.path for each in (*self.manifest.files, *self.manifest.amended)}
        new = [each for each in (*manifest.files, *manifest.amended) if each.path not in known]
        for folder in {parent for each in new for parent in Path(each.path).parents}:
            sync_folder(self.folder / folder)
        sync_folder(self.folder.parent)

    def sweep(self) -> None:
        """Deletes files that no manifest names."""
        files = (*self.manifest.files, *self.manifest.amended)
        named = [*(each.path for each in files), *(each.path for each in self.manifest.replaced)]
        kept = {self.folder / path for path in named}
        for path in sorted(self.folder.rglob("*.p*")):
            if path.suffix in {".parquet", ".part"} and path not in kept:
                self.step(f"delete {path.name}")
                path.unlink()
        place.sweep(self.folder, self.manifest)
        self.step("swept")


@contextmanager
def workshop(folder: Path, step: Step, *, buckets: int = 0) -> Iterator[Workshop]:
    """An archive to be changed, made if need be. Raises BusyError where another is at it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                f"archive {folder}: another process is at work on it; let it finish"
            ) from None
        manifest = _manifest(folder, buckets)
        shutil.rmtree(folder / DRAFTS, ignore_errors=True)
        (folder / DRAFTS).mkdir()
        found = Workshop(folder, manifest, step)
        try:
            yield found
        finally:
            found.close()
    finally:
        os.close(lock)


def _manifest(folder: Path, buckets: int) -> Manifest:
    found = read_manifest(folder)
    if found is None:
        return Manifest(FORMAT, buckets or BUCKETS)
    if buckets and buckets != found.buckets:
        raise TertuliaError(
            f"archive {folder}: it has {found.buckets} buckets, not {buckets}; leave the number "
            "out, or begin another archive"
        )
    return found
