"""The doors against whoever abuses them, over real sockets."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from engine.service.guard.addresses import Networks, network_of
from engine.service.guard.depth import DEEPEST, is_too_deep
from engine.service.rates import Buckets

HEAD = b"POST /webchat/sessions HTTP/1.1\r\nHost: x\r\n"


@contextmanager
def raw(service: Any) -> Iterator[socket.socket]:
    """A plain connection to the service."""
    place = urlsplit(service.base)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        yield connection


def rest_of(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    while True:
        try:
            part = connection.recv(65_536)
        except ConnectionResetError:
            return found
        if not part:
            return found
        found += part


def code_of(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    return f"{head[9:12].decode()} {json.loads(body)['code']}"


def test_a_connection_that_says_nothing_is_closed(start: Any) -> None:
    with raw(start(header_timeout_s=0.2)) as connection:
        assert rest_of(connection) == b""


def test_a_head_that_trickles_in_gets_no_more_time(start: Any) -> None:
    with raw(start(header_timeout_s=0.5)) as connection:
        connection.sendall(HEAD)
        closed = b""
        for number in range(100):
            time.sleep(0.05)
            try:
                connection.sendall(b"X-%d: y\r\n" % number)
            except OSError:
                break
        closed = rest_of(connection)
    assert closed == b"" or code_of(closed) == "408 too-slow"
    assert number < 99


def test_the_second_head_on_a_connection_has_its_end_too(start: Any) -> None:
    with raw(start(header_timeout_s=0.3)) as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        found = b""
        while not found.endswith(b"ok"):
            found += connection.recv(65_536)
        connection.sendall(b"GET /health")
        assert code_of(rest_of(connection)) == "408 too-slow"


def test_a_body_that_stops_is_given_up(start: Any) -> None:
    with raw(start(body_timeout_s=0.3)) as connection:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        assert code_of(rest_of(connection)) == "408 too-slow"


def test_an_upload_that_stops_leaves_nothing(start: Any, tmp_path: Any) -> None:
    service = start(body_timeout_s=0.3)
    token = service.session()["token"]
    head = f"POST /webchat/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    with raw(service) as connection:
        connection.sendall(f"{head}Content-Length: 5000\r\n\r\nabc".encode())
        assert code_of(rest_of(connection)) == "408 too-slow"
    end = time.monotonic() + 5
    while list((tmp_path / "uploads").rglob("*.part")) and time.monotonic() < end:
        time.sleep(0.02)
    assert [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()] == []


def test_a_large_body_that_keeps_coming_has_its_time(start: Any) -> None:
    service = start(body_timeout_s=0.4)
    body = b'{"bot": "tiny"}' + b" " * 6000
    with raw(service) as connection:
        connection.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body))
        for at in range(0, len(body), 600):
            time.sleep(0.1)
            connection.sendall(body[at : at + 600])
        assert rest_of(connection).startswith(b"HTTP/1.1 201")


def test_who_does_not_read_is_cut_off(start: Any) -> None:
    service = start(send_timeout_s=0.5)
    token = service.session()["token"]
    sent = httpx.post(
        f"{service.base}/webchat/files?name=big.bin",
        content=bytes(19_000_000),
        headers={"Authorization": f"Bearer {token}"},
    ).json()
    with raw(service) as connection:
        path = urlsplit(sent["url"]).path
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(2)
        assert len(rest_of(connection)) < 19_000_000


def test_connections_are_counted_by_address(start: Any) -> None:
    service = start(max_connections_per_address=2, trusted_proxies=())
    with raw(service), raw(service), raw(service) as third:
        assert rest_of(third) == b""
    time.sleep(0.2)
    with raw(service) as again:
        again.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in rest_of(again)


def test_connections_are_counted_altogether(start: Any) -> None:
    service = start(max_connections=2)
    with raw(service), raw(service), raw(service) as third:
        assert rest_of(third) == b""


@pytest.mark.parametrize("headers", [{"X": "a" * 33_000}, {f"X-{n}": "a" for n in range(120)}])
def test_a_head_that_is_too_large_is_refused(service: Any, headers: dict[str, str]) -> None:
    with httpx.Client(base_url=service.base) as client:
        answer = client.get("/webchat/bots", headers=headers)
        assert answer.status_code in {400, 431}
        assert "headers" in answer.text or answer.text == "Invalid HTTP request received."


def test_a_head_without_an_end_is_cut_at_the_limit(service: Any) -> None:
    with raw(service) as connection:
        connection.sendall(HEAD + b"X: " + b"a" * 300_000)
        assert b" 400 " in rest_of(connection)


def test_deep_json_is_refused_everywhere(service: Any) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    key = service.key()
    event = b'{"id": "1", "name": "n", "data": {"d": %s}}' % (b"[" * 65 + b"]" * 65)
    url = "/api/v1/conversations/deep/events"
    for path, body, headers in (
        ("/webchat/sessions", deep, {}),
        ("/webchat/messages", deep, {"Authorization": f"Bearer {service.session()['token']}"}),
        (url, event, key),
    ):
        answer = service.http.post(path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "not-json")
        assert "nested" in answer.json()["message"]
    fits = b'{"id": "1", "name": "n", "data": {"d": %s}}' % (b"[" * 60 + b"]" * 60)
    assert service.http.post(url, content=fits, headers=key).status_code == 202
    with connect(service.socket_url) as widget:
        widget.send(json.dumps({"type": "hello", "token": service.session()["token"]}))
        widget.recv(timeout=10)
        widget.send(deep.decode())
        assert json.loads(widget.recv(timeout=10))["code"] == "bad-frame"


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(st.text() | st.none(), lambda one: st.lists(one) | st.dictionaries(st.text(), one))
)
def test_depth_is_counted_outside_of_texts(value: Any) -> None:
    def depth(one: Any) -> int:
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        return (isinstance(one, dict | list)) + max((depth(each) for each in inside), default=0)

    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only)
        found = depth(value)
        assert not is_too_deep(text, found)
        assert not found or is_too_deep(text, found - 1)


@pytest.mark.parametrize(
    "text", ['"' + "[" * 1000, "[" * DEEPEST, "]" * 5000, '\\"' * 5000 + "[" * 9]
)
def test_what_is_no_json_is_left_to_its_parser(text: str) -> None:
    assert not is_too_deep(text)


def test_who_guesses_is_soon_refused_without_a_look(start: Any) -> None:
    service = start(refusals_per_minute=10)
    key = service.key()
    url = "/api/v1/agents/available"
    bad = {"Authorization": "Bearer tk_00000000_" + "0" * 48}
    codes = [service.http.get(url, headers=bad).status_code for _ in range(12)]
    assert codes[:10] == [401] * 10
    assert codes[11] == 429
    answer = service.http.get(url, headers=key)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    with pytest.raises(InvalidStatus) as refused, connect(service.socket_url):
        pass
    assert refused.value.response.status_code == 403
    # Another caller, as a trusted proxy tells it, has nothing to do with it.
    other = {"X-Forwarded-For": "203.0.113.9"}
    assert service.http.get(url, headers=key | other).status_code == 200


def test_an_address_has_its_rate_of_plain_requests(start: Any) -> None:
    service = start(requests_per_s=0.1, requests_burst=3)
    codes = [service.http.get("/webchat/bots").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert service.http.get("/api/v1/agents/available", headers=service.key()).status_code == 200


def test_a_key_has_its_rate(start: Any) -> None:
    service = start(posts_per_s=0.1, posts_burst=2)
    key = service.key()
    codes = [service.http.get("/api/v1/agents/available", headers=key).status_code for _ in "123"]
    assert codes == [200, 200, 429]


def test_a_conversation_of_the_api_has_its_rate(start: Any) -> None:
    service = start(conversation_posts_per_s=0.1, conversation_posts_burst=2)
    key = service.key()

    def say(conversation: str, id_: str) -> int:
        url = f"/api/v1/conversations/{conversation}/messages"
        return service.http.post(url, json={"id": id_, "text": "a"}, headers=key).status_code

    assert [say("one", id_) for id_ in "abc"] == [202, 202, 429]
    assert say("two", "a") == 202


def test_a_flood_of_frames_closes_the_socket(service: Any) -> None:
    with connect(service.socket_url) as widget:
        widget.send(json.dumps({"type": "hello", "token": service.session()["token"]}))
        widget.recv(timeout=10)
        with suppress(ConnectionClosed):
            for _ in range(300):
                widget.send('{"type":"ack","seq":1}')
        with pytest.raises(ConnectionClosed) as closed:
            widget.recv(timeout=10)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4429


def test_a_widget_that_does_not_read_is_cut_off(start: Any) -> None:
    service = start(send_timeout_s=0.3, message_chars=20_000, conversation_posts_burst=100)
    token = service.session()["token"]
    with httpx.Client(base_url=service.base, timeout=20) as client:
        headers = {"Authorization": f"Bearer {token}"}
        for number in range(60):
            frame = {"type": "say", "id": f"m{number}", "text": "\U0001f600" * 20_000}
            body = json.dumps(frame, ensure_ascii=False).encode()
            answer = client.post("/webchat/messages", content=body, headers=headers)
            assert answer.status_code == 202
    hello = json.dumps({"type": "hello", "token": token}).encode()
    with raw(service) as connection:
        connection.sendall(
            b"GET /webchat/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert b"101" in connection.recv(200)
        # One text frame, masked with zeros.
        connection.sendall(b"\x81\xfe" + len(hello).to_bytes(2, "big") + bytes(4) + hello)
        end = time.monotonic() + 15
        while "tertulia_websocket_connections 0" not in service.http.get("/metrics").text:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_a_widget_that_never_says_hello_is_cut_off(start: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("engine.service.webchat.socket.HELLO_S", 0.2)
    with connect(start().socket_url) as widget, pytest.raises(ConnectionClosed) as closed:
        widget.recv(timeout=10)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1013


def test_methods_that_are_made_up_leave_no_series(service: Any) -> None:
    for number in range(5):
        service.http.request(f"MADEUP{number}", "/webchat/bots")
    text = service.http.get("/metrics").text
    assert "MADEUP" not in text
    assert 'method="other"' in text


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("not:an:address", "not:an:address"),
        ("", ""),
    ],
)
def test_a_caller_is_an_address_or_a_network(address: str, caller: str) -> None:
    assert network_of(address) == caller


def test_listed_networks_hold_their_addresses() -> None:
    listed = Networks(("10.0.0.0/8", "::1", "proxy.internal"))
    assert "10.2.3.4" in listed
    assert "::1" in listed
    assert "proxy.internal" in listed
    assert "11.0.0.1" not in listed
    assert "other" not in listed
    assert "11.0.0.1" in Networks(("*",))


def test_a_bucket_can_be_looked_at() -> None:
    now = 100.0
    buckets = Buckets(0.5, 1, lambda: now)
    assert buckets.wait_s("a") == 0
    assert buckets.take("a") == 0
    assert buckets.wait_s("a") == 2
    assert buckets.take("a") == 2
    now = 102.0
    assert buckets.wait_s("a") == 0
