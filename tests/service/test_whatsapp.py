"""A whole conversation on WhatsApp, over HTTP, against a fake of Meta's API (ours)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fake_graph import NUMBER_ID, PERSON, PICTURE, FakeGraph, running_graph
from running_service import Service, running

from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.stores.rows import MessageRow
from engine.types.bot import Bot, Node, Project, Topic, Variable

CONVERSATION = f"whatsapp:{PERSON}"
TEN = [f"Trámite {number}" for number in range(1, 11)]


def bot() -> Loaded:
    options = [{"id": f"t{at}", "label": {"es": label}} for at, label in enumerate(TEN, 1)]
    cards = [
        {
            "title": {"es": f"Plan {name}"},
            "image": f"https://example.com/{name}.png",
            "options": [{"id": f"plan_{name}", "label": {"es": f"Quiero {name}"}}],
        }
        for name in ("uno", "dos", "tres")
    ]
    media = [
        {
            "kind": "image",
            "url": "https://example.com/a.png",
            "caption": {"es": "El **mapa**"},
        },
        {"kind": "audio", "url": "https://example.com/a.ogg"},
    ]
    after = {f"t{at}": "sorry" for at in range(1, 11)} | {"t10": "cards"}
    plans = {f"plan_{name}": "files" for name in ("uno", "dos", "tres")}
    nodes = {
        "startup": Node("intent", edges={"next": "menu"}),
        "menu": Node(
            "choices",
            params={"text": {"es": "¿Qué **trámite**?"}, "options": options},
            edges=after,
        ),
        "cards": Node(
            "carousel",
            params={"text": {"es": "Los planes"}, "cards": cards},
            edges=plans,
        ),
        "files": Node("media", params={"media": media}, edges={"next": "where"}),
        "where": Node(
            "location",
            params={"text": {"es": "¿Dónde vive?"}, "variable": "home"},
            edges={"next": "notice"},
        ),
        "notice": Node(
            "notify",
            params={"template": "turno_listo", "parameters": ["${home.name}"], "language": "es_AR"},
            edges={"next": "bye"},
        ),
        "bye": Node("say", params={"text": {"es": "Listo, ${home.name}"}}),
        "not_understood": Node("intent", edges={"next": "sorry"}),
        "sorry": Node("say", params={"text": {"es": "No entendí"}}),
    }
    shop = Bot(
        id="city",
        name="City",
        languages=("es",),
        channels=("whatsapp",),
        variables={"home": Variable("object")},
        topics={"main": Topic(nodes=nodes)},
    )
    return load(Project(name="City", bots={"city": shop}), {}, "b1")


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    with running_graph() as one:
        yield one


@pytest.fixture
def service(graph: FakeGraph, tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path, bot=bot(), **settings(graph)) as one:
        graph.hook = f"{one.base}/channels/whatsapp"
        yield one


def settings(graph: FakeGraph, **more: object) -> dict[str, object]:
    table = {"phone_number_id": NUMBER_ID, "language": "es", "api": graph.base, **more}
    return {"channels": {"whatsapp": table}, "egress_allow": (graph.base.removeprefix("http://"),)}


def until(condition: Callable[[], object], timeout_s: float = 15) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def shown(graph: FakeGraph, count: int) -> list[dict[str, object]]:
    """The bodies that were sent, once there are so many."""
    until(lambda: len(graph.sent) >= count)
    return [{k: v for k, v in each.items() if k in (each["type"], "type")} for each in graph.sent]


def heard(service: Service) -> MessageRow:
    """What the person sent, once its turn is made."""
    until(lambda: service.runtime.store.messages(CONVERSATION))
    (row,) = [r for r in service.runtime.store.messages(CONVERSATION) if r.direction == "in"]
    return row


def statuses(service: Service) -> list[str]:
    rows = service.runtime.store.messages(CONVERSATION)
    return [row.status for row in rows if row.direction == "out"]


def test_a_conversation_from_ten_buttons_to_a_template(service: Service, graph: FakeGraph) -> None:
    graph.statuses = ("delivered", "sent")
    assert graph.say("m1", text={"body": "hola"}).status_code == 200
    (menu,) = shown(graph, 1)
    assert menu["interactive"]["type"] == "list"
    assert menu["interactive"]["body"]["text"] == "¿Qué *trámite*?"
    (section,) = menu["interactive"]["action"]["sections"]
    assert [(row["id"], row["title"]) for row in section["rows"]] == [
        (f"menu:t{at}", label) for at, label in enumerate(TEN, 1)
    ]
    reply = {"type": "list_reply", "list_reply": {"id": "menu:t10", "title": "Trámite 10"}}
    graph.say("m2", interactive=reply)
    carousel = shown(graph, 2)[1]["interactive"]
    assert (carousel["type"], carousel["body"]["text"]) == ("carousel", "Los planes")
    assert [card["action"]["buttons"][0]["quick_reply"]["id"] for card in (
        carousel["action"]["cards"]
    )] == ["cards:plan_uno", "cards:plan_dos", "cards:plan_tres"]  # fmt: skip
    pressed = {
        "type": "button_reply",
        "button_reply": {"id": "cards:plan_dos", "title": "Quiero dos"},
    }
    graph.say("m3", interactive=pressed)
    image, audio, where = shown(graph, 5)[2:]
    assert image["image"] == {"link": "https://example.com/a.png", "caption": "El *mapa*"}
    assert audio["audio"] == {"link": "https://example.com/a.ogg"}
    assert where["interactive"]["type"] == "location_request_message"
    graph.say("m4", location={"latitude": -34.6, "longitude": -58.4, "name": "Casa"})
    template, bye = shown(graph, 7)[5:]
    assert template["template"] == {
        "name": "turno_listo",
        "language": {"policy": "deterministic", "code": "es_AR"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Casa"}]}],
    }
    assert bye["text"]["body"] == "Listo, Casa"
    until(lambda: service.runtime.counts().outbox_waiting == 0)
    # Image and audio are one message of the bot: six in all.
    until(lambda: statuses(service) == ["delivered"] * 6)
    assert {each["to"] for each in graph.sent} == {PERSON}
    assert [each["message_id"] for each in graph.receipts] == ["m1", "m2", "m3", "m4"]


def test_degradations_are_events_of_the_turn(service: Service, graph: FakeGraph) -> None:
    graph.say("m1", text={"body": "hola"})
    shown(graph, 1)
    rows = service.runtime.store.events(CONVERSATION)
    found = [(row.node, row.name) for row in rows if row.kind == "degraded"]
    assert found == [("menu", "options-as-list")]


def test_posts_that_come_twice_count_once(service: Service, graph: FakeGraph) -> None:
    for _ in range(2):
        assert graph.say("m1", text={"body": "hola"}).status_code == 200
    graph.post(messages=[
        {"from": PERSON, "id": "m1", "type": "text", "text": {"body": "hola"}},
        {"from": PERSON, "id": "m2", "type": "text", "text": {"body": "Trámite 1"}},
        {"from": PERSON, "id": "m2", "type": "text", "text": {"body": "Trámite 1"}},
    ])  # fmt: skip
    shown(graph, 2)
    until(lambda: service.runtime.counts().inbox_waiting == 0)
    assert [each["type"] for each in graph.sent] == ["interactive", "text"]


def test_statuses_come_out_of_order_and_never_go_back(service: Service, graph: FakeGraph) -> None:
    graph.say("m1", text={"body": "hola"})
    shown(graph, 1)
    until(lambda: statuses(service) == ["sent"])
    for status, stands in (("read", "read"), ("delivered", "read"), ("sent", "read")):
        assert graph.tell(status, "wamid.1").status_code == 200
        assert statuses(service) == [stands]
    assert graph.tell("delivered", "wamid.unknown").status_code == 200


def test_a_message_that_fails_later_says_why(service: Service, graph: FakeGraph) -> None:
    graph.say("m1", text={"body": "hola"})
    shown(graph, 1)
    until(lambda: statuses(service) == ["sent"])
    graph.tell("failed", "wamid.1", 131026)
    assert statuses(service) == ["failed"]
    events = service.runtime.store.events(CONVERSATION)
    (event,) = [row for row in events if row.kind == "undelivered"]
    assert "131026" in event.data
    assert "cannot receive" in event.data


def test_what_meta_refuses_for_now_is_sent_again_once(service: Service, graph: FakeGraph) -> None:
    graph.failures = [(429, 130429), (500, 131000), (503, 0)]
    graph.say("m1", text={"body": "hola"})
    shown(graph, 1)
    until(lambda: statuses(service) == ["sent"])
    assert len(graph.sent) == 1


def test_what_meta_refuses_for_good_is_a_dead_letter(service: Service, graph: FakeGraph) -> None:
    graph.failures = [(400, 131047)]
    graph.say("m1", text={"body": "hola"})
    until(lambda: service.runtime.counts().outbox_failed == 1)
    (letter,) = service.runtime.store.letters()
    assert letter.error.startswith("131047: because; 24 hours passed")


def test_files_are_fetched_once_and_kept(service: Service, graph: FakeGraph) -> None:
    file = {"id": "998877", "mime_type": "image/png", "caption": "mi foto"}
    for _ in range(2):
        assert graph.say("m1", image=file).status_code == 200
    assert graph.asked == ["/v25.0/998877", "/files/998877"]
    row = heard(service)
    assert '"mime":"image/png"' in row.content
    url = row.content.partition('"url":"')[2].partition('"')[0]
    assert url.startswith(f"{service.base}/webchat/files/")
    got = httpx.get(url)
    assert (got.content, got.headers["content-type"]) == (PICTURE, "image/png")


def test_a_file_elsewhere_is_not_fetched(service: Service, graph: FakeGraph) -> None:
    graph.media_url = "https://evil.example.com/x"
    assert graph.say("m1", image={"id": "5", "mime_type": "image/png"}).status_code == 200
    assert graph.asked == ["/v25.0/5"]
    row = heard(service)
    assert '"url":"handle:5"' in row.content


def test_a_file_that_is_too_large_is_not_kept(graph: FakeGraph, tmp_path: Path) -> None:
    with running(tmp_path, bot=bot(), file_bytes=1000, **settings(graph)) as service:
        graph.hook = f"{service.base}/channels/whatsapp"
        assert graph.say("m1", image={"id": "5", "mime_type": "image/png"}).status_code == 200
        assert graph.asked == ["/v25.0/5", "/files/5"]
        row = heard(service)
        assert '"url":"handle:5"' in row.content
    assert not list(tmp_path.glob("uploads/*/*"))


def test_only_what_meta_signed_is_taken(service: Service, graph: FakeGraph) -> None:
    message = {"from": PERSON, "id": "m1", "type": "text", "text": {"body": "hola"}}
    answer = graph.post("another secret", messages=[message])
    assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")
    assert httpx.post(graph.hook, content=b"{}").status_code == 401
    assert service.runtime.store.messages(CONVERSATION) == []


def test_the_handshake(service: Service, graph: FakeGraph) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    token = {"hub.verify_token": "value of whatsapp-verify-token"}
    got = httpx.get(graph.hook, params=query | token)
    assert (got.status_code, got.text) == (200, "1158201444")
    wrong = httpx.get(graph.hook, params=query | {"hub.verify_token": "guess"})
    assert wrong.status_code == 401
    assert httpx.get(f"{service.base}/channels/nowhere").status_code == 404
    assert httpx.get(f"{service.base}/channels/webchat").status_code == 404


def test_what_comes_too_late_for_the_window_is_told_in_history(
    service: Service, graph: FakeGraph
) -> None:
    assert graph.say("m1", at=int(time.time()) - 90_000, text={"body": "hola"}).status_code == 200
    until(lambda: statuses(service) == ["failed"])
    events = service.runtime.store.events(CONVERSATION)
    (event,) = [row for row in events if row.kind == "undelivered"]
    assert (event.node, event.name) == ("menu", "window-closed")
    assert "template" in event.data
    assert service.runtime.counts().outbox_waiting == 0
    graph.say("m2", text={"body": "hola"})
    shown(graph, 1)


def test_a_click_on_an_ad_is_told_beside_the_message(service: Service, graph: FakeGraph) -> None:
    ad = {"source_type": "ad", "source_id": "77", "headline": "Trámites"}
    graph.say("m1", text={"body": "hola"}, referral=ad)
    (menu,) = shown(graph, 1)
    assert menu["interactive"]["type"] == "list"
    events = service.runtime.store.events(CONVERSATION)
    (event,) = [row for row in events if row.kind == "event"]
    assert (event.name, '"source_id":"77"' in event.data) == ("referral", True)
