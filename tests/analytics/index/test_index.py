"""An index beside an archive: it answers as if it were not there, whatever was done when."""

import random

import numpy as np
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from engine.analytics import archive
from engine.analytics.archive.manifest import Manifest, write_manifest
from engine.analytics.archive.writing import write_file
from engine.analytics.funnel import Breakdown, chain, count, funnel, reference, scan
from engine.analytics.funnel import indexed as lining
from engine.analytics.funnel.direct import UnfitError, is_direct
from engine.analytics.funnel.indexed import can_answer
from engine.analytics.funnel.spec import Assigned, FunnelSpec, Happened, Node, Spoken, Template
from engine.analytics.history import History
from engine.analytics.index import keeping
from engine.analytics.index.build import COLUMNS, build
from engine.analytics.index.opening import indexes_of
from engine.analytics.index.place import FOLDER
from engine.analytics.index.unkept import whole_files
from engine.stores.rows import Batch
from tests.analytics.archive.traffic import Traffic
from tests.analytics.cases import COMBINATIONS, HAPPENINGS, people, table, written
from tests.analytics.index.parts import indexed
from tests.benchmarks.funnel.data import made, tables
from tests.stores.rows import event

EVENTS = [row for row in HAPPENINGS if "kind" in row]
SPECS = {
    "names": COMBINATIONS["window"],
    "nodes": COMBINATIONS["nodes_and_ports"],
    "strict": COMBINATIONS["nodes_strict"],
    "messages": FunnelSpec(
        steps=(Happened(name="a"), Spoken(status="sent"), Assigned(variable="size")), within_s=60
    ),
    "delivered": FunnelSpec(steps=(Spoken(status="delivered"), Node(node="size"))),
    "sessions": COMBINATIONS["by_session"],
    "values": COMBINATIONS["held_value"],
}


class Visits(Traffic):
    """Traffic of all that funnels look at."""

    def happen(self) -> None:
        name, t_us = self._who(), self._when()
        for seq in self._numbers(self._chance.randint(1, 6)):
            row = {"channel": "web", "data": ""} | self._chance.choice(EVENTS)
            session = f"{name}:{seq // 20}"
            made = event(seq, name, contact=name, t_us=t_us, ingest_us=t_us, session_id=session)
            self.store.commit(Batch(events=[type(made)(**_fields(made) | row)]))


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in type(row).__struct_fields__}


def require_same(history: History) -> None:
    """The scan gives what the reference does, out of indexes."""
    found = indexes_of(history)
    assert found is not None
    for name, spec in SPECS.items():
        assert all(can_answer(spec, index) for index in found), name
        assert scan.run(spec, history) == reference.run(spec, history), name


def test_it_follows_the_store_and_its_archive(open_store, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "LACKING", 4)
    monkeypatch.setattr(keeping, "ROWS", 60)
    store = open_store("sqlite")
    traffic = Visits(store, seed=4, days=4)
    traffic.turns(120)
    with History.open(store.path) as history:
        require_same(history)
        traffic.turns(20)
        history.refresh()
        require_same(history)
    archive.compact(store.path, tmp_path / "a", buckets=2)
    path = tmp_path / "a" / "main"
    with History.open(path) as history:
        require_same(history)
        assert len(indexes_of(history)) == 1
        kept = {each.name for each in (path / FOLDER).iterdir()}
    with History.open(store.path, archive=tmp_path / "a") as history:
        for _ in range(3):
            # Rows beyond the archive, then beyond the index, and messages with another status.
            traffic.turns(12)
            history.refresh()
            require_same(history)
            archive.compact(store.path, tmp_path / "a")
            history.refresh()
            require_same(history)
        assert len(indexes_of(history)) == 2
        assert {each.name for each in (path / FOLDER).iterdir()} == kept
        traffic.turns(200)
        archive.compact(store.path, tmp_path / "a")
        history.refresh()
        require_same(history)
        assert len(indexes_of(history)) in (1, 2)
        assert {each.name for each in (path / FOLDER).iterdir()} != kept


