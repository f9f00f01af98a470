"""The doorman: heads that are too large, and callers who were refused too often, go no further."""

from collections.abc import Iterable

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.service.errors import ServiceError, answer
from engine.service.rates import Buckets
from engine.service.requests import address_of
from engine.service.settings import Settings

HEADERS = 100
HEADER_BYTES = 32_768
REFUSED = frozenset({400, 401, 403, 404, 405, 413, 429, 431})
# Behind these, a key or a signature says who calls, however often; only refusals count.
BY_ACCOUNT = ("/api/", "/channels/")


class Doorman:
    """Middleware before everything that costs work.

    An address that guesses keys, signatures or paths is refused with 429 until its bucket of
    refusals has filled up again; so it learns nothing, and costs next to nothing.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._calls = Buckets(settings.requests_per_s, settings.requests_burst)
        per_minute = settings.refusals_per_minute
        self._refusals = Buckets(per_minute / 60, max(1, int(per_minute)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        caller = address_of(HTTPConnection(scope))
        try:
            check_head(scope["headers"])
            self._refusals.check(caller, take=False)
            if not scope["path"].startswith(BY_ACCOUNT):
                self._calls.check(caller)
        except ServiceError as refusal:
            self._refusals.take(caller)
            await _refuse(refusal, scope, receive, send)
            return

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in REFUSED:
                self._refusals.take(caller)
            await send(message)

        await self._app(scope, receive, note)


def check_head(headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Raises ServiceError with 431 where there are too many headers, or too large ones."""
    sizes = [len(name) + len(value) for name, value in headers]
    if len(sizes) > HEADERS or sum(sizes) > HEADER_BYTES:
        raise ServiceError(
            431,
            "too-many-headers",
            f"{len(sizes)} headers of {sum(sizes):,} bytes; the limit is {HEADERS} headers of "
            f"{HEADER_BYTES:,} bytes",
            "send fewer or shorter headers",
            {"Connection": "close"},
        )


async def _refuse(refusal: ServiceError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Before the handshake this is answered with 403.
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await answer(refusal.problem, refusal.status, refusal.headers)(scope, receive, send)
