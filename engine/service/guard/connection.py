"""An HTTP connection that waits for nobody for ever.

A head that does not end, a body that trickles in and a reader that does not read each hold a
connection, and enough of them hold the service. uvicorn bounds only the pause between two
requests, so its protocol is extended here by the others.
"""

import asyncio
from collections import Counter
from typing import Literal

import h11
import msgspec
from msgspec import Struct
from uvicorn.protocols.http.h11_impl import H11Protocol

from engine.service.errors import JSON, Problem
from engine.service.guard.addresses import Networks, network_of
from engine.service.guard.stalls import Unstalled, cut
from engine.service.settings import Settings

# Who sends a body brings at least so many bytes a second, looked at over a whole timeout.
LEAST_BYTES_PER_S = 1000
Missing = Literal["", "head", "body"]
TOO_SLOW = Problem(
    "too-slow", "the request did not arrive in time", "send it again over a faster connection"
)


class Doors(Struct):
    """What the connections of one service share: its settings, and how many each caller has."""

    settings: Settings
    trusted: Networks
    open: Counter[str]


class Connection(Unstalled, H11Protocol):
    """A connection with an end to every wait. `doors` is set by `guarded`."""

    doors: Doors

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes a connection, or drops it where there are too many."""
        super().connection_made(transport)
        self._expected: Missing = ""
        self._watch: asyncio.TimerHandle | None = None
        self._arrived = 0
        self._caller = self._counted()
        settings = self.doors.settings
        is_full = len(self.connections) > settings.max_connections
        if is_full or self.doors.open[self._caller] > settings.max_connections_per_address:
            transport.abort()
            return
        self._expect("head")

    def data_received(self, data: bytes) -> None:
        """Takes bytes, and looks at what is still missing."""
        self._arrived += len(data)
        super().data_received(data)
        self._expect(self._missing())

    def connection_lost(self, exc: Exception | None) -> None:
        """Gives the caller's place back."""
        self._leave()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hands the connection on: sockets have limits of their own."""
        self._leave()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """A new wait begins, which uvicorn bounds while nothing comes."""
        self._expect("")
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Closes an idle connection, also where its reader never takes what is left."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(self.send_timeout_s, cut, self.transport)

    def _missing(self) -> Missing:
        """The part of a request that is still to come."""
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return ""
        if self.cycle is None or self.cycle.response_complete:
            return "head"
        return "body" if self.cycle.more_body else ""

    def _expect(self, missing: Missing) -> None:
        """Gives a part its time; more of the same part gets none anew."""
        if missing == self._expected:
            return
        self._expected = missing
        if self._watch is not None:
            self._watch.cancel()
        if missing == "body":
            self._wait_for_body()
        elif missing == "head":
            timeout_s = self.doors.settings.header_timeout_s
            self._watch = self.loop.call_later(timeout_s, self._give_up)

    def _wait_for_body(self) -> None:
        timeout_s = self.doors.settings.body_timeout_s
        self._watch = self.loop.call_later(timeout_s, self._look_at_body, self._arrived)

    def _look_at_body(self, before: int) -> None:
        least = LEAST_BYTES_PER_S * self.doors.settings.body_timeout_s
        # While we read no further ourselves, it is not the sender who is slow.
        if self.flow.read_paused or self._arrived - before >= least:
            self._wait_for_body()
        else:
            self._give_up()

    def _give_up(self) -> None:
        """Ends the connection: with an answer where one can be given and was begun to be asked."""
        self._expect("")
        begun = self.cycle is not None and not self.cycle.response_complete
        if self._arrived and not (begun and self.cycle.response_started):
            body = msgspec.json.encode(TOO_SLOW)
            head = f"HTTP/1.1 408 Request Timeout\r\nContent-Type: {JSON}\r\n"
            head += f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            self.transport.write(head.encode() + body)
        self.transport.close()
        self.loop.call_later(self.send_timeout_s, cut, self.transport)

    def _counted(self) -> str:
        """The caller, with one connection more; none is counted behind a trusted proxy."""
        address = self.client[0] if self.client else ""
        if not address or address in self.doors.trusted:
            return ""
        caller = network_of(address)
        self.doors.open[caller] += 1
        return caller

    def _leave(self) -> None:
        self._expect("")
        if self._caller:
            self.doors.open[self._caller] -= 1
            if not self.doors.open[self._caller]:
                del self.doors.open[self._caller]
            self._caller = ""


def guarded(settings: Settings) -> type[Connection]:
    """The protocol of a service's connections."""
    doors = Doors(settings, Networks(settings.trusted_proxies), Counter())
    shared = {"doors": doors, "send_timeout_s": settings.send_timeout_s}
    return type("GuardedConnection", (Connection,), shared)
