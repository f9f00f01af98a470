"""kill -9 of the compactor at every step, while turns go on: is a row lost, doubled or stale?

    python -m tests.benchmarks.compaction [--store sqlite|postgresql|both] [--kills 200]

A thread (on PostgreSQL two, as two workers that commit out of the order of their numbers) writes
rows and changes them. A process compacts and merges, and is killed at its first step, the next
one at its second, and so on until one gets through; then it begins anew, with other work. Now and
then it is killed at any moment, and now and then the store forgets what is archived. After each
death the archive and the store, read together, are compared with a ledger of all that was
committed, and each file with its checksum. The last line is one JSON object.
"""

import argparse
import json
import random
import re
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct, structs

from engine.analytics.archive import archive_of, read_manifest
from engine.analytics.archive.layout import DAY_US
from engine.analytics.archive.upkeep import Work, verify
from engine.analytics.history import History
from engine.analytics.tables import TABLES
from engine.stores.memory import MemoryStore
from engine.stores.opening import open_store
from engine.stores.protocol import Store
from engine.stores.rows import Batch
from tests.analytics.archive.traffic import NOON_US, Traffic
from tests.benchmarks.compaction_victim import Order, Victims
from tests.servers import running_postgres

# What a round of deaths does: files of a day, of a month, of all.
WORKS = (None, "day", "month", "all")
# How often a process is killed at any moment, and the store forgets what is archived.
RANDOM_KILLS, LEAVES = 0.2, 0.1
PEOPLE = [f"p{number}" for number in range(4)]
TURNS_PER_STEP = 3


class Verdict(Struct):
    """What was seen after the deaths. `steps` are the different ones that killed."""

    kills: int = 0
    finished: int = 0
    rows: int = 0
    left: int = 0
    lost: int = 0
    doubled: int = 0
    stale: int = 0
    steps: int = 0


