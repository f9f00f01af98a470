"""Real webhooks and examples of Meta's, read by us and by pywa, which knows them from elsewhere."""

import copy
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from adapters_data import NOW_US, data_of

from engine.channels.protocol import Ignored, Request
from engine.runtime.inbox import admit
from engine.types.event import Happened, Said
from engine.types.post import Post, Report

pywa = pytest.importorskip("pywa", reason="pywa is the oracle; install the group dev")

# What pywa does not read: kinds it does not know, senders, times and errors of another shape.
OURS_ONLY = {
    *("voice.json", "group_message.json", "nfm_reply_non_object.json", "no_from.json"),
    *("invalid_from.json", "invalid_timestamp.json", "error_errors.json"),
    *("error_msg.json", "error_status.json"),
}
TYPES = {
    "button": pywa.types.CallbackButton,
    "button_reply": pywa.types.CallbackButton,
    "list_reply": pywa.types.CallbackSelection,
    "nfm_reply": pywa.types.FlowCompletion,
}
UNKNOWN = "UNKNOWN"


def files(shared: Path, folder: str) -> list[Path]:
    found = sorted((shared / "fixtures/channels/whatsapp" / folder).glob("*.json"))
    assert found
    return found


def ours(update: Any) -> list[Post | Report | Ignored]:
    """What we read, as the number that the update is for."""
    numbers = re.findall(r'"phone_number_id": *"(\d+)"', json.dumps(update))
    data = data_of("whatsapp")
    data.settings["phone_number_id"] = numbers[0] if numbers else "1"
    body = json.dumps(update).encode()
    return data.adapter("whatsapp").parse(Request("POST", body=body), NOW_US)


def test_every_file_is_read_without_a_crash(shared: Path) -> None:
    read = [*files(shared, "courier"), *files(shared, "openapi/examples-inbound")]
    kinds = {"post": 0, "report": 0, "ignored": 0}
    for path in read:
        found = ours(json.loads(path.read_text("utf-8")))
        assert found, path.name
        for one in found:
            kinds[type(one).__name__.lower()] += 1
            if isinstance(one, Post):
                admit(one)
    assert len(read) == 43
    assert kinds == {"post": 33, "report": 2, "ignored": 10}


def test_what_pywa_reads_we_read_too(shared: Path) -> None:
    client = pywa.WhatsApp(phone_id="1", token="x")
    compared = 0
    for path in [*files(shared, "courier"), *files(shared, "openapi/examples-inbound")]:
        update = json.loads(path.read_text("utf-8"))
        theirs = theirs_of(client, update) if path.name not in OURS_ONLY else None
        if theirs is None:
            continue
        found = [one for one in ours(update) if not isinstance(one, Ignored)]
        if getattr(theirs, "status", None) is not None:
            known = str(theirs.status.name)
            assert [one.status.upper() for one in found] == ([known] if known != UNKNOWN else [])
        else:
            compare(path.name, next(one for one in found if "/" not in one.external_id), theirs)
        compared += 1
    assert compared >= 30


def theirs_of(client: Any, update: Any) -> Any:
    """The update as pywa has it, None where it is of a field that it has elsewhere."""
    value = update["entry"][0]["changes"][0]["value"] if update.get("entry") else {}
    message = next(iter(value.get("messages", ())), None)
    completed = with_ids(update)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if message is None:
            is_status = bool(value.get("statuses"))
            return pywa.types.MessageStatus.from_update(client, completed) if is_status else None
        kind = message["type"]
        kind = message["interactive"]["type"] if kind == "interactive" else kind
        return TYPES.get(kind, pywa.types.Message).from_update(client, completed)


def with_ids(update: Any) -> Any:
    """The update with business-scoped ids and contexts, which pywa takes for granted."""
    completed = copy.deepcopy(update)
    for entry in completed["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            nobody = {"profile": {"name": ""}, "wa_id": ""}
            for person in value.setdefault("contacts", [nobody]):
                person.setdefault("user_id", "US.0")
            for message in value.get("messages", ()):
                if message["type"] == "interactive":
                    message.setdefault("context", {"from": "1", "id": "wamid.0"})
            for status in value.get("statuses", ()):
                status.setdefault("recipient_user_id", "US.0")
    return completed


def compare(name: str, post: Post, theirs: Any) -> None:
    """The same id, time and content."""
    event = post.event
    assert post.external_id == theirs.id, name
    assert event.t_us == theirs.timestamp.timestamp() * 1_000_000, name
    if isinstance(event, Said):
        file = next(
            (
                found
                for kind in ("image", "audio", "video", "document", "sticker")
                if (found := getattr(theirs, kind, None))
            ),
            None,
        )
        assert [one.url for one in event.media] == ([f"handle:{file.id}"] if file else []), name
        assert event.choice == str(getattr(theirs, "data", None) or ""), name
        words = getattr(theirs, "text", None) or getattr(theirs, "title", None)
        words = words or getattr(theirs, "caption", None)
        if words:
            assert event.text == words, name
        place = getattr(theirs, "location", None)
        if place:
            assert event.place is not None
            assert (event.place.latitude, event.place.longitude) == (
                place.latitude,
                place.longitude,
            ), name
        return
    assert isinstance(event, Happened)
    if event.name == "reaction":
        assert event.data["emoji"] == theirs.reaction.emoji
    elif event.name == "order":
        sold = [product.sku for product in theirs.order.products]
        items = event.data["product_items"]
        assert isinstance(items, list)
        assert [item["product_retailer_id"] for item in items] == sold
    elif event.name == "form":
        answers = {**event.data}
        del answers["form"], answers["flow_token"]
        assert answers == theirs.response
