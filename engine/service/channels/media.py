"""Files of people, fetched from their provider and kept with those of the webchat.

A provider keeps a file for some days and gives it only to us; a bot, an agent's desk and history
want an address that stays.
"""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator
from hashlib import sha256

from msgspec.structs import replace

from engine.channels.protocol import HANDLE, Answer, MediaError
from engine.channels.sending import Sender
from engine.service.errors import ServiceError
from engine.service.webchat.files import Files
from engine.types.event import Said
from engine.types.message import Media
from engine.types.post import Post

log = logging.getLogger("tertulia.channels")

# A provider waits some seconds for its answer, then sends everything again.
LONGEST_S = 8.0
STEPS = 3


class Fetching:
    """Fetches files into the folder of files. `key` makes names that nobody can guess."""

    def __init__(self, files: Files, key: bytes, most_bytes: int) -> None:
        self._files, self._key, self._most_bytes = files, key, most_bytes

    async def kept(self, post: Post, sender: Sender, base: str) -> Post:
        """The post with its files at our own addresses; those that could not be fetched keep
        the provider's handle, and the log says why."""
        if not isinstance(post.event, Said) or not any(_is_handle(m) for m in post.event.media):
            return post
        media = await asyncio.gather(
            *(self._one(each, post.conversation, sender, base) for each in post.event.media)
        )
        return replace(post, event=replace(post.event, media=tuple(media)))

    async def _one(self, media: Media, conversation: str, sender: Sender, base: str) -> Media:
        if not _is_handle(media):
            return media
        # The same for the same file: a request that is repeated finds what the first one kept.
        name = f"{sender.name}\0{conversation}\0{media.url}".encode()
        file_id = hmac.new(self._key, name, sha256).hexdigest()[:32]
        found = self._files.find(file_id)
        try:
            if found is None:
                async with asyncio.timeout(LONGEST_S):
                    await self._fetch(media, conversation, sender, file_id)
                found = self._files.find(file_id)
            assert found is not None
        except (MediaError, ServiceError, TimeoutError, OSError) as problem:
            why = str(problem) or f"it took longer than {LONGEST_S:g} s"
            log.warning("a file was not fetched: %s", why, extra={"channel": sender.name})
            return media
        kept = self._files.media(base, file_id, found[1])
        return replace(media, url=kept.url, size=kept.size, mime=media.mime or kept.mime)

    async def _fetch(self, media: Media, conversation: str, sender: Sender, file_id: str) -> None:
        answers: list[Answer] = []
        while (call := sender.adapter.fetch(media, answers)) is not None:
            if len(answers) == STEPS:
                raise MediaError(f"{media.url}: its address leads on and on; ask again later")
            answers.append(await sender.network.ask(call, self._most_bytes))
        mime = media.mime or answers[-1].headers.get("content-type", "")
        name = media.name or media.kind
        await self._files.keep(conversation, name, mime, _chunks(answers[-1].body), file_id)


def _is_handle(media: Media) -> bool:
    return media.url.startswith(HANDLE)


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    yield body
