"""The calls of adapters over HTTP, under the operator's rules of the way out."""

from typing import TYPE_CHECKING

from engine.channels.protocol import Answer, Call
from engine.runtime.egress.options import Egress

if TYPE_CHECKING:
    from engine.runtime.egress.client import Client

TIMEOUT_S = 30.0


class EgressNetwork:
    """One client for all channels, made with the first call."""

    def __init__(self, egress: Egress) -> None:
        self._egress = egress
        self._client: Client | None = None

    async def ask(self, call: Call, most_bytes: int = 0) -> Answer:
        """The answer; one of status 0, with the reason as its body, where none came."""
        # It loads the HTTP client, which takes longer than the rest of a start.
        from engine.runtime.egress.client import Client, FailedError, Request
        from engine.runtime.egress.door import RefusedError

        self._client = self._client or Client(self._egress)
        request = Request(call.method, call.url, call.headers, call.body)
        try:
            reply = await self._client.ask(request, TIMEOUT_S, most_bytes)
        except (RefusedError, FailedError) as problem:
            return Answer(0, body=str(problem).encode())
        except TimeoutError:
            return Answer(0, body=f"no answer in {TIMEOUT_S:g} s".encode())
        return Answer(reply.status, reply.headers, reply.body)

    async def close(self) -> None:
        """Gives the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None
