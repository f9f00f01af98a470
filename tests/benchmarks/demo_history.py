"""How fast the demo history is made: all of the engine's work, without a network.

    python -m tests.benchmarks.demo_history --bot front_desk --days 42

Models are trained before. The pure step of the same turns would take the time that
`python -m tests.benchmarks.step` says; the rest is understanding, rows, and the store. The last
line is JSON.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from engine.service.workspace import models_of, open_workspace
from workbench.demo import make_history

BOTS = Path(__file__).parents[2] / "datasets" / "bots"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bot", default="front_desk")
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    models = models_of(open_workspace(BOTS / asked.bot))
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "demo.db"
        began_s = time.process_time()
        made = make_history(
            BOTS / asked.bot, into, days=asked.days, scale=asked.scale, models=models
        )
        cpu_s = time.process_time() - began_s
        size_mb = into.stat().st_size / 1e6
    found = {
        "sessions": made.sessions,
        "turns": made.turns,
        "failed": made.failed,
        "seconds": round(made.seconds, 2),
        "cpu_s": round(cpu_s, 2),
        "turns_per_s": round(made.turns / made.seconds),
        "turns_per_cpu_s": round(made.turns / cpu_s),
        "store_mb": round(size_mb, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
