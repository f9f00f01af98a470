"""The addresses at which providers tell us what happened."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack
from typing import Any
from weakref import WeakValueDictionary

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from engine.channels import protocol
from engine.channels.protocol import BadSignatureError, Ignored
from engine.channels.sending import Sender
from engine.runtime.runtime import Runtime
from engine.service.bodies import read_body
from engine.service.channels.media import Fetching
from engine.service.channels.offered import needs_history, whole
from engine.service.desk import Desk
from engine.service.errors import ServiceError
from engine.service.posts import AGAIN, accept
from engine.service.requests import base_of
from engine.service.webchat.files import Files
from engine.stores.protocol import StoreError
from engine.types.event import Said
from engine.types.issue import TertuliaError
from engine.types.post import Post, Report

log = logging.getLogger("tertulia.channels")


class Hooks:
    """The channels that were opened by settings, as their providers see them."""

    def __init__(self, runtime: Runtime, files: Files, desk: Desk, key: bytes, most: int) -> None:
        self._runtime, self._desk = runtime, desk
        self._fetching = Fetching(files, key, most)
        self._order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # Receipts on their way.
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[BaseRoute]:
        """Their addresses."""
        return [Route("/channels/{name}", self.hook, methods=["GET", "POST"])]

    async def hook(self, request: Request) -> Response:
        """Whatever the provider of a channel asks or tells. All that it tells is on disk before
        it is answered."""
        sender = self._sender(request.path_params["name"])
        adapter = sender.adapter
        asked = protocol.Request(
            request.method,
            dict(request.query_params),
            dict(request.headers),
            await read_body(request, adapter.body_bytes),
        )
        answer = self._checked(sender, asked)
        if answer is None:
            await self.take(sender, [asked], base_of(request))
            answer = adapter.answer()
        return Response(answer.body, answer.status, media_type=answer.kind)

    async def take(self, sender: Sender, told: Iterable[protocol.Request], base: str) -> None:
        """All that requests tell, in their order, is on disk on return; raises ServiceError."""
        now_us = self._runtime.clock.now_us()
        found = [each for one in told for each in sender.adapter.parse(one, now_us)]
        await self._take(sender, found, base)

    def _sender(self, name: str) -> Sender:
        sender = self._runtime.channels.get(name)
        if not isinstance(sender, Sender):
            raise ServiceError(
                404,
                "no-channel",
                f"there is no channel {name!r} here",
                f"open it in the settings as [channels.{name[:40]}]",
            )
        return sender

    def _checked(self, sender: Sender, asked: protocol.Request) -> protocol.Response | None:
        """The answer to a handshake; None once the signature of any other request is good."""
        try:
            answer = sender.adapter.handshake(asked)
            if answer is None:
                sender.adapter.verify(asked)
        except BadSignatureError as problem:
            message, _, remedy = str(problem).rpartition("; ")
            raise ServiceError(401, "bad-signature", message, remedy) from None
        except TertuliaError as problem:
            # What is missing is the operator's to know, not the caller's.
            log.error("channel %s: %s", sender.name, problem)
            raise ServiceError(
                503, "not-set-up", "this channel is not set up", "see the log", AGAIN
            ) from None
        return answer

    async def _take(
        self, sender: Sender, found: Sequence[Post | Report | Ignored], base: str
    ) -> None:
        posts = [each for each in found if isinstance(each, Post)]
        reports = [each for each in found if isinstance(each, Report)]
        for each in found:
            if isinstance(each, Ignored):
                log.info("ignored: %s", each.what, extra={"channel": sender.name})
        async with AsyncExitStack() as stack:
            # What comes next to a conversation waits until the files of what came before are here.
            for name in sorted({each.conversation for each in posts}):
                lock = self._order.setdefault(name, asyncio.Lock())
                await stack.enter_async_context(lock)
            fetched = await asyncio.gather(
                *(self._fetching.kept(each, sender, base) for each in posts)
            )
            # They wait for the same commit, in this order.
            await _all(self._accept(sender, each) for each in fetched)
        if reports:
            await self._report(reports)

    async def _accept(self, sender: Sender, post: Post) -> None:
        if isinstance(post.event, Said):
            post = replace(post, event=replace(post.event, agents=self._desk.available))
        if needs_history(post):
            post = await self._runtime.read(whole, post, self._runtime.store)
        try:
            is_new = await accept(self._runtime, post)
        except ServiceError as problem:
            if problem.status >= 500:
                raise
            # Sent again it would be refused again.
            log.warning("a post was refused: %s", problem, extra={"channel": sender.name})
            return
        if is_new:
            task = asyncio.create_task(sender.seen(post))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _report(self, reports: list[Report]) -> None:
        try:
            await self._runtime.report(reports)
        except (TertuliaError, StoreError) as problem:
            raise ServiceError(503, "busy", str(problem), "send it again", AGAIN) from None


async def _all(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """All of it, begun in order and waited for to the end; raises the first that failed."""
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result
