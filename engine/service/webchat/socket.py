"""One widget on a WebSocket: what it does goes in, what the conversation says goes out."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from engine.service.bodies import decode
from engine.service.errors import ServiceError
from engine.service.feed import Feed
from engine.service.rates import Buckets
from engine.service.webchat.frames import (
    Ack,
    Action,
    Hello,
    Ping,
    Pong,
    Refusal,
    Seen,
    ToWidget,
    Typing,
    Welcome,
    encode,
    from_widget,
)
from engine.service.webchat.sessions import Session

BAD_SESSION = 4401
TOO_MANY = 4429
SLOW = 1013
# Who opens a socket says who they are at once.
HELLO_S = 10.0
# A widget speaks when its person does, and every 25 seconds: more is a flood.
FRAMES_PER_S = 20.0
FRAMES_BURST = 200


class Room(Protocol):
    """What a socket needs of the webchat around it."""

    idle_timeout_s: float
    send_timeout_s: float

    def session(self, token: str) -> Session | None:
        """The session of a token."""

    def welcome(self, session: Session, seq: int) -> Welcome:
        """The first frame of an open session whose history ends at `seq`."""

    async def take(self, session: Session, frame: Action, caller: HTTPConnection) -> bool:
        """Takes a frame of the person; whether it is new. Raises ServiceError."""

    async def answers(self, session: Session) -> bool:
        """Whether the bot answers this person now, and not an agent."""

    def feed(self, session: Session, since: int) -> Feed:
        """The conversation's messages from there on."""


class FloodError(Exception):
    """Frames come faster than any person makes them."""


class Line:
    """A socket to one widget, from hello to goodbye."""

    def __init__(self, socket: WebSocket, room: Room) -> None:
        self._socket = socket
        self._room = room
        self._sending = asyncio.Lock()
        self._frames = Buckets(FRAMES_PER_S, FRAMES_BURST)

    async def serve(self) -> None:
        """Talks until one of both sides leaves."""
        try:
            hello = await self._receive(min(HELLO_S, self._room.idle_timeout_s))
            session = self._room.session(hello.token) if isinstance(hello, Hello) else None
            if session is None or not isinstance(hello, Hello):
                await self._close(BAD_SESSION)
                return
            feed = self._room.feed(session, hello.since)
            history = await feed.read_all()
            await self._send(self._room.welcome(session, feed.since))
            for frame in history:
                await self._send(frame)
            await self._both(self._listen(session), self._tell(feed))
        except WebSocketDisconnect:
            pass
        except ServiceError:
            await self._close(BAD_SESSION)
        except FloodError:
            await self._close(TOO_MANY)
        except TimeoutError:
            await self._close(SLOW)

    async def _both(self, *sides: Coroutine[None, None, None]) -> None:
        tasks = [asyncio.create_task(side) for side in sides]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, session: Session) -> None:
        while True:
            try:
                frame = await self._receive(self._room.idle_timeout_s)
            except ServiceError as problem:
                await self._refuse(problem)
                continue
            if isinstance(frame, Ping):
                await self._send(Pong())
            elif not isinstance(frame, Seen | Hello):
                await self._take(session, frame)

    async def _take(self, session: Session, action: Action) -> None:
        # Told before the bot can have answered, so that dots never come after the answer.
        is_working = await self._room.answers(session)
        if is_working:
            await self._send(Typing(True))
        try:
            is_new = await self._room.take(session, action, self._socket)
        except ServiceError as problem:
            await self._refuse(problem, action.id)
            is_new = False
        else:
            await self._send(Ack(action.id))
        if is_working and not is_new:
            await self._send(Typing(False))

    async def _tell(self, feed: Feed) -> None:
        async with contextlib.aclosing(feed.frames()) as frames:
            async for frame in frames:
                await self._send(frame)

    async def _receive(self, within_s: float) -> Action | Hello | Seen | Ping:
        async with asyncio.timeout(within_s):
            message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        if self._frames.take(""):
            raise FloodError
        return decode(message.get("bytes") or message.get("text") or "", from_widget)

    async def _send(self, frame: ToWidget) -> None:
        async with asyncio.timeout(self._room.send_timeout_s), self._sending:
            await self._socket.send_text(encode(frame).decode())

    async def _refuse(self, problem: ServiceError, frame_id: str = "") -> None:
        await self._send(refusal_of(problem, frame_id))

    async def _close(self, code: int) -> None:
        if self._socket.client_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self._socket.close(code)


def refusal_of(problem: ServiceError, frame_id: str = "") -> Refusal:
    """What the widget is told of a frame that was not taken."""
    wait_s = int((problem.headers or {}).get("Retry-After", "0"))
    code = problem.problem.code
    known = code if code in {"too-long", "bad-file", "too-fast", "busy"} else "bad-frame"
    return Refusal(known, problem.problem.message, frame_id, wait_s * 1000)
