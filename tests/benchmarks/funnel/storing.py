"""Puts the archive's events into a storage, unless they are there: `index FOLDER`, `merge_tree`."""

import sys
from pathlib import Path

from engine.analytics.archive.manifest import read_manifest
from engine.analytics.index.keeping import kept_index
from tests.benchmarks.funnel.systems import make_merge_tree


def main() -> None:
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "index":
        manifest = read_manifest(folder)
        assert manifest is not None
        kept_index(folder, manifest)
    elif not (folder / "clickhouse").exists():
        make_merge_tree(folder)


if __name__ == "__main__":
    main()
