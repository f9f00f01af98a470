"""Made events as an archive, in the files that `tertulia compact` and `merge` would leave."""

import shutil
from pathlib import Path

from engine.analytics.archive.layout import BUCKETS
from engine.analytics.archive.manifest import (
    FORMAT,
    File,
    Manifest,
    read_manifest,
    write_manifest,
)
from engine.analytics.archive.writing import write_file
from tests.benchmarks.funnel.data import made, tables


def archived(folder: Path, rows: int, seed: int, skew: int) -> Path:
    """The archive of so many events; written unless it is there."""
    path = folder / f"events-{rows}-{seed}-{skew}"
    if read_manifest(path) is not None:
        return path
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    events = made(rows, seed, skew)
    files: list[File] = []
    for bucket, table in enumerate(tables(events, BUCKETS)):
        if table.num_rows:
            files.append(write_file(path, "events", "all", bucket, "00000001-00001", [table]))
    seq, t_us = rows, int(events.times.max())
    write_manifest(
        path, Manifest(FORMAT, BUCKETS, number=1, seq=seq, t_us=t_us, files=tuple(files))
    )
    return path
