"""The door to the network: a host's addresses are looked up once, judged, and then connected to.

What was judged is what is connected to, so a name that changes its address in between (DNS
rebinding) gains nothing. TLS still checks the certificate against the name.
"""

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

from engine.runtime.egress.addresses import is_public
from engine.runtime.egress.options import Egress


class RefusedError(Exception):
    """An address that may not be reached: what was asked for, why not, and the remedy."""


class Door(httpcore.AsyncNetworkBackend):
    """Connections for the HTTP client and for mail, under the operator's rules."""

    def __init__(self, options: Egress) -> None:
        self._options = options
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the parent's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # the parent's options are of many shapes
    ) -> httpcore.AsyncNetworkStream:
        """A stream to the first judged address that answers."""
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in await self.addresses(host, port, self._options.ports):
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                problem = failure
        raise problem

    async def sleep(self, seconds: float) -> None:
        """The client's pause between its tries."""
        await self._inner.sleep(seconds)

    async def addresses(self, host: str, port: int, ports: tuple[int, ...]) -> list[str]:
        """The host's addresses; RefusedError where one of them, or the port, is not allowed."""
        name = host.strip("[]").rstrip(".").lower()
        inside = {name, f"{name}:{port}"} & set(self._options.allow)
        if not inside and ports and port not in ports:
            listed = ", ".join(map(str, ports))
            raise RefusedError(
                f"port {port} of {name} is not among the allowed ports {listed}; add it to the "
                "server's egress.ports"
            )
        found = await _look_up(name, port)
        closed = [address for address in found if not is_public(address)]
        if closed and not inside:
            raise RefusedError(
                f"{name} has the address {closed[0]}, which is not on the open Internet; if a bot "
                f"may reach it, add {name!r} to the server's egress.allow"
            )
        return found

    async def connect(self, host: str, port: int, ports: tuple[int, ...]) -> socket.socket:
        """A plain connected socket; OSError where nothing answers."""
        problem = OSError(f"{host} has no address")
        for address in await self.addresses(host, port, ports):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.setblocking(False)
            try:
                await asyncio.get_running_loop().sock_connect(connection, (address, port))
            except OSError as failure:
                connection.close()
                problem = failure
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        raise problem


async def _look_up(name: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise httpcore.ConnectError(f"the name {name!r} is not known: {problem}") from problem
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
