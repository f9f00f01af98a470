"""Several workers on one database: conversations go on in order and once, whoever has them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest
from live import post, quiet, running, say, texts, until

from engine.runtime.clock import HandClock
from engine.runtime.runtime import Runtime
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import ALL_PARTS, part
from engine.types.event import Said
from engine.types.message import Message
from engine.types.post import Outgoing, Sent

Open = Callable[[], PostgresStore]


@pytest.fixture
def another(postgres: str):
    """Opens one more store on the same tenant."""
    tenant = uuid4().hex
    opened: list[PostgresStore] = []

    def open_one() -> PostgresStore:
        opened.append(PostgresStore(postgres, tenant))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@asynccontextmanager
async def workers(*stores: PostgresStore, **more) -> AsyncIterator[list[Runtime]]:
    """A runtime on each store, once they have shared the partitions out."""
    async with AsyncExitStack() as stack:
        runtimes = [await stack.enter_async_context(running(store, **more)) for store in stores]
        await until(lambda: are_shared(stores))
        yield runtimes


def are_shared(stores: tuple[PostgresStore, ...]) -> bool:
    """Whether each partition is somebody's, and all have about as many."""
    parts = [store.parts for store in stores]
    fair = -(-len(ALL_PARTS) // len(stores))
    return set().union(*parts) == ALL_PARTS and all(len(each) <= fair for each in parts)


async def talk(runtimes: list[Runtime], name: str, turns: int = 10) -> None:
    """Says something through one worker after the other."""
    for number in range(turns):
        await say(runtimes[number % len(runtimes)], f"word {number}", name)


def answers(turns: int = 10) -> list[str]:
    return [f"{number + 1} word {number}" for number in range(turns)]


def test_posts_through_any_worker_are_answered_in_order_and_once(another: Open) -> None:
    stores = (another(), another(), another())
    names = [f"c{number}" for number in range(30)]

    async def scene() -> None:
        async with workers(*stores) as runtimes:
            await asyncio.gather(*(talk(runtimes, name) for name in names))
            await quiet(stores[0])

    asyncio.run(scene())
    for name in names:
        assert texts(stores[0].messages(name)) == answers()
        numbers = [row.seq for row in stores[0].messages(name)]
        assert numbers == sorted(numbers)


def test_a_worker_that_leaves_hands_over_and_one_that_joins_gets_its_share(another: Open) -> None:
    first, second, third = another(), another(), another()

    async def scene() -> None:
        async with running(first) as one:
            await talk([one], "a", 3)
            async with running(second) as two:
                await until(lambda: are_shared((first, second)))
                await talk([one, two], "a", 3)
            second.close()
            await until(lambda: first.parts == ALL_PARTS)
            await talk([one], "a", 3)
            async with running(third):
                await until(lambda: are_shared((first, third)))
                await quiet(first)

    asyncio.run(scene())
    assert len(texts(first.messages("a"))) == 9


def test_a_dead_worker_s_conversations_go_on_with_another(another: Open, postgres: str) -> None:
    first, second = another(), another()

    async def scene() -> None:
        async with workers(first, second) as (one, two):
            names = [f"c{number}" for number in range(20)]
            await asyncio.gather(*(talk([one, two], name, 4) for name in names))
            # As when its machine dies: the server ends all of the connections that hold locks.
            await kill_connections(postgres, first)
            await asyncio.gather(*(talk([two], name, 4) for name in names))
            await until(lambda: are_shared((first, second)))
            await asyncio.gather(*(talk([one], name, 4) for name in names))
            await quiet(second)
            for name in names:
                assert len(texts(second.messages(name))) == 12

    asyncio.run(scene())


async def kill_connections(address: str, store: PostgresStore) -> None:
    """Ends the server's half of the connection that commits."""
    connection = await asyncpg.connect(address)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
        "AND objid::bigint = $1 AND mode = 'ExclusiveLock'",
        store._standing()[0],
    )
    await connection.close()


def test_what_waits_for_a_sender_is_sent_once_when_partitions_change_hands(another: Open) -> None:
    first, second = another(), another()
    sent: list[str] = []

    class Slow:
        name = "slow"

        async def send(self, outgoing: Outgoing) -> Sent:
            await asyncio.sleep(0.02)
            sent.append(outgoing.key)
            return Sent()

    async def scene() -> None:
        async with running(first, channels=(Slow(),)) as one:
            for number in range(200):
                said = Said(one.clock.now_us(), "hello")
                await one.accept(post(said, f"c{number}", channel="slow"))
            async with running(second, channels=(Slow(),)):
                await until(lambda: are_shared((first, second)))
                await quiet(first)

    asyncio.run(scene())
    assert len(sent) == 200
    assert len(set(sent)) == 200


def test_messages_of_agents_and_bells_reach_the_worker_that_has_to_know(another: Open) -> None:
    first, second = another(), another()
    name = "c1"

    async def scene() -> None:
        async with workers(first, second) as (one, two):
            owner, other = (one, two) if part(name) in first.parts else (two, one)
            await say(owner, "hi", name)
            await quiet(first)
            with other.subscribe(name) as heard_by_other:
                assert await other.tell(name, Message("how can I help?")) == 0
                async with asyncio.timeout(10):
                    await heard_by_other.wait()
                await quiet(first)
            assert await owner.tell(name, Message("still there?")) > 0
            await quiet(first)

    asyncio.run(scene())
    assert texts(first.messages(name)) == ["1 hi", "how can I help?", "still there?"]


def test_timers_of_a_worker_that_left_come_due_with_another(another: Open) -> None:
    first, second = another(), another()

    clock = HandClock()

    async def scene() -> None:
        async with running(first, clock=clock) as one:
            await say(one, "remind", "c1")
            await quiet(first)
        first.close()
        clock.advance(61)
        async with running(second, clock=clock):
            await until(lambda: texts(second.messages("c1")))

    asyncio.run(scene())
    assert texts(second.messages("c1")) == ["timer wait 1"]
