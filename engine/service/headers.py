"""Headers that every answer carries, and who may call from another site's page."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# For answers that are data: nothing in them may run, and no page may show them in a frame.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
# For the demo page: only what this server itself serves.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; "
    "img-src 'self' https: data: blob:; media-src 'self' https: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
OPEN_PATHS = ("/webchat.js", "/static/", "/webchat/")
ALLOWED_METHODS = "GET, POST, OPTIONS"
ALLOWED_HEADERS = "Authorization, Content-Type"


class SecurityHeaders:
    """Middleware: policies on every answer, and CORS for the webchat's own paths."""

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin", "")
        is_open = scope["path"].startswith(OPEN_PATHS)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), origin if is_open else "")
            await send(message)

        if is_open and scope["method"] == "OPTIONS" and origin:
            await Response(status_code=204)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin may hold the webchat."""
        return "*" in self._origins or origin in self._origins

    def _add(self, headers: MutableHeaders, origin: str) -> None:
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Content-Security-Policy", DATA_POLICY)
        headers.setdefault("Cache-Control", "no-store")
        if not origin:
            return
        headers.add_vary_header("Origin")
        if self.allows(origin):
            headers["Access-Control-Allow-Origin"] = "*" if "*" in self._origins else origin
            headers["Access-Control-Allow-Methods"] = ALLOWED_METHODS
            headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
            headers["Access-Control-Max-Age"] = "86400"
            headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
