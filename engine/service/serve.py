"""The service as a process: it listens, serves until told to stop, and stops in order."""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from engine.runtime.runtime import Runtime
from engine.service.app import create_app
from engine.service.guard.connection import guarded
from engine.service.guard.doorman import HEADER_BYTES
from engine.service.guard.stalls import guarded_socket
from engine.service.hiding import hiding
from engine.service.logs import set_up_logs
from engine.service.settings import Settings
from engine.service.signing import open_key
from engine.types.issue import TertuliaError

log = logging.getLogger("tertulia.service")

BACKLOG = 2048
KEEP_ALIVE_S = 30
PING_S = 20.0
DRAIN_STEP_S = 0.1
STOPPING = (signal.SIGINT, signal.SIGTERM)


def serve(
    runtime: Runtime,
    settings: Settings,
    announce: Callable[[str], None] = lambda _address: None,
    listener: socket.socket | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT: then no more requests are taken, sockets close with
    1012, so that widgets come back, and the turns at hand are finished.

    `announce` is told the address once requests are taken. `listener` is a socket of
    `listen`, by default a new one. Raises TertuliaError where another program listens there.
    """
    key = open_key(settings.beside_store("signing.key", settings.signing_key_file))
    set_up_logs(settings.log_level, hiding(key))
    listener = listener or listen(settings)
    server = Server(runtime, config_of(runtime, settings), announce, settings.drain_s)
    with listener, _handled_signals():
        server.run([listener])
    if not server.started:
        raise TertuliaError("the service did not start; the log above has the cause")


class Server(uvicorn.Server):
    """A server that lets go of who waits for news before it waits for its requests to end."""

    def __init__(
        self,
        runtime: Runtime,
        config: uvicorn.Config,
        announce: Callable[[str], None],
        drain_s: float = 0,
    ) -> None:
        super().__init__(config)
        self._runtime = runtime
        self._announce = announce
        self._drain_s = drain_s

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to take requests, and says where."""
        await super().startup(sockets)
        if self.started and sockets:
            address = address_of(sockets[0])
            log.info("listening", extra={"address": address})
            self._announce(address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops in order: it serves on until those who share out requests have seen that it is
        not ready any more."""
        self._runtime.drain()
        end = time.monotonic() + self._drain_s
        # A second signal is no event that could be waited for.
        while time.monotonic() < end and not self.force_exit:  # noqa: ASYNC110 - see above
            await asyncio.sleep(min(DRAIN_STEP_S, self._drain_s))
        self._runtime.release()
        await super().shutdown(sockets)


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as problem:
        listener.close()
        raise TertuliaError(
            f"cannot listen on {settings.host} port {settings.port}: {problem.strerror}; "
            "choose another with --port, or stop what uses it"
        ) from None
    listener.listen(BACKLOG)
    return listener


def address_of(listener: socket.socket) -> str:
    """The address that a browser takes to a socket that listens."""
    host, port = listener.getsockname()[:2]
    shown = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


@contextmanager
def _handled_signals() -> Iterator[None]:
    """Uvicorn raises the signal that stopped it once more at its end: that must not kill us
    before the store is closed."""
    previous = {each: signal.signal(each, lambda *_: None) for each in STOPPING}
    try:
        yield
    finally:
        for each, handler in previous.items():
            signal.signal(each, handler)


def config_of(runtime: Runtime, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves us."""
    return uvicorn.Config(
        create_app(runtime, settings),
        loop="asyncio",
        http=guarded(settings),
        ws=guarded_socket(settings),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.trusted_proxies),
        backlog=BACKLOG,
        h11_max_incomplete_event_size=HEADER_BYTES,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=round(settings.stop_timeout_s),
        ws_max_size=settings.body_bytes,
        ws_ping_interval=PING_S,
        ws_ping_timeout=PING_S,
        ws_per_message_deflate=False,
    )
