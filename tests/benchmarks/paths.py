"""How many ports that no test passes get a test written, and how much CPU each takes.

`python -m tests.benchmarks.paths [BOT ...] [--quick]`: the sample bots of `datasets/bots`, all
ports that their own tests do not pass (`--quick`: 40 of each, drawn with the seed). Every text
counted was played with its code actions run for real, passed, and went through the port.
"""

import argparse
import json
import os
import platform
import random
import statistics
import time
from pathlib import Path

from engine.runtime.coverage import Part, coverage
from engine.runtime.pathfinder import BUDGET, Pathfinder, Unreached
from engine.runtime.real_effects import RealEffects, real_effects
from engine.service.playing import load_bots, play_tests
from engine.service.workspace import models_of, open_workspace

SAMPLES = Path(__file__).resolve().parents[2] / "datasets" / "bots"
BOTS = ("clinic", "shop", "city")
QUICK_PORTS = 40
SEED = 1


def measure(bot: str, ports: int, effects: RealEffects) -> dict[str, object]:
    """Writes tests for a bot's uncovered ports, at most so many (0: all)."""
    workspace = open_workspace(SAMPLES / bot)
    project = workspace.project
    loaded = load_bots(workspace, models_of(workspace))
    outcomes = {each.title: each.outcome for each in play_tests(workspace, loaded, effects)}
    uncovered = list(coverage(project, outcomes).uncovered("port"))
    tried = random.Random(SEED).sample(uncovered, ports or len(uncovered))
    finder = Pathfinder(project, loaded[bot], bot, effects)
    times, unreached = [], []
    for part in tried:
        started = time.process_time()
        found = finder.write(part.node, part.name)
        times.append(time.process_time() - started)
        if isinstance(found, Unreached):
            unreached.append(part)
            print(f"{bot}: {part.node} {part.name}: {found.why}", flush=True)
    return {"uncovered": len(uncovered), **_summary(tried, unreached, times)}


def _summary(tried: list[Part], unreached: list[Part], times: list[float]) -> dict[str, object]:
    marks = statistics.quantiles(times, n=10)
    return {
        "tried": len(tried),
        "written": len(tried) - len(unreached),
        "written_percent": round(100 - 100 * len(unreached) / len(tried), 1),
        "p50_cpu_s": round(marks[4], 3),
        "p90_cpu_s": round(marks[8], 3),
        "max_cpu_s": round(max(times), 3),
    }


def main() -> None:
    """Measures and prints, the last line as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bots", nargs="*", default=BOTS)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    load_before = round(os.getloadavg()[0], 1)
    with real_effects() as effects:
        ports = QUICK_PORTS if given.quick else 0
        result: dict[str, object] = {bot: measure(bot, ports, effects) for bot in given.bots}
    result |= {"budget_turns": BUDGET, "seed": SEED, "python": platform.python_version()}
    print(json.dumps(result | {"load_before": load_before}))


if __name__ == "__main__":
    main()