def test_it_forgets_who_is_forgotten(open_store, tmp_path):
    store = open_store("sqlite")
    traffic = Visits(store, seed=5)
    traffic.turns(150)
    archive.compact(store.path, tmp_path / "a", buckets=2)
    path = tmp_path / "a" / "main"
    with History.open(path) as history:
        require_same(history)
        someone = indexes_of(history)[0].contacts[0].as_py()
    assert list((path / FOLDER).iterdir())
    archive.forget_contact(path, someone)
    assert not list((path / FOLDER).iterdir())
    with History.open(path) as history:
        require_same(history)
        assert someone not in indexes_of(history)[0].contacts.to_pylist()


def test_some_funnels_are_counted_on_the_files_alone(tmp_path):
    path = tmp_path / "a"
    events = made(20_000, seed=9)
    files = [
        write_file(path, "events", "all", bucket, f"{bucket:08d}-00001", [rows])
        for bucket, rows in enumerate(tables(events, 3))
    ]
    write_manifest(
        path, Manifest(1, 3, number=1, seq=20_000, t_us=int(events.times.max()), files=tuple(files))
    )
    steps = tuple(Happened(name=f"step{number}") for number in range(1, 6))
    plain = FunnelSpec(steps=steps, within_s=86_400, ties="favourable")
    channels = {"channel": ("webchat", "sms")}
    with History.open(path) as history:
        for spec in (
            plain,
            replace(plain, breakdown=Breakdown("language", "each"), where=channels),
        ):
            assert is_direct(spec)
            found = scan.run_direct(
                spec, whole_files(path, history.archive[1]), events.times.max() + 1
            )
            assert found == scan.run(spec, history)
            assert found == chain.run(spec, history)
        # Which of two copies counts may matter here.
        assert not is_direct(replace(plain, ties="log"))
        with pytest.raises(UnfitError):
            scan.run_direct(
                replace(plain, steps=(Happened(), *steps)), whole_files(path, history.archive[1]), 1
            )


def test_an_archive_that_may_only_be_read_is_read_without(open_store, tmp_path, monkeypatch):
    store = open_store("sqlite")
    Visits(store, seed=7).turns(60)
    archive.compact(store.path, tmp_path / "a", buckets=2)

    def refused(*_given):
        raise PermissionError

    monkeypatch.setattr(keeping, "_built", refused)
    with History.open(tmp_path / "a" / "main") as history:
        assert indexes_of(history) is None
        for ties in ("log", "favourable"):
            spec = replace(SPECS["names"], ties=ties)
            assert scan.run(spec, history) == reference.run(spec, history)


def test_the_scan_counts_what_is_large(open_store, tmp_path, monkeypatch):
    store = open_store("sqlite")
    Visits(store, seed=7).turns(60)
    archive.compact(store.path, tmp_path / "a", buckets=2)
    spec, unknown = SPECS["names"], COMBINATIONS["optional"]
    with History.open(tmp_path / "a") as history:
        assert funnel.quicker(spec, history) == "chain"
        small = count(spec, history)
        monkeypatch.setattr(funnel, "MANY", 20)
        assert (funnel.quicker(spec, history), funnel.quicker(unknown, history)) == (
            "scan",
            "chain",
        )
        assert count(spec, history).tries == small.tries


def test_what_it_does_not_know_is_counted_without(open_store, tmp_path):
    store = open_store("sqlite")
    Visits(store, seed=6).turns(30)
    spec = FunnelSpec(steps=(Happened(name="a"), Template(template="offer")))
    with History.open(store.path) as history:
        assert not any(can_answer(spec, index) for index in indexes_of(history))


def test_a_folder_without_a_manifest_has_none(tmp_path):
    pq.write_table(table("events", []), tmp_path / "events.parquet")
    with History.open(tmp_path) as history:
        assert indexes_of(history) is None


