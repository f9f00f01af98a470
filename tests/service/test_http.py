"""The service over plain requests: refusals, limits, pages, health, metrics, logs."""

import json
import logging
import os
import re
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.service.logs import JsonFormatter


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, str]:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["code"] == code
    assert body["message"]
    assert body["remedy"]
    assert "Traceback" not in answer.text
    return body


def bearer(session: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {session['token']}"}


def say(service: Any, session: dict[str, Any], name: str, text: str) -> httpx.Response:
    frame = {"type": "say", "id": name, "text": text}
    return service.http.post("/webchat/messages", json=frame, headers=bearer(session))


def fetch(service: Any, session: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    answer = service.http.get("/webchat/messages", params=query, headers=bearer(session))
    assert answer.status_code == 200, answer.text
    return answer.json()["frames"]


def test_plain_requests_carry_a_conversation(service: Any) -> None:
    session = service.session(language="pt")
    (welcome,) = fetch(service, session)
    assert welcome["type"] == "welcome"
    for _ in range(2):
        answer = say(service, session, "a", "hi")
        assert (answer.status_code, answer.json()) == (202, {"type": "ack", "id": "a"})
    found: list[dict[str, Any]] = []
    while len(found) < 2:
        found += fetch(service, session, since=found[-1]["seq"] if found else 0, wait=5)
    assert [frame["message"]["text"] for frame in found] == ["hi", "1: hi"]
    assert fetch(service, session, since=found[-1]["seq"], wait=0.01) == []


def test_a_bot_can_be_named_in_the_address(service: Any) -> None:
    assert service.http.post("/webchat/tiny/sessions").status_code == 201
    problem(service.http.post("/webchat/other/sessions"), 404, "unknown-bot")
    problem(service.http.post("/webchat/sessions", json={"bot": "x"}), 404, "unknown-bot")


@pytest.mark.parametrize(
    ("body", "status", "code", "place"),
    [
        (b'{"bot": }', 400, "not-json", "byte 8"),
        (b'{"bot": 1}', 400, "invalid", "$.bot"),
        (b'{"bot": "\xff"}', 400, "not-utf-8", "byte 9"),
        (b'{"language": "<script>"}', 400, "invalid", "$.language"),
        (b'{"bot": "' + b"x" * 1_048_576 + b'"}', 413, "too-large", "262,144"),
    ],
)
def test_a_bad_body_is_refused_with_its_place(
    service: Any, body: bytes, status: int, code: str, place: str
) -> None:
    answer = service.http.post("/webchat/sessions", content=body)
    assert place in problem(answer, status, code)["message"]


def test_a_body_without_a_declared_size_is_cut_at_the_limit(service: Any) -> None:
    chunks = (b"x" * 65_536 for _ in range(16))
    answer = service.http.post("/webchat/sessions", content=chunks)
    problem(answer, 413, "too-large")


def test_unknown_routes_and_methods(service: Any) -> None:
    problem(service.http.get("/nowhere"), 404, "not-found")
    problem(service.http.delete("/webchat/sessions"), 405, "wrong-method")
    problem(service.http.get("/static/../app.py"), 404, "not-found")
    problem(service.http.get("/webchat/messages"), 401, "bad-session")
    problem(
        service.http.get("/webchat/messages?since=x", headers=bearer(service.session())),
        400,
        "invalid",
    )


def test_a_frame_that_cannot_be_taken_comes_back_as_one(service: Any) -> None:
    session = service.session()
    answer = say(service, session, "a", "x" * 5001)
    assert answer.status_code == 400
    assert (answer.json()["type"], answer.json()["code"]) == ("error", "too-long")


def test_a_file_is_kept_and_sent(service: Any) -> None:
    session, stranger = service.session(), service.session()
    image = b"\x89PNG" + bytes(100)
    answer = service.http.post(
        "/webchat/files",
        params={"name": "../../photo é.png"},
        content=image,
        headers={**bearer(session), "Content-Type": "image/png"},
    )
    media = answer.json()
    assert answer.status_code == 201
    assert (media["kind"], media["name"], media["size"]) == ("image", "photo é.png", 104)
    got = service.http.get(media["url"])
    assert got.content == image
    assert got.headers["content-type"] == "image/png"
    assert "sandbox" in got.headers["content-security-policy"]
    frame = {"type": "say", "id": "f", "media": [media]}
    post = service.http.post("/webchat/messages", json=frame, headers=bearer(stranger))
    assert post.json()["code"] == "bad-file"
    post = service.http.post("/webchat/messages", json=frame, headers=bearer(session))
    assert post.status_code == 202


def test_a_page_that_was_uploaded_is_never_shown(service: Any) -> None:
    answer = service.http.post(
        "/webchat/files",
        params={"name": "x.html"},
        content=b"<script>alert(1)</script>",
        headers={**bearer(service.session()), "Content-Type": "text/html"},
    )
    got = service.http.get(answer.json()["url"])
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["content-type"] == "application/octet-stream"


def test_a_file_that_is_too_large_leaves_nothing(start: Any, tmp_path: Path) -> None:
    service = start(file_bytes=1000)
    answer = service.http.post(
        "/webchat/files", content=bytes(1001), headers=bearer(service.session())
    )
    problem(answer, 413, "file-too-large")
    assert [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()] == []
    problem(service.http.get("/webchat/files/" + "0" * 32 + "/x"), 404, "no-file")
    problem(service.http.get("/webchat/files/..%2f..%2fkeys/x"), 404, "not-found")


def test_an_address_has_its_rates(start: Any) -> None:
    service = start(sessions_per_minute=2)
    assert [service.http.post("/webchat/sessions").status_code for _ in range(2)] == [201, 201]
    answer = service.http.post("/webchat/sessions")
    problem(answer, 429, "too-fast")
    assert int(answer.headers["retry-after"]) > 1


def test_other_sites_are_let_in_by_name(start: Any) -> None:
    service = start(embed_origins=("https://good.example",))
    good, bad = {"Origin": "https://good.example"}, {"Origin": "https://bad.example"}
    preflight = service.http.options("/webchat/sessions", headers=good)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "https://good.example"
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    assert service.http.post("/webchat/sessions", headers=good).status_code == 201
    answer = service.http.post("/webchat/sessions", headers=bad)
    problem(answer, 403, "origin")
    assert "access-control-allow-origin" not in answer.headers
    assert "access-control-allow-origin" not in service.http.get("/metrics", headers=good).headers


def test_every_answer_carries_its_policies(service: Any) -> None:
    page = service.http.get("/")
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]* src=)|style=|onclick=", page.text)
    for path in ("/nowhere", "/health/live", "/webchat/bots", "/webchat.js"):
        answer = service.http.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "content-security-policy" in answer.headers
    loader = service.http.get("/webchat.js")
    assert loader.headers["content-type"].startswith("text/javascript")
    again = {"If-None-Match": loader.headers["etag"]}
    assert service.http.get("/static/webchat/widget.js").headers["cache-control"] == "no-cache"
    assert service.http.get("/static/webchat/words.js", headers=again).status_code == 200


