"""Telegram's updates: recorded ones, written ones, and any JSON at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from a_bot import a_bot
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.channels.protocol import BadSignatureError, Ignored, Request
from engine.channels.telegram.adapter import SIGNATURE, Settings, Telegram
from engine.runtime.inbox import admit
from engine.types.event import Contact, Happened, Opened, Said
from engine.types.message import Media, Place
from engine.types.post import Post

NOW_US = 1_800_000_000_000_000
ANA = {
    "id": 42,
    "is_bot": False,
    "first_name": "Ana",
    "last_name": "Sosa",
    "language_code": "es-MX",
}
CHAT = {"id": 42, "type": "private", "first_name": "Ana"}
CONTACT = Contact("telegram:42", "Ana Sosa", language="es")
SHARED = Path(__file__).resolve().parents[4] / "shared/fixtures/channels/telegram/courier"


@pytest.fixture
def bot() -> Telegram:
    return a_bot()


def parse(bot: Telegram, update: Any) -> list[Any]:
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    return bot.parse(Request("POST", body=body), NOW_US)


def message(**parts: Any) -> dict[str, Any]:
    return {
        "update_id": 7,
        "message": {
            "message_id": 5,
            "date": NOW_US // 1_000_000,
            "from": ANA,
            "chat": CHAT,
            **parts,
        },
    }


def event(bot: Telegram, **parts: Any) -> Any:
    (post,) = parse(bot, message(**parts))
    assert isinstance(post, Post)
    assert (post.conversation, post.external_id) == ("telegram:42", "update/7")
    assert admit(post)
    return post.event


def test_a_text(bot: Telegram) -> None:
    assert event(bot, text="hola") == Said(NOW_US, "hola", contact=CONTACT)
    quoted = event(bot, text="sí", reply_to_message={"message_id": 3, "chat": CHAT})
    assert quoted.reply_to == "42/3"


def test_a_late_message_keeps_its_time(bot: Telegram) -> None:
    assert event(bot, text="a", date=1_790_000_000).t_us == 1_790_000_000_000_000
    assert event(bot, text="a", date=NOW_US // 1_000_000 - 2).t_us == NOW_US
    assert event(bot, text="a", date=NOW_US // 1_000_000 + 900).t_us == NOW_US


def test_start_opens_and_tells_where_the_person_came_from(bot: Telegram) -> None:
    assert event(bot, text="/start") == Opened(NOW_US, CONTACT)
    referral, opened = parse(bot, message(text="/start promo-7"))
    assert referral.event.name == "referral"
    assert referral.event.data == {"source": "telegram", "ref": "promo-7"}
    assert opened.event == Opened(NOW_US, CONTACT)
    assert (referral.external_id, opened.external_id) == ("update/7", "update/7/1")


def test_a_key_says_its_id_and_its_words(bot: Telegram) -> None:
    keyboard = [
        [{"text": "No", "callback_data": "ask:no"}],
        [{"text": "Sí", "callback_data": "ask:yes"}],
    ]
    callback = {
        "id": "991",
        "from": ANA,
        "chat_instance": "1",
        "data": "ask:yes",
        "message": {
            "message_id": 4,
            "chat": CHAT,
            "date": 1,
            "reply_markup": {"inline_keyboard": keyboard},
        },
    }
    (post,) = parse(bot, {"update_id": 8, "callback_query": callback})
    assert post == Post(
        "telegram", "press/991", "telegram:42", Said(NOW_US, "Sí", "ask:yes", contact=CONTACT)
    )
    call = bot.seen(post)
    assert call
    assert call.url.endswith("/answerCallbackQuery")
    assert json.loads(call.body or b"") == {"callback_query_id": "991"}
    # What is too old to be shown comes without its chat; it is a private one.
    del callback["message"]
    (post,) = parse(bot, {"update_id": 8, "callback_query": callback})
    assert (post.conversation, post.event.text, post.event.choice) == ("telegram:42", "", "ask:yes")


@pytest.mark.parametrize(
    ("part", "media"),
    [
        (
            {"photo": [{"file_id": "s", "width": 1, "height": 1, "file_size": 9},
                       {"file_id": "l", "width": 9, "height": 9, "file_size": 99}]},
            Media("image", "handle:l", mime="image/jpeg", size=99),
        ),
        ({"voice": {"file_id": "v", "duration": 1}}, Media("audio", "handle:v", mime="audio/ogg")),
        ({"audio": {"file_id": "a", "mime_type": "audio/x", "file_name": "s.mp3"}},
         Media("audio", "handle:a", "s.mp3", "audio/x")),
        ({"video": {"file_id": "x"}}, Media("video", "handle:x", mime="video/mp4")),
        ({"video_note": {"file_id": "n"}}, Media("video", "handle:n", mime="video/mp4")),
        ({"document": {"file_id": "d", "mime_type": "application/pdf", "file_size": -3}},
         Media("document", "handle:d", mime="application/pdf")),
        ({"animation": {"file_id": "g"}, "document": {"file_id": "g"}},
         Media("video", "handle:g", mime="video/mp4")),
        ({"sticker": {"file_id": "k"}}, Media("image", "handle:k", mime="image/webp")),
        ({"sticker": {"file_id": "k", "is_animated": True}},
         Media("document", "handle:k", mime="image/webp")),
        ({"sticker": {"file_id": "k", "is_video": True}},
         Media("video", "handle:k", mime="video/webm")),
    ],
)  # fmt: skip
def test_files(bot: Telegram, part: dict[str, Any], media: Media) -> None:
    assert event(bot, caption="mira", **part) == Said(
        NOW_US, "mira", media=(media,), contact=CONTACT
    )


def test_places_and_people(bot: Telegram) -> None:
    point = {"latitude": 19.4, "longitude": -99.1}
    assert event(bot, location=point).place == Place(19.4, -99.1)
    venue = {"location": point, "title": "Zócalo", "address": "Centro"}
    assert event(bot, location=point, venue=venue).place == Place(19.4, -99.1, "Zócalo", "Centro")
    assert (
        event(bot, contact={"phone_number": "+525512345678", "first_name": "A"}).text
        == "+525512345678"
    )
    assert isinstance(parse(bot, message(location={"latitude": 99, "longitude": 0}))[0], Ignored)


def test_forms(bot: Telegram) -> None:
    form = event(
        bot, web_app_data={"data": '{"age": 32, "n": 99999999999999999999}', "button_text": "Go"}
    )
    assert form.name == "form"
    assert form.data["data"] == {"age": 32, "n": "99999999999999999999"}
    assert event(bot, web_app_data={"data": "bob,32"}).data["data"] == "bob,32"


def test_an_edit_is_told_and_not_answered_again(bot: Telegram) -> None:
    update = {"update_id": 7, "edited_message": message(text="hola!")["message"]}
    (post,) = parse(bot, update)
    assert post.event == Happened(
        NOW_US, "edited", {"text": "hola!", "message": "42/5"}, contact=CONTACT
    )


@pytest.mark.parametrize(("status", "name"), [("kicked", "opt_out"), ("member", "opt_in")])
def test_who_blocks_the_bot_is_known(bot: Telegram, status: str, name: str) -> None:
    change = {"chat": CHAT, "from": ANA, "date": 1, "new_chat_member": {"status": status}}
    (post,) = parse(bot, {"update_id": 7, "my_chat_member": change})
    assert post.event.name == name


@pytest.mark.parametrize(
    "update",
    [
        b"", b"nonsense", b"[]", b"\xff", b"[" * 5000, {}, {"update_id": 1},
        {"update_id": 1, "channel_post": {"text": "x", "chat": {"id": -1, "type": "channel"}}},
        {"update_id": 1, "message": {"text": "x", "chat": {"id": -1, "type": "supergroup"}}},
        {"update_id": 1, "message": {"text": "x"}},
        {"update_id": 1, "message": {"chat": CHAT, "from": ANA, "pinned_message": {}}},
        {"update_id": 1, "callback_query": {"id": "1", "from": ANA, "game_short_name": "g"}},
        {"update_id": 1, "my_chat_member": {"chat": CHAT, "new_chat_member": {"status": "left?"}}},
    ],
)  # fmt: skip
def test_what_is_nothing_to_a_bot_is_ignored(bot: Telegram, update: Any) -> None:
    (found,) = parse(bot, update)
    assert isinstance(found, Ignored)
    assert found.what


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([*ANA, *CHAT, "text", "photo", "file_id", "location", "latitude", "from",
                         "chat", "venue", "contact", "status", "web_app_data", "data"]),
        inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(
    st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "other"]),
    JSON,
)
def test_no_update_breaks_the_reading(kind: str, value: Any) -> None:
    bot = Telegram("telegram", Settings(), str)
    for update in (
        {"update_id": 1, kind: value},
        {"update_id": 1, kind: {"chat": CHAT, "v": value}},
    ):
        for found in parse(bot, update):
            assert isinstance(found, Post | Ignored)


def with_todays_fields(value: Any) -> Any:
    """A recorded update with what Telegram has added since, and aiogram insists on."""
    if isinstance(value, list):
        return [with_todays_fields(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: with_todays_fields(one) for name, one in value.items()}
    if "file_id" in found:
        since = {"file_unique_id": "u", "type": "regular", "is_animated": False, "is_video": False}
        found = since | found
    if "first_name" in found and "type" not in found:
        found.setdefault("is_bot", False)
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="recorded updates are not on this machine")
@pytest.mark.parametrize("name", sorted(path.name for path in SHARED.glob("*.json")) or [""])
def test_recorded_updates_are_read_as_another_library_reads_them(bot: Telegram, name: str) -> None:
    from aiogram.types import Update

    raw = (SHARED / name).read_bytes()
    found = parse(bot, raw)
    assert found
    other = Update.model_validate(with_todays_fields(json.loads(raw)))
    if other.message is None:
        assert [type(one) for one in found] == [Ignored]
        return
    said = other.message
    last = found[-1]
    if isinstance(last, Ignored):
        assert said.content_type not in {"text", "photo", "document", "location", "sticker"}
        return
    assert last.conversation == f"telegram:{said.chat.id}"
    contact = last.event.contact
    assert said.from_user
    assert (contact.id, contact.name) == (f"telegram:{said.chat.id}", said.from_user.full_name)
    if isinstance(last.event, Said):
        assert last.event.text == (
            said.text or said.caption or (said.contact and said.contact.phone_number) or ""
        )
        file = (
            (said.photo and said.photo[-1])
            or said.voice
            or said.video
            or said.document
            or said.sticker
        )
        assert [one.url for one in last.event.media] == ([f"handle:{file.file_id}"] if file else [])
        place = last.event.place
        assert (place and (place.latitude, place.longitude)) == (
            said.location and (said.location.latitude, said.location.longitude)
        )


def test_only_who_knows_the_secret_is_heard(bot: Telegram) -> None:
    bot.verify(Request("POST", headers={SIGNATURE: "hook-secret"}))
    for headers in ({}, {SIGNATURE: ""}, {SIGNATURE: "hook-secreT"}, {SIGNATURE: "é"}):
        with pytest.raises(BadSignatureError, match="setWebhook"):
            bot.verify(Request("POST", headers=headers))
