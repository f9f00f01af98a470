"""Calls a service over HTTP, with secrets filled in and the inside of the network out of reach."""

import contextlib
import hashlib
import re

import msgspec

from engine.channels.payload import kept
from engine.runtime.deliveries.protocol import Delivery, Kind, Work, World
from engine.runtime.egress.client import Client, FailedError, Reply, Request
from engine.runtime.egress.door import RefusedError
from engine.runtime.secrets import SecretError, Secrets, names_secret
from engine.types.effect import CallService, Effect
from engine.types.event import Answered
from engine.types.value import Value

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_SAFE_METHODS = ("GET", "HEAD")
# The client writes these itself; set by hand they could lead a request astray.
_OURS = ("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PRIVATE = frozenset({"authorization", "cookie", "proxy-authorization"})
_NOTHING: dict[str, object] = {"status": 0, "headers": {}, "body": None}


class ServiceDelivery:
    """Every answer has the same value: status (0 where none came), headers and body."""

    effect: type[Effect] = CallService

    def __init__(self, client: Client) -> None:
        self._client = client

    async def deliver(self, effect: CallService, work: Work) -> Answered:
        """`ok`, `failed` (also status 400 and above), `timeout` or `refused`."""

        def no_answer(port: str, error: str) -> Answered:
            return work.answer(effect.key, port, dict(_NOTHING), error)

        try:
            reply = await self._client.ask(_request(effect, work), effect.timeout_s)
        except SecretError as problem:
            return no_answer("failed", f"{_place(effect)}: {problem}")
        except RefusedError as problem:
            return no_answer("refused", f"{_place(effect)}: {problem}")
        except FailedError as problem:
            return no_answer("failed", f"{_place(effect)}: {problem}")
        except TimeoutError:
            longest_s = min(effect.timeout_s, self._client.options.longest_s)
            return no_answer("timeout", f"{_place(effect)}: no answer in {longest_s:g} s")
        return _answer(effect, work, reply)

    async def close(self) -> None:
        """The client is shared, and closed by who opened it."""


def _place(effect: CallService) -> str:
    return f"{effect.method} {effect.url.partition('?')[0][:200]}"


def _request(effect: CallService, work: Work) -> Request:
    method = effect.method.upper()
    if method not in _METHODS:
        raise RefusedError(f"{effect.method[:20]!r} is not a method; use {', '.join(_METHODS)}")
    headers = {name: _filled(name, value, work.secrets) for name, value in effect.headers.items()}
    given = {name.lower() for name in headers}
    body, kind = _body(effect.body)
    if body is not None and "content-type" not in given:
        headers["Content-Type"] = kind
    if method not in _SAFE_METHODS and "idempotency-key" not in given:
        # Hashed: the key holds the conversation's name, which may be a phone number.
        headers["Idempotency-Key"] = hashlib.sha256(work.idempotency_key.encode()).hexdigest()[:32]
    secret = {name.lower() for name, value in effect.headers.items() if names_secret(value)}
    return Request(method, effect.url, headers, body, _PRIVATE | secret)


def _filled(name: str, value: str, secrets: Secrets) -> str:
    """A header's value with its secrets; it must be one line and not the client's own header."""
    if name.lower() in _OURS or not _HEADER_NAME.fullmatch(name):
        raise RefusedError(f"the header {name[:50]!r} may not be set; leave it out")
    filled = secrets.fill(value).strip(" \t")
    if any(sign < " " and sign != "\t" for sign in filled) or "\x7f" in filled:
        raise RefusedError(f"the header {name!r} holds a control character; take line ends out")
    if not filled.isascii():
        raise RefusedError(f"the header {name!r} holds letters beyond ASCII; send them in the body")
    return filled


def _body(body: Value) -> tuple[bytes | None, str]:
    """The body as bytes with its media type. A text that is a JSON object or list is JSON."""
    if body is None or body == "":
        return None, ""
    if not isinstance(body, str):
        return msgspec.json.encode(body), "application/json"
    text = body.encode(errors="replace")
    if body.lstrip()[:1] in ("{", "["):
        with contextlib.suppress(msgspec.DecodeError, RecursionError):
            msgspec.json.decode(text)
            return text, "application/json"
    return text, "text/plain; charset=utf-8"


def _answer(effect: CallService, work: Work, reply: Reply) -> Answered:
    text = work.secrets.redact(reply.text)
    body: Value = text
    note = ""
    if text and (reply.kind.endswith("/json") or reply.kind.endswith("+json")):
        try:
            body = kept(msgspec.json.decode(text.encode()))
        except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
            note = f"{_place(effect)}: its body is called JSON and is not ({problem}); kept as text"
    headers = {name: work.secrets.redact(value) for name, value in reply.headers.items()}
    value: Value = {"status": reply.status, "headers": headers, "body": body}
    if reply.status >= 400:
        said = " ".join(text.split())[:200]
        error = f"{_place(effect)}: status {reply.status}" + (f", {said}" if said else "")
        return work.answer(effect.key, "failed", value, error)
    return work.answer(effect.key, "ok", value, note)


def _open(world: World) -> Delivery:
    return ServiceDelivery(world.client)


KIND = Kind(CallService, _open)