class Ledger:
    """A store as seen by its traffic, and all that was ever committed to it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.kept = MemoryStore()
        self.reserve = store.reserve

    def commit(self, batch: Batch) -> set[int]:
        """Writes to both."""
        new = self._store.commit(batch)
        self.kept.commit(batch)
        return new


class Turns:
    """Turns that go on in a thread, and stand still while somebody looks."""

    def __init__(self, store: Store, seed: int) -> None:
        self.ledger = Ledger(store)
        # `Traffic` uses nothing else of a store.
        self._traffic = Traffic(self.ledger, seed, days=2, people=len(PEOPLE))  # type: ignore[arg-type]
        self.still = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def some(self) -> None:
        """A few turns now."""
        with self.still:
            self._traffic.turns(TURNS_PER_STEP)

    def reports_on(self, messages: set[int]) -> None:
        """A provider's report on a message that left the store is lost: none comes any more."""
        self._traffic.sent = [seq for seq in self._traffic.sent if seq in messages]

    def end(self) -> None:
        """No more."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(0.1):
            self.some()


def crash(
    source: str,
    folder: Path,
    kills: int,
    seed: int = 0,
    workers: int = 1,
    victims: Victims | None = None,
) -> Verdict:
    """Kills so many compactors of a new store; what was seen."""
    verdict, chance, steps = Verdict(), random.Random(seed), set[str]()
    with ExitStack() as stack:
        victims = victims or stack.enter_context(Victims())
        stores = [open_store(source) for _ in range(workers)]
        for store in stores:
            stack.callback(store.close)
            store.claim()
        turns = [Turns(store, seed + number) for number, store in enumerate(stores)]
        try:
            while verdict.kills < kills:
                work = Work(source, str(folder), buckets=2, merge=chance.choice(WORKS))
                steps |= _one_round(work, turns, victims, chance, verdict, kills, stores[0])
        finally:
            for each in turns:
                each.end()
    verdict.steps = len(steps)
    return verdict


def _one_round(
    work: Work,
    turns: list[Turns],
    victims: Victims,
    chance: random.Random,
    verdict: Verdict,
    kills: int,
    store: Store,
) -> set[str]:
    """Dies at the first step, then at the second, until one gets through; the steps."""
    die_at, steps = 0, set[str]()
    while verdict.kills < kills:
        die_at += 1
        by_chance = chance.random() < RANDOM_KILLS
        order = Order(work, 0 if by_chance else die_at, chance.random() * by_chance)
        death = victims.run(order)
        for each in turns:
            each.some()
        if chance.random() < LEAVES:
            _leave(store, work, turns, chance, verdict)
        _look(work, turns, verdict)
        if not death.killed:
            verdict.finished += 1
            if not by_chance:
                return steps
        else:
            verdict.kills += 1
            steps.add(re.sub(r"[0-9/].*", "", death.last))
    return steps


def _leave(
    store: Store, work: Work, turns: list[Turns], chance: random.Random, verdict: Verdict
) -> None:
    """Lets the store forget what the archive has, of some of the time."""
    manifest = read_manifest(archive_of(work.folder))
    if manifest is None:
        return
    before_us = NOON_US + chance.randrange(3) * DAY_US
    with ExitStack() as still:
        for each in turns:
            still.enter_context(each.still)
        while gone := store.forget_archived(manifest.place, before_us, 100):
            verdict.left += gone
        here = {row.seq for name in PEOPLE for row in store.messages(name, limit=10**9)}
        for each in turns:
            each.reports_on(here)


def _look(work: Work, turns: list[Turns], verdict: Verdict) -> None:
    with ExitStack() as still:
        for each in turns:
            still.enter_context(each.still)
        expected = _expected([each.ledger.kept for each in turns])
        path = archive_of(work.folder)
        with History.open(work.source, archive=work.folder) as history:
            found = {name: history.arrow(name).to_pylist() for name in TABLES}
    if read_manifest(path) is not None:
        verify(path)
    verdict.rows = sum(map(len, expected.values()))
    for name, rows in found.items():
        counts = Counter(row["seq"] for row in rows)
        verdict.doubled += sum(count > 1 for count in counts.values())
        verdict.lost += len(expected[name].keys() - counts.keys())
        verdict.stale += sum(expected[name].get(row["seq"]) != row for row in rows)


def _expected(kept: list[MemoryStore]) -> dict[str, dict[int, dict[str, object]]]:
    found: dict[str, dict[int, dict[str, object]]] = {name: {} for name in TABLES}
    for store in kept:
        rows = {
            "sessions": store.sessions(limit=10**9),
            "events": [row for name in PEOPLE for row in store.events(name, limit=10**9)],
            "messages": [row for name in PEOPLE for row in store.messages(name, limit=10**9)],
        }
        for table, each in rows.items():
            found[table] |= {row.seq: structs.asdict(row) for row in each}
    return found


def main() -> None:
    """Kills, compares, and prints what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="20 kills each")
    given = parser.parse_args()
    kills = 20 if given.quick else given.kills
    found: dict[str, object] = {"kills": kills}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("sqlite", "postgresql"):
            if given.store in {kind, "both"}:
                began = time.monotonic()
                verdict = _of_kind(kind, folder / kind, kills, given.seed)
                seconds = round(time.monotonic() - began, 1)
                found[kind] = {**structs.asdict(verdict), "seconds": seconds}
                print(kind, found[kind], flush=True)
    faults = ("lost", "doubled", "stale")
    verdicts = [each for each in found.values() if isinstance(each, dict)]
    found |= {fault: sum(each[fault] for each in verdicts) for fault in faults}
    print(json.dumps(found))


def _of_kind(kind: str, folder: Path, kills: int, seed: int) -> Verdict:
    folder.mkdir()
    if kind == "sqlite":
        return crash(str(folder / "store.db"), folder / "archive", kills, seed)
    with running_postgres() as server:
        return crash(server.address, folder / "archive", kills, seed, workers=2)


if __name__ == "__main__":
    main()
