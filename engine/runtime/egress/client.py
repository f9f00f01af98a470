"""HTTP requests that obey the door: bounded in bytes, time, redirects and number at once."""

import asyncio
import contextlib
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Self

import httpcore
import httpx
from msgspec import Struct

from engine.runtime.egress.door import Door, RefusedError
from engine.runtime.egress.options import Egress

_REDIRECTS = (301, 302, 303, 307, 308)
_REPEATING = (307, 308)
_WINDOW = 47  # zlib: gzip or zlib by the stream's own header
_CONNECTIONS = 100
_IDLE_S = 30.0


class FailedError(Exception):
    """A request without a usable answer: what happened, in words."""


class Request(Struct, frozen=True):
    """A request. `private` names headers (lower case) that must not reach another origin."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    private: frozenset[str] = frozenset({"authorization", "cookie", "proxy-authorization"})


class Reply(Struct, frozen=True):
    """An answer: header names in lower case, the body decompressed, the last address asked."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text, in its declared encoding or UTF-8."""
        parameters = self.headers.get("content-type", "").lower().partition("charset=")[2]
        encoding = parameters.partition(";")[0].strip("\"' ") or "utf-8"
        try:
            return self.body.decode(encoding, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Client:
    """The one client of a process; it raises RefusedError, FailedError and TimeoutError."""

    def __init__(self, options: Egress) -> None:
        self.options = options
        self.tls = httpx.create_ssl_context(trust_env=False)
        if options.ca_file:
            self.tls.load_verify_locations(options.ca_file)
        self.door = Door(options)
        self._slots = asyncio.Semaphore(options.concurrency)
        self._http = httpx.AsyncClient(
            transport=_Transport(self.tls, self.door),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": options.agent, "Accept-Encoding": "gzip"},
        )

    async def ask(self, request: Request, timeout_s: float, most_bytes: int = 0) -> Reply:
        """The reply to a request, redirects followed, each judged anew."""
        most_bytes = most_bytes or self.options.answer_bytes
        async with asyncio.timeout(min(timeout_s, self.options.longest_s)), self._slots:
            for _ in range(self.options.redirects + 1):
                reply = await self._once(request, most_bytes)
                if reply.status not in _REDIRECTS or "location" not in reply.headers:
                    return reply
                request = _redirected(request, reply)
        raise FailedError(
            f"more than {self.options.redirects} redirects, the last to {request.url}"
        )

    async def close(self) -> None:
        """Closes every connection."""
        await self._http.aclose()

    async def _once(self, request: Request, most_bytes: int) -> Reply:
        url = _checked(request.url)
        try:
            async with self._http.stream(
                request.method,
                url,
                headers=dict(request.headers),
                content=request.body,
                timeout=httpx.Timeout(None, connect=self.options.connect_s),
            ) as response:
                headers = self._headers(response)
                body = await _body(response, most_bytes)
        except (httpx.TimeoutException, httpcore.TimeoutException):
            raise TimeoutError from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError) as problem:
            raise FailedError(f"{url.host} did not answer: {problem}") from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as problem:
            raise FailedError(f"{url.host} does not speak HTTP: {problem}") from None
        return Reply(response.status_code, headers, body, str(url))

    def _headers(self, response: httpx.Response) -> dict[str, str]:
        if sum(len(name) + len(value) for name, value in response.headers.raw) > (
            self.options.header_bytes
        ):
            raise FailedError(f"its headers take more than {self.options.header_bytes} bytes")
        return {name.lower(): value for name, value in response.headers.items()}


class _Transport(httpx.AsyncBaseTransport):
    """httpx over a connection pool that opens connections through the door."""

    def __init__(self, tls: ssl.SSLContext, door: Door) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=_CONNECTIONS,
            keepalive_expiry=_IDLE_S,
            network_backend=door,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response))

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        problem: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self._pool.__aexit__(kind, problem, trace)

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


def _checked(url: str) -> httpx.URL:
    with contextlib.suppress(httpx.InvalidURL, TypeError):
        parsed = httpx.URL(url)
        if parsed.scheme not in ("http", "https"):
            raise RefusedError(f"{url[:200]!r} is not an http or https address")
        if parsed.userinfo:
            raise RefusedError(
                f"the address of {parsed.host} holds a user or password; name a secret in a header"
            )
        if parsed.host:
            return parsed
    raise RefusedError(f"{url[:200]!r} is not an address; write https://host/path")


def _redirected(request: Request, reply: Reply) -> Request:
    """The request for where the reply points, with private headers for the same origin only."""
    try:
        target = httpx.URL(reply.url).join(reply.headers["location"])
    except httpx.InvalidURL:
        raise FailedError("it redirects to what is not an address") from None
    before = httpx.URL(reply.url)
    same = (before.scheme, before.host, before.port) == (target.scheme, target.host, target.port)
    keeps = reply.status in _REPEATING or request.method in ("GET", "HEAD")
    return Request(
        method=request.method if keeps else "GET",
        url=str(target),
        headers={
            name: value
            for name, value in request.headers.items()
            if (same or name.lower() not in request.private)
            and (keeps or name.lower() not in ("content-type", "idempotency-key"))
        },
        body=request.body if keeps else None,
        private=request.private,
    )


async def _body(response: httpx.Response, most_bytes: int) -> bytes:
    """The body, decompressed as it comes, so that a small answer cannot unpack into a large one."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise FailedError(f"it is compressed as {encoding!r}, which was not asked for")
    unpack = zlib.decompressobj(_WINDOW) if encoding not in ("identity", "") else None
    body = bytearray()
    async for part in response.aiter_raw():
        try:
            body += unpack.decompress(part, most_bytes + 1) if unpack else part
        except zlib.error as problem:
            raise FailedError(f"its compression is broken: {problem}") from None
        if len(body) > most_bytes or (unpack and unpack.unconsumed_tail):
            raise FailedError(f"its answer takes more than {most_bytes} bytes")
    return bytes(body)
