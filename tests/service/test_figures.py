"""Metrics and funnels over the API: the numbers of the command, scopes, and what cannot be."""

import json
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

import msgspec
import pytest
from running_service import running

from engine.analytics.history import History
from engine.analytics.metrics import METRICS, measure
from engine.analytics.metrics.answer import answer_of
from engine.analytics.metrics.query import Query
from engine.stores.sqlite import SqliteStore

FUNNEL = {"steps": [{"step": "event", "kind": "session_started"}], "entity": "session"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A service whose store is a file."""
    folder = tmp_path_factory.mktemp("figures")
    store = SqliteStore(folder / "store.sqlite")
    funnels = folder / "funnels"
    funnels.mkdir()
    (funnels / "begun.json").write_text(json.dumps(FUNNEL))
    rates = dict.fromkeys(("conversation_posts_per_s", "posts_per_s", "requests_per_s"), 1e6)
    with running(folder, store=store, funnels_folder=str(funnels), **rates) as one:
        yield one
    store.close()


@pytest.fixture(scope="module")
def key(service: Any) -> dict[str, str]:
    found = service.key("analytics", "messages:write", "messages:read")
    for conversation in ("f1", "f2"):
        path = f"/api/v1/conversations/{conversation}/messages"
        service.http.post(path, json={"id": "m", "text": "hi"}, headers=found)
        service.http.get(f"{path}?since=0&wait=5", headers=found)
    return found


def get(service: Any, path: str, headers: dict[str, str]) -> Any:
    return service.http.get(f"/api/v1/{path}", headers=headers)


def test_what_can_be_measured_is_told(service: Any, key: dict[str, str]) -> None:
    found = get(service, "metrics", key).json()["metrics"]
    assert [each["name"] for each in found] == list(METRICS)
    assert "channel" in found[0]["columns"]


def test_the_numbers_are_those_of_the_history(service: Any, key: dict[str, str]) -> None:
    said = get(service, "metrics/users?period=all&by=channel&compare=true", key)
    assert said.status_code == 200
    found = said.json()
    assert found["totals"]["sessions"] == 2
    assert found["values"][0]["value"] == "api"
    with History.open(service.settings.store) as history:
        query = msgspec.convert(found["query"], Query)
        direct = answer_of(measure(history, "users", query))
    assert found == json.loads(msgspec.json.encode(direct))


def test_a_new_turn_is_seen(service: Any, key: dict[str, str]) -> None:
    before = get(service, "metrics/messages?period=all", key).json()
    path = "/api/v1/conversations/f3/messages"
    service.http.post(path, json={"id": "m", "text": "hi"}, headers=key)
    service.http.get(f"{path}?since=0&wait=5", headers=key)
    for _ in range(30):
        after = get(service, "metrics/messages?period=all", key).json()
        if after["watermark"]["seq"] > before["watermark"]["seq"]:
            break
        time.sleep(0.1)
    assert after["totals"]["received"] == before["totals"]["received"] + 1


def test_funnels_are_counted(service: Any, key: dict[str, str]) -> None:
    said = service.http.post("/api/v1/funnels", json=FUNNEL, headers=key)
    assert said.status_code == 200
    assert said.json()["rows"][0]["converted"] >= 2
    refused = service.http.post("/api/v1/funnels", json={"steps": []}, headers=key)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert get(service, "funnels/begun", key).json() == said.json()
    missing = get(service, "funnels/order", key)
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("metrics/visits", 404, "there is no metric 'visits'"),
        ("metrics/users?by=colour", 400, "there is no column 'colour' here"),
        ("metrics/users?period=99999mo", 400, "the period goes beyond the calendar"),
        ("metrics/users?period=0001-01-01..9999-12-30", 400, "the period"),
        ("metrics/users?top=0", 400, "top='0' in the query is no number from 1 to 1000"),
        ("metrics/users?segment=vip", 404, "there is no segment 'vip'"),
        ("metrics/users?where=channel", 400, "filter 'channel': write it as name=value"),
    ],
)
def test_what_cannot_be_answered_says_why(
    service: Any, key: dict[str, str], path: str, status: int, reason: str
) -> None:
    said = get(service, path, key)
    assert said.status_code == status
    assert reason in said.json()["message"]


def test_a_key_needs_the_scope(service: Any) -> None:
    refused = get(service, "metrics/users", service.key("metrics"))
    assert (refused.status_code, refused.json()["code"]) == (403, "no-scope")


def test_without_the_extra_it_says_so(service: Any, key: dict[str, str]) -> None:
    with mock.patch.dict("sys.modules", {"engine.analytics.rollups": None}):
        said = get(service, "metrics/users", key)
    assert (said.status_code, said.json()["code"]) == (501, "no-analytics")
    assert "tertulia[analytics]" in said.json()["remedy"]
