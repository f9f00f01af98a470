"""What a caller is told when a request cannot be served: always JSON, never a traceback."""

import logging
from collections.abc import Mapping

import msgspec
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.stores.protocol import StoreError
from engine.types.issue import TertuliaError

log = logging.getLogger("tertulia.http")

JSON = "application/json"


class Problem(Struct, frozen=True):
    """The body of every answer that is an error."""

    code: str
    message: str
    remedy: str


class ServiceError(Exception):
    """A request that is answered with an error; `status` is its HTTP status."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        remedy: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.problem = Problem(code, message, remedy)
        self.headers = headers


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as a JSON answer."""
    return Response(msgspec.json.encode(value), status, headers, JSON)


async def on_service_error(_request: Request, error: Exception) -> Response:
    """The answer to what we refuse."""
    assert isinstance(error, ServiceError)
    return answer(error.problem, error.status, error.headers)


async def on_http_error(request: Request, error: Exception) -> Response:
    """The answer to what the framework refuses: unknown routes and wrong methods."""
    assert isinstance(error, HTTPException)
    texts = {
        404: Problem(
            "not-found",
            f"there is nothing at {request.url.path}",
            "see docs/reference/http-api.md for the routes",
        ),
        405: Problem(
            "wrong-method",
            f"{request.url.path} does not take {request.method}",
            "see the Allow header for the methods",
        ),
    }
    problem = texts.get(
        error.status_code, Problem("refused", str(error.detail), "check the request")
    )
    return answer(problem, error.status_code, error.headers)


async def on_user_error(_request: Request, error: Exception) -> Response:
    """The answer to what the engine refuses: its message ends with the remedy."""
    message, _, remedy = str(error).rpartition("; ")
    return answer(Problem("refused", message or remedy, remedy), 400)


async def on_store_error(_request: Request, error: Exception) -> Response:
    """The answer while the store cannot do its work."""
    log.warning("the store cannot be used: %s", error)
    problem = Problem("busy", "the store cannot be used now", "send it again")
    return answer(problem, 503, {"Retry-After": "1"})


class Failures:
    """Middleware: a mistake of ours is logged, and its caller told no more than that."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket."""
        has_begun = False

        async def note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:
            log.exception("request failed", extra={"path": scope.get("path", "")})
            if has_begun or scope["type"] != "http":
                raise ConnectionAbortedError from error
            problem = Problem(
                "internal", "the service failed on this request", "try again; the log has the cause"
            )
            await answer(problem, 500)(scope, receive, send)


HANDLERS = {
    ServiceError: on_service_error,
    HTTPException: on_http_error,
    StoreError: on_store_error,
    TertuliaError: on_user_error,
}
