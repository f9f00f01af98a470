"""How fast a funnel is counted, beside ClickHouse, polars and pandas; all must count the same.

`python -m tests.benchmarks.funnel [--rows 10000000] [--skew 0] [--seed 1] [--rounds 7]`: five steps
within a day, by contact, on made events (data.py). Each system is a process of its own with two
threads. `cold_s` is from the start of the process to its answer, `warm_s` the median of the rounds
after, in which the systems take turns, so that what else the machine does is the same for all.
A ratio is the other's time by ours, round by round, and of these the median: 2 is twice as fast.

Ours is the scan on an archive, with intervals and times of all steps; others count levels only.
`ratio_clickhouse` is of a MergeTree ordered by contact and time, each in its own best storage;
`ratio_clickhouse_parquet` is of both straight on the archive's Parquet files, ours without its
index; `ratio_clickhouse_cpu` is the first again, of CPU seconds. `breakdown_ratio` is ours broken
down by channel by ours without, `breakdown_each_ratio` the same where a try stays within one
channel. The last line is JSON.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.funnel.archive import archived
from tests.benchmarks.funnel.systems import SYSTEMS
from tests.benchmarks.funnel.worker import Worker, environment

FOLDER = Path(os.environ.get("TERTULIA_BENCHMARKS", tempfile.gettempdir())) / "tertulia-funnel"
# These take turns; the others are slow, and count twice each.
QUICK = ("scan", "breakdown", "breakdown_each", "scan_parquet", "merge_tree", "clickhouse_parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--skew", type=int, default=0, help="so many are one contact's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--systems", default=",".join(SYSTEMS), help=", ".join(SYSTEMS))
    given = parser.parse_args()
    wanted = given.systems.split(",")
    folder = archived(FOLDER, given.rows, given.seed, given.skew)
    made = ready(folder, "merge_tree" in wanted)
    found = measured(folder, wanted, given.rounds)
    data = {"rows": given.rows, "skew": given.skew, "seed": given.seed, "threads": 2}
    print(json.dumps(summary(found) | made | {"data": data, "systems": found}))


def ready(folder: Path, merge_tree: bool) -> dict[str, float]:
    """How long it takes to put the events into each storage, made before unless it is there."""
    found = {}
    tasks = {"index_s": "index", "compile_s": "compile"} | (
        {"merge_tree_s": "merge_tree"} if merge_tree else {}
    )
    for name, task in tasks.items():
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.funnel.storing", task, str(folder)],
            check=True,
            env=environment(),
        )
        found[name] = round(time.monotonic() - began, 1)
    return found


def measured(folder: Path, wanted: list[str], rounds: int) -> dict[str, dict[str, object]]:
    """The figures of each system."""
    found = {}
    quick = [Worker(name, folder) for name in wanted if name in QUICK]
    for _ in range(rounds):
        for worker in quick:
            worker.again()
    for worker in quick:
        found[worker.system] = figures(worker)
    for name in wanted:
        if name not in QUICK:
            worker = Worker(name, folder)
            worker.again()
            found[name] = figures(worker)
    return found


def figures(worker: Worker) -> dict[str, object]:
    """What a system took, and what it counted; its process ends."""
    peak_mb = worker.close()
    runs = worker.warm
    return {
        "counts": runs[-1].counts if all(run.counts == worker.first.counts for run in runs) else [],
        "cold_s": round(worker.cold_s, 3),
        "warm_s": round(statistics.median(run.s for run in runs), 4),
        "least_s": round(min(run.s for run in runs), 4),
        "cpu_s": round(statistics.median(run.cpu_s for run in runs), 4),
        "peak_mb": round(peak_mb),
        "runs_s": [round(run.s, 4) for run in runs],
        "runs_cpu_s": [round(run.cpu_s, 4) for run in runs],
    }


def summary(found: dict[str, dict[str, object]]) -> dict[str, object]:
    """The line's main figures."""
    ours = found["scan"]
    line: dict[str, object] = {
        "counts_equal": len({json.dumps(each["counts"]) for each in found.values()}) == 1,
        "counts": ours["counts"],
        **{name: ours[name] for name in ("warm_s", "cold_s", "peak_mb")},
    }
    peers = {
        "ratio_clickhouse": "merge_tree",
        "ratio_polars": "polars",
        "ratio_pandas": "pandas",
        "ratio_chain": "chain",
        "breakdown_ratio": "breakdown",
        "breakdown_each_ratio": "breakdown_each",
    }
    for ratio, peer in peers.items():
        if peer in found:
            line[ratio] = ratio_of(found[peer], ours)
    if "merge_tree" in found:
        line["ratio_clickhouse_cpu"] = ratio_of(found["merge_tree"], ours, "runs_cpu_s")
    if {"clickhouse_parquet", "scan_parquet"} <= found.keys():
        parquet = ratio_of(found["clickhouse_parquet"], found["scan_parquet"])
        line["ratio_clickhouse_parquet"] = parquet
    return line


def ratio_of(peer: dict[str, object], ours: dict[str, object], of: str = "runs_s") -> float:
    """A peer's time by ours: round by round where they took turns."""
    theirs, mine = peer[of], ours[of]
    assert isinstance(theirs, list)
    assert isinstance(mine, list)
    if len(theirs) != len(mine):
        return round(min(theirs) / min(mine), 2)
    return round(statistics.median(a / b for a, b in zip(theirs, mine, strict=True)), 2)


if __name__ == "__main__":
    main()
