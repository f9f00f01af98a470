"""Export to Google Analytics: what its server gets, checked by the rules that Google states."""

import contextlib
import json
import logging
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.analytics.exports.measurement import MeasurementTarget, pseudonym
from engine.analytics.exports.shipping import Shipped, ship
from engine.analytics.exports.state import read_state
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.stores.rows import event, message, put, session

STREAM, SECRET = "ga4://G-ABC123", "s3cret-value"
NOW_S = 2_000_000_000
HOUR_US = 3_600_000_000
NOW_US = NOW_S * 1_000_000
RESERVED = {"error", "session_start", "first_visit", "user_engagement", "screen_view"}


class Google:
    """What takes events, or says what is wrong with them."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, list[str]], dict]] = []
        self.status = 204
        self.messages: list[dict[str, str]] = []
        self.address = ""

    @property
    def collected(self) -> list[dict]:
        return [body for path, _, body in self.requests if path == "/mp/collect"]

    @property
    def events(self) -> list[dict]:
        return [event for body in self.collected for event in body["events"]]


@pytest.fixture
def google() -> Iterator[Google]:
    found = Google()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            is_debug = parts.path == "/debug/mp/collect"
            if found.status < 400:
                found.requests.append((parts.path, parse_qs(parts.query), body))
            answer = json.dumps({"validationMessages": found.messages}).encode()
            content = answer if is_debug else b""
            self.send_response(200 if is_debug and found.status < 400 else found.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    found = SqliteStore(tmp_path / "s.db")
    yield found
    found.close()


def happened(store: SqliteStore, contact: str, count: int, hours_ago: float = 1) -> None:
    t_us = NOW_US - round(hours_ago * HOUR_US)
    rows = []
    for _ in range(count):
        seq = store.reserve(1)
        row = event(seq, f"whatsapp:{contact}", contact=contact, t_us=t_us, ingest_us=t_us)
        rows.append(row)
    put(store, events=rows)


def send(store: SqliteStore, google: Google, folder: Path, **options: object) -> Shipped:
    with contextlib.closing(target_of(google, **options)) as target:
        return ship(store.path, target, folder)


def target_of(google: Google, **options: object) -> MeasurementTarget:
    return MeasurementTarget(STREAM, SECRET, google.address, now_s=lambda: NOW_S, **options)


def test_what_is_sent_keeps_googles_rules(store, google: Google, tmp_path: Path) -> None:
    for contact, count in (("+34600111222", 60), ("ana", 3)):
        happened(store, contact, count)
    seq = store.reserve(1)
    heard = {"direction": "in", "author": "person", "status": "received", "t_us": NOW_US}
    put(store, messages=[message(seq, "c9", contact="c9", **heard), message(store.reserve(1))])
    put(store, sessions=[session(store.reserve(1))])
    done = send(store, google, tmp_path)
    assert done.rows == {"events": 63, "messages": 2}
    assert done.skipped == 0
    assert [len(body["events"]) for body in google.collected] == [25, 25, 10, 3, 1]
    assert google.requests[0][0] == "/debug/mp/collect"
    for _, query, body in google.requests:
        assert query == {"measurement_id": ["G-ABC123"], "api_secret": [SECRET]}
        assert body.keys() == {"client_id", "non_personalized_ads", "events"}
        assert len(json.dumps(body)) < 130_000
    for each in google.events:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", each["name"])
        assert each["name"] not in RESERVED
        assert len(each["params"]) <= 25
        assert all(len(name) <= 40 for name in each["params"])
        assert all(len(str(value)) <= 100 for value in each["params"].values())
        assert NOW_US - 72 * HOUR_US <= each["timestamp_micros"] <= NOW_US
    ids = [each["params"]["event_id"] for each in google.events]
    assert len(set(ids)) == 64
    assert "600111222" not in json.dumps(google.collected)


def test_ids_are_those_of_history(store, google: Google, tmp_path: Path) -> None:
    happened(store, "ana", 30)
    send(store, google, tmp_path / "a")
    export = read_state(tmp_path / "a", STREAM, "main").export
    rows = store.events("whatsapp:ana")
    name = pseudonym(export, "whatsapp:ana")
    expected = [row.event_id.replace("whatsapp:ana", name) for row in rows]
    assert [each["params"]["event_id"] for each in google.events] == expected
    assert {body["client_id"] for body in google.collected} == {pseudonym(export, "ana")}
    google.requests.clear()
    send(store, google, tmp_path / "b", plain_ids=True)
    assert [each["params"]["event_id"] for each in google.events] == [r.event_id for r in rows]


def test_what_is_too_old_is_counted_and_not_sent(store, google: Google, tmp_path: Path) -> None:
    happened(store, "ana", 3, hours_ago=71)
    happened(store, "ana", 4, hours_ago=73)
    assert send(store, google, tmp_path).skipped == 4
    assert len(google.events) == 3


def test_only_what_is_new_is_sent(store, google: Google, tmp_path: Path) -> None:
    happened(store, "ana", 3)
    send(store, google, tmp_path)
    google.requests.clear()
    assert send(store, google, tmp_path).rows["events"] == 0
    assert google.requests == []
    happened(store, "ana", 2)
    send(store, google, tmp_path)
    assert len(google.events) == 2


def test_it_goes_on_where_it_was_broken_off(store, google: Google, tmp_path: Path) -> None:
    happened(store, "ana", 90)

    def step(name: str) -> None:
        if len(google.collected) == 2 and "noted" in name:
            google.status = 503

    refused = pytest.raises(TertuliaError, match=r"did not take it \(status 503\); run it again")
    with contextlib.closing(target_of(google)) as target, refused:
        ship(store.path, target, tmp_path, step=step)
    google.status = 204
    happened(store, "ana", 5)
    send(store, google, tmp_path)
    ids = [each["params"]["event_id"] for each in google.events]
    assert len(ids) == len(set(ids)) == 95


def test_what_google_finds_wrong_is_said_and_nothing_sent(store, google, tmp_path: Path) -> None:
    happened(store, "ana", 3)
    google.messages = [{"fieldPath": "events", "description": "Event name is reserved."}]
    with pytest.raises(TertuliaError, match="events: Event name is reserved"):
        send(store, google, tmp_path)
    assert google.collected == []
    google.messages = []
    send(store, google, tmp_path)
    assert len(google.events) == 3


def test_the_secret_is_shown_nowhere(store, google: Google, tmp_path: Path, caplog) -> None:
    happened(store, "ana", 3)
    with caplog.at_level(logging.DEBUG):
        send(store, google, tmp_path)
        google.status = 403
        happened(store, "ana", 3)
        with pytest.raises(TertuliaError) as refused:
            send(store, google, tmp_path)
    assert "status 403" in str(refused.value)
    assert SECRET not in str(refused.value)
    assert SECRET not in caplog.text
    kept = "".join(file.read_text(errors="replace") for file in tmp_path.rglob("*.json"))
    assert SECRET not in kept


def test_a_server_that_is_away_is_said(store, tmp_path: Path, monkeypatch) -> None:
    happened(store, "ana", 1)
    monkeypatch.setattr("time.sleep", lambda _s: None)
    gone = Google()
    gone.address = "http://127.0.0.1:9"
    with pytest.raises(TertuliaError, match=r"did not take it \(ConnectError\)"):
        send(store, gone, tmp_path)


@pytest.mark.parametrize("address", ["ga4://", "ga4://UA-1", "ga4://G-", "ga4://G-A/x"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(TertuliaError, match="write ga4://G-XXXXXXX"):
        MeasurementTarget(address, SECRET)


def test_without_a_secret_nothing_goes() -> None:
    with pytest.raises(TertuliaError, match="its API secret is empty"):
        MeasurementTarget(STREAM, "")
