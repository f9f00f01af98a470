"""Imports, checks and walks every bot of the corpus, and plays its expected conversations.

    python -m tests.benchmarks.corpus [--platform NAME ...] [--bot NAME ...] [--quick]
        [--conversations N] [--seconds S] [--seed S] [--part K/N] [--corpus FOLDER]

Progress and everything that needs a look on stderr; the last line is one JSON object with, by
platform, in `platforms`:

- `bots` there are, `imported`, `refused` (a sentence said why), `crashed` (a traceback did);
- `nodes`: things of the source that the reports account for, as `mapped_exact`,
  `mapped_approx` and `unmapped`; `kinds` is the same by kind, `drawn` the nodes drawn of them;
- `expected_runs` (conversations of the source) and `runs_equal` (played without a difference);
- `check_errors`, `import_s`, `check_s`, and `walks` as `walker` makes them.

A platform without an importer is listed as `{"importer": false}`. `--part 2/4` measures every
fourth bot from the second on, so that several processes share the work.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from engine.importers import IMPORTERS
from tests.benchmarks.corpus.measure import Measured, Sizes, measure, tell
from tests.benchmarks.corpus.pieces import PLATFORMS, Piece, pieces
from tests.benchmarks.corpus.totals import total

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
QUICK = Sizes(conversations=10, seconds=3.0)


def main(given: Sequence[str] | None = None) -> None:
    """Measures and prints, the last line as JSON."""
    options = _options(given)
    sizes = QUICK if options.quick else Sizes(options.conversations, options.seconds, options.seed)
    began = time.perf_counter()
    platforms: dict[str, object] = {}
    for platform in options.platform or PLATFORMS:
        if platform not in IMPORTERS:
            platforms[platform] = {"importer": False}
            print(f"{platform}: no importer yet", file=sys.stderr)
            continue
        found = [_measured(piece, sizes) for piece in _chosen(platform, options)]
        platforms[platform] = total(found)
    print(
        json.dumps(
            {
                "platforms": platforms,
                "conversations_a_bot": sizes.conversations,
                "seed": sizes.seed,
                "seconds": round(time.perf_counter() - began, 1),
                "load_before": round(os.getloadavg()[0], 1),
            }
        )
    )


def _measured(piece: Piece, sizes: Sizes) -> Measured:
    measured = measure(piece, sizes)
    tell(measured)
    return measured


def _chosen(platform: str, options: argparse.Namespace) -> list[Piece]:
    found = [
        piece
        for piece in pieces(platform, options.corpus)
        if not options.bot or any(name in piece.name for name in options.bot)
    ]
    part, parts = map(int, options.part.split("/"))
    return found[part - 1 :: parts]


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--platform", action="append", choices=PLATFORMS)
    parser.add_argument("--bot", action="append", help="a part of the export's name")
    parser.add_argument("--conversations", type=int, default=Sizes().conversations)
    parser.add_argument("--seconds", type=float, default=Sizes().seconds)
    parser.add_argument("--seed", type=int, default=Sizes().seed)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
