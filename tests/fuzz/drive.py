"""One target driven by atheris in a process of its own, which ends with the first finding."""

import argparse
import sys

# How long one input may take before that is a finding, and how large inputs grow.
SLOW_S = 20
LARGEST = 8192
# An input that takes so much memory is a finding too.
MEMORY_MB = 2048


def main() -> None:
    """Runs until the time is over, or bytes are found with which the target fails."""
    import atheris

    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--findings")
    parser.add_argument("--corpus", nargs="+")
    given = parser.parse_args()
    with atheris.instrument_imports(include=["engine"], enable_loader_override=False):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[given.name]
        # What it imports itself is imported now, to be instrumented as well.
        for seed in target.seeds:
            target.run(seed)
    options = {
        "max_total_time": given.seconds,
        "timeout": SLOW_S,
        "max_len": LARGEST,
        "rss_limit_mb": MEMORY_MB,
        "artifact_prefix": f"{given.findings}/",
        "print_final_stats": 1,
    }
    arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in options.items())]
    atheris.Setup([*arguments, *given.corpus], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
