"""The channel API: keys, scopes, messages in and out, callbacks, the OpenAPI document."""

import hashlib
import hmac
import json
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from engine.service.api.keys import Keys, create_key, read_keys, revoke_key
from engine.types.issue import TertuliaError


def post(service: Any, path: str, headers: dict[str, str], **body: Any) -> Any:
    return service.http.post(f"/api/v1/conversations/{path}", json=body, headers=headers)


def messages(service: Any, conversation: str, headers: dict[str, str], count: int) -> list[Any]:
    found: list[Any] = []
    since = 0
    while len(found) < count:
        path = f"/api/v1/conversations/{conversation}/messages?since={since}&wait=5"
        page = service.http.get(path, headers=headers).json()
        found += page["messages"]
        since = page["next"]
    return found


def test_a_conversation_over_the_api(service: Any) -> None:
    key = service.key()
    taken = post(service, "c1/messages", key, id="m1", text="hi", contact={"name": "Ana"})
    assert (taken.status_code, taken.json()) == (
        202,
        {"conversation": "c1", "id": "m1", "is_new": True},
    )
    assert post(service, "c1/messages", key, id="m1", text="hi").json()["is_new"] is False
    post(service, "c1/messages", key, id="m2", choice="menu:x")
    post(service, "c1/messages", key, id="m3", place={"latitude": 1.5, "longitude": 2})
    post(service, "c1/events", key, id="e1", name="payment", data={"amount": 3})
    found = messages(service, "c1", key, 7)
    assert [m["message"].get("text", "") for m in found] == [
        "hi", "1: hi", "", "2: menu:x", "", "3: 1.5", "happened payment",
    ]  # fmt: skip
    assert [m["from"] for m in found[:2]] == ["person", "bot"]
    assert found[0]["id"] == "m1"
    assert found[2]["choice"] == "menu:x"


def test_a_message_without_content_opens(service: Any) -> None:
    key = service.key()
    post(service, "c2/messages", key, id="m1")
    (greeting,) = messages(service, "c2", key, 1)
    assert greeting["message"]["text"].startswith("Hello")


def test_people_take_over_and_give_back(service: Any) -> None:
    key = service.key()
    told = service.http.put("/api/v1/agents/available", json={"available": 2}, headers=key)
    assert told.json() == {"available": 2}
    assert service.http.get("/api/v1/agents/available", headers=key).json() == {"available": 2}
    post(service, "c3/messages", key, id="a", text="Person")
    messages(service, "c3", key, 2)
    post(service, "c3/messages", key, id="b", text="anyone?")
    assert post(service, "c3/handback", key, id="h", agent="marta").status_code == 202
    found = messages(service, "c3", key, 4)
    assert found[-1]["message"]["text"] == "back"
    assert post(service, "unknown/handback", key, id="h").status_code == 404


def test_a_transcript_is_for_reading(service: Any) -> None:
    key = service.key()
    post(service, "c4/messages", key, id="a", text="hi")
    messages(service, "c4", key, 2)
    path = "/api/v1/conversations/c4/transcript"
    body = service.http.get(path, headers=key).json()
    assert (body["channel"], [line["from"] for line in body["lines"]]) == ("api", ["person", "bot"])
    text = service.http.get(f"{path}?format=text", headers=key).text
    assert text == "person: hi\nbot: 1: hi\n"


def test_a_webchat_conversation_is_read_but_not_spoken_in(service: Any) -> None:
    key, session = service.key(), service.session()
    frame = {"type": "say", "id": "a", "text": "hi"}
    service.http.post(
        "/webchat/messages", json=frame, headers={"Authorization": f"Bearer {session['token']}"}
    )
    conversation = session["conversation"]
    assert len(messages(service, conversation, key, 2)) == 2
    refused = post(service, f"{conversation}/messages", key, id="x", text="I am not the person")
    assert (refused.status_code, refused.json()["code"]) == (409, "other-channel")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"text": "no id"}, "`id`"),
        ({"id": "a", "text": 1}, "$.text"),
        ({"id": "a", "colour": "red"}, "colour"),
        ({"id": "a", "place": {"latitude": 100, "longitude": 0}}, "$.place.latitude"),
        ({"id": "a", "media": [{"kind": "image", "url": "file:///etc/passwd"}]}, "$.media[0].url"),
        ({"id": "a", "text": "x" * 5001}, "5,001"),
    ],
)
def test_a_bad_message_names_its_place(service: Any, body: Any, place: str) -> None:
    answer = post(service, "c5/messages", service.key(), **body)
    assert answer.status_code == 400
    assert place in answer.json()["message"]


