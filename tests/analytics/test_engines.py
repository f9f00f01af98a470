"""The same funnel, counted where the data lives: every engine gives what the reference gives."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyarrow as pa
import pytest
from msgspec.structs import replace

from engine.analytics.engines import Elsewhere, open_elsewhere, open_source
from engine.analytics.engines.bigquery import BigQuery
from engine.analytics.engines.sqlite import json_text, json_written
from engine.analytics.funnel import chain, count, reference, scan
from engine.analytics.history import History
from engine.analytics.metrics import METRICS, Query, measure
from engine.stores.rows import Batch
from engine.types.issue import TertuliaError
from tests.analytics.cases import COMBINATIONS, people
from tests.analytics.engines import ENGINES, Chdb, OnClickHouse, OnSqlite, tables_of
from tests.analytics.metrics.scenes import Scenes
from tests.bigquery import PROJECT, running_bigquery
from tests.stores.rows import event

# Rules that engines could take differently: frames by rows and by time, none at all, JSON, days.
TELLING = (
    "exclusion_ties_increasing",
    "repeated_steps_favourable",
    "strict_window",
    "unordered_window",
    "touch_at_a_step",
    "nodes_and_ports",
    "messages_and_variables",
    "period",
)
# Spark takes many seconds; tests.benchmarks.funnel_truth runs all of them on it.
OF_SPARK = ("messages_and_variables",)
CASES = [
    (engine, name) for engine in ENGINES for name in (OF_SPARK if engine == "spark" else TELLING)
]
pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of the JVM's pipes
]


@pytest.fixture(scope="module")
def engine():
    """An engine by its name, started when it is first asked for."""
    started = {}

    def found(name):
        if name not in started:
            started[name] = ENGINES[name]()
        return started[name]

    yield found
    for each in started.values():
        each.close()


@pytest.mark.parametrize(("place", "name"), CASES)
def test_every_engine_counts_as_the_reference(engine, place, name):
    spec = COMBINATIONS[name]
    with people(random.Random(name), spec, 60) as history:
        expected = reference.run(spec, history)
        assert expected.num_rows
        with engine(place).hold(tables_of(history)) as there:
            assert there.watermark() == history.watermark()
            assert chain.run(spec, there) == expected
            if place != "spark":
                assert scan.run(spec, there) == expected


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("place", [name for name in ENGINES if name != "spark"])
def test_every_engine_measures_alike(engine, place, metric):
    of_some = Query(
        by="channel", variables={"size": ("la'rge", "\\")}, compare=True, last="2d", grain="day"
    )
    # The emulator translates its SQL slowly.
    query = Query() if place == "bigquery" else of_some
    with a_day() as history, engine(place).hold(tables_of(history)) as there:
        expected, found = measure(history, metric, query), measure(there, metric, query)
        assert found.rows == expected.rows
        assert found.values == expected.values
        assert (found.totals, found.previous) == (expected.totals, expected.previous)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_store_counts_by_itself(kind, open_store, tmp_path):
    store = open_store(kind)
    waits = [event(seq, f"c{seq}", kind="wait", node="size", t_us=seq) for seq in range(1, 5)]
    visits = [event(seq, f"c{seq - 4}", node="size", port="next", t_us=seq) for seq in (5, 6)]
    store.commit(Batch(events=[*waits, *visits]))
    spec = replace(COMBINATIONS["nodes_and_ports"], entity="conversation")
    source = tmp_path / "store.db" if kind == "sqlite" else store.address
    tenant = getattr(store, "tenant", "main")
    with (
        open_source(source, tenant) as read,
        open_source(source, tenant, in_place=True) as asked,
    ):
        assert isinstance(asked, Elsewhere)
        found = count(spec, asked)
        assert [row.converted for row in found.rows()] == [4, 2, 0]
        assert found.tries == count(spec, read).tries
        assert found.watermark == read.watermark()


@pytest.mark.parametrize("kind", [OnSqlite, OnClickHouse])
def test_an_empty_history_counts_nobody(kind):
    engine = kind()
    with engine.hold({name: table.slice(0, 0) for name, table in some().items()}) as there:
        assert [row.converted for row in count(COMBINATIONS["window"], there).rows()] == [0, 0, 0]
    engine.close()


def test_a_clickhouse_server_is_asked_over_http():
    engine = OnClickHouse()
    engine.hold(some())
    with clickhouse_server(engine.engine) as port:
        address = f"clickhouse://ana:s%40cret@127.0.0.1:{port}/history"
        with open_source(address) as there:
            assert isinstance(there, Elsewhere)
            with people(random.Random(3), COMBINATIONS["window"], 20) as history:
                expected = reference.run(COMBINATIONS["window"], history)
            assert chain.run(COMBINATIONS["window"], there) == expected
        require_fault(address.replace("s%40cret", "wrong"), "history: Code: 516")
        require_fault(address.replace("/history", "/other"), r"other: Code: \d+")
    engine.close()


def test_a_clickhouse_server_that_is_away_is_named_without_its_password():
    said = require_fault("clickhouse://ana:secret@127.0.0.1:9/history", "ClickHouse 127.0.0.1/his")
    assert "secret" not in said


def test_what_bigquery_refuses_is_said():
    with running_bigquery() as emulator:
        place = f"bigquery://{PROJECT}/nothing"
        there = Elsewhere(BigQuery(place, emulator.client()))
        with there, pytest.raises(TertuliaError, match=f"BigQuery {PROJECT}.nothing: .*events"):
            there.watermark()
    with pytest.raises(TertuliaError, match="write bigquery://PROJECT/DATASET"):
        open_elsewhere("bigquery://project")


def test_a_file_that_is_no_store_is_named(tmp_path):
    with pytest.raises(TertuliaError, match="no such file"):
        open_source(tmp_path / "none.db", in_place=True)
    (tmp_path / "text.db").write_text("a text, not a database, and long enough to be read")
    require_fault(tmp_path / "text.db", "is it a store's file")


@pytest.mark.parametrize(
    ("data", "path", "written", "text"),
    [
        ('{"size":"large"}', '["size"]', '"large"', "large"),
        ('{"size":1.0}', '["size"]', "1.0", None),
        ('{"size":null}', '["size"]', "null", None),
        ('{"of":[{"size":"1"}]}', '["of",0,"size"]', '"1"', "1"),
        ('{"of":[]}', '["of",0,"size"]', None, None),
        ('{"of":1}', '["of","size"]', None, None),
        ("{}", '["size"]', None, None),
        ("", '["size"]', None, None),
        (None, '["size"]', None, None),
        ("no JSON", '["size"]', None, None),
    ],
)
def test_sqlite_is_taught_fields_of_json(data, path, written, text):
    assert json_written(data, path) == written
    assert json_text(data, path) == text


def require_fault(source: str | Path, words: str) -> str:
    """What is said of a source that cannot be asked."""
    with open_elsewhere(str(source)) as there, pytest.raises(TertuliaError, match=words) as caught:
        there.watermark()
    return str(caught.value)


def a_day() -> History:
    """Some sessions in which all that metrics look at occurs."""
    scenes = Scenes()
    for number, size in enumerate(["la'rge", "small", "\\", "la'rge"]):
        scene = scenes.session(f"c{number}", channel=("web", "app")[number % 2])
        scene.begins(number * 3600, country="CO", ended_s=number * 3600 + 60)
        scene.event(number * 3600 + 1, "intent", name="keywords", intent="order", confidence=0.7)
        scene.event(number * 3600 + 2, "set", {"size": size, "count": number})
        scene.event(number * 3600 + 3, "event", {"ref": "leaflet"}, name="referral")
        scene.said(number * 3600 + 4, "large, please")
    return scenes.history()


def some() -> dict[str, pa.Table]:
    """The tables of twenty people."""
    with people(random.Random(3), COMBINATIONS["window"], 20) as history:
        return dict(tables_of(history))


def answered(engine: Chdb, sql: str) -> tuple[int, bytes]:
    """The status and the body for a query."""
    try:
        return 200, engine.bytes(sql)
    except RuntimeError as error:
        return 500, str(error).encode()


@contextmanager
def clickhouse_server(engine: Chdb) -> Iterator[int]:
    """ClickHouse behind the HTTP interface that its servers have, on a port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sql = self.rfile.read(int(self.headers["Content-Length"])).decode()
            user = self.headers["X-ClickHouse-User"], self.headers["X-ClickHouse-Key"]
            code, answer = 403, b"Code: 516. DB::Exception: ana: Authentication failed"
            if user == ("ana", "s@cret"):
                code, answer = answered(engine, sql)
            self.send_response(code)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
