"""Calls of the Cloud API: within Meta's limits whatever a bot says, of its examples' shape."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from adapters_data import calls, data_of
from hypothesis import given, settings
from messages import messages

from engine.types.message import Media, Message, Option, Place, Template

PERSON = "5491155550000"


def bodies(message: Message) -> list[dict[str, Any]]:
    return [
        call["body"] for call in calls(data_of("whatsapp").adapter("whatsapp"), message, PERSON)
    ]


@settings(max_examples=150)
@given(message=messages)
def test_any_message_is_within_the_limits(message: Message) -> None:
    for body in bodies(message):
        assert (body["to"], body["messaging_product"]) == (PERSON, "whatsapp")
        content = body[body["type"]]
        if body["type"] == "text":
            assert 0 < len(content["body"]) <= 4096
        elif body["type"] == "interactive":
            assert 0 < len(content["body"]["text"].strip()) <= 1024
            INTERACTIVE[content["type"]](content["action"])
        elif body["type"] != "location" and body["type"] != "template":
            assert content["link"]
            assert len(content.get("caption", "")) <= 1024


def _buttons(action: dict[str, Any]) -> None:
    replies = [button["reply"] for button in action["buttons"]]
    assert 1 <= len(replies) <= 3
    _labelled(replies, 20, 256)


def _list(action: dict[str, Any]) -> None:
    assert 0 < len(action["button"]) <= 20
    (section,) = action["sections"]
    assert 1 <= len(section["rows"]) <= 10
    _labelled(section["rows"], 24, 200)
    assert all(0 < len(row.get("description", "x")) <= 72 for row in section["rows"])


def _link(action: dict[str, Any]) -> None:
    assert action["name"] == "cta_url"
    assert 0 < len(action["parameters"]["display_text"]) <= 20
    assert action["parameters"]["url"].startswith("https://")


def _carousel(action: dict[str, Any]) -> None:
    cards = action["cards"]
    assert 2 <= len(cards) <= 10
    assert [card["card_index"] for card in cards] == list(range(len(cards)))
    kinds = {(card.get("type", ""), len(card["action"].get("buttons", ()))) for card in cards}
    assert len(kinds) == 1
    for card in cards:
        assert card["header"]["image"]["link"]
        assert len(card.get("body", {}).get("text", "")) <= 160
        if card.get("type") == "cta_url":
            _link(card["action"])
        else:
            replies = [button["quick_reply"] for button in card["action"]["buttons"]]
            assert replies
            _labelled(replies, 20, 256)


def _labelled(options: list[dict[str, Any]], label_chars: int, id_chars: int) -> None:
    assert len({option["id"] for option in options}) == len(options)
    assert len({option["title"] for option in options}) == len(options)
    assert all(0 < len(option["title"]) <= label_chars for option in options)
    assert all(0 < len(option["id"]) <= id_chars for option in options)


def _asks(action: dict[str, Any]) -> None:
    assert action == {"name": "send_location"}


INTERACTIVE = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "carousel": _carousel,
    "location_request_message": _asks,
}
OPTION = Option("a", "A")
SHAPES = {
    "send_text_message_with_preview_url": Message(text="see https://example.com"),
    "send_reply_button": Message(text="?", options=(OPTION,)),
    "send_list_message": Message(
        text="?", options=tuple(Option(f"o{at}", f"O{at}", description="d") for at in range(4))
    ),
    "send_location_message": Message(place=Place(1, 2, "name", "address")),
    "send_image_message_by_url": Message(media=(Media("image", "https://example.com/a"),)),
    "send_document_message_by_url": Message(
        media=(Media("document", "https://example.com/a", caption="c"),)
    ),
    "send_message_template_media": Message(
        template=Template("t", "es", ("x",), header=Media("image", "https://example.com/a"))
    ),
    "send_message_template_interactive": Message(
        template=Template("t", "es", ("x",), buttons=(OPTION,))
    ),
}
# Meta's schema has it, its examples leave it out.
BESIDE = {"template.language.policy", "recipient_type", "type"}


@pytest.mark.parametrize("example", SHAPES)
def test_calls_have_the_shape_of_metas_examples(shared: Path, example: str) -> None:
    folder = shared / "fixtures/channels/whatsapp/openapi/examples-outbound"
    told = json.loads((folder / f"{example}.json").read_text("utf-8"))
    (body,) = bodies(SHAPES[example])
    assert set(_paths(body)) <= set(_paths(told)) | BESIDE
    assert body["type"] == told.get("type", "text")


def _paths(value: object, path: str = "") -> Iterator[str]:
    """Where the values of a JSON lie, numbers in lists left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, path)
    else:
        yield path
