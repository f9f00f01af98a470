"""Readers who do not read: what was written for them is dropped after a while, with them."""

import asyncio
import contextlib
import socket
import struct

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from engine.service.settings import Settings

NO_LINGERING = struct.pack("ii", 1, 0)


class Unstalled(asyncio.Protocol):
    """A protocol whose reader has `send_timeout_s` to catch up."""

    send_timeout_s: float
    transport: asyncio.Transport
    _stall: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """The reader is behind."""
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self._stall = loop.call_later(self.send_timeout_s, cut, self.transport)

    def resume_writing(self) -> None:
        """The reader caught up, or is gone."""
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is written any more."""
        if self._stall is not None:
            self._stall.cancel()
        super().connection_lost(exc)


class Socket(Unstalled, WebSocketsSansIOProtocol):
    """A WebSocket of the service: closing one waits for its reader too, and would for ever."""


def guarded_socket(settings: Settings) -> type[Socket]:
    """The protocol of a service's WebSockets."""
    return type("GuardedSocket", (Socket,), {"send_timeout_s": settings.send_timeout_s})


def cut(transport: asyncio.Transport) -> None:
    """Drops a connection with all that was not taken, which the system would keep too."""
    connection = transport.get_extra_info("socket")
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
    transport.abort()
