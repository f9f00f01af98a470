"""The wire between a view in a browser and its editor in Python, the same in every host.

Two texts are kept in step with the browser, whatever the host offers for that (Panel's
parameters, anywidget's traits). Each is a JSON list of numbered letters of which the other side
has not said yet that it has them, so that a lost connection loses nothing:

    up    {"n": 7, "what": "edit", "args": {...}}            a request of the browser
    down  {"n": 12, "to": 7, "value": ...} or "error": ...   an answer
          {"n": 13, "what": "issues", "value": ...}          news that nobody asked for

Each text also says the number of the latest letter that arrived from the other side.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

LOG = logging.getLogger(__name__)

# `Any`: what a request takes and gives is its own affair.
Answer = Callable[[str, dict[str, Any]], Any]


class Request(Struct, frozen=True):
    """A letter of the browser."""

    n: int
    what: str
    args: dict[str, Any] = {}


class Letter(Struct, frozen=True, omit_defaults=True):
    """A letter to the browser: an answer `to` a request, or news by name."""

    n: int
    to: int = 0
    what: str = ""
    value: Any = UNSET
    error: str | UnsetType = UNSET


class _Up(Struct, frozen=True):
    letters: tuple[Request, ...] = ()
    got: int = 0


class _Down(Struct, frozen=True):
    letters: tuple[Letter, ...] = ()
    got: int = 0


class Link:
    """One view's wire. `answer` does what a request asks for; `send` puts a text on the wire."""

    def __init__(self, answer: Answer, send: Callable[[str], None]) -> None:
        self._answer, self._send = answer, send
        self._lock = threading.RLock()
        self._number = 0
        self._got = 0
        # Nobody has asked for anything yet: there is no view that news could be for.
        self._is_silent = True
        self._letters: list[Letter] = []

    def receive(self, text: str) -> None:
        """The browser's text changed: its new requests are answered, in order."""
        try:
            up = msgspec.json.decode(text, type=_Up)
        except msgspec.DecodeError:
            LOG.warning("a view sent what cannot be read; it is left out")
            return
        with self._lock:
            self._is_silent = False
            self._letters = [letter for letter in self._letters if letter.n > up.got]
            # A page that was loaded anew counts from 1 again.
            fresh = [letter for letter in up.letters if letter.n > self._got]
            self._got = max([self._got, *(letter.n for letter in fresh)])
        for request in fresh:
            self._reply(request)

    def tell(self, what: str, value: Any) -> None:
        """News for the browser; a view that opens later begins with all there is."""
        if self._is_silent:
            return
        self._post(what=what, value=value)

    def _reply(self, request: Request) -> None:
        try:
            value = self._answer(request.what, request.args)
        except Exception as error:
            LOG.debug("request %s failed", request.what, exc_info=True)
            self._post(to=request.n, error=str(error) or type(error).__name__)
            return
        self._post(to=request.n, value=value)

    def _post(self, **letter: Any) -> None:
        with self._lock:
            self._number += 1
            self._letters.append(Letter(self._number, **letter))
            text = msgspec.json.encode(_Down(tuple(self._letters), self._got)).decode()
            self._send(text)
