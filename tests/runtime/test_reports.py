"""What a channel cannot show, may not send any more, and tells afterwards."""

import asyncio

import pytest
from live import post, quiet, running, texts, until

from engine.runtime.clock import HandClock
from engine.stores.protocol import Store
from engine.types.capability import Capability
from engine.types.event import Said
from engine.types.message import Message, Template
from engine.types.post import Outgoing, Report, Sent

HOUR_S = 3600
NARROW = Capability(title="Narrow", text_chars=10, templates=True, window_h=24)


class Narrow:
    """A channel of ten characters and 24 hours; it says of each message what it is told to."""

    name = "narrow"
    capability = NARROW

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.held = asyncio.Event()
        self.held.set()

    async def send(self, outgoing: Outgoing) -> Sent:
        self.sent.append(outgoing.message)
        number = len(self.sent)
        await self.held.wait()
        return Sent(external_id=f"w{number}")


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store) -> Store:
    return open_store(request.param)


async def say(runtime, text: str) -> None:
    said = Said(runtime.clock.now_us(), text)
    await runtime.accept(post(said, channel="narrow"))
    await quiet(runtime.store)


def rows(store: Store, kind: str) -> list[tuple[str, str]]:
    return [(row.name, row.data) for row in store.events("c1") if row.kind == kind]


def statuses(store: Store) -> list[str]:
    return [row.status for row in store.messages("c1") if row.direction == "out"]


def test_what_is_shown_otherwise_is_in_history_with_its_words(store: Store) -> None:
    async def run() -> None:
        async with running(store, channels=[Narrow()]) as runtime:
            await say(runtime, "hello, how are you?")

    asyncio.run(run())
    assert texts(store.messages("c1")) != []
    ((name, data),) = rows(store, "degraded")
    assert name == "text-split"
    assert all(f'"{language}":' in data for language in ("es", "en", "pt"))
    assert statuses(store) == ["sent"]


def test_after_the_window_only_templates_are_sent(store: Store) -> None:
    clock, channel = HandClock(), Narrow()

    async def run() -> None:
        async with running(store, channels=[channel], clock=clock) as runtime:
            await say(runtime, "hi")
            clock.advance(24 * HOUR_S + 1)
            await runtime.tell("c1", Message("late"))
            await runtime.tell("c1", Message(template=Template("back")))
            await until(lambda: len(channel.sent) == 2)
            await say(runtime, "hi")
            await runtime.tell("c1", Message("now"))
            await quiet(store)

    asyncio.run(run())
    assert [one.template is not None for one in channel.sent] == [False, True, False, False]
    assert [one.text for one in channel.sent if one.text == "late"] == []
    ((name, data),) = rows(store, "undelivered")
    assert (name, "template" in data) == ("window-closed", True)
    assert statuses(store) == ["sent", "failed", "sent", "sent", "sent"]


def test_a_report_may_come_before_the_answer_that_brings_its_id(store: Store) -> None:
    channel = Narrow()

    async def run() -> None:
        async with running(store, channels=[channel]) as runtime:
            channel.held.clear()
            said = Said(runtime.clock.now_us(), "hi")
            await runtime.accept(post(said, channel="narrow"))
            await until(lambda: channel.sent)
            told = Report("narrow", "w1", "delivered", 1, conversation="c1")
            early = asyncio.create_task(runtime.report([told]))
            await asyncio.sleep(0.05)
            assert not early.done()
            channel.held.set()
            await early
            await quiet(store)

    asyncio.run(run())
    assert statuses(store) == ["delivered"]


def test_a_failure_that_is_reported_later_is_told_with_its_reason(store: Store) -> None:
    async def run() -> None:
        async with running(store, channels=[Narrow()]) as runtime:
            await say(runtime, "hi")
            why = "131026: undeliverable"
            told = [
                Report("narrow", "w1", "failed", 7, why, "c1"),
                Report("narrow", "w9", "failed", 7, why, "nobody"),
                Report("narrow", "w1", "sent", 7),
            ]
            await runtime.report(told)

    asyncio.run(run())
    assert statuses(store) == ["failed"]
    ((name, data),) = rows(store, "undelivered")
    assert (name, "131026" in data, '"external_id":"w1"' in data) == ("reported", True, True)
