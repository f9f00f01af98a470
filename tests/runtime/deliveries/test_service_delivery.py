"""Services are called with their secrets, within limits, and never inside the network."""

import asyncio
import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from engine.runtime.deliveries.protocol import Work
from engine.runtime.deliveries.service import ServiceDelivery
from engine.runtime.egress.addresses import is_public
from engine.runtime.egress.client import Client
from engine.runtime.egress.options import Egress
from engine.types.effect import CallService
from engine.types.event import Answered
from tests.runtime.deliveries.web import NOW_US, Site

Ask = Callable[..., Answered]


@pytest.fixture
def ask(runner: asyncio.Runner, work: Work, site: Site) -> Iterator[Ask]:
    clients = []

    def once(
        url: str, method: str = "GET", egress: Egress | None = None, **more: object
    ) -> Answered:
        async def go() -> Answered:
            client = Client(egress or Egress(allow=("127.0.0.1", "localhost")))
            clients.append(client)
            effect = CallService("k", method, url, **more)  # type: ignore[arg-type]  fields by name
            return await ServiceDelivery(client).deliver(effect, work)

        return runner.run(go())

    yield once
    for client in clients:
        runner.run(client.close())


def test_json_with_secret_and_idempotency_key(site: Site, ask: Ask) -> None:
    site.page("/orders", '{"id": 7, "long": 123456789012345678901234567890}', "application/json")
    answer = ask(
        f"{site.url}/orders",
        "POST",
        headers={"X-Key": "Key {secret:crm-token}"},
        body={"size": "L"},
    )
    assert (answer.t_us, answer.key, answer.port, answer.error) == (NOW_US, "k", "ok", "")
    assert answer.value["status"] == 200
    assert answer.value["body"] == {"id": 7, "long": "123456789012345678901234567890"}
    method, _, headers, body = site.requests[0]
    assert (method, body) == ("POST", b'{"size":"L"}')
    assert headers["x-key"] == "Key s3cr3t-value"
    ask(f"{site.url}/orders", "POST")
    again = site.requests[1][2]["idempotency-key"]
    assert headers["idempotency-key"] == again
    assert len(again) == 32
    assert "conversation" not in again
    assert headers["content-type"] == "application/json"


def test_get_has_no_idempotency_key_and_text_stays_text(site: Site, ask: Ask) -> None:
    site.page("/t", "¡Hola!".encode("latin-1"), "text/plain; charset=ISO-8859-1")
    assert ask(f"{site.url}/t").value["body"] == "¡Hola!"
    assert "idempotency-key" not in site.requests[0][2]


def test_json_that_is_none_is_kept_as_text_with_a_note(site: Site, ask: Ask) -> None:
    site.page("/j", "{oops", "application/json")
    answer = ask(f"{site.url}/j")
    assert (answer.port, answer.value["body"]) == ("ok", "{oops")
    assert "is called JSON and is not" in answer.error


def test_an_error_status_fails_with_the_same_value(site: Site, ask: Ask) -> None:
    site.page("/e", '{"why": "s3cr3t-value"}', "application/json", status=422)
    answer = ask(f"{site.url}/e", headers={"X": "{secret:crm-token}"})
    assert answer.port == "failed"
    assert answer.value["status"] == 422
    assert answer.value["body"] == {"why": "[secret]"}
    assert "s3cr3t-value" not in answer.error
    assert "status 422" in answer.error


