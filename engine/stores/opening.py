"""A store by its name: a SQLite file, or the address of a PostgreSQL database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.stores.changes import Changes
from engine.stores.protocol import Store, StoreError
from engine.stores.rows import EventRow, HistoryTable, MessageRow, SessionRow
from engine.stores.sqlite import SqliteStore
from engine.stores.sqlite_reads import open_reads

if TYPE_CHECKING:
    from engine.stores.postgres import PostgresStore

ADDRESSES = ("postgresql://", "postgres://")
TENANT = "main"


class History(Protocol):
    """What is read of conversations that are over, or go on elsewhere."""

    def sessions(self, since_seq: int = 0, limit: int = 1000) -> list[SessionRow]: ...

    def messages(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[MessageRow]: ...

    def events(
        self, conversation: str, since_seq: int = 0, limit: int = 1000
    ) -> list[EventRow]: ...

    def history_page(
        self, table: HistoryTable, after: tuple[str, int], limit: int
    ) -> list[tuple[Any, ...]]: ...

    def changes(self, since: str = "") -> AbstractContextManager[Changes]: ...


def is_address(name: str) -> bool:
    """Whether the name is the address of a database."""
    return name.startswith(ADDRESSES)


def open_store(name: str, tenant: str = TENANT, replica: str = "") -> Store:
    """The store to work on; a file is made where there is none.

    Raises StoreError where it cannot be used.
    """
    if is_address(name):
        return open_postgres(name, tenant, replica)
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    return SqliteStore(path)


def open_postgres(address: str, tenant: str = TENANT, replica: str = "") -> "PostgresStore":
    """The store in a database. Raises StoreError where the driver is not installed."""
    try:
        from engine.stores.postgres import PostgresStore  # noqa: PLC0415 - it is an extra
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs its driver; install it with `pip install tertulia[postgres]`"
        ) from error
    return PostgresStore(address, tenant, replica)


@contextmanager
def open_history(name: str | Path, tenant: str = TENANT) -> Iterator[History]:
    """The history in a store that others go on writing. Raises StoreError where there is none."""
    if not is_address(str(name)):
        with open_reads(Path(name)) as reads:
            yield reads
        return
    store = open_postgres(str(name), tenant)
    try:
        yield store
    finally:
        store.close()