def test_a_conversation_of_two_contacts_is_not_counted_by_conversation():
    happened = [
        {"contact": who, "conversation": "c", "kind": "event", "name": "a", "seq": seq}
        for seq, who in enumerate(("one", "other"), 1)
    ]
    tables = {
        "events": table("events", happened).select(COLUMNS["events"]),
        "messages": table("messages", []).select(COLUMNS["messages"]),
    }
    index = build(tables)
    assert index.shared == {"conversation"}
    assert can_answer(FunnelSpec(steps=(Happened(),)), index)
    assert not can_answer(FunnelSpec(steps=(Happened(),), entity="conversation"), index)
    assert not can_answer(FunnelSpec(steps=(Node(node="a"),)), index)


def test_it_knows_most_rules():
    with people(random.Random(1), COMBINATIONS["window"], 2) as history:
        known = [name for name, spec in COMBINATIONS.items() if indexed(spec, history) is not None]
    assert len(known) >= 37


@pytest.mark.parametrize("name", COMBINATIONS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_it_agrees_with_the_reference(name, share):
    spec = COMBINATIONS[name]
    with people(random.Random(name), spec, 100) as history:
        found = indexed(spec, history, int(share * history.watermark().seq))
        if found is not None:
            assert found.num_rows
            assert found == reference.run(spec, history)
            assert found == indexed(spec, history)


@pytest.mark.parametrize("entity", ["contact", "conversation", "session"])
def test_rows_without_a_name_are_nobodys(entity):
    chance = random.Random(2)
    names = ("", "one", "other")
    happened = [
        {"kind": "event", "name": chance.choice("ab"), "contact": chance.choice(names)}
        | {"t_us": chance.randrange(60) * 1_000_000}
        for _ in range(60)
    ]
    for row in happened:
        row["conversation"] = chance.choice(["", row["contact"] + ":1", row["contact"] + ":2"])
        row["session_id"] = chance.choice(["", f"{row['contact']}:{row['conversation']}:1"])
    spec = FunnelSpec(steps=(Happened(name="a"), Happened(name="b")), entity=entity, within_s=20)
    with written(chance, happened) as history:
        expected = reference.run(spec, history)
        assert expected.num_rows
        found = indexed(spec, history)
        # Conversations without a name are several contacts'.
        assert found == expected if entity != "conversation" else found is None
        if entity == "conversation":
            named = [row for row in happened if row["conversation"]]
            with written(chance, named) as without:
                assert indexed(spec, without) == reference.run(spec, without)
                until = without.watermark().seq // 2
                assert indexed(spec, without, until) == reference.run(spec, without)


@pytest.mark.parametrize("name", ["window_ties_favourable", "exclusion_anywhere", "first_touch"])
def test_portions_change_nothing(name, monkeypatch):
    spec = COMBINATIONS[name]
    with people(random.Random(3), spec, 60) as history:
        index = build({each: history.arrow(each).select(COLUMNS[each]) for each in COLUMNS})
        expected = reference.run(spec, history)
        for rows in (1, 17, 10_000):
            monkeypatch.setattr(lining, "PORTION", rows)
            assert scan.run_indexed(spec, [index], history.watermark().t_us + 1) == expected


def test_one_contact_with_most_of_the_rows():
    rows = 300_000
    (whole,) = tables(made(rows, seed=8, skew=250_000), buckets=1)
    spec = FunnelSpec(
        steps=tuple(Happened(name=f"step{number}") for number in range(1, 6)), within_s=86_400
    )
    with History.of({"events": whole}) as history:
        index = build({each: history.arrow(each).select(COLUMNS[each]) for each in COLUMNS})
        assert np.diff(index.begins).max() > 240_000
        found = scan.run_indexed(spec, [index], history.watermark().t_us + 1)
        assert found == scan.run(spec, history)
