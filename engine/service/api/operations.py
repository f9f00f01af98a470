"""What the API can do: one row an operation, for the routes and for the document alike."""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from engine.service.api.scopes import Scope


class Parameter(Struct, frozen=True):
    """A number or word in an address's query."""

    name: str
    about: str
    type: str = "integer"


class Operation(Struct, frozen=True):
    """One thing a caller can do. `Any`: the types are handed to msgspec as they are.

    What takes `bytes` takes a file as the raw body; with `has_text` it can be had as a text too.
    """

    method: str
    path: str
    summary: str
    scope: Scope
    run: Callable[[Request], Awaitable[Response]]
    gives: Any
    takes: Any = None
    status: int = 200
    parameters: tuple[Parameter, ...] = ()
    has_text: bool = False
