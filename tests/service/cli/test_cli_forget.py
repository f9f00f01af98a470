"""`tertulia forget`: one person leaves store and files, everybody else stays."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from command_line import tertulia

from engine.analytics import archive
from engine.analytics.history import History
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store
from engine.stores.rows import ContactRow, HandoffRow, TimerRow
from engine.stores.sqlite import SqliteStore
from tests.analytics.archive.traffic import Traffic, rows_in, rows_of
from tests.stores.rows import arrival, conversation, event, message, put, session, work


def fill(store: Store, name: str) -> None:
    """Something of a person in every table."""
    seqs = [store.reserve(1) for _ in range(6)]
    put(
        store,
        conversation(name),
        arrivals=[arrival(store, f"k-{name}", name)],
        events=[event(seqs[0], name, contact=name)],
        messages=[message(seqs[1], name, contact=name)],
        outbox=[work(seqs[1], conversation=name), work(seqs[2], "call_service", conversation=name)],
        sessions=[session(seqs[3], f"{name}:1", conversation=name, contact=name)],
        handoffs=[HandoffRow(seqs[4], name, "sales", "", 1, "ñ", 5)],
        timers={(name, "wait"): TimerRow(name, "wait", 50, 1)},
        contacts={name: ContactRow(name, "Ana", "", "", "es", "{}", "[]", 1, 2)},
    )


def left(store: Store, name: str) -> list[object]:
    """All that is left of a person."""
    return [
        *(row for row in store.pending(99) if row.conversation == name),
        *(row for route in store.routes() for row in store.outgoing(route, 99)
          if row.conversation == name),
        *(row for row in store.due(99, 99) if row.conversation == name),
        *(row for row in store.handoffs() if row.conversation == name),
        *store.known([name]).values(),
        *store.load([name]).values(),
        *(row for rows in rows_in(store).values() for row in rows if row["contact"] == name),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_nothing_is_left_of_a_person(kind: str, postgres: str, tmp_path: Path) -> None:
    tenant = uuid4().hex if kind == "postgres" else "main"

    def opened() -> Store:
        if kind == "sqlite":
            return SqliteStore(tmp_path / "s.db")
        store = PostgresStore(postgres, tenant)
        store.claim()
        return store

    name = str(tmp_path / "s.db") if kind == "sqlite" else postgres
    store = opened()
    fill(store, "ana")
    fill(store, "bea")
    assert len(left(store, "ana")) == 10
    archive.compact(name, tmp_path / "a", tenant)
    # What is written behind the archive goes, too.
    put(store, events=[event(store.reserve(1), "ana", contact="ana")])
    served = tertulia("forget", name, "ana", "--tenant", tenant)
    assert served.code == 2
    assert "in use by another server" in served.err or "workers are running" in served.err
    store.close()
    options = ("--tenant", tenant, "--archive", str(tmp_path / "a"), "--json")
    done = tertulia("forget", name, "ana", *options)
    assert json.loads(done.out)["events"] == 2
    assert json.loads(done.out)["archived"] == 3
    store = opened()
    assert left(store, "ana") == []
    assert len(left(store, "bea")) == 10
    with History.open(name, tenant, archive=tmp_path / "a") as history:
        assert rows_of(history) == rows_in(store)
    store.close()
    again = tertulia("forget", name, "ana", "--tenant", tenant)
    assert again.out == "forgotten: nothing; nobody is called so\n"


def test_a_name_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = SqliteStore(path)
    Traffic(store, seed=1).turns(30)
    fill(store, "a-very-rare-name")
    store.close()
    assert b"a-very-rare-name" in path.read_bytes()
    assert tertulia("forget", str(path), "a-very-rare-name").code == 0
    assert b"a-very-rare-name" not in path.read_bytes()


def test_what_cannot_be_used(tmp_path: Path) -> None:
    done = tertulia("forget", str(tmp_path / "none.db"), "ana")
    assert (done.code, "there is none" in done.err) == (2, True)
    SqliteStore(tmp_path / "s.db").close()
    done = tertulia("forget", str(tmp_path / "s.db"), "ana", "--archive", str(tmp_path / "a"))
    assert (done.code, "no archive; name the one" in done.err) == (2, True)
