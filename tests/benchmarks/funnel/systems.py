"""The same funnel by each system: a function that makes it ready, and gives one that counts it.

What it counts: somebody's rows of `step1` ... `step5`, sorted by time and, at one time, by step;
the last step must be at most a day after the first. Each answers how many reached each step.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

STEPS = tuple(f"step{number}" for number in range(1, 6))
WINDOW_S = 86_400
WINDOW_US = WINDOW_S * 1_000_000
Count = Callable[[], list[int]]


def ours(folder: Path, executor: str = "scan", how: str = "") -> Count:
    """Our own: the whole table with intervals and times, out of an open history."""
    from engine.analytics.funnel import Breakdown, FunnelSpec, count
    from engine.analytics.funnel.spec import Happened
    from engine.analytics.history import History

    history = History.open(folder)
    breakdown = Breakdown("channel", "each" if how == "each" else "first") if how else None
    spec = FunnelSpec(
        steps=tuple(Happened(name=name) for name in STEPS),
        ties="favourable",
        within_s=WINDOW_S,
        breakdown=breakdown,
    )

    def counted() -> list[int]:
        rows = count(spec, history, executor).rows()  # type: ignore[arg-type]  # a name
        return [sum(row.converted for row in rows if row.step == step) for step in range(1, 6)]

    return counted


def scan_parquet(folder: Path) -> Count:
    """Our scan straight on the archive's files, without the index."""
    from engine.analytics.funnel import FunnelSpec, scan
    from engine.analytics.funnel.funnel import Funnel
    from engine.analytics.funnel.spec import Happened
    from engine.analytics.history import History
    from engine.analytics.index.unkept import whole_files

    history = History.open(folder)
    assert history.archive
    files, watermark = whole_files(*history.archive), history.watermark()
    spec = FunnelSpec(
        steps=tuple(Happened(name=name) for name in STEPS), ties="favourable", within_s=WINDOW_S
    )

    def counted() -> list[int]:
        tries = scan.run_direct(spec, files or [], watermark.t_us + 1)
        return [row.converted for row in Funnel(spec, tries, watermark).rows()]

    return counted


def chain(folder: Path) -> Count:
    """Our SQL, on the archive's files by DuckDB with two threads."""
    return ours(folder, "chain")


def merge_tree(folder: Path) -> Count:
    """ClickHouse on its own table, ordered by contact and time."""
    return _window_funnel(_session(folder / "clickhouse"), "events")


def clickhouse_parquet(folder: Path) -> Count:
    """ClickHouse on the archive's files."""
    return _window_funnel(_session(), f"file('{folder}/events/**/*.parquet', Parquet)")


def polars(folder: Path) -> Count:
    """A running maximum a step, as our chain, in expressions of polars."""
    import polars as pl

    def counted() -> list[int]:
        rows = (
            pl.scan_parquet(f"{folder}/events/**/*.parquet", hive_partitioning=False)
            .filter(pl.col("name").is_in(STEPS))
            .select(
                "contact",
                t=pl.col("t_us"),
                step=pl.col("name").str.slice(4).cast(pl.Int8),
            )
            .sort("contact", "t", "step")
            .with_columns(m=pl.when(pl.col("step") == 1).then("t"))
            .with_columns(level=pl.when(pl.col("step") == 1).then(pl.lit(1, pl.Int8)))
        )
        for step in range(2, 6):
            before = pl.col("m").cum_max().forward_fill().shift(1).over("contact")
            rows = rows.with_columns(p=before)
            goes_on = (pl.col("step") == step) & (pl.col("t") - pl.col("p") <= WINDOW_US)
            rows = rows.with_columns(
                m=pl.when(goes_on).then("p"),
                level=pl.when(goes_on).then(pl.lit(step, pl.Int8)).otherwise("level"),
            )
        levels = rows.group_by("contact").agg(pl.col("level").max()).collect()["level"]
        return [int((levels >= step).sum()) for step in range(1, 6)]

    return counted


def pandas(folder: Path) -> Count:
    """The same in pandas."""
    import pandas as pd
    import pyarrow.dataset as ds

    def counted() -> list[int]:
        files = sorted(str(path) for path in folder.glob("events/**/*.parquet"))
        table = ds.dataset(files).to_table(
            columns=["contact", "t_us", "name"], filter=ds.field("name").isin(STEPS)
        )
        rows = pd.DataFrame(
            {
                "contact": table["contact"].combine_chunks().dictionary_encode().indices.to_numpy(),
                "t": table["t_us"].to_numpy(),
                "step": table["name"].to_pandas().str.slice(4).astype("int8"),
            }
        ).sort_values(["contact", "t", "step"])
        who = rows["contact"]
        begun = rows["t"].where(rows["step"] == 1)
        level = (rows["step"] == 1).astype("int8")
        for step in range(2, 6):
            last = begun.groupby(who).cummax().groupby(who).ffill().groupby(who).shift(1)
            goes_on = (rows["step"] == step) & (rows["t"] - last <= WINDOW_US)
            begun, level = last.where(goes_on), level.where(~goes_on, step)
        levels = level.groupby(who).max()
        return [int((levels >= step).sum()) for step in range(1, 6)]

    return counted


def _session(folder: Path | None = None) -> Any:
    # Imported here, so that it costs nobody else's process; untyped as well.
    from chdb.session import Session

    return Session(str(folder)) if folder else Session()


def make_merge_tree(folder: Path) -> None:
    """Fills ClickHouse's table: contacts as numbers, names in a dictionary, one part."""
    session = _session(folder / "clickhouse")
    session.query(
        "CREATE TABLE IF NOT EXISTS events (contact UInt32, t_us UInt64, "
        "name LowCardinality(String)) ENGINE = MergeTree ORDER BY (contact, t_us)"
    )
    session.query(
        "INSERT INTO events SELECT toUInt32(substring(contact, 9)), t_us, name "
        f"FROM file('{folder}/events/**/*.parquet', Parquet)"
    )
    session.query("OPTIMIZE TABLE events FINAL")
    session.close()


def _window_funnel(session: Any, source: str) -> Count:
    tests = ", ".join(f"name = '{name}'" for name in STEPS)
    sql = (
        "SELECT " + ", ".join(f"countIf(level >= {step})" for step in range(1, 6)) + " FROM ("
        f"SELECT windowFunnel({WINDOW_US})(toUInt64(t_us), {tests}) AS level FROM {source} "
        "WHERE name IN ('step1', 'step2', 'step3', 'step4', 'step5') GROUP BY contact) "
        "SETTINGS max_threads = 2"
    )

    def counted() -> list[int]:
        said = str(session.query(sql, "CSV")).strip()
        return [int(each) for each in said.split(",")]

    return counted


SYSTEMS: dict[str, Callable[[Path], Count]] = {
    "scan": ours,
    "breakdown": lambda folder: ours(folder, how="first"),
    "breakdown_each": lambda folder: ours(folder, how="each"),
    "scan_parquet": scan_parquet,
    "chain": chain,
    "merge_tree": merge_tree,
    "clickhouse_parquet": clickhouse_parquet,
    "polars": polars,
    "pandas": pandas,
}