def test_an_unknown_secret_names_itself_and_sends_nothing(site: Site, ask: Ask) -> None:
    answer = ask(site.url, headers={"Authorization": "{secret:missing}"})
    assert answer.port == "failed"
    assert "'missing' is unknown" in answer.error
    assert "TERTULIA_SECRET_MISSING" in answer.error
    assert site.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/",
        "http://0x7f000001/", "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.9/",
        "http://169.254.169.254/latest/meta-data", "http://[fd00:ec2::254]/",
        "http://168.63.129.16/", "http://100.100.100.200/", "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/", "http://224.0.0.1/", "http://0.0.0.0/", "http://[fe80::1]/",
    ],
)  # fmt: skip
def test_the_inside_is_refused(ask: Ask, url: str) -> None:
    answer = ask(url, egress=Egress())
    assert answer.port == "refused", answer
    assert "egress.allow" in answer.error
    assert answer.value == {"status": 0, "headers": {}, "body": None}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "not an http"), ("gopher://example.com/", "not an http"),
        ("http://user:pass@example.com/", "user or password"), ("not a url", "not an"),
        ("http://", "not an address"), ("", "not an http"), ("http://127.0.0.1:22/", "port 22"),
    ],
)  # fmt: skip
def test_strange_addresses_are_refused(ask: Ask, url: str, said: str) -> None:
    answer = ask(url, egress=Egress())
    assert answer.port == "refused"
    assert said in answer.error


def test_allow_may_name_one_port_only(site: Site, ask: Ask) -> None:
    site.page("/", "in")
    allowed = Egress(allow=(f"127.0.0.1:{site.port}",))
    assert ask(site.url, egress=allowed).port == "ok"
    other = Egress(allow=(f"127.0.0.1:{site.port + 1}",))
    assert ask(site.url, egress=other).port == "refused"


def test_a_redirect_inside_is_refused(site: Site, ask: Ask) -> None:
    site.page("/r", "", status=302, Location="http://169.254.169.254/latest/")
    answer = ask(f"{site.url}/r")
    assert answer.port == "refused"
    assert "169.254.169.254" in answer.error


def test_a_redirect_to_another_origin_loses_secrets(site: Site, ask: Ask) -> None:
    site.page("/a", "", status=307, Location=f"http://localhost:{site.port}/b")
    site.page("/b", "there")
    headers = {"X-Key": "{secret:crm-token}", "Authorization": "Basic x", "X-Plain": "1"}
    answer = ask(f"{site.url}/a", "POST", headers=headers, body="x")
    assert answer.value["body"] == "there"
    first, second = (request[2] for request in site.requests)
    assert first["x-key"] == "s3cr3t-value"
    assert "x-key" not in second
    assert "authorization" not in second
    assert second["x-plain"] == "1"
    assert site.requests[1][0] == "POST"


def test_a_redirect_to_the_same_origin_keeps_them(site: Site, ask: Ask) -> None:
    site.page("/a", "", status=303, Location="/b")
    site.page("/b", "there")
    answer = ask(f"{site.url}/a", "POST", headers={"X-Key": "{secret:crm-token}"}, body="x")
    assert answer.port == "ok"
    assert site.requests[1][0] == "GET"
    assert site.requests[1][2]["x-key"] == "s3cr3t-value"


def test_redirects_end(site: Site, ask: Ask) -> None:
    site.page("/a", "", status=302, Location="/a")
    answer = ask(f"{site.url}/a")
    assert (answer.port, len(site.requests)) == ("failed", 4)
    assert "more than 3 redirects" in answer.error


@pytest.mark.parametrize("name", ["Host", "Content-Length", "transfer-encoding", "a b", "é", ""])
def test_headers_that_may_not_be_set(site: Site, ask: Ask, name: str) -> None:
    assert ask(site.url, headers={name: "x"}).port == "refused"
    assert site.requests == []


def test_a_header_cannot_hold_a_line_end(site: Site, ask: Ask) -> None:
    answer = ask(site.url, headers={"X-Name": "Ana\r\nX-Admin: 1"})
    assert answer.port == "refused"
    assert "control character" in answer.error
    assert site.requests == []


