"""The webchat over a real socket: order, acks, repeats, reconnects, refusals."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from engine.service.webchat.frames import FromWidget, ToWidget


class Widget:
    """A widget without a screen."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.kept: list[dict[str, Any]] = []

    def send(self, kind: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **fields}))

    def read(self, *kinds: str) -> dict[str, Any]:
        """The next frame of these types; others are kept for later."""
        for frame in self.kept:
            if not kinds or frame["type"] in kinds:
                self.kept.remove(frame)
                return frame
        while True:
            frame = json.loads(self.socket.recv(timeout=10))
            if not kinds or frame["type"] in kinds:
                return frame
            self.kept.append(frame)

    def acked(self, frame_id: str) -> None:
        while self.read("ack")["id"] != frame_id:
            pass

    def texts(self, count: int) -> list[str]:
        return [self.read("message")["message"].get("text", "") for _ in range(count)]


@contextmanager
def widget(service: Any, token: str, since: int = 0, **options: Any) -> Iterator[Widget]:
    with connect(service.socket_url, **options) as socket:
        one = Widget(socket)
        one.send("hello", token=token, since=since)
        yield one


def closed_with(service: Any, *frames: str, **options: Any) -> int:
    """The code with which a socket is closed after these frames."""
    with connect(service.socket_url, **options) as socket:
        for frame in frames:
            socket.send(frame)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
        assert closed.value.rcvd
        return closed.value.rcvd.code


def test_a_conversation_is_acked_and_answered(service: Any) -> None:
    session = service.session(bot="tiny", language="es")
    with widget(service, session["token"]) as one:
        welcome = one.read()
        assert welcome == {
            "type": "welcome",
            "conversation": session["conversation"],
            "seq": 0,
            "bot": {"id": "tiny", "name": "Tiny", "languages": ["en", "es", "pt"]},
            "max_chars": 5000,
            "max_file_bytes": 20_000_000,
        }
        one.send("open", id="o1")
        assert one.read("ack")["id"] == "o1"
        greeting = one.read("message")
        assert greeting["from"] == "bot"
        assert greeting["message"]["options"][0] == {"id": "menu:branches", "label": "Branches"}
        one.send("choose", id="c1", option="menu:files", label="Files")
        said = one.read("message")
        assert (said["id"], said["choice"], said["from"]) == ("c1", "menu:files", "person")
        answer = one.read("message")
        assert answer["seq"] > said["seq"] > greeting["seq"]
        assert [media["kind"] for media in answer["message"]["media"]] == ["image", "document"]


def test_what_is_sent_twice_is_acked_twice_and_taken_once(service: Any) -> None:
    with widget(service, service.session()["token"]) as one:
        for _ in range(3):
            one.send("say", id="same", text="hi")
            assert one.read("ack")["id"] == "same"
        one.send("say", id="other", text="bye")
        assert one.texts(4) == ["hi", "1: hi", "bye", "2: bye"]


def test_a_new_socket_goes_on_after_the_last_seq(service: Any) -> None:
    token = service.session()["token"]
    with widget(service, token) as one:
        one.send("say", id="a", text="one")
        first, second = one.read("message"), one.read("message")
        one.send("say", id="b", text="two")
        one.acked("b")
    with widget(service, token, since=first["seq"]) as one:
        assert one.read()["type"] == "welcome"
        assert one.read("message")["seq"] == second["seq"]
        assert one.texts(2) == ["two", "2: two"]
    with widget(service, token) as one:
        welcome = one.read()
        frames = [one.read("message") for _ in range(4)]
        assert welcome["seq"] == frames[-1]["seq"]
        assert len({frame["seq"] for frame in frames}) == 4


def test_two_windows_of_one_person_see_the_same(service: Any) -> None:
    token = service.session()["token"]
    with widget(service, token) as one, widget(service, token) as other:
        other.read("welcome")
        one.send("say", id="a", text="hi")
        assert one.texts(2) == other.texts(2) == ["hi", "1: hi"]


def test_a_pause_is_told_before_the_message(service: Any) -> None:
    with widget(service, service.session()["token"]) as one:
        one.send("say", id="a", text="pause")
        delays = [one.read("message")["delay_ms"] for _ in range(3)]
        assert delays[:2] == [0, 0]
        assert 0 < delays[2] <= 900


