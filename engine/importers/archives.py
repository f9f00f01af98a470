"""What of a .zip or a .tgz is taken, and what is refused: an archive is not trusted."""

import stat
import tarfile
from collections.abc import Callable
from gzip import BadGzipFile, GzipFile
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 -- a class, named like a function in zlib

import msgspec

from engine.types.issue import TertuliaError
from engine.types.limits import Limits
from engine.types.zip_faults import ZIP_FAULTS

# An archive that unpacks to more than this many times its size is a bomb, not an export.
MAX_RATIO = 200
# Small archives may pack better than that: up to this size nothing is suspected.
SMALL_BYTES = 1_000_000
ENCRYPTED = 0x1
GZIP = b"\x1f\x8b"
CHUNK_BYTES = 1 << 20


class Refusal(msgspec.Struct, frozen=True):
    """A file that was not taken, and why."""

    path: str
    reason: str


class Unreadable(Exception):  # noqa: N818 -- not a mistake of the program: the caller reports it
    """The content of one file cannot be read; the text says why."""


class Taken:
    """The files of an archive as they are found: readers by path, refusals, bytes in all."""

    def __init__(self) -> None:
        self.readers: dict[str, Callable[[], bytes]] = {}
        self.refused: list[Refusal] = []
        self.total = 0

    def add(self, name: str, size: int, reader: Callable[[], bytes]) -> None:
        self.readers[name] = reader
        self.total += size

    def refuse(self, name: str, reason: str) -> None:
        self.refused.append(Refusal(ascii(name)[1:-1], reason))


def take_zip(archive: ZipFile, limits: Limits) -> Taken:
    """The files of a .zip; each is read when it is asked for."""
    taken = Taken()
    for info in archive.infolist():
        parts = PurePosixPath(info.filename).parts
        # Without a name it cannot even be asked whether it is a folder.
        if not info.filename or info.is_dir() or _is_debris(parts):
            continue
        reason = _climbs_out(info.filename, parts) or _zip_objection(info, limits)
        if reason:
            taken.refuse(info.filename, reason)
        else:
            taken.add(info.filename, info.file_size, _zip_member(archive, info))
    return taken


def is_gzip(source: Path) -> bool:
    """Whether a file begins like a .gz."""
    with source.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


def unpack_gzip(source: Path, into: IO[bytes], limits: Limits) -> None:
    """Unpacks a .gz into a file, no further than is safe; raises `TertuliaError`."""
    most = min(limits.bundle_bytes, max(SMALL_BYTES, MAX_RATIO * source.stat().st_size))
    try:
        with source.open("rb") as file, GzipFile(fileobj=file) as packed:
            while chunk := packed.read(CHUNK_BYTES):
                into.write(chunk)
                if into.tell() > most:
                    raise TertuliaError(
                        f"{source}: unpacks to more than {most} bytes, which is not safe; "
                        "give only the folder of the export"
                    )
    except (BadGzipFile, ZlibError, EOFError) as error:
        raise TertuliaError(f"{source}: a damaged .tgz ({error}); export it again") from error
    into.seek(0)


def take_tar(archive: tarfile.TarFile, limits: Limits) -> Taken:
    """The files of a .tar; each is read when it is asked for."""
    taken = Taken()
    for member in archive:
        name = member.name.removeprefix("./")
        parts = PurePosixPath(name).parts
        if member.isdir() or _is_debris(parts):
            continue
        if member.issym() or member.islnk():
            reason = "is a link; only plain files are taken"
        elif not member.isreg():
            reason = "is no plain file"
        else:
            reason = _climbs_out(name, parts) or too_large(member.size, limits)
        if reason:
            taken.refuse(name, reason)
        else:
            taken.add(name, member.size, _tar_member(archive, member))
    return taken


def too_large(size: int, limits: Limits) -> str:
    """Why a file of a size is not taken; empty where it is."""
    if size > limits.file_bytes:
        return f"has {size} bytes, more than {limits.file_bytes}; export it in parts"
    return ""


def _is_debris(parts: tuple[str, ...]) -> bool:
    return not parts or any(part.startswith("._") or part == "__MACOSX" for part in parts)


def _climbs_out(name: str, parts: tuple[str, ...]) -> str:
    if name.startswith("/") or "\\" in name or ":" in parts[0] or ".." in parts:
        return "has a path that leads out of the archive"
    return ""


def _zip_objection(info: ZipInfo, limits: Limits) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link; only plain files are taken"
    if info.flag_bits & ENCRYPTED:
        return "is encrypted; export without a password"
    if info.file_size > MAX_RATIO * max(info.compress_size, 1024):
        return too_large(info.file_size, limits) or (
            "unpacks to far more than it should; it is left out as unsafe"
        )
    return too_large(info.file_size, limits)


def _zip_member(archive: ZipFile, info: ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return archive.read(info)
        except ZIP_FAULTS as error:
            raise Unreadable(f"is damaged inside the .zip ({error})") from error

    return read


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            file = archive.extractfile(member)
            data = file.read() if file else b""
        except (tarfile.TarError, OSError, ValueError) as error:
            raise Unreadable(f"is damaged inside the .tgz ({error})") from error
        if len(data) != member.size:
            raise Unreadable("is cut short inside the .tgz")
        return data

    return read
