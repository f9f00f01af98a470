"""A fake of Telegram's Bot API, ours; every call that it gets is kept, to be judged by Telegram's
specification."""

import asyncio
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine.service.serve import listen
from engine.service.settings import Settings

TOKEN = "value of telegram-token"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)
PERSON = {"id": 42, "is_bot": False, "first_name": "Ana", "language_code": "es"}
CHAT = {"id": 42, "type": "private", "first_name": "Ana"}


class FakeTelegram:
    """One bot's side of Telegram, and one person's telephone."""

    def __init__(self) -> None:
        self.base = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.shown: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self.refusals: list[dict[str, Any]] = []
        self.hook: dict[str, Any] = {}
        self.waiting: list[dict[str, Any]] = []
        self.number = self.updates = 0

    def app(self) -> Starlette:
        """The server."""
        routes = [
            Route("/bot{token}/{method}", self.call, methods=["POST"]),
            Route("/file/bot{token}/{path:path}", self.file),
        ]
        return Starlette(routes=routes)

    async def call(self, request: Request) -> Response:
        """One call of the bot."""
        if request.path_params["token"] != TOKEN:
            return JSONResponse(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, 401
            )
        method, fields = request.path_params["method"], json.loads(await request.body())
        if method != "getUpdates":
            self.calls.append((method, fields))
        if self.refusals and method.startswith("send") and method != "sendChatAction":
            refusal = self.refusals.pop(0)
            return JSONResponse({"ok": False, **refusal}, refusal["error_code"])
        return JSONResponse({"ok": True, "result": await self.result(method, fields)})

    async def result(self, method: str, fields: dict[str, Any]) -> Any:
        """What a call gives."""
        if method == "getUpdates":
            self.waiting = [u for u in self.waiting if u["update_id"] >= fields.get("offset", 0)]
            end = time.monotonic() + 0.5
            while not self.waiting and time.monotonic() < end:  # noqa: ASYNC110 - told from a thread
                await asyncio.sleep(0.02)
            return self.waiting
        if method == "setWebhook":
            self.hook = fields
        if method == "getFile":
            return {"file_id": fields["file_id"], "file_path": "photos/one two.png"}
        if not method.startswith("send") or method == "sendChatAction":
            return True
        self.shown.put((method, fields))
        self.number += 1
        sent = {"message_id": self.number, "chat": CHAT, "date": 1}
        return [sent] if method == "sendMediaGroup" else sent

    async def file(self, request: Request) -> Response:
        """A file of the person."""
        assert request.path_params["path"] == "photos/one two.png"
        return Response(PICTURE, media_type="image/png")

    def tell(self, **update: Any) -> None:
        """The person does something: the webhook is called, or it waits to be asked for."""
        self.updates += 1
        update["update_id"] = self.updates
        if not self.hook:
            self.waiting.append(update)
            return
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.hook["secret_token"]}
        answer = httpx.post(self.hook["url"], json=update, headers=secret, timeout=20)
        assert answer.status_code == 200, answer.text

    def say(self, **parts: Any) -> None:
        """The person sends a message."""
        self.number += 1
        basic = {"message_id": self.number, "date": int(time.time()), "from": PERSON, "chat": CHAT}
        self.tell(message=basic | parts)

    def press(self, fields: dict[str, Any], label: str) -> None:
        """The person presses a key of a message."""
        rows = fields["reply_markup"]["inline_keyboard"]
        (key,) = [key for row in rows for key in row if key["text"] == label]
        message = {"message_id": 1, "date": 1, "chat": CHAT, "reply_markup": fields["reply_markup"]}
        self.number += 1
        callback = {"id": f"c{self.number}", "from": PERSON, "chat_instance": "1"}
        self.tell(callback_query=callback | {"message": message, "data": key["callback_data"]})

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next message that the person sees."""
        return self.shown.get(timeout=20)


@contextmanager
def running_telegram() -> Iterator[FakeTelegram]:
    """A fake that serves for as long as the context lasts."""
    fake = FakeTelegram()
    with listen(Settings(port=0)) as listener:
        fake.base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(fake.app(), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield fake
        finally:
            server.should_exit = True
            thread.join(20)
