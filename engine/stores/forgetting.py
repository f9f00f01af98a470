"""A person forgotten: every row that speaks of him leaves a store, in one transaction.

Nobody may serve the store meanwhile: a server holds conversations in its memory.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from engine.stores.opening import TENANT, is_address
from engine.stores.protocol import StoreError
from engine.stores.sqlite import SqliteStore


def forget_contact(name: str, contact: str, tenant: str = TENANT) -> Mapping[str, int]:
    """Forgets a person in a store; how many rows of each table went.

    Raises StoreError where the store is served, or cannot be used.
    """
    if is_address(name):
        from engine.stores.postgres.forgetting import (  # noqa: PLC0415 - an extra
            forget_contact as forget,
        )

        return asyncio.run(forget(name, contact, tenant))
    path = Path(name)
    if not path.is_file():
        raise StoreError(f"database {path}: there is none; name the file that `serve` writes")
    store = SqliteStore(path)
    try:
        return store.forget_contact(contact)
    finally:
        store.close()
