"""`tertulia metrics`: figures of a store, as a table, JSON and CSV, and what cannot be used."""

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command_line import tertulia

from engine.analytics.history import History
from engine.analytics.metrics import METRICS, Query, measure
from tests.analytics.metrics.clinic import clinic

BOGOTA = ["--period", "2026-11-02..2026-11-03", "--zone", "America/Bogota"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("history")
    for name, table in clinic().arrow().items():
        pq.write_table(table, path / f"{name}.parquet")
    return str(path)


def test_a_metric_is_printed_with_its_breakdown(folder):
    said = tertulia("metrics", folder, "users", *BOGOTA, "--by", "channel", "--compare").out
    assert re.search(r"Sessions +6  \(before: 0\)", said)
    assert re.search(r"web +3 +2 +2 +1", said)
    assert "2026-11-02 00:00 to 2026-11-04 00:00 America/Bogota" in said


def test_json_is_what_a_notebook_measures(folder):
    said = json.loads(tertulia("metrics", folder, "queues", *BOGOTA, "--by", "queue", "--json").out)
    days = dt.date(2026, 11, 2), dt.date(2026, 11, 3)
    query = Query(since=days[0], until=days[1], zone="America/Bogota", by="queue")
    with History.open(folder) as history:
        found = measure(history, "queues", query)
    assert said["totals"] == found.totals
    assert said["values"] == found.values.to_pylist()
    assert said["digest"] == found.digest
    assert said["watermark"]["seq"] == found.watermark.seq


def test_rows_are_printed_as_csv(folder):
    said = tertulia("metrics", folder, "users", *BOGOTA, "--csv").out
    rows = list(csv.DictReader(io.StringIO(said)))
    assert [row["sessions"] for row in rows] == ["3", "3"]
    assert rows[0]["start"] == "2026-11-02T00:00:00-05:00"


def test_without_a_name_all_metrics_are_printed(folder):
    said = json.loads(tertulia("metrics", folder, "--period", "all", "--json").out)
    assert [each["metric"] for each in said] == list(METRICS)


def test_filters_and_prices(folder, tmp_path):
    prices = tmp_path / "prices.json"
    prices.write_text('{"currency": "EUR", "channels": {"whatsapp": {"template": 0.5}}}')
    words = ["--period", "all", "--json", "--where", "channel=whatsapp,sms"]
    said = json.loads(tertulia("metrics", folder, "costs", *words, "--prices", prices).out)
    assert said["totals"] == {"cost": 0.5, "paid": 1, "messages": 10}
    words = ["--period", "all", "--json", "--variable", "plan=gold"]
    assert json.loads(tertulia("metrics", folder, "users", *words).out)["totals"]["sessions"] == 1


def test_a_segment_is_a_bots(folder, tmp_path):
    bot = tmp_path / "clinic"
    bot.mkdir()
    condition = "contact.city == 'Cali'"
    file = {"format": 1, "name": "Clinic", "segments": {"cali": {"condition": condition}}}
    (bot / "bot.json").write_text(json.dumps(file))
    words = ["--period", "all", "--json", "--bot", bot, "--segment"]
    said = json.loads(tertulia("metrics", folder, "users", *words, "cali").out)
    assert said["totals"]["sessions"] == 2
    refused = tertulia("metrics", folder, "users", *words, "lima")
    assert refused.code == 2
    assert "there is no segment 'lima'; there are: cali" in refused.err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["visits"], "metric 'visits' is unknown; there are: agents"),
        (["users", "--by", "queue"], "by: there is no column 'queue' here; choose of channel"),
        (["users", "--period", "soon"], "period 'soon' is unknown; write it as 30min"),
        (["users", "--zone", "Bogota"], "zone 'Bogota' is unknown; write it as America/Bogota"),
        (["users", "--grain", "year"], "grain 'year' is unknown; choose of total, minute"),
        (["users", "--where", "channel"], "filter 'channel': write it as name=value"),
        (["users", "--segment", "vip"], "--segment needs --bot FOLDER"),
        (["users", "--period", "all", "--grain", "minute", "--top", "0"], "top is 0; give 1 to"),
        (["--csv"], "--csv needs the name of a metric"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder, words, reason):
    found = tertulia("metrics", folder, *words)
    assert found.code == 2
    assert reason in found.err
