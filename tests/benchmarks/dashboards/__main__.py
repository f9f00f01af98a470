"""How fast dashboards are: `python -m tests.benchmarks.dashboards --rows 10000000`.

A history of so many events is taken in, every metric with its breakdown and the period before is
asked for again and again, and turns come in between. The last line is JSON: `refresh_p50_ms` and
`refresh_p99_ms` of all metrics together after some turns, `again_ms` without one, `slowest`,
`refresh_cpu_ms` (the same, in time of the processor), `build_s`, `incremental_ms` (turns until
they are counted), `peak_mb`, `equal` (a sample of figures against the history itself).
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from engine.analytics.folder import sql_of_folder
from engine.analytics.history import SCHEMAS, History
from engine.analytics.metrics import METRICS, Query, measure
from engine.analytics.metrics.answer import answer_of
from engine.analytics.rollups import Rollups
from tests.benchmarks.dashboards.made import DAYS, EVENTS, MESSAGES, START_US, make

# When dashboards are looked at: after all that was made.
NOW_US = START_US + DAYS * 86_400_000_000 + 2 * 3_600_000_000
SAMPLE = ("users", "messages", "queues", "live")


class Growing(History):
    """A folder's history to which rows are added beside it."""

    def begin(self, folder: Path) -> "Growing":
        self._folder = folder
        self._added = {name: schema.empty_table() for name, schema in SCHEMAS.items()}
        self._has_more = False
        return self

    def add(self, rows: dict[str, pa.Table]) -> None:
        connection = self.events.get_backend().con
        for name, table in rows.items():
            self._added[name] = pa.concat_tables([self._added[name], table])
            connection.register(f"live_{name}", self._added[name])
            beyond = f"{sql_of_folder(self._folder, name)} UNION ALL SELECT * FROM live_{name}"
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {beyond}")
        self._has_more = True

    def live(self, name):
        return self._added[name]

    def refresh(self) -> bool:
        has_more, self._has_more = self._has_more, False
        return has_more


def turns(history: Growing, seq: int, number: int) -> dict[str, pa.Table]:
    """A recent session, another for each number, goes on: what happened in it does so again."""
    latest = history.sessions.order_by(history.sessions.seq.desc()).limit(1, offset=number)
    session_id = history.query(latest)["session_id"][0].as_py()
    found = {}
    for name in ("events", "messages"):
        table = getattr(history, name)
        rows = history.query(table.filter(table.session_id == session_id)).to_pylist()
        for row in rows:
            seq, t_us = seq + 1, NOW_US + number * 1_000_000
            row |= {"seq": seq, "t_us": t_us, "ingest_us": t_us}
        found[name] = pa.Table.from_pylist(rows, SCHEMAS[name])
    return found


def asked(name: str) -> Query:
    metric = METRICS[name]
    last = metric.last if metric.last.endswith("min") else "30d"
    return Query(last=last, by=metric.by, grain=metric.grain, zone="America/Bogota", compare=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # Elsewhere, so that the peak is not that of making it.
        making = multiprocessing.get_context("spawn").Process(
            target=make, args=(folder, options.rows)
        )
        making.start()
        making.join()
        print(json.dumps(run(folder, options.rows, options.rounds)))


def run(folder: Path, rows: int, rounds: int) -> dict[str, object]:
    with Growing.open(folder) as history:
        history.begin(folder)
        began = time.perf_counter()
        rollups = Rollups(history)
        build_s = time.perf_counter() - began
        times_ms, cpu_ms, by_metric = [], [], {name: [] for name in METRICS}
        taken_ms = []
        for number in range(rounds):
            if number:
                history.add(turns(history, rows * 3 + number * 100, number))
                began = time.perf_counter()
                rollups.refresh()
                taken_ms.append((time.perf_counter() - began) * 1000)
            began, cpu_s = time.perf_counter(), time.process_time()
            for name in METRICS:
                start = time.perf_counter()
                rollups.measure(name, asked(name), NOW_US)
                by_metric[name].append((time.perf_counter() - start) * 1000)
            times_ms.append((time.perf_counter() - began) * 1000)
            cpu_ms.append((time.process_time() - cpu_s) * 1000)
        warm = times_ms[1:]
        began = time.perf_counter()
        for name in METRICS:
            rollups.measure(name, asked(name), NOW_US)
        again_ms = (time.perf_counter() - began) * 1000
        slowest = max(by_metric, key=lambda name: np.median(by_metric[name]))
        for name, each in by_metric.items():
            print(f"{name:15} {np.median(each):8.1f} ms")
        equal = all(
            answer_of(rollups.measure(name, asked(name), NOW_US))
            == answer_of(measure(history, name, asked(name), NOW_US))
            for name in SAMPLE
        )
        rollups.close()
    return {
        "rows": rows,
        "messages": rows // EVENTS * MESSAGES,
        "refresh_p50_ms": round(float(np.percentile(warm, 50)), 1),
        "refresh_p99_ms": round(float(np.percentile(warm, 99)), 1),
        "refresh_cpu_ms": round(float(np.percentile(cpu_ms[1:], 50)), 1),
        "first_ms": round(times_ms[0], 1),
        "again_ms": round(again_ms, 2),
        "slowest": slowest,
        "build_s": round(build_s, 2),
        "incremental_ms": round(float(np.median(taken_ms)), 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "equal": equal,
    }


if __name__ == "__main__":
    main()
