"""A conversation's messages in order, from any point on, as they come.

The store is the truth and a call of the runtime only a hint to look there: whoever knows the
last `seq` misses nothing and sees nothing twice.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import msgspec

from engine.runtime.runtime import Runtime
from engine.service.webchat.frames import Delivered
from engine.stores.rows import MessageRow
from engine.types.event import Event, Said
from engine.types.message import Message

PAGE = 200
# How long a hint may fail to come before we look without one.
LOOK_AGAIN_S = 30.0

_message = msgspec.json.Decoder(Message)
_event: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


class Feed:
    """The messages of a conversation after `since`."""

    def __init__(self, runtime: Runtime, conversation: str, since: int = 0) -> None:
        self._runtime = runtime
        self._conversation = conversation
        self.since = since
        self._shown_us = 0

    async def read(self, limit: int = PAGE) -> list[Delivered]:
        """The next messages that are there already."""
        messages = self._runtime.store.messages
        rows = await self._runtime.read(messages, self._conversation, self.since, limit)
        if rows:
            self.since = rows[-1].seq
        return [self._delivered(row) for row in rows]

    async def read_all(self) -> list[Delivered]:
        """All messages that are there already."""
        found = more = await self.read()
        while len(more) == PAGE:
            more = await self.read()
            found += more
        return found

    async def frames(self) -> AsyncGenerator[Delivered, None]:
        """All next messages, for as long as one listens."""
        with self._runtime.subscribe(self._conversation) as bell:
            while True:
                bell.clear()
                found = await self.read()
                for frame in found:
                    yield frame
                if len(found) < PAGE:
                    await _wait(bell, LOOK_AGAIN_S)

    async def wait(self, timeout_s: float) -> list[Delivered]:
        """The next messages, as soon as there are any, none after the time."""
        with self._runtime.subscribe(self._conversation) as bell:
            found = await self.read()
            if not found:
                await _wait(bell, timeout_s)
                found = await self.read()
            return found

    # An outgoing message's time is when it is due: what lies ahead is the bot's pause.
    def _delivered(self, row: MessageRow) -> Delivered:
        begins_us = max(self._runtime.clock.now_us(), self._shown_us)
        self._shown_us = max(row.t_us, self._shown_us)
        pause_us = row.t_us - begins_us if row.direction == "out" else 0
        return delivered(row, max(0, pause_us // 1000))


def delivered(row: MessageRow, delay_ms: int = 0) -> Delivered:
    """A row of history as the outside sees it."""
    prefix = f"{row.conversation}/"
    frame_id = row.external_id.removeprefix(prefix) if row.direction == "in" else row.message_id
    message, choice = _read(row)
    return Delivered(row.seq, frame_id, row.author, row.t_us // 1000, message, choice, delay_ms)


def _read(row: MessageRow) -> tuple[Message, str]:
    if row.direction == "out":
        return _message.decode(row.content), ""
    event = _event.decode(row.content)
    if not isinstance(event, Said):
        return Message(), ""
    return Message(text=event.text, media=event.media, place=event.place), event.choice


async def _wait(bell: asyncio.Event, timeout_s: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(timeout_s):
            await bell.wait()
