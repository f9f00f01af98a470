"""The webchat's addresses: sessions, the socket, plain requests instead of it, and files."""

from collections import Counter

import msgspec
from msgspec import Struct
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from engine.runtime.runtime import Runtime
from engine.service.bodies import chunks_of, decode, read_body
from engine.service.desk import Desk
from engine.service.errors import ServiceError, answer
from engine.service.feed import Feed
from engine.service.posts import accept
from engine.service.rates import Buckets
from engine.service.requests import LONGEST_WAIT_S, address_of, base_of, number_of
from engine.service.settings import Settings
from engine.service.webchat.files import Files, headers_of
from engine.service.webchat.frames import Ack, Action, ToWidget, Welcome, action, encode
from engine.service.webchat.posting import post_of
from engine.service.webchat.sessions import Ask, Session, Sessions
from engine.service.webchat.socket import TOO_MANY, Line, refusal_of
from engine.stores.codec import read_state
from engine.types.message import Media

NOT_ALLOWED = 4403

_ask = msgspec.json.Decoder(Ask)


class BotCard(Struct, frozen=True):
    """A bot as the demo page shows it."""

    id: str
    name: str
    description: str
    languages: tuple[str, ...]


class Bots(Struct, frozen=True):
    bots: tuple[BotCard, ...]


class Frames(Struct, frozen=True):
    """What a plain request fetches: the same frames as a socket brings."""

    frames: tuple[ToWidget, ...]