def test_typing_is_shown_while_the_bot_answers_and_not_for_people(service: Any) -> None:
    with widget(service, service.session()["token"]) as one:
        one.send("say", id="a", text="Person")
        assert one.read("typing") == {"type": "typing", "on": True}
        one.texts(2)
        one.send("say", id="b", text="hello?")
        one.acked("b")
        one.read("message")
        one.send("ping")
        one.read("pong")
        assert [frame["type"] for frame in one.kept] == ["welcome"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", "bad-frame"),
        ("[]", "bad-frame"),
        ('{"type":"dance","id":"x"}', "bad-frame"),
        ('{"type":"say","id":"x y","text":"a"}', "bad-frame"),
        ('{"type":"say","id":"x","text":" "}', "bad-frame"),
        ('{"type":"say","id":"x","text":"%s"}' % ("a" * 5001), "too-long"),
        ('{"type":"place","id":"x","latitude":91,"longitude":0}', "bad-frame"),
        ('{"type":"say","id":"x","media":[{"kind":"image","url":"https://e.org/"}]}', "bad-file"),
        (b'{"type":"say","id":"x","text":"\xff"}', "bad-frame"),
        ("[" * 100_000, "bad-frame"),
    ],
)
def test_a_bad_frame_is_refused_and_the_socket_lives(
    service: Any, frame: str | bytes, code: str
) -> None:
    with widget(service, service.session()["token"]) as one:
        one.socket.send(frame)
        refusal = one.read("error")
        assert refusal["code"] == code
        assert refusal["text"]
        one.send("say", id="fine", text="still here")
        assert one.texts(2) == ["still here", "1: still here"]


def test_five_thousand_characters_and_emoji_come_back_whole(service: Any) -> None:
    text = "\N{WOMAN}\u200d\N{WOMAN}\u200d\N{GIRL} ñ \u202b\u0645\u0631\u202c " * 200 + "x" * 1800
    assert len(text) <= 5000
    with widget(service, service.session()["token"]) as one:
        one.send("say", id="a", text=text)
        assert one.read("message")["message"]["text"] == text


def test_control_characters_are_taken_out(service: Any) -> None:
    with widget(service, service.session()["token"]) as one:
        one.send("say", id="a", text="a\u0000b\r\nc")
        assert one.texts(2) == ["ab\nc", "1: ab\nc"]


def test_a_frame_larger_than_the_limit_closes_the_socket(start: Any) -> None:
    service = start(body_bytes=10_000)
    token = service.session()["token"]
    hello = json.dumps({"type": "hello", "token": token})
    big = json.dumps({"type": "say", "id": "a", "text": "a" * 20_000})
    with connect(service.socket_url) as socket:
        socket.send(hello)
        socket.recv(timeout=10)
        socket.send(big)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=10)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1009


@pytest.mark.parametrize("token", ["", "x.y", "é", "a.b.c", "AAAA." + "A" * 43])
def test_a_token_that_is_not_ours_opens_nothing(service: Any, token: str) -> None:
    assert closed_with(service, json.dumps({"type": "hello", "token": token})) == 4401


def test_a_token_with_a_changed_letter_opens_nothing(service: Any) -> None:
    body, _, signature = service.session()["token"].partition(".")
    changed = ("B" if body[5] != "B" else "C").join([body[:5], body[6:]])
    hello = json.dumps({"type": "hello", "token": f"{changed}.{signature}"})
    assert closed_with(service, hello) == 4401


def test_the_first_frame_must_be_hello(service: Any) -> None:
    assert closed_with(service, '{"type":"ping"}') == 4401
    assert closed_with(service, "nonsense") == 4401


def test_a_session_ends_after_its_days(start: Any) -> None:
    service = start(session_days=1e-9)
    hello = json.dumps({"type": "hello", "token": service.session()["token"]})
    assert closed_with(service, hello) == 4401


def test_a_silent_socket_is_closed(start: Any) -> None:
    service = start(idle_timeout_s=0.1)
    with widget(service, service.session()["token"]) as one:
        one.read("welcome")
        with pytest.raises(ConnectionClosed) as closed:
            one.read()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1013


def test_sockets_are_limited_for_an_address(start: Any) -> None:
    service = start(max_sockets_per_address=1)
    token = service.session()["token"]
    with widget(service, token) as one:
        one.read("welcome")
        assert closed_with(service) == 4429
    with widget(service, token) as one:
        assert one.read()["type"] == "welcome"


def test_a_conversation_has_its_rate(start: Any) -> None:
    service = start(conversation_posts_per_s=0.5, conversation_posts_burst=2)
    with widget(service, service.session()["token"]) as one:
        for name in "abc":
            one.send("say", id=name, text="hi")
        assert [one.read("ack")["id"] for _ in range(2)] == ["a", "b"]
        refusal = one.read("error")
        assert (refusal["id"], refusal["code"]) == ("c", "too-fast")
        assert 0 < refusal["retry_ms"] <= 3000


def test_only_named_sites_may_hold_the_chat(start: Any) -> None:
    service = start(embed_origins=("https://good.example",))
    assert closed_with(service, origin="https://bad.example") == 4403
    with widget(service, service.session()["token"], origin="https://good.example") as one:
        assert one.read()["type"] == "welcome"
    with widget(service, service.session()["token"], origin=service.base) as one:
        assert one.read()["type"] == "welcome"


def test_every_frame_is_documented() -> None:
    from pathlib import Path
    from typing import get_args

    page = (Path(__file__).parents[2] / "docs/reference/http-api.md").read_text()
    ours, theirs = page.split("| from the server |")
    for family, text in ((FromWidget, ours), (ToWidget, theirs)):
        for frame in get_args(family):
            row = f"| `{frame.__struct_config__.tag}` |"
            assert row in text
            fields = text.split(row)[1].split("|")[0]
            assert all(f"`{name}`" in fields for name in frame.__struct_encode_fields__)