def test_the_demo_page_can_be_left_out(start: Any) -> None:
    service = start(demo_page=False)
    problem(service.http.get("/"), 404, "not-found")


def test_health_tells_the_truth(start: Any) -> None:
    service = start(ready_backlog=1)
    assert service.http.get("/health/live").text == "ok"
    ready = service.http.get("/health/ready")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert {check["name"] for check in ready.json()["checks"]} == {
        *("serving", "store", "partitions", "backlog", "lag"),
    }


def test_metrics_count_what_happened(start: Any) -> None:
    service = start()
    session = service.session()
    for name, text in (("a", "hi"), ("b", "nonsense"), ("c", "fail")):
        say(service, session, name, text)
    since, heard = 0, 0
    while heard < 6:
        for frame in fetch(service, session, since=since, wait=5):
            since, heard = frame["seq"], heard + 1
    text = service.http.get("/metrics").text
    assert 'tertulia_turns_total{outcome="ok"} 2' in text
    assert 'tertulia_turns_total{outcome="failed"} 1' in text
    assert 'tertulia_not_understood_total{bot="tiny"} 1' in text
    assert "tertulia_turn_seconds_count 3" in text
    assert "tertulia_inbox_dead 1" in text
    assert "tertulia_up 1" in text
    assert 'route="/webchat/messages",status="202"} 3' in text
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"\n]*",?)+\})? [\d.e+-]+', line)


def test_every_metric_is_documented(start: Any) -> None:
    service = start()
    page = (Path(__file__).parents[2] / "docs/reference/http-api.md").read_text()
    names = re.findall(r"# TYPE (\w+)", service.http.get("/metrics").text)
    assert names
    assert [name for name in names if f"`{name}`" not in page] == []


def test_metrics_can_ask_for_a_key(start: Any) -> None:
    service = start(metrics="key")
    problem(service.http.get("/metrics"), 401, "no-key")
    problem(service.http.get("/metrics", headers=service.key("agents")), 403, "no-scope")
    assert service.http.get("/metrics", headers=service.key("metrics")).status_code == 200


def test_the_signing_key_is_the_owners_only(start: Any, tmp_path: Path) -> None:
    start()
    key = tmp_path / "signing.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_signing_key_that_others_may_read_stops_the_start(tmp_path: Path) -> None:
    from engine.service.signing import open_key
    from engine.types.issue import TertuliaError

    open_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(TertuliaError, match="chmod 600"):
        open_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o600)
    os.truncate(tmp_path / "key", 10)
    with pytest.raises(TertuliaError, match="restore it"):
        open_key(tmp_path / "key")


def test_a_draft_of_the_signing_key_that_a_kill_left_stops_no_start(tmp_path: Path) -> None:
    from engine.service.signing import open_key

    (tmp_path / f"key.{os.getpid()}").write_bytes(b"cut sh")
    assert open_key(tmp_path / "key") == open_key(tmp_path / "key")


def test_a_taken_port_is_a_message(service: Any) -> None:
    from engine.service.serve import listen
    from engine.service.settings import Settings
    from engine.types.issue import TertuliaError

    port = int(service.base.rpartition(":")[2])
    with pytest.raises(TertuliaError, match="choose another with --port"):
        listen(Settings(port=port))


def test_logs_are_json_without_what_people_wrote() -> None:
    try:
        int("illness".upper())
    except ValueError as error:
        record = logging.LogRecord(
            "x", 40, "f", 1, "turn %s", ("failed",), (type(error), error, error.__traceback__)
        )
    record.conversation = "c-1"
    line = json.loads(JsonFormatter(str).format(record))
    assert (line["message"], line["conversation"], line["error"]) == (
        "turn failed",
        "c-1",
        "ValueError",
    )
    assert "ILLNESS" not in json.dumps(line)
    assert line["time"].endswith("Z")
