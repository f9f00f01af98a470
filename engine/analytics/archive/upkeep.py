"""All that an archive needs at a time, as one piece of work: what people and servers ask for."""

from pathlib import Path

from msgspec import Struct

from engine.analytics.archive.compacting import Compaction, archive_of, compact
from engine.analytics.archive.forgetting import forget_before, forget_contact
from engine.analytics.archive.layout import Span
from engine.analytics.archive.manifest import read_manifest
from engine.analytics.archive.merging import merge
from engine.analytics.archive.workshop import Step
from engine.analytics.archive.writing import checksum_of
from engine.stores.opening import TENANT
from engine.types.issue import TertuliaError


class Work(Struct, frozen=True):
    """What is to be done: `source` is the store, `folder` that of archives.

    `merge` empty: files stay as they are. What is older than `forget_before_us` goes, and
    whatever is of the contact.
    """

    source: str
    folder: str
    tenant: str = TENANT
    buckets: int = 0
    merge: Span | None = None
    forget_before_us: int = 0
    forget_contact: str = ""


class Done(Struct, frozen=True):
    """What was done; `files` is how many there are now."""

    compaction: Compaction
    forgotten: int
    files: int
    bytes: int


def keep_up(work: Work, step: Step = lambda _name: None) -> Done:
    """Brings an archive up to date, forgets and merges.

    Raises TertuliaError where the archive is another store's, or another process is at it.
    """
    source, folder = work.source, work.folder
    done = compact(source, folder, work.tenant, buckets=work.buckets, step=step)
    path = archive_of(folder, work.tenant)
    forgotten = forget_before(path, work.forget_before_us, step) if work.forget_before_us else 0
    if work.forget_contact:
        forgotten += forget_contact(path, work.forget_contact, step)
    if work.merge is not None:
        merge(path, work.merge, step)
    manifest = read_manifest(path)
    files = (*manifest.files, *manifest.amended) if manifest else ()
    return Done(done, forgotten, len(files), sum(file.bytes for file in files))


def verify(folder: Path) -> int:
    """How many files an archive has, each read and found whole.

    Raises TertuliaError with the first that is missing or damaged.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise TertuliaError(f"folder {folder}: no archive; `tertulia compact` makes one")
    files = (*manifest.files, *manifest.amended)
    for file in files:
        path = folder / file.path
        if not path.is_file():
            raise TertuliaError(f"{path}: the file is missing; restore it from a backup")
        if checksum_of(path) != file.checksum:
            raise TertuliaError(f"{path}: the file is damaged; restore it from a backup")
    return len(files)
