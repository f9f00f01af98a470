"""Where an archive keeps the index of its files, and for how long: as long as all of them count."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from engine.analytics.archive.manifest import File, Manifest

FOLDER = ".index"
NAME = "index.json"
# Indexes of earlier engines are built again.
FORMAT = 1
DRAFT = ".draft"
# Nobody is at a draft for so long.
DRAFT_S = 3600


class Kept(Struct, frozen=True):
    """What an index was built of: files of the archive, by their checksums."""

    format: int
    files: dict[str, str]


def files_of(manifest: Manifest) -> tuple[File, ...]:
    """The files of an archive that an index is built of."""
    return (*manifest.of("events"), *manifest.of("messages"))


def kept_in(archive: Path) -> Iterator[tuple[Path, Kept]]:
    """The indexes that lie beside an archive."""
    for path in sorted((archive / FOLDER).glob(f"*/{NAME}")):
        if path.parent.suffix == DRAFT:
            continue
        try:
            kept = msgspec.json.decode(path.read_bytes(), type=Kept)
        except FileNotFoundError:
            continue
        yield path.parent, kept


def sweep(archive: Path, manifest: Manifest) -> None:
    """Deletes indexes of rows that the archive may have forgotten, and what was left unfinished."""
    named = {file.path: file.checksum for file in files_of(manifest)}
    for folder, kept in kept_in(archive):
        if kept.format != FORMAT or not kept.files.items() <= named.items():
            shutil.rmtree(folder, ignore_errors=True)
    for draft in (archive / FOLDER).glob(f"*{DRAFT}"):
        if draft.stat().st_mtime < time.time() - DRAFT_S:
            shutil.rmtree(draft, ignore_errors=True)
