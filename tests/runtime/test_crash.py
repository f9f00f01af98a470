"""kill -9 while people talk; the long version is `python -m tests.benchmarks.crash`."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from engine.stores.memory import MemoryStore
from engine.stores.protocol import Store
from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from tests.benchmarks.crash import Verdict, check, crash, feed, scripts
from tests.benchmarks.crash_echo import ECHO
from tests.benchmarks.crash_workers import Fleet
from tests.servers import running_nats, running_postgres

FAULTS = ("wrong", "lost", "duplicated", "reordered", "missing_out")


def faults(verdict: Verdict) -> dict[str, int]:
    return {name: getattr(verdict, name) for name in FAULTS}


def test_nothing_is_lost_doubled_or_reordered_by_kill_9(tmp_path: Path) -> None:
    verdict, kills, _ = asyncio.run(crash(900, 4, Fleet(tmp_path)))
    assert kills == 4
    assert faults(verdict) == dict.fromkeys(FAULTS, 0)
    assert verdict.turns == 900


def test_nothing_is_by_deaths_of_workers_connections_and_the_database(tmp_path: Path) -> None:
    # A server of its own: it is killed, too.
    with running_postgres() as server:
        fleet = Fleet(tmp_path, server, workers=3)
        verdict, kills, _ = asyncio.run(crash(1200, 10, fleet))
    assert fleet.figures() == {
        "workers": 3,
        "connections_cut": 1,
        "server_killed": 1,
        "workers_killed": 8,
    }
    assert kills == 10
    assert faults(verdict) == dict.fromkeys(FAULTS, 0)
    assert verdict.turns == 1200


def test_nothing_is_with_a_front_that_dies_too(tmp_path: Path) -> None:
    with running_postgres() as server, running_nats() as front:
        fleet = Fleet(tmp_path, server, workers=2, front=front)
        verdict, kills, _ = asyncio.run(crash(900, 7, fleet))
    assert fleet.figures() == {
        "workers": 2,
        "connections_cut": 1,
        "front_killed": 1,
        "workers_killed": 5,
    }
    assert kills == 7
    assert faults(verdict) == dict.fromkeys(FAULTS, 0)
    assert verdict.turns == 900


def _tampered(tmp_path: Path, sql: str) -> Verdict:
    path = tmp_path / "store.db"
    asyncio.run(_talk(SqliteStore(path)))
    store = SqliteStore(path)
    store._writer.execute(sql)
    verdict = check(store, scripts(12), ECHO)
    store.close()
    return verdict


async def _talk(store: Store) -> None:
    from live import quiet, running, say

    async with running(store, ECHO) as runtime:

        async def post(conversation: str, external_id: str, text: str) -> None:
            await say(runtime, text, conversation, key=external_id)

        await feed(scripts(12), post, lambda: None)
        await quiet(store)
    store.close()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DELETE FROM messages WHERE content LIKE '%0 says 3%'", "lost"),
        ("UPDATE messages SET content = replace(content, 'says 3', 'says 2')", "duplicated"),
        ("UPDATE messages SET status = 'queued' WHERE content LIKE '%and more%'", "missing_out"),
        (
            "UPDATE messages SET content = replace(replace(replace(content, 'says 3', 'X'), "
            "'says 2', 'says 3'), 'X', 'says 2') WHERE direction = 'in'",
            "reordered",
        ),
        ("UPDATE messages SET content = '{\"text\":\"oops\"}' WHERE direction = 'out'", "wrong"),
    ],
)
def test_the_checker_sees_each_fault(tmp_path: Path, sql: str, fault: str) -> None:
    assert getattr(_tampered(tmp_path, sql), fault) > 0


def test_the_checker_finds_an_empty_store_wanting() -> None:
    store = MemoryStore()
    store.commit(Batch())
    verdict = check(store, scripts(12), ECHO)
    assert (verdict.lost, verdict.wrong) == (2, 2)
    assert msgspec.structs.asdict(verdict)["missing_out"] == 2 * 9
