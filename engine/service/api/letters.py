"""The API's part for who operates the engine: dead letters, listed, tried again or dropped."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from engine.runtime.letters import AT_ONCE
from engine.runtime.runtime import Runtime
from engine.service.api.operations import Operation, Parameter
from engine.service.bodies import decode, read_body
from engine.service.errors import ServiceError, answer
from engine.service.requests import number_of
from engine.service.settings import Settings
from engine.stores.rows import Letter

LETTERS = "/api/v1/letters"
PAGE = 1000


class LetterRow(Struct, frozen=True):
    """An event whose turn failed (`box` is `inbox`), or a message or effect that was given up.

    `route` is its channel, or the effect's kind; `t` is when it came or was last due, in
    milliseconds.
    """

    seq: int
    box: Literal["inbox", "outbox"]
    conversation: str
    route: str
    error: str
    t: int


class LetterRows(Struct, frozen=True):
    """Dead letters, and how many there are in all now."""

    letters: tuple[LetterRow, ...]
    total: int


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """Dead letters by their numbers, or all."""

    seqs: Annotated[tuple[int, ...], Meta(max_length=AT_ONCE)] = ()
    all: bool = False


_wanted = msgspec.json.Decoder(Wanted)


class Letters:
    """The operations on dead letters."""

    def __init__(self, runtime: Runtime, settings: Settings) -> None:
        self._runtime = runtime
        self._settings = settings

    async def list(self, request: Request) -> Response:
        """The latest dead letters."""
        limit = int(number_of(request, "limit", 1, PAGE, 100))
        return await self._answer(await self._runtime.read(self._runtime.store.letters, limit))

    async def retry(self, request: Request) -> Response:
        """Tries some again, or all."""
        return await self._answer(await self._runtime.retry_letters(await self._asked(request)))

    async def drop(self, request: Request) -> Response:
        """Gives some up for good, or all."""
        return await self._answer(await self._runtime.drop_letters(await self._asked(request)))

    async def _asked(self, request: Request) -> tuple[int, ...] | None:
        asked = decode(await read_body(request, self._settings.body_bytes), _wanted)
        if asked.all == bool(asked.seqs):
            raise ServiceError(
                400,
                "invalid",
                "the request names no letters, or some and all",
                'send {"seqs": [...]} or {"all": true}',
            )
        return None if asked.all else asked.seqs

    async def _answer(self, letters: Iterable[Letter]) -> Response:
        counts = await asyncio.to_thread(self._runtime.counts)
        total = counts.inbox_failed + counts.outbox_failed
        return answer(LetterRows(tuple(map(row_of, letters)), total))

    def operations(self) -> tuple[Operation, ...]:
        """What can be done, for the routes and for the document."""
        limit = Parameter("limit", f"At most so many, up to {PAGE}; by default 100.")
        return (
            Operation("GET", LETTERS, "List dead letters, the latest first",
                      "operate", self.list, LetterRows, parameters=(limit,)),
            Operation("POST", f"{LETTERS}/retry", "Try dead letters again, in their order",
                      "operate", self.retry, LetterRows, Wanted),
            Operation("POST", f"{LETTERS}/drop", "Give dead letters up for good",
                      "operate", self.drop, LetterRows, Wanted),
        )  # fmt: skip


def row_of(letter: Letter) -> LetterRow:
    """A letter as it is shown."""
    return LetterRow(
        letter.seq,
        letter.box,
        letter.conversation,
        letter.route,
        letter.error,
        letter.t_us // 1000,
    )
