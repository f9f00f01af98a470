"""Health, readiness and metrics, with a store that goes away and workers that share it."""

import queue
import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from running_service import Service
from tiny_bot import loaded

from engine.fronts.protocol import Front
from engine.runtime.runtime import Runtime
from engine.service.serve import Server, config_of, listen
from engine.service.settings import Settings
from engine.service.ways import channels_of
from engine.stores.memory import MemoryStore
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import PARTS, AwayError, Store
from engine.stores.rows import Backlog, Batch


@contextmanager
def worker(
    folder: Path,
    store: Store,
    drain_s: float = 0,
    front: Front | None = None,
    **changes: object,
) -> Iterator[Service]:
    """A service of the tiny bot on a store, as one of its workers."""
    settings = Settings(port=0, data_folder=str(folder), stop_timeout_s=5, **changes)
    runtime = Runtime(store, loaded(), channels_of(settings, str), front=front)
    with listen(settings) as listener:
        addresses: queue.Queue[str] = queue.Queue()
        server = Server(runtime, config_of(runtime, settings), addresses.put, drain_s)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        service = Service(addresses.get(timeout=20).rstrip("/"), settings, runtime)
        service.server = server  # type: ignore[attr-defined]
        try:
            yield service
        finally:
            service.http.close()
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def ready(service: Service) -> tuple[int, dict[str, tuple[bool, str]]]:
    got = service.http.get("/health/ready")
    checks = {each["name"]: (each["ok"], each["detail"]) for each in got.json()["checks"]}
    return got.status_code, checks


def until(condition, timeout_s: float = 10) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def value(service: Service, name: str) -> float | None:
    found = re.search(rf"^{name} (\S+)$", service.http.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else None


def say(service: Service, key: str = "m1", conversation: str = "c1") -> httpx.Response:
    path = f"/api/v1/conversations/{conversation}/messages"
    return service.http.post(path, json={"id": key, "text": "hi"}, headers=service.key())


class Away(MemoryStore):
    """A store that can be away."""

    is_away = False
    late_us = 0

    def _ask(self) -> None:
        if self.is_away:
            raise AwayError("database x: gone: it is tried again until it answers")

    def commit(self, batch: Batch) -> set[int]:
        self._ask()
        return super().commit(batch)

    def probe(self) -> None:
        self._ask()

    def backlog(self) -> list[Backlog]:
        self._ask()
        if self.late_us:
            return [Backlog(7, 3, time.time_ns() // 1000 - self.late_us)]
        return super().backlog()


def test_a_store_that_is_away_makes_unready_and_metrics_go_on(tmp_path: Path) -> None:
    store = Away()
    with worker(tmp_path, store) as service:
        assert ready(service)[0] == 200
        assert (value(service, "tertulia_up"), value(service, "tertulia_store_up")) == (1, 1)
        store.is_away = True
        assert say(service).status_code == 503
        status, checks = ready(service)
        assert status == 503
        assert not checks["store"][0]
        assert checks["backlog"] == (False, "not known: the store does not answer")
        assert (value(service, "tertulia_up"), value(service, "tertulia_store_up")) == (0, 0)
        assert value(service, "tertulia_inbox_backlog") is None
        # Nobody posts meanwhile: it is found out that the store is back.
        store.is_away = False
        until(lambda: ready(service)[0] == 200)
        assert value(service, "tertulia_up") == 1
        assert say(service).status_code == 202


def test_lag_makes_unready(tmp_path: Path) -> None:
    store = Away()
    with worker(tmp_path, store, ready_lag_s=5) as service:
        store.late_us = 4_000_000
        assert ready(service)[0] == 200
        assert value(service, "tertulia_lagging_partitions") == 1
        store.late_us = 6_000_000
        status, checks = ready(service)
        assert (status, checks["lag"][0], checks["backlog"][0]) == (503, False, True)
        assert 6 <= value(service, "tertulia_lag_seconds") < 10


def test_a_server_that_drains_says_no_and_serves_on(tmp_path: Path) -> None:
    with worker(tmp_path, MemoryStore(), drain_s=1.5) as service:
        assert ready(service)[0] == 200
        service.server.should_exit = True
        until(lambda: ready(service)[0] == 503)
        assert ready(service)[1]["serving"] == (False, "draining, bundle tiny-1")
        assert say(service).status_code == 202
        assert value(service, "tertulia_draining") == 1


def test_workers_tell_what_they_hold_and_answer_for_themselves(
    tmp_path: Path, postgres: str
) -> None:
    tenant = uuid4().hex
    stores = [PostgresStore(postgres, tenant) for _ in range(2)]
    with ExitStack() as stack:
        for store in stores:
            stack.callback(store.close)
        one, two = (stack.enter_context(worker(tmp_path, store)) for store in stores)
        both = (one, two)
        until(lambda: {value(w, "tertulia_partitions_held") for w in both} == {PARTS / 2})
        assert {value(each, "tertulia_workers") for each in both} == {2}
        assert [ready(each)[0] for each in both] == [200, 200]
        assert ready(one)[1]["partitions"] == (True, "128 of 256, 2 at work")
        for number in range(8):
            assert say(one, conversation=f"c{number}").status_code == 202
        until(lambda: value(two, "tertulia_inbox_backlog") == 0)
        text = [each.http.get("/metrics").text for each in both]
        turns = [int(re.search(r'turns_total{outcome="ok"} (\d+)', each)[1]) for each in text]
        assert sum(turns) == 8
        assert all(turns)
        # Its connection is cut: it holds nothing, until it is back.
        stores[1]._line.call(stores[1]._drop())
        assert ready(two)[1]["partitions"][0] in {True, False}
        until(lambda: [ready(each)[0] for each in both] == [200, 200])


def test_the_stages_of_a_turn_are_timed(tmp_path: Path) -> None:
    with worker(tmp_path, MemoryStore()) as service:
        say(service)
        until(lambda: value(service, "tertulia_send_seconds_count") == 1)
        for stage in ("receipt", "understand", "step"):
            assert value(service, f"tertulia_{stage}_seconds_count") == 1
        assert value(service, "tertulia_commit_seconds_count") >= 2
        assert value(service, "tertulia_commit_turns_sum") == 1


@pytest.mark.parametrize("name", ["tertulia_info", "tertulia_route_waiting"])
def test_labelled_gauges_are_shown(tmp_path: Path, name: str) -> None:
    with worker(tmp_path, MemoryStore()) as service:
        say(service)
        until(lambda: f"{name}{{" in service.http.get("/metrics").text)
