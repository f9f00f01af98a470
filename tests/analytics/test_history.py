"""History as data, out of every store and out of folders."""

import pyarrow.parquet as pq
import pytest
from msgspec import structs

from engine.analytics import tables
from engine.analytics.history import SCHEMAS, History, Watermark
from engine.stores.protocol import StoreError
from engine.stores.rows import Batch
from engine.types.issue import TertuliaError
from tests.analytics.cases import table
from tests.stores.rows import event, message, session

ROWS = {
    "sessions": [session(1, "c1:1"), session(2, "c2:1", conversation="c2")],
    "events": [event(seq, f"c{seq % 3}") for seq in range(3, 12)],
    "messages": [message(seq, f"c{seq % 2}") for seq in range(12, 17)],
}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_store_is_read_whole_page_after_page(kind, open_store, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "PAGE", 2)
    store = open_store(kind)
    store.commit(Batch(**ROWS))
    source = tmp_path / "store.db" if kind == "sqlite" else store.address
    with History.open(source, getattr(store, "tenant", "main")) as history:
        for name, rows in ROWS.items():
            found = sorted(history.arrow(name).to_pylist(), key=lambda row: row["seq"])
            assert found == [structs.asdict(row) for row in rows]
        assert history.watermark() == Watermark(16, 16)
        assert list(history.pandas("events").columns) == SCHEMAS["events"].names
        assert history.messages.count().to_pyarrow().as_py() == 5
        assert history.sessions.columns == tuple(SCHEMAS["sessions"].names)


def test_a_folder_of_parquet_in_one_file_or_many(tmp_path):
    rows = [structs.asdict(row) for row in ROWS["events"]]
    (tmp_path / "events" / "day=1").mkdir(parents=True)
    pq.write_table(table("events", rows[:4]), tmp_path / "events" / "day=1" / "a.parquet")
    pq.write_table(table("events", rows[4:]), tmp_path / "events" / "b.parquet")
    said = [structs.asdict(row) for row in ROWS["messages"]]
    pq.write_table(table("messages", said), tmp_path / "messages.parquet")
    with History.open(tmp_path) as history:
        found = history.arrow("events").sort_by("seq").to_pylist()
        assert found == rows
        assert history.arrow("messages").to_pylist() == said
        assert history.arrow("sessions").num_rows == 0
        assert history.watermark() == Watermark(16, 16)


def test_a_folder_without_history_is_refused(tmp_path):
    with pytest.raises(TertuliaError, match=r"no history; it needs events\.parquet"):
        History.open(tmp_path)


def test_a_file_without_all_columns_is_refused(tmp_path):
    pq.write_table(table("events", []).drop_columns(["node"]), tmp_path / "events.parquet")
    with pytest.raises(TertuliaError, match="columns missing: node"):
        History.open(tmp_path)


def test_a_store_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StoreError, match="there is none"):
        History.open(tmp_path / "none.db")


def test_an_empty_history_ends_at_nothing():
    with History.of({}) as history:
        assert history.watermark() == Watermark(0, 0)
