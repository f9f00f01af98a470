"""Real servers on the loopback, and the loop in which the deliveries under test live."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from engine.runtime.deliveries.protocol import Work
from engine.runtime.secrets import Secrets
from engine.types.bot import Bot
from tests.runtime.deliveries.web import NOW_US, Site


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture
def work() -> Work:
    secrets = Secrets(environment={"TERTULIA_SECRET_CRM_TOKEN": "s3cr3t-value"})
    return Work(Bot(id="shop"), secrets, "conversation:7:0", lambda: NOW_US)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
