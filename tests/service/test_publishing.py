"""Publishing to a running service over its API: the gate, moves, rollback, restarts."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from running_service import Service

from engine.project.bundle import export, open_bundle
from engine.project.check import check
from engine.runtime.gate import accept
from engine.service.host import open_runtime
from engine.service.publications import Publication, Publications
from engine.service.remote import RemoteEngine
from engine.service.serve import Server, config_of, listen
from engine.service.settings import Settings
from engine.service.shelves import LOG, FolderShelf
from engine.types.bot import Node, Project
from engine.types.issue import TertuliaError
from tests.runtime.menu_bots import NEW_PROJECT, OLD_PROJECT

OLD = export(OLD_PROJECT)
# Its warning was looked at and let be.
NEW = export(accept(NEW_PROJECT, check(NEW_PROJECT)))
OLD_ID, NEW_ID = open_bundle(OLD).id, open_bundle(NEW).id


@contextmanager
def serving(folder: Path, content: bytes = OLD, **changes: Any) -> Iterator[Service]:
    """A service of a bundle whose files lie in a folder, in a thread of this process."""
    usual = {"store": str(folder / "store.sqlite"), "stop_timeout_s": 5, "posts_per_s": 1e6}
    settings = Settings(port=0, **(usual | changes))
    with open_runtime(content, settings) as runtime, listen(settings) as listener:
        addresses: queue.Queue[str] = queue.Queue()
        server = Server(runtime, config_of(runtime, settings), addresses.put)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        service = Service(addresses.get(timeout=20).rstrip("/"), settings, runtime)
        try:
            yield service
        finally:
            service.http.close()
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path) as one:
        yield one


def engine_of(service: Service) -> RemoteEngine:
    key = service.key("publish")["Authorization"].removeprefix("Bearer ")
    return RemoteEngine(service.base, key)


class Person:
    """Somebody who talks to a service over its API."""

    def __init__(self, service: Service, name: str) -> None:
        self.path = f"/api/v1/conversations/{name}/messages"
        self.service, self.key = service, service.key()
        self.said = self.since = 0

    def say(self, text: str) -> str:
        """Writes; what the bot answers."""
        self.said += 1
        body = {"id": f"m{self.said}", "text": text}
        taken = self.service.http.post(self.path, json=body, headers=self.key)
        assert taken.status_code == 202, taken.text
        while True:
            query = {"since": self.since, "wait": 10}
            page = self.service.http.get(self.path, params=query, headers=self.key).json()
            self.since = page["next"]
            answers = [m["message"]["text"] for m in page["messages"] if m["from"] == "bot"]
            if answers:
                return answers[-1]
            assert page["messages"], "the bot says nothing"


def test_a_session_that_waits_at_a_deleted_node_goes_on_at_the_new_one(service: Service) -> None:
    engine = engine_of(service)
    moved, stays = Person(service, "moved"), Person(service, "stays")
    assert moved.say("hi") == stays.say("hi") == "Choose"
    assert moved.say("order") == "Which size?"
    places = {(row.bundle, row.node, row.port): row for row in engine.waiting()}
    assert places[OLD_ID, "ask_size", ""].sessions == 1
    assert places[OLD_ID, "menu", "order"].sessions == 1
    assert places[OLD_ID, "ask_size", ""].near == ("menu",)

    done = engine.publish(NEW, {"ask_size": "ask_width"})
    assert (done.bundle, done.before, done.moved) == (NEW_ID, OLD_ID, 1)
    assert moved.say("42") == "Size 42, by hand"
    # Others stay with the bundle that they began with; who comes now begins with the new one.
    assert stays.say("order") == "Which size?"
    newcomer = Person(service, "newcomer")
    newcomer.say("hi")
    assert newcomer.say("buy") == "Which width?"
    assert service.runtime.store.load(["moved"])["moved"].bundle == NEW_ID


def test_rollback_returns_to_the_bundle_before(service: Service) -> None:
    engine = engine_of(service)
    engine.publish(NEW)
    person = Person(service, "p")
    person.say("hi")
    assert person.say("buy") == "Which width?"
    back = engine.activate(moves={"ask_width": "ask_size"})
    assert (back.bundle, back.before, back.moved) == (OLD_ID, NEW_ID, 1)
    assert person.say("7") == "Size 7, by machine"
    later = Person(service, "q")
    later.say("hi")
    assert later.say("order") == "Which size?"
    assert engine.activate(NEW_ID).bundle == NEW_ID
    found = engine.bundles()
    assert found.current == NEW_ID
    assert [(row.bundle, row.how, row.by, row.is_current) for row in found.publications] == [
        (NEW_ID, "rollback", "test", True),
        (OLD_ID, "rollback", "test", False),
        (NEW_ID, "publish", "test", False),
        (OLD_ID, "start", "serve", False),
    ]
    assert found.publications[1].moves == {"ask_width": "ask_size"}
    assert all(row.is_kept for row in found.publications)
    assert found.publications[0].t >= found.publications[-1].t > 1_700_000_000_000


def test_what_was_published_survives_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        person = Person(service, "p")
        person.say("hi")
        engine_of(service).publish(NEW)
    with serving(tmp_path) as service:
        assert service.runtime.loaded.bundle == NEW_ID
        again = Person(service, "p")
        again.said, again.since = person.said, person.since
        assert again.say("order") == "Which size?"
        assert service.runtime.store.load(["p"])["p"].bundle == OLD_ID
        assert [row.how for row in engine_of(service).bundles().publications] == [
            "publish",
            "start",
        ]
    # Another file than the last time is meant to be served, an old one too.
    third = export(replace(NEW_PROJECT, name="Third"))
    for content in (third, OLD):
        with serving(tmp_path, content) as service:
            assert service.runtime.loaded.bundle == open_bundle(content).id
    assert [row.how for row in Publications(FolderShelf(tmp_path / "bundles")).rows()] == [
        "start",
        "publish",
        "start",
        "start",
    ]


def test_a_bundle_that_does_not_pass_is_refused_in_words(service: Service) -> None:
    engine = engine_of(service)
    warned = export(NEW_PROJECT)
    with pytest.raises(TertuliaError, match=r"1 warning to be accepted: .*'ask_width', edges.fai"):
        engine.publish(warned)
    with pytest.raises(TertuliaError, match="send accept_warnings=true"):
        engine.publish(warned)
    topic = NEW_PROJECT.bots["shop"].topics["main"]
    nodes = {**topic.nodes, "wild": Node("ask", edges={"next": "nowhere"})}
    bot = replace(NEW_PROJECT.bots["shop"], topics={"main": replace(topic, nodes=nodes)})
    broken = export(Project(bots={"shop": bot}))
    with pytest.raises(TertuliaError, match=r"errors to be corrected.*'wild'"):
        engine.publish(broken, accept_warnings=True)
    for content in (b"", b"PK\x03\x04 nothing", NEW[:-100], NEW[:100] + b"x" + NEW[101:]):
        with pytest.raises(TertuliaError, match="not a usable bundle"):
            engine.publish(content)
    with pytest.raises(TertuliaError, match="ask_size cannot go to 'told': nothing waits there"):
        engine.publish(NEW, {"ask_size": "told"})
    assert engine.bundles().current == OLD_ID
    assert len(engine.bundles().publications) == 1
    assert engine.publish(warned, accept_warnings=True).before == OLD_ID


def test_only_a_key_for_publishing_publishes(service: Service) -> None:
    for headers, status in (({}, 401), (service.key("messages:write"), 403)):
        for method, path in (
            ("POST", "/api/v1/bundles"),
            ("GET", "/api/v1/bundles"),
            ("POST", "/api/v1/bundles/rollback"),
            ("POST", f"/api/v1/bundles/{OLD_ID}/activate"),
            ("GET", "/api/v1/waiting"),
        ):
            answer = service.http.request(method, path, headers=headers)
            assert answer.status_code == status, (method, path)
    with pytest.raises(TertuliaError, match="the request has no valid key; send"):
        RemoteEngine(service.base, "tk_1_2").bundles()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("bundles/rollback", 404, "no-bundle"),
        ("bundles/..%2f..%2fstore/activate", 404, "not-found"),
        ("bundles/0123/activate", 404, "no-bundle"),
        (f"bundles/{OLD_ID}/activate?moves=a", 400, "invalid"),
        (f"bundles/{OLD_ID}/activate?moves=a:b:c", 400, "invalid"),
        (f"bundles/{OLD_ID}/activate?moves=a:b", 400, "bad-move"),
    ],
)
def test_what_cannot_be_made_current(service: Service, path: str, status: int, code: str) -> None:
    answer = service.http.post(f"/api/v1/{path}", headers=service.key("publish"))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_document_describes_the_upload(service: Service) -> None:
    paths = service.http.get("/api/v1/openapi.json").json()["paths"]
    upload = paths["/api/v1/bundles"]["post"]
    assert list(upload["requestBody"]["content"]) == ["application/octet-stream"]
    assert [one["name"] for one in upload["parameters"]] == ["accept_warnings", "moves", "share"]
    assert set(paths["/api/v1/bundles/{id}/activate"]["post"]["responses"]) >= {"200", "404"}


def test_old_bundles_are_forgotten_unless_somebody_talks_in_them(tmp_path: Path) -> None:
    with serving(tmp_path, bundles_kept=2) as service:
        engine = engine_of(service)
        Person(service, "p").say("hi")
        named = [export(replace(NEW_PROJECT, name=f"V{i}")) for i in range(4)]
        for content in named:
            engine.publish(content, accept_warnings=True)
        kept = {path.stem for path in (tmp_path / "bundles").glob("*.bot")}
        assert kept == {OLD_ID, open_bundle(named[2]).id, open_bundle(named[3]).id}
        rows = engine.bundles().publications
        assert [row.is_kept for row in rows] == [True, True, False, False, True]
        assert [row.sessions for row in rows] == [0, 0, 0, 0, 1]


def test_a_log_that_a_crash_tore_loses_only_what_was_not_whole(tmp_path: Path) -> None:
    publications = Publications(FolderShelf(tmp_path / "bundles"))
    first = Publication("a", 1, "serve", "start")
    publications.add(first)
    log = tmp_path / "bundles" / LOG
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"bundle": "b", "t')
    assert publications.rows() == [first]
    second = Publication("c", 2, "crm", "publish", {"x": "y"})
    publications.add(second)
    assert publications.rows() == [first, second]
    log.write_bytes(b"torn\n" + whole)
    with pytest.raises(TertuliaError, match=r"line 1: not a publication: .*; restore the file"):
        publications.rows()


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(TertuliaError, match=r"127\.0\.0\.1:9 cannot be reached"):
        RemoteEngine("http://127.0.0.1:9", "k").waiting()
    with pytest.raises(TertuliaError, match="'localhost' is no address; write http://"):
        RemoteEngine("localhost", "k")
