"""Puts the archive's events into a storage, unless they are there: `index FOLDER`, `merge_tree`;
`compile` has our loops compiled, which is done once on a machine."""

import sys
from pathlib import Path

from engine.analytics.archive.manifest import read_manifest
from engine.analytics.index.keeping import kept_index
from tests.benchmarks.funnel.systems import SYSTEMS, make_merge_tree

OURS = ("scan", "breakdown", "breakdown_each", "scan_parquet")


def main() -> None:
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "index":
        manifest = read_manifest(folder)
        assert manifest is not None
        kept_index(folder, manifest)
    elif task == "compile":
        for name in OURS:
            SYSTEMS[name](folder)()
    elif not (folder / "clickhouse").exists():
        make_merge_tree(folder)


if __name__ == "__main__":
    main()
