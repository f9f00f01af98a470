"""A stream of a real NATS server before the database: nothing lost, doubled or out of order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
from live import quiet, running, say, texts, until
from msgspec.structs import replace

from engine.fronts import jetstream
from engine.fronts.jetstream import JetStream
from engine.fronts.protocol import Fronted
from engine.fronts.wire import message_id
from engine.runtime.runtime import Runtime
from engine.stores.memory import MemoryStore
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import ALL_PARTS, AwayError, StoreError, part
from engine.stores.rows import Arrival, Offset
from engine.types.event import Said
from tests.servers import Nats, running_nats

Open = Callable[[], PostgresStore]


@pytest.fixture
def tenant() -> str:
    return uuid4().hex


@pytest.fixture
def another(postgres: str, tenant: str):
    """Opens one more store of the tenant."""
    opened: list[PostgresStore] = []

    def open_one() -> PostgresStore:
        opened.append(PostgresStore(postgres, tenant))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture(autouse=True)
def quick_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jetstream, "MARK_S", 0.05)


@asynccontextmanager
async def opened(nats: Nats, tenant: str) -> AsyncIterator[JetStream]:
    """A front without a runtime."""
    front = JetStream(nats.address, tenant)
    await front.open()
    try:
        await until(lambda: not front.fault)
        yield front
    finally:
        await front.close()


@asynccontextmanager
async def fronted(store: PostgresStore, nats: Nats, tenant: str) -> AsyncIterator[Runtime]:
    """A worker behind the front, once that takes posts."""
    async with running(store, front=JetStream(nats.address, tenant)) as runtime:
        await until(lambda: runtime.health().front == "" and store.parts)
        # The worker that reads first makes the stream.
        await until_taken(runtime, "hello", "first", key="first")
        yield runtime


async def until_taken(runtime: Runtime, text: str, name: str, key: str) -> None:
    """Posts as a provider does: again until there is a receipt."""
    async with asyncio.timeout(30):
        while True:
            try:
                await say(runtime, text, name, key=key)
            except AwayError:
                await asyncio.sleep(0.02)
            else:
                return


def arrival(key: str, conversation: str = "c1", text: str = "hi") -> Arrival:
    return Arrival(0, "webchat", key, conversation, "ana", Said(7, text), 7)


async def read(front: JetStream, parts: frozenset[int], offsets: dict, count: int) -> list[Fronted]:
    """The next rows behind these places."""
    found: list[Fronted] = []
    async with asyncio.timeout(10):
        async for rows in front.read(parts, offsets):
            found += rows
            if len(found) >= count:
                return found
    raise AssertionError


def test_posts_through_any_worker_are_answered_in_order_and_once(
    another: Open, nats: Nats, tenant: str
) -> None:
    stores = (another(), another())
    names = [f"c{number}" for number in range(20)]

    async def talk(runtimes: list[Runtime], name: str) -> None:
        for number in range(8):
            runtime = runtimes[number % 2]
            await say(runtime, f"word {number}", name, key=f"{name}/{number}")
            assert not await say(runtime, f"word {number}", name, key=f"{name}/{number}")

    async def scene() -> None:
        async with (
            fronted(stores[0], nats, tenant) as one,
            fronted(stores[1], nats, tenant) as two,
        ):
            await asyncio.gather(*(talk([one, two], name) for name in names))
            await until(lambda: stores[0].counts().conversations == len(names) + 1)
            for name in names:
                await until(lambda: len(texts(stores[0].messages(name))) == 8)  # noqa: B023
            await quiet(stores[0])

    asyncio.run(scene())
    expected = [f"{number + 1} word {number}" for number in range(8)]
    assert all(texts(stores[0].messages(name)) == expected for name in names)


def test_a_worker_that_takes_over_goes_on_where_the_database_says(
    another: Open, nats: Nats, tenant: str
) -> None:
    first, second = another(), another()

    async def scene() -> None:
        async with fronted(first, nats, tenant) as one:
            for number in range(5):
                await say(one, f"word {number}", "c1", key=f"a{number}")
            await until(lambda: len(texts(first.messages("c1"))) == 5)
        first.close()
        async with opened(nats, tenant) as front:
            # While no worker is there; one of them came before.
            assert await front.publish(arrival("b0", text="later"))
            assert not await front.publish(arrival("a4", text="word 4"))
            assert await front.publish(arrival("b1", text="last"))
        async with fronted(second, nats, tenant):
            await until(lambda: len(texts(second.messages("c1"))) == 7)
            await quiet(second)

    asyncio.run(scene())
    said = texts(second.messages("c1"), "in")
    assert said == [*(f"word {number}" for number in range(5)), "later", "last"]


def test_marks_say_how_far_partitions_without_posts_were_read(
    another: Open, nats: Nats, tenant: str
) -> None:
    store = another()

    async def scene() -> None:
        async with fronted(store, nats, tenant) as runtime:
            await say(runtime, "hi", "c1")
            await until(lambda: store.offsets().keys() == ALL_PARTS)
            low = min(row.seq for row in store.offsets().values())
            await say(runtime, "hi", "c1")
            await until(lambda: min(row.seq for row in store.offsets().values()) > low + 1)

    asyncio.run(scene())


def test_posts_are_taken_while_the_database_is_away(
    another: Open, nats: Nats, tenant: str, postgres: str
) -> None:
    store = another()

    async def scene() -> None:
        async with fronted(store, nats, tenant) as runtime:
            await say(runtime, "before", "c1")
            await until(lambda: texts(store.messages("c1")))
            real = store._open

            async def away() -> asyncpg.Connection:
                raise ConnectionRefusedError

            store._open = away
            for number in range(3):
                assert await say(runtime, f"meanwhile {number}", "c1")
            await until(lambda: runtime.health().fault)
            store._open = real
            await until(lambda: len(texts(store.messages("c1"))) == 4)
            await until(lambda: not runtime.health().fault)

    asyncio.run(scene())
    said = ["before", "meanwhile 0", "meanwhile 1", "meanwhile 2"]
    assert texts(store.messages("c1"), "in") == said


def test_nothing_is_taken_while_the_front_is_away_and_all_goes_on_after(
    another: Open, tenant: str
) -> None:
    store = another()
    with running_nats() as server:

        async def scene() -> None:
            async with fronted(store, server, tenant) as runtime:
                await say(runtime, "before", "c1", key="k1")
                server.kill()
                with pytest.raises(AwayError, match=r"front 127\.0\.0\.1"):
                    await say(runtime, "meanwhile", "c1", key="k2")
                await until(lambda: runtime.health().front)
                server.start()
                # Nobody posts: it is well once the line stands.
                await until(lambda: runtime.health().front == "")
                await until_taken(runtime, "meanwhile", "c1", "k2")
                await until_taken(runtime, "after", "c1", "k3")
                await until(lambda: len(texts(store.messages("c1"))) == 3)
                await until(lambda: runtime.health().front == "")

        asyncio.run(scene())
    assert texts(store.messages("c1"), "in") == ["before", "meanwhile", "after"]


def test_a_stream_that_was_made_anew_is_read_from_its_beginning(
    another: Open, nats: Nats, tenant: str
) -> None:
    store = another()

    async def scene() -> None:
        async with fronted(store, nats, tenant) as runtime:
            for number in range(5):
                await say(runtime, "old", f"c{number}")
            await until(lambda: store.offsets().keys() == ALL_PARTS)
            async with opened(nats, tenant) as front:
                await front._client.jsm().delete_stream(front._name)
            await until_taken(runtime, "new", "c1", "k")
            await until(lambda: len(texts(store.messages("c1"))) == 2)

    asyncio.run(scene())


def test_who_reads_gets_its_partitions_behind_their_places_only(nats: Nats, tenant: str) -> None:
    mine, other = part("c1"), part("c2")

    async def scene() -> None:
        async with opened(nats, tenant) as front:
            info = await front._stream()
            stream = info.created.isoformat()
            for key, name in enumerate(["c1", "c2", "c1", "c1"]):
                await front.publish(arrival(str(key), name))
            offsets = {mine: Offset(mine, stream, 1), other: Offset(other, stream, 9)}
            found = await read(front, frozenset({mine}), offsets, 2)
            assert [row.seq for row in found] == [3, 4]
            assert found[0].arrival == arrival("2")
            # Places in another stream, or behind this one's end, say nothing.
            for place in (Offset(mine, "another", 3), Offset(mine, stream, 99)):
                found = await read(front, frozenset({mine}), {mine: place}, 3)
                assert [row.seq for row in found if row.arrival] == [1, 3, 4]
            await front.forget(stream, 3)
            found = await read(front, frozenset({mine}), {}, 2)
            assert [row.seq for row in found if row.arrival] == [3, 4]

    asyncio.run(scene())


ASTRAY = b'["webchat","k","c1","ana",{"type":"said","t_us":7,"text":"hi"},7]'


@pytest.mark.parametrize(
    ("subject", "content"), [("3", b"{}"), ("3", ASTRAY), ("elsewhere", ASTRAY)]
)
def test_what_is_no_post_stops_the_reading_and_says_so(
    nats: Nats, tenant: str, subject: str, content: bytes
) -> None:
    async def scene() -> None:
        async with opened(nats, tenant) as front:
            await front._stream()
            await front._client.jetstream().publish(f"tertulia.{tenant}.{subject}", content)
            with pytest.raises(StoreError, match=r"post 1 of stream .* cannot be read"):
                await read(front, ALL_PARTS, {}, 1)

    asyncio.run(scene())


def test_ids_that_only_look_alike_are_different_posts() -> None:
    row = arrival("x")
    alike = (replace(row, external_id="x "), replace(row, channel="mail"), arrival("X"))
    assert len({message_id(each) for each in (row, *alike)}) == 4
    assert message_id(row) == message_id(arrival("x", "another conversation"))


def test_a_front_needs_a_database() -> None:
    from pure_bot import PURE

    with pytest.raises(StoreError, match="--store postgresql"):
        Runtime(MemoryStore(), PURE, {}, front=JetStream("nats://localhost", "main"))
