"""Files that people send: kept in a folder under names that nobody can guess."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct

from engine.service.errors import ServiceError
from engine.types.message import Media

# Types that a browser may show by itself; everything else is only downloaded.
SHOWN = frozenset(
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif",
        "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm", "audio/aac",
        "video/mp4", "video/webm", "video/ogg", "video/quicktime", "text/plain",
    }
)  # fmt: skip
ANY_TYPE = "application/octet-stream"
NAME_CHARS = 120


class Upload(Struct, frozen=True):
    """What is known of a file beside its bytes."""

    conversation: str
    name: str
    mime: str
    size: int


class Files:
    """The folder of uploaded files."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit

    async def keep(
        self,
        conversation: str,
        name: str,
        mime: str,
        chunks: AsyncIterator[bytes],
        file_id: str = "",
    ) -> tuple[str, Upload]:
        """The id of a file that was read to its end: the given one, else one made by chance.

        Raises ServiceError where it is too large.
        """
        file_id = file_id or secrets.token_hex(16)
        path = self._path(file_id)
        draft = path.with_suffix(f".{secrets.token_hex(4)}.part")
        size = 0
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        try:
            with await asyncio.to_thread(draft.open, "wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > self._limit:
                        raise ServiceError(
                            413,
                            "file-too-large",
                            f"the file is larger than {self._limit:,} bytes",
                            "send a smaller file",
                        )
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_flush, file.fileno())
            upload = Upload(conversation, _clean(name), mime.partition(";")[0].strip(), size)
            path.with_suffix(".json").write_bytes(msgspec.json.encode(upload))
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        return file_id, upload

    def find(self, file_id: str) -> tuple[Path, Upload] | None:
        """A file's path and what is known of it."""
        if len(file_id) != 32 or not file_id.isalnum() or not file_id.isascii():
            return None
        path = self._path(file_id)
        try:
            upload = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Upload)
        except FileNotFoundError:
            return None
        return (path, upload) if path.exists() else None

    def media(self, base: str, file_id: str, upload: Upload) -> Media:
        """The file as part of a message, under its address at `base`."""
        kind = upload.mime.partition("/")[0]
        return Media(
            kind=kind if kind in {"image", "audio", "video"} else "document",
            url=f"{base}webchat/files/{file_id}/{quote(upload.name, safe='')}",
            name=upload.name,
            mime=upload.mime,
            size=upload.size,
        )

    def sent(self, base: str, conversation: str, media: Media) -> Media | None:
        """A file that the widget says it uploaded: as we know it, None where it did not."""
        _, found, rest = media.url.partition("webchat/files/")
        file_id = rest.partition("/")[0]
        kept = self.find(file_id) if found else None
        if kept is None or kept[1].conversation != conversation:
            return None
        return self.media(base, file_id, kept[1])

    def _path(self, file_id: str) -> Path:
        return self._folder / file_id[:2] / f"{file_id}.bin"


def headers_of(upload: Upload) -> dict[str, str]:
    """What keeps a stranger's file from doing anything but being looked at."""
    is_shown = upload.mime in SHOWN
    disposition = "inline" if is_shown else "attachment"
    return {
        "Content-Type": upload.mime if is_shown else ANY_TYPE,
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(upload.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "private, max-age=86400, immutable",
    }


def _clean(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isprintable()).strip(". ")
    return shown[-NAME_CHARS:] or "file"


def _flush(handle: int) -> None:
    os.fsync(handle)
