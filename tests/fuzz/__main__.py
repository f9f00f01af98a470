"""`python -m tests.fuzz [NAME ...] --minutes 10`: one target after the other, a JSON line each."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.findings import FINDINGS
from tests.fuzz.targets import SHARED, TARGETS, Target

# Larger files of real bots would only slow the search down.
SEED_BYTES = 8192
SEEDS = 2000


def main() -> int:
    """How many targets failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(TARGETS)}")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, help="a folder that keeps what was reached")
    given = parser.parse_args()
    if unknown := set(given.names) - TARGETS.keys():
        parser.error(f"there is no target {min(unknown)!r}; the targets are {', '.join(TARGETS)}")
    failed = 0
    for name in given.names or tuple(TARGETS):
        with tempfile.TemporaryDirectory() as folder:
            found = fuzz(name, given.minutes, given.corpus or Path(folder))
        print(json.dumps(found), flush=True)
        failed += bool(found["findings"])
    return failed


def fuzz(name: str, minutes: float, corpus: Path) -> dict[str, object]:
    """What came of one target: how many inputs were tried, and the files of those that failed."""
    kept, findings = corpus / name, FINDINGS / name
    for folder in (kept, findings):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(findings.iterdir())
    plant(TARGETS[name], kept)
    command = [sys.executable, "-m", "tests.fuzz.drive", name, "--findings", str(findings)]
    command += ["--seconds", str(max(1, round(minutes * 60))), "--corpus", str(kept), str(findings)]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    after = set(findings.iterdir())
    if not after:
        findings.rmdir()
    new = sorted(path.name for path in after - before)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
    runs = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    return {
        "target": name,
        "seconds": round(time.monotonic() - began),
        "runs": int(runs[1]) if runs else 0,
        "findings": new or (["it ended by itself"] if done.returncode else []),
    }


def plant(target: Target, folder: Path) -> None:
    """The seeds, and real files where they are there."""
    for number, seed in enumerate(target.seeds):
        (folder / f"seed-{number}").write_bytes(seed)
    real = (path for place in target.real for path in sorted((SHARED / place).rglob("*.json")))
    small = (path for path in real if path.stat().st_size < SEED_BYTES)
    for number, path in zip(range(SEEDS), small, strict=False):
        data = path.read_bytes()
        # Its first byte says to which platform an export is given, beside the one that it is of.
        first = bytes([number % 16]) if "corpus" in target.real else b""
        (folder / f"real-{number}").write_bytes(first + data)


if __name__ == "__main__":
    sys.exit(main())