def test_a_message_of_a_megabyte_is_too_large(service: Any) -> None:
    answer = post(service, "c5/messages", service.key(), id="a", text="x" * 1_048_576)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_key_opens_only_its_scopes(service: Any) -> None:
    reader = service.key("messages:read")
    assert service.http.get("/api/v1/conversations/x/messages", headers=reader).status_code == 200
    refused = post(service, "x/messages", reader, id="a", text="hi")
    assert (refused.status_code, refused.json()["code"]) == (403, "no-scope")
    for wrong in ({}, {"Authorization": "Bearer tk_00000000_x"}, {"Authorization": "Basic x"}):
        answer = service.http.get("/api/v1/conversations/x/messages", headers=wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "no-key")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_keys_are_kept_as_digests_and_can_be_revoked(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    text = create_key(path, "desk", ["agents"])
    keys = Keys(path)
    secret = text.rpartition("_")[2]
    assert secret not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = keys.find(text)
    assert found is not None
    assert (found.name, found.scopes) == ("desk", ("agents",))
    assert keys.find(text[:-1] + ("0" if text[-1] != "0" else "1")) is None
    other = create_key(path, "second")
    assert keys.find(other) is not None
    assert revoke_key(path, found.id) is True
    assert revoke_key(path, found.id) is False
    assert keys.find(text) is None
    assert [key.name for key in read_keys(path)] == ["second"]


def test_a_broken_or_open_key_file_is_a_message(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    with pytest.raises(TertuliaError, match="unknown scope 'all'"):
        create_key(path, "x", ["all"])  # type: ignore[list-item]
    path.write_text("{")
    with pytest.raises(TertuliaError, match="not a list of keys"):
        read_keys(path)
    path.chmod(0o666)
    with pytest.raises(TertuliaError, match="chmod 600"):
        read_keys(path)


def test_the_openapi_document_describes_every_route(service: Any) -> None:
    document = service.http.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    page = (Path(__file__).parents[2] / "docs/reference/http-api.md").read_text()
    names = set()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"### {method.upper()} {path}" in page
            names.add(operation["operationId"])
    assert len(names) == 20
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert used <= set(document["components"]["schemas"])


class Receiver(ThreadingHTTPServer):
    """A customer's server: it fails so many times, then takes callbacks."""

    daemon_threads = True

    def __init__(self, failures: int) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.failures = failures
        self.got: list[tuple[str, bytes]] = []
        self.enough = threading.Semaphore(0)


class Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["X-Tertulia-Signature"], body))
        fails = len(self.server.got) <= self.server.failures
        self.send_response(503 if fails else 204)
        self.end_headers()
        self.server.enough.release()

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@contextmanager
def receiving(failures: int) -> Iterator[Receiver]:
    with Receiver(failures) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_callbacks_are_signed_and_sent_again(start: Any) -> None:
    with receiving(failures=2) as receiver:
        service = start(callback_url=f"http://127.0.0.1:{receiver.server_port}/hook")
        post(service, "c9/messages", service.key(), id="a", text="hi")
        for _ in range(3):
            assert receiver.enough.acquire(timeout=10)
    bodies = [json.loads(body) for _, body in receiver.got]
    assert {body["id"] for body in bodies} == {bodies[0]["id"]}
    assert (bodies[2]["conversation"], bodies[2]["message"]) == ("c9", {"text": "1: hi"})
    signature, body = receiver.got[2]
    found = re.fullmatch(r"t=(\d+),v1=(\w+)", signature)
    assert found
    expected = hmac.new(b"value of callback", f"{found[1]}.".encode() + body, hashlib.sha256)
    assert hmac.compare_digest(found[2], expected.hexdigest())
