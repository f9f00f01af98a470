"""Dead letters tried again: what failed is made up for, once, and of one conversation in order."""

import asyncio
import logging
from collections.abc import Callable
from uuid import uuid4

import pytest
from live import quiet, running, say, texts, until
from msgspec.structs import replace
from pure_bot import PURE, step

from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store, part
from engine.stores.rows import Batch
from engine.types.event import Event
from engine.types.post import Outgoing, Sent
from engine.types.state import State
from engine.types.turn import Turn
from tests.stores.rows import arrival


class Gate:
    """A channel and a bot that fail while they are shut."""

    name = "gate"

    def __init__(self) -> None:
        self.is_shut = True
        self.sent: list[str] = []

    async def send(self, outgoing: Outgoing) -> Sent:
        if self.is_shut:
            return Sent("refused", error="shut")
        self.sent.append(outgoing.message.text)
        return Sent()

    def step(self, state: State, event: Event) -> Turn:
        if self.is_shut and getattr(event, "text", "").startswith("hard"):
            raise ValueError("shut")
        return step(state, event)


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> Store:
    return open_store(request.param)


def test_messages_given_up_are_sent_in_order_once_tried_again(store: Store) -> None:
    gate = Gate()

    async def scene() -> None:
        async with running(store, channels=[gate]) as runtime:
            for number in range(5):
                await say(runtime, f"word {number}", channel="gate")
            await until(lambda: store.counts().outbox_failed == 5)
            gate.is_shut = False
            await say(runtime, "word 5", channel="gate")
            await quiet(store)
            found = await runtime.retry_letters()
            assert [letter.seq for letter in found] == sorted(letter.seq for letter in found)
            await quiet(store)
            assert await runtime.retry_letters() == []

    asyncio.run(scene())
    assert gate.sent == ["6 word 5", *(f"{n + 1} word {n}" for n in range(5))]
    assert {row.status for row in store.messages("c1") if row.direction == "out"} == {"sent"}
    assert store.letters() == []


def test_events_tried_again_are_answered_in_order_and_heard_once(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()

    async def scene() -> None:
        async with running(store, replace(PURE, step=gate.step)) as runtime:
            for text in ("one", "hard a", "hard b", "four"):
                await say(runtime, text)
            await quiet(store)
            gate.is_shut = False
            first, second = await runtime.retry_letters()
            assert (first.box, first.error) == (second.box, second.error)
            await say(runtime, "three")
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    said = texts(store.messages("c1"))
    assert [text for text in said if not text.startswith("Sorry")] == [
        *("1 one", "2 four", "3 hard a", "4 hard b", "5 three"),
    ]
    assert texts(store.messages("c1"), "in") == ["one", "hard a", "hard b", "four", "three"]


def test_an_event_of_which_nothing_was_written_is_heard_when_it_is_tried_again(
    store: Store,
) -> None:
    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "one")
            await quiet(store)
        lost = arrival(store, "k", text="lost")
        store.commit(Batch(arrivals=[lost]))
        # As the writer leaves an event whose turn the store could not write.
        store.commit(Batch(failed=[(lost.seq, "ValueError: a fault")]))
        async with running(store) as runtime:
            await runtime.retry_letters()
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1"), "in") == ["one", "lost"]


def test_a_dropped_letter_is_not_tried_again(store: Store, caplog) -> None:
    gate = Gate()

    async def scene() -> None:
        async with running(store, replace(PURE, step=gate.step)) as runtime:
            await say(runtime, "hard a")
            await say(runtime, "hard b")
            await quiet(store)
            kept, gone = sorted(store.letters(), key=lambda letter: letter.seq)
            gate.is_shut = False
            assert await runtime.drop_letters([gone.seq, 10**9]) == [gone]
            assert await runtime.retry_letters([kept.seq, gone.seq]) == [kept]
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    assert "1 hard a" in texts(store.messages("c1"))
    assert not any("hard b" in text for text in texts(store.messages("c1")))


def test_letters_tried_again_by_somebody_else_reach_the_worker_that_has_them(
    postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    tenant = uuid4().hex
    stores = [PostgresStore(postgres, tenant) for _ in range(3)]
    one, two, outsider = stores
    gate = Gate()
    names = [f"c{number}" for number in range(8)]

    async def scene() -> None:
        loaded = replace(PURE, step=gate.step)
        async with running(one, loaded) as first, running(two, loaded):
            await until(lambda: 0 < len(two.parts) == len(one.parts))
            assert len({part(name) in one.parts for name in names}) == 2
            for name in names:
                await say(first, "hard", name)
            await until(lambda: one.counts().inbox_failed == len(names))
            await quiet(one)
            gate.is_shut = False
            # As the command does, beside the workers.
            outsider.commit(Batch(retried=outsider.letters()))
            await until(lambda: all("1 hard" in texts(one.messages(name)) for name in names), 3)

    try:
        with caplog.at_level(logging.CRITICAL, "tertulia"):
            asyncio.run(scene())
        assert one.letters() == []
    finally:
        for each in stores:
            each.close()
