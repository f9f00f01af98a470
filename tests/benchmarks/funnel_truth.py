"""Whether both executors of funnels give what the naive reference gives, to the last column.

`python -m tests.benchmarks.funnel_truth [--cases 20000] [--rows 1200000] [--seed 1]`: a case is one
person under one combination of rules, counted by chain and scan on DuckDB, by the scan on an index
where that knows the rules, and by the chain's SQL on each of `--engines` (all others, unless given:
SQLite, PostgreSQL, ClickHouse, Spark, BigQuery's emulator). Then chain and scan are held against
each other on one history of so many rows, where the reference would never end. The last line is
JSON.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from engine.analytics.funnel import chain, reference, scan
from engine.analytics.funnel.spec import FunnelSpec
from engine.analytics.history import SCHEMAS, History
from tests.analytics.cases import COMBINATIONS, SECOND_US, people
from tests.analytics.engines import ENGINES, OnEngine, tables_of
from tests.analytics.index.parts import indexed

PEOPLE = 1000
LARGE = (
    "window",
    "exclusion_ties_increasing",
    "strict_window",
    "step_and_total_windows",
    "least_gaps_exclusions",
    "held_strict_favourable",
    "open_with_rules",
    "optional_with_gaps",
    "removed_or_reset",
)
DAY_S = 86_400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    given = parser.parse_args()
    began = time.monotonic()
    engines = [ENGINES[name]() for name in given.engines]
    cases, differences = small(given.cases, random.Random(given.seed), engines)
    for engine in engines:
        engine.close()
    large_differences = large(given.rows, given.seed) if given.rows else None
    print(
        json.dumps(
            {
                "cases": cases,
                "differences": differences,
                "combinations": len(COMBINATIONS),
                "executors": ["chain", "scan", "scan of an index"],
                "engines": ["duckdb", *given.engines],
                "rows": given.rows,
                "rows_differences": large_differences,
                "seed": given.seed,
                "seconds": round(time.monotonic() - began, 1),
            }
        )
    )


def small(wanted: int, chance: random.Random, engines: list[OnEngine]) -> tuple[int, int]:
    """How many people were counted in all ways, and how many of them differently."""
    cases = differences = 0
    each = max(1, min(PEOPLE, -(-wanted // len(COMBINATIONS))))
    while cases < wanted:
        for name, spec in COMBINATIONS.items():
            with people(chance, spec, each) as history:
                expected = reference.run(spec, history)
                for way, found in counted(spec, history, engines):
                    if differing := unlike(expected, found):
                        print(f"{name}, {way}: {differing} people differ")
                        differences += differing
            cases += each
            if cases >= wanted:
                break
    return cases, differences


def counted(
    spec: FunnelSpec, history: History, engines: list[OnEngine]
) -> Iterator[tuple[str, pa.Table]]:
    """How far everybody came, by every way to count it."""
    yield "chain", chain.run(spec, history)
    yield "scan", scan.run(spec, history)
    # As if the archive had all rows, and as if it had half of them.
    for until in (None, history.watermark().seq // 2):
        if (found := indexed(spec, history, until)) is not None:
            yield "scan of an index", found
    tables = tables_of(history) if engines else {}
    for engine in engines:
        with engine.hold(tables) as there:
            yield f"chain on {engine.name}", chain.run(spec, there)


def unlike(one: pa.Table, other: pa.Table) -> int:
    """How many rows are not in both."""
    if one.equals(other):
        return 0
    rows = [{tuple(row.items()) for row in table.to_pylist()} for table in (one, other)]
    return len(rows[0] ^ rows[1])


def large(rows: int, seed: int) -> int:
    """How many people chain and scan count differently in a large history: a tenth of its rows is
    one person's, the others' grow rarer; a fifth of the times are tied."""
    chance = np.random.default_rng(seed)
    who = np.minimum(chance.pareto(1.1, rows) * 500, 200_000).astype(np.int64)
    who[: rows // 10] = -1
    columns = {
        "seq": pa.array(np.arange(1, rows + 1)),
        "event_id": pa.array(np.arange(rows)).cast(pa.string()),
        "contact": pa.array(who).cast(pa.string()),
        "kind": pa.array(np.full(rows, "event")),
        "name": pa.array(np.array(list("abcd"))[chance.integers(0, 4, rows)]),
        "t_us": pa.array(chance.integers(0, 30 * DAY_S, rows) * SECOND_US),
    }
    whole = [
        columns.get(field.name, pa.nulls(rows, field.type).fill_null(_empty(field.type)))
        for field in SCHEMAS["events"]
    ]
    differences = 0
    with History.of({"events": pa.table(whole, schema=SCHEMAS["events"])}) as history:
        for name in LARGE:
            spec = replace(COMBINATIONS[name], within_s=DAY_S)
            found = chain.run(spec, history)
            differences += unlike(found, scan.run(spec, history))
            if (of_index := indexed(spec, history)) is not None:
                differences += unlike(found, of_index)
            print(f"{name}: {found.num_rows} people of {rows} rows")
    return differences


def _empty(kind: pa.DataType) -> object:
    return "" if kind == pa.string() else 0


if __name__ == "__main__":
    main()
