"""An archive copied to any place that fsspec knows: an object store, a share, memory.

Files that the copy lacks are put there, then the manifest; then what no longer counts is deleted.
So a copy is always whole, and one that was broken off goes on where it was.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine.analytics.archive.manifest import NAME, Manifest
from engine.analytics.archive.merging import fold
from engine.analytics.archive.workshop import workshop
from engine.types.issue import TertuliaError

Step = Callable[[str], None]


class Mirrored(Struct, frozen=True):
    """What was copied: files and bytes, files that were deleted, and the number of the manifest."""

    target: str
    files: int
    bytes: int
    deleted: int
    number: int


def mirror(archive: Path, target: str, step: Step = lambda _name: None) -> Mirrored:
    """Makes a place, `s3://bucket/folder` for instance, have what an archive has.

    Changed rows are put in their place before, so that the copy's files hold each row once.
    Raises TertuliaError where the place cannot be written, or has another store's archive.
    """
    with workshop(archive, step) as shop:
        if not shop.manifest.number:
            raise TertuliaError(f"folder {archive}: no archive; `tertulia compact` makes one")
        fold(shop)
        # No file that was replaced is copied: whoever reads all of them finds each row once.
        manifest = replace(shop.manifest, replaced=())
        try:
            return _copy(archive, manifest, _Place(target), step)
        except (OSError, ImportError, ValueError) as error:
            raise TertuliaError(f"{target}: {error}; run it again to go on") from error


class _Place:
    """A folder of a file system. `Any`: fsspec has no types."""

    def __init__(self, target: str) -> None:
        self.target = target
        self._fs: Any
        self._fs, root = fsspec.url_to_fs(target)
        self._root = str(root).rstrip("/")

    def manifest(self) -> Manifest | None:
        """What the copy has, None where there is none."""
        if not self._fs.exists(self._path(NAME)):
            return None
        return msgspec.json.decode(self._fs.cat_file(self._path(NAME)), type=Manifest)

    def size(self, name: str) -> int:
        """How long a file is; -1 where there is none."""
        try:
            return int(self._fs.size(self._path(name)))
        except FileNotFoundError:
            return -1

    def put(self, name: str, content: bytes | Path) -> None:
        """Puts a file there: all of it, or nothing."""
        draft, path = self._path(f"{name}.part"), self._path(name)
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        if isinstance(content, Path):
            self._fs.put_file(str(content), draft)
        else:
            self._fs.pipe_file(draft, content)
        self._fs.mv(draft, path)

    def names(self) -> list[str]:
        """All files that are there."""
        found = self._fs.find(self._root)
        return [str(each).removeprefix(self._root).lstrip("/") for each in found]

    def delete(self, name: str) -> None:
        """Deletes a file."""
        self._fs.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


def _copy(archive: Path, manifest: Manifest, place: _Place, step: Step) -> Mirrored:
    there = place.manifest()
    if there is not None and there.store != manifest.store:
        raise TertuliaError(f"{place.target}: another store's archive is there; name another place")
    known = {(file.path, file.checksum) for file in there.files} if there else set()
    copied = 0
    files = [file for file in manifest.files if (file.path, file.checksum) not in known]
    for file in files:
        # One that was put there before the copying broke off is whole.
        if place.size(file.path) != file.bytes:
            step(f"put {file.path}")
            place.put(file.path, archive / file.path)
            copied += file.bytes
    step("manifest")
    place.put(NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    step("committed")
    wanted = {NAME, *(file.path for file in manifest.files)}
    gone = [name for name in place.names() if name not in wanted and _is_ours(name)]
    for name in gone:
        step(f"delete {name}")
        place.delete(name)
    return Mirrored(place.target, len(files), copied, len(gone), manifest.number)


def _is_ours(name: str) -> bool:
    return name.endswith((".parquet", ".parquet.part", f"{NAME}.part"))
