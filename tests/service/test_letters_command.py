"""Dead letters over the API of a running server and by command, on a file and on a database."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from running_service import Service

from engine.service.remote import RemoteEngine
from engine.stores.postgres import PostgresStore
from engine.stores.protocol import Store
from engine.stores.rows import Batch
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError
from tests.service.cli.command_line import tertulia
from tests.service.test_publishing import serving
from tests.stores.rows import arrival


def dead(store: Store, count: int = 3) -> list[int]:
    """Events that became dead letters; their numbers."""
    rows = [arrival(store, f"k{number}", text="hi") for number in range(count)]
    store.commit(Batch(arrivals=rows))
    store.commit(Batch(failed=[(row.seq, "KeyError: 'size'") for row in rows]))
    return [row.seq for row in rows]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "store.sqlite"
    store = SqliteStore(path)
    dead(store)
    store.close()
    return path


@pytest.fixture
def service(file: Path):
    with serving(file.parent) as one:
        yield one


def key_of(service: Service, *scopes: str) -> str:
    return service.key(*scopes)["Authorization"].removeprefix("Bearer ")


def test_letters_are_tried_again_through_the_running_server(service: Service) -> None:
    engine = RemoteEngine(service.base, key_of(service, "operate"))
    found = engine.letters(limit=2)
    assert (len(found.letters), found.total) == (2, 3)
    latest, before = found.letters
    assert (latest.box, latest.route, latest.error) == ("inbox", "webchat", "KeyError: 'size'")
    assert engine.drop_letters([latest.seq]).letters == (latest,)
    done = engine.retry_letters([before.seq])
    assert ([row.seq for row in done.letters], done.total) == ([before.seq], 1)
    engine.retry_letters()
    assert engine.letters().total == 0
    while service.runtime.counts().inbox_waiting:
        asyncio.run(asyncio.sleep(0.01))
    assert len(service.runtime.store.messages("c1")) >= 4


def test_who_may_not_operate_and_who_names_no_letters_is_refused(service: Service) -> None:
    with pytest.raises(TertuliaError, match="operate"):
        RemoteEngine(service.base, key_of(service, "publish")).letters()
    for body in ({}, {"seqs": [1], "all": True}):
        refused = service.http.post("/api/v1/letters/retry", json=body, headers=service.key())
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid")


def test_the_command_lists_a_served_file_and_changes_it_through_its_server(
    service: Service, file: Path, tmp_path: Path
) -> None:
    listed = tertulia("letters", "--store", file, "--json")
    assert listed.json["total"] == 3
    refused = tertulia("letters", "--store", file, "--all")
    assert refused.code == 2
    assert "--url" in refused.err
    key = tmp_path / "operate.key"
    key.write_text(key_of(service, "operate"))
    reached = ("letters", "--url", service.base, "--key-file", key)
    assert "3 of 3 dead letters" in tertulia(*reached).out
    assert "3 letters tried again; 0 left" in tertulia(*reached, "--all").out


def test_the_command_changes_a_file_whose_server_is_stopped(file: Path) -> None:
    first = tertulia("letters", "--store", file, "--json").json["letters"][-1]["seq"]
    dropped = tertulia("letters", first, "--drop", "--store", file)
    assert "1 letter dropped; 2 left" in dropped.out
    assert tertulia("letters", "--all", "--store", file, "--json").json["total"] == 0
    store = SqliteStore(file)
    assert [row.error for row in store.pending(9)] == ["KeyError: 'size'"] * 2
    store.close()


def test_the_command_changes_a_database(postgres: str) -> None:
    tenant = uuid4().hex
    store = PostgresStore(postgres, tenant)
    seqs = dead(store)
    where = ("--store", postgres, "--tenant", tenant)
    assert tertulia("letters", *where, "--json").json["total"] == 3
    done = tertulia("letters", *seqs[:2], "--retry", *where, "--json").json
    assert ([row["seq"] for row in done["letters"]], done["total"]) == (seqs[:2], 1)
    store.claim()
    assert [row.seq for row in store.pending(9)] == seqs[:2]
    store.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--retry", "--drop", "1"], "exclude"),
        (["--retry"], "which letters"),
        (["--all", "1"], "which letters"),
        (["1"], "give --retry or --drop"),
        (["--url", "http://localhost:1"], "--key-file"),
        (["--store", "nowhere.sqlite", "--all"], "there is none"),
    ],
)
def test_what_makes_no_sense_is_refused(given: list[str], said: str) -> None:
    refused = tertulia("letters", *given)
    assert refused.code == 2
    assert said in refused.err
