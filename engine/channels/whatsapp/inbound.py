"""Webhooks of the Cloud API as posts and reports: every entry, every change, every message.

A person is known by a business-scoped id, by a telephone number, or by both; the id comes first,
since the number may be hidden from one message to the next.
"""

import re
from collections.abc import Iterator
from typing import Literal

from engine.channels.payload import Payload
from engine.channels.protocol import Ignored
from engine.channels.whatsapp.errors import worded
from engine.channels.whatsapp.kinds import events
from engine.types.event import Contact
from engine.types.post import Post, Report

SECOND_US = 1_000_000
# Times are seconds, now and then milliseconds: those are larger than this.
MILLISECONDS_FROM = 1e12
NUMBER = re.compile(r"[0-9]{3,20}")
SCOPED_ID = re.compile(r"[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")
Status = Literal["sent", "delivered", "read", "failed"]
STATUSES: tuple[Status, ...] = ("sent", "delivered", "read", "failed")

Found = Post | Report | Ignored


def parse_all(payload: Payload, channel: str, number_id: str, now_us: int) -> list[Found]:
    """All that a request tells of one number; posts by their time, then as they came."""
    if payload["object"].text != "whatsapp_business_account":
        return [Ignored("not a message of WhatsApp")]
    found: list[Found] = []
    for entry in payload["entry"]:
        for change in entry["changes"]:
            found += _change(change, channel, number_id, now_us)
    posts = [each for each in found if isinstance(each, Post)]
    posts.sort(key=lambda post: post.event.t_us)
    return [*posts, *(each for each in found if not isinstance(each, Post))]


def _change(change: Payload, channel: str, number_id: str, now_us: int) -> Iterator[Found]:
    field, value = change["field"].text, change["value"]
    if field != "messages":
        yield Ignored(f"a change of {field[:40]!r}")
        return
    to = value["metadata"]["phone_number_id"].text
    if to != number_id:
        yield Ignored(f"for another number, {to[:40]!r}")
        return
    people = list(value["contacts"])
    for message in value["messages"]:
        yield from _message(message, people, channel, now_us)
    for status in value["statuses"]:
        yield _report(status, channel, now_us)
    for error in value["errors"]:
        yield Ignored(f"error {worded(error)[:200]}")


def _message(
    message: Payload, people: list[Payload], channel: str, now_us: int
) -> Iterator[Post | Ignored]:
    kind, name = message["type"].text, message["id"].text
    if message["group_id"]:
        yield Ignored("a message of a group")
        return
    person = _person(message["from_user_id"].text, message["from"].text)
    if not person or not name or not name.isprintable() or len(name) > 250:
        yield Ignored(f"a message of {kind[:20]!r} without a sender or an id")
        return
    conversation = f"{channel}:{person}"
    contact = _contact(message, people, conversation)
    t_us = _time(message["timestamp"], now_us)
    for suffix, event in events(message, t_us, contact):
        yield Post(channel, f"{name}{suffix}", conversation, event)


def _contact(message: Payload, people: list[Payload], conversation: str) -> Contact:
    """The person as the request knows them: by the same number or id, or the only one."""
    ids = {message["from"].text, message["from_user_id"].text} - {""}
    for each in people:
        if {each["wa_id"].text, each["user_id"].text} & ids or len(people) == 1:
            name = each["profile"]["name"].text or each["profile"]["username"].text
            break
    else:
        name = ""
    number = message["from"].text
    phone = f"+{number}" if NUMBER.fullmatch(number) else ""
    return Contact(conversation, name[:256], phone)


def _report(status: Payload, channel: str, now_us: int) -> Report | Ignored:
    name, told = status["id"].text, status["status"].text
    known = next((each for each in STATUSES if each == told), None)
    if known is None or not name:
        return Ignored(f"a status {told[:40]!r}")
    person = _person(status["recipient_user_id"].text, status["recipient_id"].text)
    return Report(
        channel,
        name,
        known,
        _time(status["timestamp"], now_us),
        "; ".join(worded(error) for error in status["errors"])[:500],
        f"{channel}:{person}" if person else "",
    )


def _person(scoped: str, number: str) -> str:
    """Who it is: the business-scoped id if there is one, else the number."""
    for each in (scoped, number):
        if SCOPED_ID.fullmatch(each):
            return each
    return number if NUMBER.fullmatch(number) else ""


def _time(written: Payload, now_us: int) -> int:
    """When it happened; now where it is not told, or in the future."""
    number = written.number
    if number is None or number <= 0:
        return now_us
    seconds = number / 1000 if number >= MILLISECONDS_FROM else number
    return min(now_us, round(seconds * SECOND_US))
