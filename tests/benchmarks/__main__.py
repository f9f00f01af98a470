"""All benchmarks, one after the other: `python -m tests.benchmarks [NAME ...] [--quick]`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Those whose full run takes long know --quick.
QUICK = {"compaction", "corpus", "durable", "nlu", "nlu_speed", "paths"}


def main() -> None:
    """Runs each and shows its last line, the JSON."""
    quick = "--quick" in sys.argv
    named = [name for name in sys.argv[1:] if not name.startswith("-")]
    for path in sorted(HERE.iterdir()):
        name = path.stem
        runs = path.is_dir() and (path / "__main__.py").exists()
        runs = runs or (path.suffix == ".py" and "def main()" in path.read_text())
        if not runs or name.startswith("_") or (named and name not in named):
            continue
        command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
        command += ["--quick"] * (quick and name in QUICK)
        print(f"{name} ...", flush=True)
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        lines = done.stdout.strip().splitlines()
        print(lines[-1] if lines and done.returncode == 0 else f"failed ({done.returncode})")


if __name__ == "__main__":
    main()
