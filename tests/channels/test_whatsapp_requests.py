"""Signatures of any body, and messages however Meta puts them together."""

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest
from adapters_data import NOW_US, data_of
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.protocol import BadSignatureError, Request
from engine.types.event import Said
from engine.types.post import Post, Report

SECRET = b"app secret of the tests"
NUMBER_ID = "106540352242922"


def signed(body: bytes, secret: bytes = SECRET) -> dict[str, str]:
    return {"x-hub-signature-256": f"sha256={hmac.new(secret, body, sha256).hexdigest()}"}


@given(body=st.binary(max_size=200), other=st.binary(max_size=200))
def test_a_signature_is_good_for_its_body_only(body: bytes, other: bytes) -> None:
    adapter = data_of("whatsapp").adapter("whatsapp")
    adapter.verify(Request("POST", headers=signed(body), body=body))
    if other != body:
        with pytest.raises(BadSignatureError):
            adapter.verify(Request("POST", headers=signed(body), body=other))
    with pytest.raises(BadSignatureError):
        adapter.verify(Request("POST", headers=signed(body, b"guessed"), body=body))


# Seconds of messages, in changes, in entries.
batches = st.lists(
    st.lists(st.lists(st.integers(1_700_000_000, 1_700_000_020), max_size=4), max_size=3),
    max_size=3,
)


@given(batch=batches)
def test_all_of_a_batch_is_read_in_order_and_once(batch: list[list[list[int]]]) -> None:
    told: list[int] = []

    def change(seconds: list[int]) -> dict[str, Any]:
        messages, statuses = [], []
        for each in seconds:
            number = len(told)
            told.append(each)
            shared = {"timestamp": str(each), "id": f"wamid.{number}"}
            text = {"type": "text", "text": {"body": str(number)}, "from": "5491155550000"}
            messages.append(shared | text)
            statuses.append(shared | {"status": "read", "recipient_id": "5491155550000"})
        value = {"messages": messages, "statuses": statuses}
        return {
            "field": "messages",
            "value": value | {"metadata": {"phone_number_id": NUMBER_ID}},
        }

    entries = [{"changes": [change(seconds) for seconds in changes]} for changes in batch]
    body = json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()
    adapter = data_of("whatsapp").adapter("whatsapp")
    found = adapter.parse(Request("POST", body=body), NOW_US)
    posts = [each for each in found if isinstance(each, Post)]
    # Of the same second they stay as they came.
    order = sorted(range(len(told)), key=lambda number: told[number])
    assert [each.external_id for each in posts] == [f"wamid.{number}" for number in order]
    assert all(isinstance(each.event, Said) for each in posts)
    reports = [each for each in found if isinstance(each, Report)]
    assert [each.external_id for each in reports] == [f"wamid.{at}" for at in range(len(told))]
