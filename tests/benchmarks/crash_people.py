"""The people of the crash test through HTTP: each talks over a connection of their own."""

import asyncio
import json
from typing import Any

PATIENCE_S = 60.0
QUIET_S = 120.0
# What has to be empty before the conversations are looked at.
WORK = ("tertulia_inbox_backlog", "tertulia_outbox_pending", "tertulia_timers")

# `Any`: a JSON document.
Json = dict[str, Any]


class People:
    """Everyone who posts: the even ones by the API, the odd ones by the webchat."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._key = {"Authorization": f"Bearer {key}"}
        self._lines: dict[str, Line] = {}
        self._tokens: dict[str, dict[str, str]] = {}
        # The conversations of those who come by the webchat, which names them itself.
        self.names: dict[str, str] = {}
        self._receipts: set[str] = set()
        self.taken_twice = 0

    def conversation(self, person: str) -> str:
        """A person's conversation."""
        return self.names.get(person, person)

    async def post(self, person: str, external_id: str, text: str) -> None:
        """Says something; raises OSError or EOFError where there is no receipt."""
        frame = {"id": external_id.replace("/", "-"), "text": text}
        if by_api(person):
            answer = await self._ask(person, "POST", _path(person), 202, self._key, frame)
            self.taken_twice += answer["is_new"] and external_id in self._receipts
        else:
            headers = await self._session(person)
            frame["type"] = "say"
            await self._ask(person, "POST", "/webchat/messages", 202, headers, frame)
        self._receipts.add(external_id)

    async def read(self, person: str) -> list[tuple[int, str, str]]:
        """The person's conversation as the server shows it: number, author, text."""
        if by_api(person):
            found = (await self._ask(person, "GET", _path(person), 200, self._key))["messages"]
        else:
            headers = self._tokens[person]
            shown = await self._ask(person, "GET", "/webchat/messages", 200, headers)
            found = [frame for frame in shown["frames"] if frame["type"] == "message"]
        return [(each["seq"], each["from"], each["message"]["text"]) for each in found]

    async def quiet(self) -> None:
        """Waits until the server has nothing left to do."""
        async with asyncio.timeout(QUIET_S):
            # A server has no bell either: its metrics are looked at.
            while not await self._is_quiet():  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    def close(self) -> None:
        """Lets go of all connections."""
        for line in self._lines.values():
            line.close()

    async def _is_quiet(self) -> bool:
        line = self._lines.setdefault("", Line(self._port))
        try:
            status, text = await line.ask("GET", "/metrics", {})
        except (OSError, EOFError):
            return False
        assert status == 200
        rows = (row.partition(" ") for row in text.decode().splitlines())
        values = [float(value) for name, _, value in rows if name in WORK]
        assert len(values) == len(WORK), text
        return not any(values)

    async def _session(self, person: str) -> dict[str, str]:
        if person not in self._tokens:
            opened = await self._ask(person, "POST", "/webchat/sessions", 201, {}, {})
            self._tokens[person] = {"Authorization": f"Bearer {opened['token']}"}
            self.names[person] = opened["conversation"]
        return self._tokens[person]

    async def _ask(
        self,
        person: str,
        method: str,
        path: str,
        wanted: int,
        headers: dict[str, str],
        body: Json | None = None,
    ) -> Json:
        line = self._lines.setdefault(person, Line(self._port))
        status, content = await line.ask(method, path, headers, body)
        if status == 503:
            raise OSError(content.decode())
        assert status == wanted, f"{path}: {status} {content!r}"
        answer: Json = json.loads(content)
        return answer


def _path(person: str) -> str:
    return f"/api/v1/conversations/{person}/messages"


def by_api(person: str) -> bool:
    """Whether a person comes by the API, not by the webchat."""
    return int(person.partition("-")[2]) % 2 == 0


class Line:
    """Asks over one connection, opened anew where the server was killed.

    A client of the shelf takes several times the server's own time for a request, and the two
    share the machine.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, headers: dict[str, str], body: Json | None = None
    ) -> tuple[int, bytes]:
        """Status and body of the answer; raises OSError or EOFError where there is none."""
        content = b"" if body is None else json.dumps(body).encode()
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(content)}"]
        head += [f"{name}: {value}" for name, value in headers.items()]
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._exchange("\r\n".join(head).encode() + b"\r\n\r\n" + content)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the connection."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        body = await reader.readexactly(int(length))
        if "connection: close" in head:
            self.close()
        return int(head.split()[1]), body
