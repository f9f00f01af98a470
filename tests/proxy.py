"""A proxy that can stop forwarding without a word, as a network does that loses a machine."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Proxy:
    """Forwards connections to a port of this machine, until it is a black hole."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open = threading.Event()
        self._open.set()
        self._sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def swallow(self) -> None:
        """Takes whatever is sent, and forwards nothing; what is connected seems to be so."""
        self._open.clear()

    def forward(self) -> None:
        """Forwards again; what was connected meanwhile is gone."""
        self._open.set()
        self._hang_up()

    def close(self) -> None:
        """Takes no more connections."""
        self.forward()
        self._listener.close()

    def _hang_up(self) -> None:
        while self._sockets:
            with contextlib.suppress(OSError):
                self._sockets[-1].shutdown(socket.SHUT_RDWR)
            self._sockets.pop().close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._sockets += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                if not self._open.is_set():
                    continue
                other.sendall(data)
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxy(to: int) -> Iterator[Proxy]:
    """A proxy for as long as the context lasts."""
    one = Proxy(to)
    try:
        yield one
    finally:
        one.close()