def test_answers_are_bounded(site: Site, ask: Ask) -> None:
    small = Egress(allow=("127.0.0.1",), answer_bytes=10_000, header_bytes=2_000)
    site.page("/long", "x" * 10_001)
    site.page("/bomb", gzip.compress(b"x" * 5_000_000), Content_Encoding="gzip")
    site.page("/fits", gzip.compress(b"x" * 9_000), Content_Encoding="gzip")
    site.page("/odd", b"x", Content_Encoding="br")
    site.page("/broken", b"not gzip", Content_Encoding="gzip")
    site.page("/head", "x", X_Long="y" * 3_000)
    for path, said in (
        ("/long", "more than 10000 bytes"),
        ("/bomb", "more than 10000 bytes"),
        ("/odd", "compressed as 'br'"),
        ("/broken", "compression is broken"),
        ("/head", "more than 2000 bytes"),
    ):
        answer = ask(site.url + path, egress=small)
        assert (answer.port, said in answer.error) == ("failed", True), answer
    assert ask(f"{site.url}/fits", egress=small).value["body"] == "x" * 9_000


def test_slow_drip_times_out(site: Site, ask: Ask) -> None:
    gone = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b".")
            request.wfile.flush()
            time.sleep(0.02)
        gone.set()

    site.pages["/drip"] = drip
    answer = ask(f"{site.url}/drip", timeout_s=0.2)
    assert answer.port == "timeout"
    assert "no answer in 0.2 s" in answer.error
    assert not gone.is_set()


def test_nobody_there(site: Site, ask: Ask) -> None:
    answer = ask("http://127.0.0.1:9/", egress=Egress(allow=("127.0.0.1",)))
    assert answer.port == "failed"
    assert "did not answer" in answer.error


def test_not_http(runner: asyncio.Runner, ask: Ask) -> None:
    async def serve() -> asyncio.Server:
        async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"SSH-2.0-nonsense\r\n")
            await writer.drain()
            writer.close()

        return await asyncio.start_server(talk, "127.0.0.1", 0)

    server = runner.run(serve())
    answer = ask(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert answer.port == "failed"
    server.close()
    runner.run(server.wait_closed())


def test_https_checks_the_name(site: Site, ask: Ask, authority: trustme.CA, ca_file: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    site.socket = tls.wrap_socket(site.socket, server_side=True)
    site.page("/", "safe")
    trusting = Egress(allow=("localhost", "127.0.0.1"), ca_file=str(ca_file))
    assert ask(f"https://localhost:{site.port}/", egress=trusting).value["body"] == "safe"
    wrong_name = ask(f"https://127.0.0.1:{site.port}/", egress=trusting)
    unknown = ask(f"https://localhost:{site.port}/", egress=Egress(allow=("localhost",)))
    for answer in (wrong_name, unknown):
        assert answer.port == "failed"
        assert "certificate" in answer.error.lower()


def test_a_name_is_looked_up_once_and_the_judged_address_used(
    runner: asyncio.Runner, work: Work, site: Site
) -> None:
    """A resolver that answers differently the second time gains nothing."""
    site.page("/", "inside")
    asked = []

    async def go() -> Answered:
        loop = asyncio.get_running_loop()
        real = loop.getaddrinfo

        async def rebinding(host: str, port: int, **more: object) -> object:
            asked.append(host)
            return await real("93.184.216.34" if len(asked) == 1 else "127.0.0.1", port, **more)

        loop.getaddrinfo = rebinding  # type: ignore[assignment]  the loop's resolver is the outside
        client = Client(Egress(ports=(site.port,), connect_s=0.2))
        try:
            effect = CallService("k", "GET", f"http://rebind.example:{site.port}/", timeout_s=0.5)
            return await ServiceDelivery(client).deliver(effect, work)
        finally:
            del loop.getaddrinfo
            await client.close()

    answer = runner.run(go())
    assert asked[0] == "rebind.example"
    assert answer.port in ("timeout", "failed")
    assert site.requests == []


@given(st.ip_addresses(v=4))
def test_what_carries_an_inner_address_is_inner(address: object) -> None:
    inside = not is_public(str(address))
    number = int(address)  # type: ignore[call-overload]  an IPv4Address
    high, low = number >> 16, number & 0xFFFF
    for carrier in (f"64:ff9b::{high:x}:{low:x}", f"2002:{high:x}:{low:x}::1"):
        if inside:
            assert not is_public(carrier)
    assert not is_public(f"::ffff:{address}")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "1.1.1.1"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)
