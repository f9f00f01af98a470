"""The address of a database: how it is opened, how it is shown, and its faults in words."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import asyncpg

from engine.stores.protocol import AwayError, StoreError

CONNECT_S = 5.0
# A statement that takes longer counts as a lost connection: a commit takes milliseconds.
STATEMENT_S = 30.0
# A peer that vanished without a word is noticed after IDLE + PROBES * EVERY seconds.
IDLE_S, EVERY_S, PROBES = 5, 2, 3
# So is one that vanished with something on its way to it, which probes say nothing of.
UNANSWERED_S = IDLE_S + PROBES * EVERY_S
_SETTINGS = {
    "application_name": "tertulia",
    "tcp_keepalives_idle": str(IDLE_S),
    "tcp_keepalives_interval": str(EVERY_S),
    "tcp_keepalives_count": str(PROBES),
    "tcp_user_timeout": f"{UNANSWERED_S}s",
    "idle_in_transaction_session_timeout": f"{STATEMENT_S:.0f}s",
    "timezone": "UTC",
}
# Who commits looks rows up by their keys, a few hundred among millions.
_COMMITS = {
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
}

LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
    OSError,
    asyncio.TimeoutError,
)
_REMEDIES: tuple[tuple[type[Exception], str], ...] = (
    (asyncpg.InvalidPasswordError, "give the right user and password in the address"),
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "give the right user and password in the address",
    ),
    (asyncpg.InvalidCatalogNameError, "create the database first, for instance with `createdb`"),
    (asyncpg.InsufficientPrivilegeError, "give this user the rights to create and write tables"),
    (asyncpg.DiskFullError, "the server's disk is full; make room, then try again"),
    (asyncpg.OutOfMemoryError, "the server is out of memory; give it more, or fewer connections"),
    (asyncpg.TooManyConnectionsError, "raise max_connections, or run fewer workers"),
    (
        asyncpg.ReadOnlySQLTransactionError,
        "it only reads; name the primary, or add target_session_attrs=primary to the address",
    ),
)
_AWAY = "the server does not answer; it is tried again until it does"
_BUSY = "others read there; it is tried again later"


def shown(address: str) -> str:
    """The address without the password, for people and logs."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    host = host or next(iter(parse_qs(parts.query).get("host", ())), "local socket")
    return f"{host}{parts.path}"


async def connect(address: str, *, commits: bool = False) -> asyncpg.Connection:
    """A connection that notices a peer that is gone."""
    connection = await asyncpg.connect(
        address,
        timeout=CONNECT_S,
        command_timeout=STATEMENT_S,
        server_settings=_SETTINGS | (_COMMITS if commits else {}),
        statement_cache_size=256,
    )
    _keep_alive(connection)
    return connection


async def pool(address: str, most: int) -> asyncpg.Pool:
    """Connections for reads, opened as they are needed."""
    return await asyncpg.create_pool(
        address,
        min_size=0,
        max_size=most,
        timeout=CONNECT_S,
        command_timeout=STATEMENT_S,
        server_settings=_SETTINGS,
        init=_set_up,
        # Nothing that is read changes a connection.
        reset=_leave_as_it_is,
    )


@contextmanager
def faults(address: str) -> Iterator[None]:
    """Turns the driver's errors inside into StoreErrors that name the database and the remedy."""
    try:
        yield
    except asyncpg.LockNotAvailableError as error:
        raise AwayError(f"database {shown(address)}: {error}: {_BUSY}") from error
    except (asyncpg.PostgresError, *LOST) as error:
        remedy = next((words for type_, words in _REMEDIES if isinstance(error, type_)), "")
        if not remedy and not isinstance(error, LOST):
            raise
        said = str(error) or type(error).__name__
        fault = StoreError if remedy else AwayError
        raise fault(f"database {shown(address)}: {said}: {remedy or _AWAY}") from error


async def _set_up(connection: asyncpg.Connection) -> None:
    _keep_alive(connection)


async def _leave_as_it_is(_connection: asyncpg.Connection) -> None:
    pass


def _keep_alive(connection: asyncpg.Connection) -> None:
    """Asks our own kernel, too, to notice a server that vanished: its settings tell only the
    server's."""
    transport = getattr(connection, "_transport", None)
    raw = transport.get_extra_info("socket") if transport is not None else None
    if raw is None or raw.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", IDLE_S),
        ("TCP_KEEPINTVL", EVERY_S),
        ("TCP_KEEPCNT", PROBES),
        ("TCP_USER_TIMEOUT", UNANSWERED_S * 1000),
    ):
        if hasattr(socket, name):
            raw.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
