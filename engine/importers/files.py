"""An export as a read-only mapping from path to bytes, opened without trusting it.

A folder, a .zip, a .tgz or a single file gives the same mapping. What cannot be taken safely (a
link, a path that climbs out, a file that is too large or encrypted) is refused, with its reason.
"""

import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from zipfile import ZipFile, is_zipfile

import msgspec

from engine.importers.archives import (
    Refusal,
    Taken,
    Unreadable,
    is_gzip,
    take_tar,
    take_zip,
    too_large,
    unpack_gzip,
)
from engine.types.issue import TertuliaError
from engine.types.limits import LIMITS, Limits
from engine.types.zip_faults import ZIP_FAULTS

__all__ = ["Files", "Refusal", "Unreadable", "decode", "open_files"]

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# How JSON may write them and old line ends; text that only looks so costs a second look.
ESCAPED = re.compile(r"\\(?:[rbf]|u00[01]|u007[fF]|u00[89])")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class Files(Mapping[str, bytes]):
    """The files of an export by path with `/`, in order; read when asked for."""

    def __init__(
        self,
        name: str,
        readers: Mapping[str, Callable[[], bytes]],
        refused: tuple[Refusal, ...] = (),
    ) -> None:
        self.name = name
        self.refused = refused
        self._readers = {path: readers[path] for path in sorted(readers)}

    def __getitem__(self, path: str) -> bytes:
        return self._readers[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)

    def under(self, folder: str) -> "Files":
        """The files below a folder, by their paths from there."""
        start = f"{folder.rstrip('/')}/" if folder else ""
        inside = {
            path[len(start) :]: r for path, r in self._readers.items() if path.startswith(start)
        }
        return Files(self.name, inside, self.refused)

    def only(self, paths: Iterable[str]) -> "Files":
        """These of the files, as far as they are there."""
        kept = {path: self._readers[path] for path in paths if path in self._readers}
        return Files(self.name, kept, self.refused)

    def text(self, path: str) -> str:
        """A file's text, whatever its Unicode encoding; raises `Unreadable`."""
        return without_control(decode(self[path]))

    def json(self, path: str) -> object:
        """A file's JSON value; raises `Unreadable`."""
        text = self.text(path)
        try:
            value = msgspec.json.decode(text)
            return _without_control(value) if ESCAPED.search(text) else value
        except (msgspec.DecodeError, RecursionError) as error:
            raise Unreadable(f"is not valid JSON ({error})") from error

    def summary(self) -> str:
        """What is there, in a few words, for a message."""
        names = list(self)[:5]
        more = f" and {len(self) - 5} more" if len(self) > 5 else ""
        return (", ".join(names) + more) or "no files"


@contextmanager
def open_files(source: Path, limits: Limits = LIMITS) -> Iterator[Files]:
    """The files of a folder, a .zip, a .tgz or a single file, while the context lasts."""
    if source.is_dir():
        yield _folder(source, limits)
    elif not source.is_file():
        raise TertuliaError(f"{source}: there is no such file or folder; check the path")
    elif is_zipfile(source):
        with _zip(source) as archive:
            yield _whole(source, take_zip(archive, limits), limits)
    elif source.suffix.lower() == ".zip":
        raise TertuliaError(f"{source}: not a .zip inside, or cut short; export it again")
    elif is_gzip(source):
        with _tarball(source, limits) as files:
            yield files
    else:
        yield _single(source, limits)


def decode(data: bytes) -> str:
    """The text in UTF-8, UTF-16 or UTF-32, with or without a byte order mark."""
    marked = (encoding for mark, encoding in MARKS if data.startswith(mark))
    encoding = next(marked, None) or _without_mark(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise Unreadable(
            f"is not valid {encoding.upper()} (at {place}; it may be Latin-1); save it as UTF-8"
        ) from error


def without_control(text: str) -> str:
    """The text with plain line ends, and without the signs that no bot's file may hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _without_control(value: object) -> object:
    """The same of all texts and keys of a value."""
    if isinstance(value, str):
        return without_control(value)
    if isinstance(value, list):
        return [_without_control(one) for one in value]
    if isinstance(value, dict):
        return {without_control(key): _without_control(one) for key, one in value.items()}
    return value


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark shows in a zero as every second byte of its ASCII signs."""
    start = data[:64]
    if len(start) >= 4 and start[1:8:2].count(0) == len(start[1:8:2]):
        return "utf-16-le"
    if len(start) >= 4 and start[0:8:2].count(0) == len(start[0:8:2]):
        return "utf-16-be"
    return "utf-8"


def _folder(folder: Path, limits: Limits) -> Files:
    taken: dict[str, Callable[[], bytes]] = {}
    refused: list[Refusal] = []
    total = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts):
            continue
        if path.is_symlink():
            refused.append(Refusal(name, "is a link; only plain files are taken"))
        elif path.is_file():
            size = path.stat().st_size
            if reason := too_large(size, limits):
                refused.append(Refusal(name, reason))
                continue
            total += size
            taken[name] = path.read_bytes
    _check_whole(str(folder), len(taken), total, limits)
    return Files(folder.resolve().name, taken, tuple(refused))


def _zip(source: Path) -> ZipFile:
    try:
        return ZipFile(source)
    except ZIP_FAULTS as error:
        raise TertuliaError(f"{source}: a damaged .zip ({error}); export it again") from error


@contextmanager
def _tarball(source: Path, limits: Limits) -> Iterator[Files]:
    with TemporaryFile() as unpacked:
        unpack_gzip(source, unpacked, limits)
        try:
            archive = tarfile.open(fileobj=unpacked, mode="r:")  # noqa: SIM115 -- closed below
            taken = take_tar(archive, limits)
        except (tarfile.TarError, OSError, ValueError) as error:
            raise TertuliaError(
                f"{source}: a .gz that holds no whole .tar ({error}); export it again"
            ) from error
        with archive:
            yield _whole(source, taken, limits)


def _whole(source: Path, taken: Taken, limits: Limits) -> Files:
    _check_whole(str(source), len(taken.readers), taken.total, limits)
    name = source.stem.removesuffix(".tar")
    return Files(name, taken.readers, tuple(taken.refused))


def _single(source: Path, limits: Limits) -> Files:
    reason = too_large(source.stat().st_size, limits)
    if reason:
        raise TertuliaError(f"{source}: {reason}")
    return Files(source.stem, {source.name: source.read_bytes})


def _check_whole(source: str, count: int, total: int, limits: Limits) -> None:
    if count > limits.bundle_files:
        raise TertuliaError(
            f"{source}: {count} files, more than {limits.bundle_files}; "
            "give only the folder of the export"
        )
    if total > limits.bundle_bytes:
        raise TertuliaError(
            f"{source}: {total} bytes unpacked, more than {limits.bundle_bytes}; "
            "give only the folder of the export"
        )
