"""Export to BigQuery through its real client, against an emulator: each row once, as it is now."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.api_core.exceptions import GoogleAPIError

from engine.analytics.exports import bigquery
from engine.analytics.exports.bigquery import BigQueryTarget
from engine.analytics.exports.shipping import Shipped, ship
from engine.analytics.tables import SCHEMAS, TABLES
from engine.stores.backup import backup, restore
from engine.stores.opening import History as Reads
from engine.stores.postgres import PostgresStore
from engine.types.issue import TertuliaError
from tests.analytics.archive.traffic import Traffic, rows_in
from tests.bigquery import PROJECT, Emulator, running_bigquery

PLACE = f"bigquery://{PROJECT}/history"


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with running_bigquery() as found:
        yield found


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BigQueryTarget, "part_rows", 20)


class DiedError(Exception):
    """As if the process had died here."""


def send(store: Reads, emulator: Emulator, folder: Path, die_at: int = 0) -> Shipped:
    steps = 0

    def step(_name: str) -> None:
        nonlocal steps
        steps += 1
        if steps == die_at:
            raise DiedError

    source, tenant = (
        (store.address, store.tenant) if isinstance(store, PostgresStore) else (store.path, "main")
    )
    target = BigQueryTarget(PLACE, emulator.client())
    try:
        return ship(source, target, folder, tenant, step)
    finally:
        target.close()


def rows_there(emulator: Emulator) -> dict[str, list[dict[str, object]]]:
    return {
        name: emulator.query(f"SELECT * FROM `{PROJECT}.history.{name}` ORDER BY seq").to_pylist()
        for name in TABLES
    }


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_each_row_is_there_once_and_as_it_is_now(kind, open_store, tmp_path, emulator) -> None:
    store = open_store(kind)
    traffic = Traffic(store, seed=1)
    traffic.turns(80)
    done = send(store, emulator, tmp_path)
    assert done.rows == {name: len(rows) for name, rows in rows_in(store).items()}
    assert rows_there(emulator) == rows_in(store)
    traffic.turns(80)
    again = send(store, emulator, tmp_path)
    assert sum(again.rows.values()) < sum(map(len, rows_in(store).values()))
    assert rows_there(emulator) == rows_in(store)
    assert sum(send(store, emulator, tmp_path).rows.values()) == 0
    tables = emulator.database.execute("SELECT table_name FROM information_schema.tables")
    assert sorted(name for (name,) in tables.fetchall()) == sorted(TABLES)


def test_a_death_at_any_step_does_no_harm(open_store, tmp_path: Path, emulator) -> None:
    store = open_store("sqlite")
    traffic = Traffic(store, seed=2)
    traffic.turns(60)
    deaths = 0
    for die_at in range(1, 100):
        try:
            send(store, emulator, tmp_path, die_at)
            break
        except DiedError:
            deaths += 1
        traffic.turns(3)
    assert deaths > 3
    send(store, emulator, tmp_path)
    assert rows_there(emulator) == rows_in(store)


def test_a_job_whose_answer_got_lost_is_not_done_again(
    open_store, tmp_path: Path, emulator, monkeypatch
) -> None:
    store = open_store("sqlite")
    Traffic(store, seed=3).turns(40)
    target = BigQueryTarget(PLACE, emulator.client())
    load = target._load

    def lost(table, *how) -> None:
        load(table, *how)
        if table == "events":
            raise GoogleAPIError("connection lost")

    with monkeypatch.context() as away:
        away.setattr(target, "_load", lost)
        with pytest.raises(TertuliaError, match="connection lost; run it again to go on"):
            ship(store.path, target, tmp_path)
    jobs = len(emulator.jobs)
    ship(store.path, target, tmp_path)
    target.close()
    assert jobs < len(emulator.jobs)
    assert rows_there(emulator) == rows_in(store)


def test_a_job_that_failed_is_begun_under_another_name(
    open_store, tmp_path: Path, emulator, monkeypatch
) -> None:
    store = open_store("sqlite")
    Traffic(store, seed=3).turns(40)
    hold, refused = emulator.hold, []

    def refuse_once(dataset, name, rows, **how) -> None:
        if name != "events" or refused or not rows.num_rows:
            hold(dataset, name, rows, **how)
        refused.extend([name] * (name == "events" and rows.num_rows))

    load = emulator.load

    def load_or_fail(job, content) -> dict[str, object]:
        was = len(refused)
        done = load(job, content)
        if not was and refused:
            said = {"reason": "quotaExceeded", "message": "too many"}
            done["status"] = {"state": "DONE", "errorResult": said, "errors": [said]}
        return done

    monkeypatch.setattr(emulator, "hold", refuse_once)
    monkeypatch.setattr(emulator, "load", load_or_fail)
    with pytest.raises(TertuliaError, match="too many"):
        send(store, emulator, tmp_path)
    send(store, emulator, tmp_path)
    assert any(name.endswith("_1") for name in emulator.jobs)
    assert rows_there(emulator) == rows_in(store)


def test_a_data_set_that_another_export_fills_is_refused(open_store, tmp_path, emulator) -> None:
    store = open_store("sqlite")
    Traffic(store).turns(10)
    send(store, emulator, tmp_path / "a")
    with pytest.raises(TertuliaError, match="is there already, and not of this export"):
        send(store, emulator, tmp_path / "b")
    assert rows_there(emulator) == rows_in(store)


def test_a_restored_store_is_refused(open_store, tmp_path: Path, emulator) -> None:
    store = open_store("sqlite")
    Traffic(store).turns(10)
    send(store, emulator, tmp_path / "a")
    backup(str(store.path), tmp_path / "backup")
    restore(tmp_path / "backup", str(tmp_path / "again.db"))
    target = BigQueryTarget(PLACE, emulator.client())
    with pytest.raises(TertuliaError, match="of another store, or of this one before"):
        ship(tmp_path / "again.db", target, tmp_path / "a")
    target.close()


@pytest.mark.parametrize("address", ["bigquery://", "bigquery://project", "bigquery://p/d/t"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(TertuliaError, match="write bigquery://PROJECT/DATASET"):
        BigQueryTarget(address)


def test_a_folder_is_of_one_export(open_store, tmp_path: Path, emulator) -> None:
    store = open_store("sqlite")
    send(store, emulator, tmp_path)
    other = BigQueryTarget(f"bigquery://{PROJECT}/other", emulator.client())
    with pytest.raises(TertuliaError, match="name another folder for this export"):
        ship(store.path, other, tmp_path)
    (tmp_path / "state.json").write_text("{")
    with pytest.raises(TertuliaError, match="no state of an export"):
        ship(store.path, other, tmp_path)
    other.close()


def test_the_columns_are_those_of_history() -> None:
    for table in TABLES:
        assert [field.name for field in bigquery._schema(table)] == SCHEMAS[table].names
