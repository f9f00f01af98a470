"""Messages as Telegram's calls, each judged by Telegram's own specification."""

import json
from pathlib import Path
from typing import Any

import pytest
from a_bot import a_bot
from hypothesis import given, settings
from hypothesis import strategies as st
from specification import Specification, specification_in

from engine.channels.fit import fit
from engine.channels.protocol import Answer, Call, MediaError
from engine.channels.short import long_id, short_id
from engine.channels.telegram.adapter import Telegram
from engine.channels.telegram.capability import CAPABILITY
from engine.channels.telegram.entities import with_entities
from engine.types.message import Card, Media, Message, Option, Place
from engine.types.post import Outgoing, Sent

IMAGE = Media("image", "https://e.org/a.png", caption="**una**")
TEN = tuple(Option(f"ask:o{n}", f"Opción {n}") for n in range(10))
PART = {"message_id": 9, "chat": {"id": 42}}
MESSAGES = {
    "text": Message("hola **Ana**, [mira](https://e.org/a_b)"),
    "long text": Message("una frase larga. " * 600),
    "ten options": Message("¿Cuál?", TEN),
    "options without a text": Message(options=TEN[:2]),
    "links": Message("ve", (Option("a", "Web", "https://e.org"), Option("b", "Otra"))),
    "one file": Message("mira", media=(IMAGE,)),
    "album": Message(media=(IMAGE,) * 12),
    "mixed files": Message(
        media=(
            IMAGE,
            Media("video", "https://e.org/v.mp4"),
            Media("document", "https://e.org/d.pdf"),
            Media("document", "https://e.org/e.pdf"),
            Media("audio", "https://e.org/a.ogg", mime="audio/ogg"),
            Media("audio", "https://e.org/b.ogg", mime="audio/ogg; codecs=opus"),
            Media("audio", "https://e.org/c.mp3", mime="audio/mpeg"),
        )
    ),
    "place": Message(place=Place(19.4, -99.1)),
    "venue": Message(place=Place(19, -99, "Zócalo", "Centro")),
    "venue without an address": Message(place=Place(19, -99, "Zócalo")),
    "asks for a place": Message("¿Dónde está?", wants="location"),
    "asks for a place with options": Message(
        "¿Dónde?",
        (Option("a", "Lo escribo"), Option("b", "Mapa", "https://e.org")),
        wants="location",
    ),
    "cards": Message("ve", cards=(Card("Uno", "a", "https://e.org/1.png", TEN[:2]), Card("Dos"))),
}


@pytest.fixture
def bot() -> Telegram:
    return a_bot()


@pytest.fixture(scope="module")
def specification(shared: Path) -> Specification:
    return specification_in(shared)


def calls(bot: Telegram, message: Message) -> list[Call]:
    outgoing = Outgoing(1, "k", "telegram", "telegram:42", message)
    return bot.render(outgoing, fit(message, CAPABILITY, "es"))


def sent(bot: Telegram, message: Message) -> list[tuple[str, Any]]:
    return [
        (call.url.rpartition("/")[2], json.loads(call.body or b"")) for call in calls(bot, message)
    ]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_call_is_as_telegram_describes_it(
    bot: Telegram, specification: Specification, name: str
) -> None:
    found = sent(bot, MESSAGES[name])
    assert found
    for method, fields in found:
        assert not specification.problems(method, fields)
        assert fields["chat_id"] == 42


def test_the_other_calls_are_as_telegram_describes_them(
    bot: Telegram, specification: Specification
) -> None:
    for call in [
        *bot.arrivals(),
        bot.poll(0),
        bot.poll(5),
        bot.fetch(Media("image", "handle:x"), []),
    ]:
        assert call
        fields = json.loads(call.body or b"")
        assert not specification.problems(call.url.rpartition("/")[2], fields)


def test_the_specification_finds_mistakes(specification: Specification) -> None:
    assert specification.problems("sendMessage", {"chat_id": 1})
    assert specification.problems("sendMessage", {"chat_id": 1, "text": "a", "wrong": 1})
    keyboard = {"inline_keyboard": [[{"callback_data": "x"}]]}
    assert specification.problems(
        "sendMessage", {"chat_id": 1, "text": "a", "reply_markup": keyboard}
    )
    assert specification.problems(
        "sendMediaGroup", {"chat_id": 1, "media": [{"type": "x", "media": "y"}]}
    )


def test_text_has_its_marks_apart(bot: Telegram) -> None:
    ((method, fields),) = sent(bot, Message("😀 **fuerte** https://e.org/a_b_c"))
    assert method == "sendMessage"
    assert fields["text"] == "😀 fuerte https://e.org/a_b_c"
    # Telegram counts in units of UTF-16, of which the face takes two.
    assert fields["entities"] == [{"type": "bold", "offset": 3, "length": 6}]
    assert fields["reply_markup"] == {"remove_keyboard": True}


def test_ten_options_are_keys_side_by_side(bot: Telegram) -> None:
    ((_, fields),) = sent(bot, MESSAGES["ten options"])
    rows = fields["reply_markup"]["inline_keyboard"]
    assert [len(row) for row in rows] == [3, 3, 3, 1]
    assert rows[0][1] == {"text": "Opción 1", "callback_data": "ask:o1"}


