"""The duty of forgetting, on every store."""

import asyncio
from collections.abc import Callable

import pytest
from live import quiet, running, say, texts
from msgspec.structs import replace

from engine.fronts.protocol import Front
from engine.runtime import purge
from engine.runtime.clock import SECOND_US, HandClock
from engine.runtime.options import Options
from engine.runtime.purge import DAY_US, Purge
from engine.stores.memory import MemoryStore
from engine.stores.protocol import PARTS, AwayError, Store
from engine.stores.rows import Batch, Offset

NOON_US = 20_000 * DAY_US + DAY_US // 2


@pytest.fixture(params=("memory", "sqlite", "postgres"))
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> Store:
    return open_store(request.param)


async def day_by_day(store: Store, history_days: int, days: int = 4) -> None:
    """Says something every noon, and forgets every midnight after."""
    clock = HandClock(NOON_US)
    options = Options(history_days=history_days)
    async with running(store, clock=clock, options=options) as runtime:
        for number in range(days):
            await say(runtime, f"day {number}", f"c{number}")
            await quiet(store)
            clock.advance(DAY_US // SECOND_US)
        await runtime._purge.once()


def spoken(store: Store, days: int = 4) -> list[str]:
    return [text for number in range(days) for text in texts(store.messages(f"c{number}"), "in")]


def test_history_is_kept_for_its_days(store: Store) -> None:
    asyncio.run(day_by_day(store, history_days=2))
    # It is the fifth day: of the ones before, two are kept.
    assert spoken(store) == ["day 2", "day 3"]
    assert [row.conversation for row in store.sessions()] == ["c2", "c3"]
    assert [bool(store.events(f"c{number}")) for number in range(4)] == [False, False, True, True]


def test_history_is_kept_for_ever_unless_days_are_set(store: Store) -> None:
    asyncio.run(day_by_day(store, history_days=0))
    assert len(spoken(store)) == len(store.sessions()) == 4


def test_conversations_go_on_after_their_history_is_gone(store: Store) -> None:
    clock = HandClock(NOON_US)

    async def scene() -> None:
        async with running(store, clock=clock, options=Options(history_days=1)) as runtime:
            await say(runtime, "one")
            await quiet(store)
            clock.advance(5 * DAY_US // SECOND_US)
            await runtime._purge.once()
            assert store.messages("c1") == []
            await say(runtime, "once more")
            await quiet(store)

    asyncio.run(scene())
    assert texts(store.messages("c1")) == ["2 once more"]


class Fronted(MemoryStore):
    """A store that has taken over so much of a front."""

    def __init__(self, low: int, stream: str = "s") -> None:
        super().__init__()
        self.places = {p: Offset(p, stream, low + p) for p in range(PARTS)}

    def offsets(self) -> dict[int, Offset]:
        return self.places


def forgotten(store: Fronted, *changes: Callable[[], None]) -> list[tuple[str, int]]:
    """What a front is told to forget, before and after each change."""
    told: list[tuple[str, int]] = []

    class Listening:
        async def forget(self, stream: str, before: int) -> None:
            told.append((stream, before))

    async def in_writer(call: Callable[[Batch], object]) -> object:
        return call(Batch())

    async def scene() -> None:
        front: Front = Listening()
        duty = Purge(store, in_writer, HandClock(NOON_US), Options(), front)
        await duty.once()
        for change in changes:
            change()
            await duty.once()

    asyncio.run(scene())
    return told


def test_a_front_forgets_what_all_had_taken_over_the_time_before() -> None:
    store = Fronted(100)

    def go_on() -> None:
        store.places = {p: replace(row, seq=row.seq + 50) for p, row in store.places.items()}

    assert forgotten(store, go_on, go_on) == [("s", 100), ("s", 150)]


def test_a_front_forgets_nothing_that_a_partition_may_lack() -> None:
    store = Fronted(100)
    assert forgotten(store, lambda: store.places.pop(7) and None) == []
    store = Fronted(100)

    def another_stream() -> None:
        store.places[7] = Offset(7, "t", 3)

    assert forgotten(store, another_stream, lambda: None) == []


def test_the_duty_outlives_a_store_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "EVERY_S", 0.01)
    calls = 0

    async def in_writer(_call: Callable[[Batch], object]) -> object:
        nonlocal calls
        calls += 1
        raise AwayError("gone; it is tried again")

    async def scene() -> None:
        duty = Purge(MemoryStore(), in_writer, HandClock(NOON_US), Options())
        task = asyncio.create_task(duty.run())
        async with asyncio.timeout(5):
            while calls < 3:  # noqa: ASYNC110 - the duty rings no bell
                await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(scene())
    assert calls >= 3