class Webchat:
    """The webchat of one engine."""

    def __init__(self, runtime: Runtime, settings: Settings, desk: Desk, key: bytes) -> None:
        self._runtime = runtime
        self._desk = desk
        self._settings = settings
        self._sessions = Sessions(key, settings.session_days, runtime.bots)
        self.files = Files(
            settings.beside_store("uploads", settings.files_folder), settings.file_bytes
        )
        per_minute = settings.sessions_per_minute
        self._opening = Buckets(per_minute / 60, max(1, int(per_minute)))
        self._posting = Buckets(settings.posts_per_s, settings.posts_burst)
        self._saying = Buckets(settings.conversation_posts_per_s, settings.conversation_posts_burst)
        self._sockets: Counter[str] = Counter()
        self.idle_timeout_s = settings.idle_timeout_s
        self.send_timeout_s = settings.send_timeout_s

    @property
    def open_sockets(self) -> int:
        """How many widgets are on a socket now."""
        return self._sockets.total()

    def routes(self) -> list[BaseRoute]:
        """Its part of the service's addresses."""
        return [
            Route("/webchat/bots", self.bots),
            Route("/webchat/sessions", self.open, methods=["POST"]),
            Route("/webchat/{bot}/sessions", self.open, methods=["POST"]),
            Route("/webchat/messages", self.fetch),
            Route("/webchat/messages", self.post, methods=["POST"]),
            Route("/webchat/files", self.upload, methods=["POST"]),
            Route("/webchat/files/{id}/{name}", self.file),
            WebSocketRoute("/webchat/ws", self.socket),
        ]

    async def bots(self, _request: Request) -> Response:
        """The bots that one can talk to."""
        cards = (
            BotCard(name, bot.name or name, bot.description, bot.languages)
            for name, bot in self._runtime.bots.items()
        )
        return answer(Bots(tuple(cards)))

    async def open(self, request: Request) -> Response:
        """A new session."""
        self._allow(request)
        self._opening.check(address_of(request))
        ask = decode(await read_body(request, self._settings.body_bytes) or b"{}", _ask)
        if bot := request.path_params.get("bot"):
            ask = msgspec.structs.replace(ask, bot=bot)
        return answer(self._sessions.open(ask), 201)

    async def socket(self, socket: WebSocket) -> None:
        """A widget's socket."""
        address = address_of(socket)
        await socket.accept()
        if not self._is_allowed(socket):
            await socket.close(NOT_ALLOWED)
            return
        full = self.open_sockets >= self._settings.max_sockets
        if full or self._sockets[address] >= self._settings.max_sockets_per_address:
            await socket.close(TOO_MANY)
            return
        self._sockets[address] += 1
        try:
            await Line(socket, self).serve()
        finally:
            self._sockets[address] -= 1
            self._sockets += Counter()

    async def fetch(self, request: Request) -> Response:
        """The messages after `since`; with `wait`, as soon as there is one."""
        session = self._session_of(request)
        since = number_of(request, "since", 0, 2**63 - 1)
        wait_s = number_of(request, "wait", 0, LONGEST_WAIT_S)
        feed = self.feed(session, int(since))
        if wait_s:
            return answer(Frames(tuple(await feed.wait(wait_s))))
        history = await feed.read_all()
        return answer(Frames((self.welcome(session, feed.since), *history)))

    async def post(self, request: Request) -> Response:
        """A frame of the person; the answer is the frame that a socket would bring."""
        session = self._session_of(request)
        frame = decode(await read_body(request, self._settings.body_bytes), action)
        try:
            await self.take(session, frame, request)
        except ServiceError as problem:
            return _framed(refusal_of(problem, frame.id), problem.status)
        return _framed(Ack(frame.id), 202)

    async def upload(self, request: Request) -> Response:
        """Keeps a file of the person, to be sent in a later frame."""
        session = self._session_of(request)
        if not self._settings.uploads:
            raise ServiceError(403, "no-uploads", "files are not taken", "describe it")
        self._saying.check(session.conversation)
        name = request.query_params.get("name", "file")
        mime = request.headers.get("content-type", "")
        file_id, kept = await self.files.keep(session.conversation, name, mime, chunks_of(request))
        return answer(self.files.media(base_of(request), file_id, kept), 201)

    async def file(self, request: Request) -> Response:
        """An uploaded file, for whoever has its address."""
        found = self.files.find(request.path_params["id"])
        if found is None:
            raise ServiceError(404, "no-file", "there is no such file", "ask for it again")
        path, kept = found
        return FileResponse(path, headers=headers_of(kept))

    def session(self, token: str) -> Session | None:
        """The session of a token."""
        return self._sessions.find(token)

    def welcome(self, session: Session, seq: int) -> Welcome:
        """The first frame of an open session whose history ends at `seq`."""
        return Welcome(
            session.conversation,
            seq,
            self._sessions.bot(session),
            self._settings.message_chars,
            self._settings.file_bytes if self._settings.uploads else 0,
        )

    async def take(self, session: Session, frame: Action, caller: HTTPConnection) -> bool:
        """Takes a frame; whether it is new. Raises ServiceError."""
        self._posting.check(address_of(caller))
        self._saying.check(session.conversation)

        def uploaded(media: Media) -> Media | None:
            return self.files.sent(base_of(caller), session.conversation, media)

        post = post_of(
            frame,
            session,
            self._runtime.clock.now_us(),
            self._desk.available,
            max_chars=self._settings.message_chars,
            uploaded=uploaded,
        )
        return await accept(self._runtime, post)

    async def answers(self, session: Session) -> bool:
        """Whether the bot answers this person now, and not an agent."""
        rows = await self._runtime.read(self._runtime.store.load, [session.conversation])
        row = rows.get(session.conversation)
        return row is None or read_state(row.state).mode == "bot"

    def feed(self, session: Session, since: int) -> Feed:
        """The conversation's messages from there on."""
        return Feed(self._runtime, session.conversation, since)

    def _session_of(self, request: Request) -> Session:
        self._allow(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        session = self.session(token) if scheme.lower() == "bearer" else None
        if session is None:
            raise ServiceError(
                401, "bad-session", "the session is unknown or too old", "open a new session"
            )
        return session

    def _is_allowed(self, connection: HTTPConnection) -> bool:
        origin = connection.headers.get("origin", "")
        own = f"{connection.url.scheme.replace('ws', 'http')}://{connection.url.netloc}"
        allowed = self._settings.embed_origins
        return not origin or "*" in allowed or origin in allowed or origin == own

    def _allow(self, request: Request) -> None:
        if not self._is_allowed(request):
            raise ServiceError(
                403,
                "origin",
                f"pages of {request.headers['origin']} may not hold this chat",
                "add it to the setting embed_origins",
            )


def _framed(frame: ToWidget, status: int) -> Response:
    return Response(encode(frame), status, media_type="application/json")
