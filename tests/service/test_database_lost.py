"""A database that falls silent: posts are refused in time, and all comes back by itself."""

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.fronts.jetstream import JetStream
from engine.stores.postgres import PostgresStore
from engine.stores.postgres import address as addresses
from tests.proxy import Proxy, proxy
from tests.servers import Nats, Postgres, free_port, running_postgres
from tests.service.test_operations import ready, say, until, value, worker

SILENT_S = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with running_postgres(port=free_port()) as one:
        yield one


@pytest.fixture
def hole(server: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The way to the server, with little patience."""
    monkeypatch.setattr(addresses, "STATEMENT_S", SILENT_S)
    monkeypatch.setattr(addresses, "CONNECT_S", SILENT_S)
    with proxy(server.port) as one:
        yield one


def through(hole: Proxy, tenant: str) -> PostgresStore:
    return PostgresStore(f"postgresql://tertulia@127.0.0.1:{hole.port}/postgres", tenant)


def test_posts_get_503_while_the_database_is_silent_and_are_answered_once(
    tmp_path: Path, hole: Proxy
) -> None:
    store = through(hole, "silent")
    with worker(tmp_path, store) as service:
        until(lambda: ready(service)[0] == 200)
        assert say(service, "m1").status_code == 202
        hole.swallow()
        began = time.monotonic()
        refused = [say(service, "m2") for _ in range(2)]
        assert [each.status_code for each in refused] == [503, 503]
        assert refused[0].headers["retry-after"]
        assert time.monotonic() - began < 20
        status, checks = ready(service)
        assert (status, checks["store"][0]) == (503, False)
        assert service.http.get("/health/live").status_code == 200
        hole.forward()
        until(lambda: say(service, "m2").status_code == 202, 20)
        until(lambda: ready(service)[0] == 200, 20)
        until(lambda: not store.counts().inbox_waiting)
        assert len([row for row in store.messages("c1") if row.direction == "in"]) == 2
    store.close()


def test_a_front_takes_posts_while_the_database_is_silent(
    tmp_path: Path, hole: Proxy, nats: Nats
) -> None:
    store = through(hole, "fronted")
    with worker(tmp_path, store, front=JetStream(nats.address, "fronted")) as service:
        until(lambda: say(service, "m1").status_code == 202)
        until(lambda: ready(service)[0] == 200)
        until(lambda: len(store.messages("c1")) > 1)
        hole.swallow()
        assert say(service, "m2").status_code == 202
        assert say(service, "m2").json()["is_new"] is False
        until(lambda: not ready(service)[1]["store"][0], 20)
        status, checks = ready(service)
        assert (status, checks["front"]) == (200, (True, ""))
        hole.forward()
        until(lambda: ready(service)[1]["store"][0], 20)
        until(lambda: len([r for r in store.messages("c1") if r.direction == "in"]) == 2, 20)
    store.close()


def test_a_front_that_is_away_makes_unready(tmp_path: Path, server: Postgres) -> None:
    store = PostgresStore(server.address, "unready")
    front = JetStream(f"nats://127.0.0.1:{free_port()}", "unready")
    with worker(tmp_path, store, front=front) as service:
        until(lambda: ready(service)[1]["partitions"][0])
        status, checks = ready(service)
        assert (status, checks["front"][0], checks["store"][0]) == (503, False, True)
        assert "not connected" in checks["front"][1]
        assert value(service, "tertulia_front_up") == 0
        assert say(service).status_code == 503
    store.close()


def test_both_sides_give_up_a_peer_that_vanished(server: Postgres) -> None:
    async def look() -> tuple[str, str, int, int]:
        connection = await addresses.connect(server.address)
        told = [
            await connection.fetchval(f"SHOW {name}")
            for name in ("tcp_keepalives_idle", "tcp_user_timeout")
        ]
        raw = connection._transport.get_extra_info("socket")
        ours = [
            raw.getsockopt(socket.IPPROTO_TCP, option)
            for option in (socket.TCP_KEEPIDLE, socket.TCP_USER_TIMEOUT)
        ]
        await connection.close()
        return (*told, *ours)

    assert asyncio.run(look()) == ("5", "11000", 5, 11_000)
