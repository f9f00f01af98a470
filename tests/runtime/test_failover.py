"""A primary that dies, its standby in its place: nothing lost, nothing doubled."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import asyncpg
from live import quiet, running, say, texts, until

from engine.fronts import jetstream
from engine.fronts.jetstream import JetStream
from engine.runtime.runtime import Runtime
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import ALL_PARTS, StoreError
from tests.benchmarks.crash import check, feed, scripts
from tests.benchmarks.crash_echo import ECHO
from tests.servers import Nats, Postgres, free_port, running_postgres


@contextmanager
def pair() -> Iterator[tuple[Postgres, Postgres]]:
    """A primary and the standby that follows it."""
    with running_postgres(port=free_port()) as primary:
        standby = primary.standby()
        standby.start()
        try:
            yield primary, standby
        finally:
            standby.stop()


def either(primary: Postgres, standby: Postgres) -> str:
    """The address with both hosts."""
    hosts = ",".join(f"127.0.0.1:{each.port}" for each in (primary, standby))
    return f"postgresql://tertulia@{hosts}/postgres?target_session_attrs=primary"


async def tell(server: Postgres, *statements: str) -> None:
    connection = await asyncpg.connect(server.address)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def wait_for_standby(server: Postgres) -> None:
    """Every commit waits for the standby from here on."""
    await tell(
        server,
        "ALTER SYSTEM SET synchronous_standby_names = '*'",
        "SELECT pg_reload_conf()",
    )
    await says(server, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")


async def says(server: Postgres, sql: str) -> None:
    """Waits until the server says yes."""
    connection = await asyncpg.connect(server.address)
    async with asyncio.timeout(20):
        # A server has no bell: it is asked.
        while not await connection.fetchval(sql):  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.02)
    await connection.close()


def test_workers_go_on_with_the_standby(tmp_path) -> None:
    said = scripts(600)
    with pair() as (primary, standby):
        stores = [PostgresStore(either(primary, standby)) for _ in range(2)]
        done, died = 0, asyncio.Event()

        async def scene() -> None:
            async with AsyncExitStack() as stack:
                runtimes = [
                    await stack.enter_async_context(running(store, ECHO)) for store in stores
                ]
                await wait_for_standby(primary)

                async def fail_over() -> None:
                    await died.wait()
                    await asyncio.to_thread(primary.kill)
                    await asyncio.to_thread(standby.promote)

                await asyncio.gather(feed(said, post_to(runtimes), acked), fail_over())
                await until(lambda: are_quiet(stores[0]), 60)

        def post_to(runtimes: list[Runtime]):
            chance = random.Random(1)

            async def post(conversation: str, external_id: str, text: str) -> None:
                try:
                    await say(chance.choice(runtimes), text, conversation, key=external_id)
                except StoreError as error:
                    raise OSError from error

            return post

        def acked() -> None:
            nonlocal done
            done += 1
            if done == 200:
                died.set()

        asyncio.run(scene())
        verdict = check(stores[0], said, ECHO)
        for store in stores:
            store.close()
    assert verdict.turns == 600
    faults = (verdict.wrong, verdict.lost, verdict.duplicated, verdict.reordered)
    assert (*faults, verdict.missing_out) == (0, 0, 0, 0, 0)


def are_quiet(store: PostgresStore) -> bool:
    try:
        counts = store.counts()
    except StoreError:
        return False
    return not (counts.inbox_waiting or counts.outbox_waiting)


def test_a_front_gives_again_what_a_standby_lacks(nats: Nats, monkeypatch) -> None:
    monkeypatch.setattr(jetstream, "MARK_S", 0.05)
    with pair() as (primary, standby):
        store = PostgresStore(either(primary, standby), "late")

        async def scene() -> None:
            async with running(store, ECHO, front=JetStream(nats.address, "late")) as runtime:
                await until(lambda: store.parts == ALL_PARTS)
                await until(lambda: runtime.health().front == "")
                await taken(runtime, "one", "k1")
                await until(lambda: len(texts(store.messages("c1"))) == 1)
                await quiet(store)
                await followed(primary)
                # From here on the standby hears of nothing, and nobody waits for it.
                await asyncio.to_thread(standby.kill)
                await taken(runtime, "two", "k2")
                await taken(runtime, "three", "k3")
                await until(lambda: len(texts(store.messages("c1"), "in")) == 3)
                await asyncio.to_thread(primary.kill)
                await asyncio.to_thread(standby.start)
                await asyncio.to_thread(standby.promote)
                await taken(runtime, "four", "k4")
                await until(lambda: seen(store) == ["one", "two", "three", "four"], 60)

        asyncio.run(scene())
        store.close()


async def taken(runtime: Runtime, text: str, key: str) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await say(runtime, text, key=key)
            except StoreError:
                await asyncio.sleep(0.02)
            else:
                return


async def followed(primary: Postgres) -> None:
    """Waits until the standby has all there is."""
    behind = "bool_and(replay_lsn >= pg_current_wal_lsn())"
    await says(primary, f"SELECT {behind} FROM pg_stat_replication")


def seen(store: PostgresStore) -> list[str]:
    try:
        return texts(store.messages("c1"), "in")
    except StoreError:
        return []


def test_history_is_read_from_the_replica(monkeypatch) -> None:
    with pair() as (primary, standby):
        store = PostgresStore(primary.address, replica=standby.address)

        async def scene() -> None:
            async with running(store) as runtime:
                await say(runtime, "hi")
                await says(primary, "SELECT NOT EXISTS (SELECT FROM inbox WHERE done = 0)")
                await says(primary, "SELECT NOT EXISTS (SELECT FROM outbox)")
                await followed(primary)
                # What people wait for comes from the primary, history from the replica.
                assert texts(store.messages("c1")) == ["1 hi"]
                assert [row.kind for row in store.events("c1")]
                assert len(store.sessions()) == 1
                assert store.counts().sessions == 1
                await asyncio.to_thread(standby.kill)
                for read in (store.sessions, store.letters, lambda: store.events("c1")):
                    # Its processes take a moment to see that it is gone.
                    await until(lambda: fails(read))  # noqa: B023 - it is called here
                # Turns go on without it.
                await say(runtime, "still there?")
                await until(lambda: len(texts(store.messages("c1"))) == 2)

        asyncio.run(scene())
        store.close()


def fails(read: Callable[[], object]) -> bool:
    try:
        read()
    except StoreError:
        return True
    return False
