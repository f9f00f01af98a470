"""A fake of Meta's Graph API, written by us from its documentation: it proves that our calls and
our webhooks fit together over HTTP, not that Meta would take them."""

import hmac
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine.service.serve import listen
from engine.service.settings import Settings

TOKEN = "value of whatsapp-access-token"
APP_SECRET = "value of whatsapp-app-secret"
NUMBER_ID = "106540352242922"
PERSON = "5491155550000"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)
KINDS = ("text", "interactive", "image", "audio", "video", "document", "location", "template")


class FakeGraph:
    """Keeps what was sent, answers as it is told to, and calls a webhook."""

    def __init__(self) -> None:
        self.base = self.hook = ""
        self.sent: list[dict[str, Any]] = []
        self.receipts: list[dict[str, Any]] = []
        self.asked: list[str] = []
        # Statuses of the next answers, each with the error's code.
        self.failures: list[tuple[int, int]] = []
        # Which statuses each message gets at once, while its own answer is on its way.
        self.statuses: tuple[str, ...] = ()
        self.media_url = ""
        self._ids = count(1)
        self._http = httpx.Client(timeout=20)
        self._telling = ThreadPoolExecutor(2)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v25.0/{number}/messages", self._messages, methods=["POST"]),
                Route("/v25.0/{media}", self._media),
                Route("/files/{media}", self._file),
            ]
        )

    async def _messages(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(401, 190)
        body = await request.json()
        assert request.path_params["number"] == NUMBER_ID
        assert body["messaging_product"] == "whatsapp"
        if body.get("status") == "read":
            self.receipts.append(body)
            return JSONResponse({"success": True})
        if self.failures:
            return _error(*self.failures.pop(0))
        assert body["type"] in KINDS
        assert body[body["type"]]
        name = f"wamid.{next(self._ids)}"
        self.sent.append({**body, "id": name})
        for status in self.statuses:
            self._telling.submit(self.tell, status, name)
        return JSONResponse({"messages": [{"id": name}], "contacts": [{"wa_id": body.get("to")}]})

    async def _media(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        url = self.media_url or f"{self.base}/files/{request.path_params['media']}"
        return JSONResponse({"url": url, "mime_type": "image/png"})

    async def _file(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        return Response(PICTURE, media_type="image/png")

    def say(self, name: str, at: int = 0, **message: Any) -> httpx.Response:
        """A message of the person, as Meta posts it."""
        written = str(at or int(time.time()))
        told = {"from": PERSON, "id": name, "timestamp": written, "type": next(iter(message))}
        return self.post(messages=[told | message])

    def tell(self, status: str, name: str, code: int = 0) -> httpx.Response:
        """A status of a message."""
        errors = {"errors": [{"code": code, "title": "it failed"}]} if code else {}
        told = {"id": name, "status": status, "timestamp": "1767225601", "recipient_id": PERSON}
        return self.post(statuses=[told | errors])

    def post(self, secret: str = APP_SECRET, **value: Any) -> httpx.Response:
        """A webhook, signed."""
        body = webhook(**value)
        mark = hmac.new(secret.encode(), body, sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={mark}", "Content-Type": "application/json"}
        return self._http.post(self.hook, content=body, headers=headers)

    def close(self) -> None:
        self._telling.shutdown()
        self._http.close()


def webhook(**value: Any) -> bytes:
    """A request's body with one change."""
    people = [{"profile": {"name": "Ana"}, "wa_id": PERSON}]
    value |= {"metadata": {"phone_number_id": NUMBER_ID}, "contacts": people}
    value["messaging_product"] = "whatsapp"
    changes = [{"field": "messages", "value": value}]
    entry = [{"id": "1", "changes": changes}]
    return json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()


def _error(status: int, code: int) -> Response:
    error = {"message": f"(#{code}) no", "code": code, "error_data": {"details": "because"}}
    return JSONResponse({"error": error}, status)


@contextmanager
def running_graph() -> Iterator[FakeGraph]:
    """The fake on a free port of the loopback."""
    graph = FakeGraph()
    listener = listen(Settings(port=0))
    graph.base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(graph.app(), log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield graph
    finally:
        graph.close()
        server.should_exit = True
        thread.join(20)
        listener.close()