def test_a_place_is_asked_for_with_a_key(bot: Telegram) -> None:
    ((_, fields),) = sent(bot, MESSAGES["asks for a place with options"])
    keys = [key for row in fields["reply_markup"]["keyboard"] for key in row]
    assert keys[0] == {"text": "Compartir mi ubicación", "request_location": True}
    assert keys[1] == {"text": "Lo escribo"}
    assert "Mapa: https://e.org" in fields["text"]


def test_files_in_a_row_are_an_album(bot: Telegram) -> None:
    found = sent(bot, MESSAGES["album"])
    assert [(method, len(fields["media"])) for method, fields in found] == [
        ("sendMediaGroup", 10),
        ("sendMediaGroup", 2),
    ]
    first = found[0][1]["media"][0]
    assert (first["caption"], first["caption_entities"][0]["type"]) == ("una", "bold")
    assert [method for method, _ in sent(bot, MESSAGES["mixed files"])] == [
        "sendMediaGroup", "sendMediaGroup", "sendVoice", "sendVoice", "sendAudio",
    ]  # fmt: skip


@pytest.mark.parametrize("id_", ["a" * 64, "a" * 65, "é" * 33, "node:" + "x" * 200, "~a", "~"])
def test_an_id_that_is_too_long_has_a_stand_in(bot: Telegram, id_: str) -> None:
    ((_, fields),) = sent(bot, Message("¿?", (Option(id_, "Uno"), Option("b", "Dos"))))
    data = fields["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert 1 <= len(data.encode()) <= 64
    assert data == id_ if id_ == "a" * 64 else long_id(data, ["x", id_, "y"]) == id_
    assert long_id(data, ["x"]) == ""


@given(st.lists(st.text(max_size=300), unique=True, max_size=20))
def test_stand_ins_are_told_apart(ids: list[str]) -> None:
    assert len({short_id(one, 64) for one in ids}) == len(ids)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab *_`[](https://e.)\n😀"), max_size=120))
def test_entities_lie_in_the_text_and_in_each_other(text: str) -> None:
    plain, entities = with_entities(text)
    for one in entities:
        assert 0 <= one.start < one.end <= len(plain)
        for other in entities:
            apart = one.end <= other.start or other.end <= one.start
            inside = one.start >= other.start and one.end <= other.end
            around = other.start >= one.start and other.end <= one.end
            assert apart or inside or around


@pytest.mark.parametrize(
    ("status", "body", "sent"),
    [
        (200, {"ok": True, "result": PART}, Sent(external_id="42/9")),
        (200, {"ok": True, "result": [{**PART, "message_id": 8}, PART]}, Sent(external_id="42/9")),
        (200, {"ok": True, "result": True}, Sent()),
        (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}},
         Sent("retry", error="Too Many Requests", after_s=7)),
        (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"},
         Sent("stopped", error="Forbidden: bot was blocked by the user")),
        (403, {"ok": False, "description": "Forbidden: user is deactivated"},
         Sent("stopped", error="Forbidden: user is deactivated")),
        (400, {"ok": False, "description": "Bad Request: message is too long"},
         Sent("refused", error="Bad Request: message is too long")),
        (401, {"ok": False, "description": "Unauthorized"},
         Sent("retry", error="the bot's token is not taken: Unauthorized")),
    ],
)  # fmt: skip
def test_what_an_answer_means(bot: Telegram, status: int, body: Any, sent: Sent) -> None:
    assert bot.classify(Answer(status, body=json.dumps(body).encode()), 0) == sent


@pytest.mark.parametrize(("status", "body"), [(0, b"no answer"), (502, b"<html>"), (500, b"")])
def test_an_answer_that_says_nothing_is_tried_again(
    bot: Telegram, status: int, body: bytes
) -> None:
    assert bot.classify(Answer(status, body=body), 0).status == "retry"


def test_a_file_is_fetched_in_two_steps(bot: Telegram) -> None:
    media = Media("image", "handle:F1", size=100)
    first = bot.fetch(media, [])
    assert first
    assert json.loads(first.body or b"") == {"file_id": "F1"}
    lies = Answer(200, body=b'{"ok": true, "result": {"file_path": "photos/a b.jpg"}}')
    second = bot.fetch(media, [lies])
    assert second
    assert second.url == "https://api.telegram.org/file/bot123456:secret-token/photos/a%20b.jpg"
    assert bot.fetch(media, [lies, Answer(200, body=b"x")]) is None
    for answers in ([Answer(400, body=b"{}")], [Answer(200, body=b"{}")], [lies, Answer(404)]):
        with pytest.raises(MediaError):
            bot.fetch(media, answers)
    with pytest.raises(MediaError, match="20 MB"):
        bot.fetch(Media("video", "handle:F2", size=20_000_001), [])


def test_news_are_asked_for_after_the_last_one_that_is_kept(bot: Telegram) -> None:
    assert "offset" not in json.loads(bot.poll(0).body or b"")
    assert json.loads(bot.poll(7).body or b"")["offset"] == 8
    found = bot.polled(
        Answer(200, body=b'{"ok": true, "result": [{"update_id": 8}, {"update_id": 9}]}')
    )
    assert found
    assert [json.loads(one.body) for one in found[0]] == [{"update_id": 8}, {"update_id": 9}]
    assert found[1] == 9
    assert bot.polled(Answer(200, body=b'{"ok": true, "result": []}')) == ([], 0)
    assert bot.polled(Answer(409, body=b'{"ok": false, "description": "Conflict"}')) is None
