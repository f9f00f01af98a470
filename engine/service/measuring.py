"""Counts and times every request, and writes the access log."""

import logging
import time
from typing import Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.service.meters import Meters

log = logging.getLogger("tertulia.access")

# Requests that wait for news on purpose would say nothing about speed.
WAITING = "wait="
# A caller may invent methods; each would stay in memory as a series of its own.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measuring:
    """Middleware around everything else."""

    def __init__(
        self, app: ASGIApp, meters: Meters, access_log: Literal["all", "errors", "off"]
    ) -> None:
        self._app = app
        self._meters = meters
        self._access_log = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            self._measure(scope, status, time.perf_counter() - began)

    def _measure(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._meters.requests.add(method, route, str(status))
        if WAITING.encode() not in scope.get("query_string", b""):
            self._meters.request_seconds.observe(seconds)
        if self._access_log == "all" or (self._access_log == "errors" and status >= 500):
            log.info(
                "request",
                extra={
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 2),
                    "conversation": scope.get("path_params", {}).get("id", ""),
                },
            )
