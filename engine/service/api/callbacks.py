"""The API's way out: each message is posted, signed, to the address that was set.

Retries are the outbox's; this only says what became of one try.
"""

import hashlib
import hmac
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from engine.types.message import Message
from engine.types.post import Outgoing, Sent

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 10.0
READ_BYTES = 65_536
SIGNATURE = "X-Tertulia-Signature"
# Answers that another try may change; any other error is final.
RETRIED = frozenset({408, 409, 423, 425, 429})


class Callback(Struct, frozen=True, rename={"author": "from"}):
    """The body of a callback. `id` stays the same when it is sent again."""

    id: str
    seq: int
    conversation: str
    contact: str
    author: str
    node: str
    t: int
    message: Message


class ApiChannel:
    """Posts messages to an address; without one, callers fetch them from history.

    `secret` gives the signing secret at each use, so that a changed one needs no restart.
    """

    name = "api"

    def __init__(self, url: str = "", secret: Callable[[], str] = str) -> None:
        self._url = url
        self._secret = secret
        self._client: httpx.AsyncClient | None = None

    async def send(self, outgoing: Outgoing) -> Sent:
        """Posts one message: `sent` on 2xx, `retry` where another try may help."""
        if not self._url:
            return Sent()
        import httpx

        body = msgspec.json.encode(callback_of(outgoing))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "tertulia",
            SIGNATURE: signature(self._secret(), body, int(time.time())),
        }
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=TIMEOUT_S, follow_redirects=False, trust_env=False
            )
        try:
            async with self._client.stream(
                "POST", self._url, content=body, headers=headers
            ) as answer:
                return await _made_of(answer)
        except httpx.HTTPError as problem:
            return Sent("retry", error=f"the callback address cannot be reached ({problem!r})")

    async def close(self) -> None:
        """Gives the connections back."""
        if self._client is not None:
            await self._client.aclose()


def callback_of(outgoing: Outgoing) -> Callback:
    """The body that tells of a message."""
    return Callback(
        outgoing.key,
        outgoing.seq,
        outgoing.conversation,
        outgoing.contact,
        outgoing.author,
        outgoing.node,
        outgoing.due_us // 1000,
        outgoing.message,
    )


def signature(secret: str, body: bytes, now_s: int) -> str:
    """The signature header: `t=` the time, `v1=` HMAC-SHA256 of the time, a dot and the body."""
    digest = hmac.new(secret.encode(), b"%d." % now_s + body, hashlib.sha256).hexdigest()
    return f"t={now_s},v1={digest}"


async def _made_of(answer: "httpx.Response") -> Sent:
    # A short body is read, so that the connection can serve again; nobody wants a long one.
    size = 0
    async for chunk in answer.aiter_raw():
        size += len(chunk)
        if size > READ_BYTES:
            break
    if answer.is_success:
        return Sent()
    error = f"the callback address answered {answer.status_code}"
    if answer.status_code >= 500 or answer.status_code in RETRIED:
        after = answer.headers.get("retry-after", "")
        return Sent("retry", error=error, after_s=float(after) if after.isdigit() else 0.0)
    return Sent("refused", error=error)
