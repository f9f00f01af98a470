"""Fixtures that every package's tests share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from engine.stores.memory import MemoryStore
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store
from engine.stores.sqlite import SqliteStore
from tests.servers import Nats, running_nats, running_postgres

# Where a failure cannot be looked into at once, the same examples are tried each time.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are rewritten with what is found; the difference is then reviewed."""
    return bool(request.config.getoption("--update", default=False))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real bots, sentences and payloads, read where it lies."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with real data is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests do."""
    with running_postgres() as server:
        yield server.address


@pytest.fixture
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Opens an empty store of a kind (memory, sqlite, postgres), all of it this process's."""
    opened: list[Store] = []

    def open_one(kind: str) -> Store:
        if kind == "postgres":
            # One database for all tests: each is a tenant of its own.
            store: Store = PostgresStore(request.getfixturevalue("postgres"), uuid4().hex)
        else:
            store = MemoryStore() if kind == "memory" else SqliteStore(tmp_path / "store.db")
        opened.append(store)
        store.claim()
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def nats() -> Iterator[Nats]:
    """A NATS server that runs as long as the tests do."""
    with running_nats() as server:
        yield server
