"""The world around the server of the crash test: a service that its bot calls, and the address
to which its API messages are posted. It lives on while the server dies."""

import asyncio
import contextlib
import json
import random
from collections import Counter, defaultdict

from tests.benchmarks.crash_bot import total_of

# Answers take up to so long, so that kills find calls on their way.
SLOWEST_S = 0.05


class World:
    """Remembers every call and every message that reached it."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._server: asyncio.Server | None = None
        self.address = ""
        # How often the service was called, by idempotency key.
        self.calls: Counter[str] = Counter()
        # What was posted, by conversation: (id, text), repeats included.
        self.posted: dict[str, list[tuple[str, str]]] = defaultdict(list)

    async def start(self) -> None:
        """Opens it on a port of its own."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = "http://{}:{}".format(*self._server.sockets[0].getsockname()[:2])

    async def stop(self) -> None:
        """Closes it; whoever is still connected is let go."""
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Its caller may be killed at any moment.
        with contextlib.suppress(OSError, EOFError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
                pairs = (line.partition(":") for line in head[1:])
                headers = {name.lower(): value.strip() for name, _, value in pairs}
                body = json.loads(await reader.readexactly(int(headers["content-length"])))
                answer = json.dumps(self._answer(head[0].split()[1], headers, body)).encode()
                await asyncio.sleep(self._chance.random() * SLOWEST_S)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (len(answer), answer)
                )
                await writer.drain()
        writer.close()

    def _answer(self, path: str, headers: dict[str, str], body: dict[str, object]) -> object:
        if path == "/total":
            self.calls[headers["idempotency-key"]] += 1
            return total_of(body)
        message = body["message"]
        assert isinstance(message, dict)
        self.posted[str(body["conversation"])].append((str(body["id"]), message["text"]))
        return {}
