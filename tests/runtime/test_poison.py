"""Turns that cannot be written: they stand alone as dead letters, and everyone else goes on."""

import asyncio
import logging

import pytest
from live import quiet, running, say, texts
from msgspec.structs import replace
from pure_bot import PURE, step

from engine.stores.memory import MemoryStore
from engine.stores.rows import Batch
from engine.types.state import Record, State


def unwritable(state: State, event):
    turn = step(state, event)
    poison = {
        "huge": replace(turn, state=replace(turn.state, variables={"n": 2**80})),
        "object": replace(turn, records=(*turn.records, Record("x", data=object()))),
        "large": replace(turn, state=replace(turn.state, variables={"n": "x" * 1_100_000})),
    }
    return poison.get(getattr(event, "text", ""), turn)


@pytest.mark.parametrize("text", ["huge", "object", "large"])
def test_a_turn_that_no_store_can_hold_is_a_dead_letter(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = MemoryStore()

    async def scene() -> None:
        async with running(store, replace(PURE, step=unwritable)) as runtime:
            for said in ("one", text, "more"):
                await say(runtime, said)
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    said = texts(store.messages("c1"))
    assert (said[0], said[2]) == ("1 one", "2 more")
    assert said[1].startswith("Sorry")
    assert store.counts().inbox_failed == 1


class Picky(MemoryStore):
    """A store with a fault of its own for one conversation."""

    def commit(self, batch: Batch) -> set[int]:
        if "bad" in batch.conversations:
            raise ValueError("a fault nobody thought of")
        return super().commit(batch)


def test_a_fault_of_the_store_stops_one_event_and_not_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = Picky()

    async def scene() -> None:
        async with running(store) as runtime:
            names = ["bad", *(f"good-{i}" for i in range(20))]
            await asyncio.gather(
                *(say(runtime, "hi", name) for name in names), return_exceptions=True
            )
            await quiet(store)
            await say(runtime, "again", "good-0")
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    (letter,) = store.letters()
    assert letter.error == "ValueError: a fault nobody thought of"
    assert all(texts(store.messages(f"good-{i}"))[:1] == ["1 hi"] for i in range(20))
    assert texts(store.messages("good-0")) == ["1 hi", "2 again"]


def test_a_state_that_cannot_be_read_stops_its_conversation_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = MemoryStore()

    async def scene() -> None:
        async with running(store) as runtime:
            await say(runtime, "hi", "c1")
            await quiet(store)
        row = store.load(["c1"])["c1"]
        damaged = replace(row, version=row.version + 1, state=b"\x91c")
        store.commit(Batch(conversations={"c1": damaged}, was={"c1": row.version}))
        async with running(store) as runtime:
            await say(runtime, "hi", "c1")
            await say(runtime, "hi", "c2")
            await quiet(store)

    with caplog.at_level(logging.CRITICAL, "tertulia"):
        asyncio.run(scene())
    (letter,) = store.letters()
    assert "its state cannot be read: state of version 99" in letter.error
    assert texts(store.messages("c2")) == ["1 hi"]
    assert store.load(["c1"])["c1"].state == b"\x91c"
