"""What fuzzing found, kept as files: `findings/TARGET/crash-...`."""

from collections.abc import Iterator
from pathlib import Path

FINDINGS = Path(__file__).parent / "findings"


def kept() -> Iterator[tuple[str, Path]]:
    """Each finding with its target's name."""
    for folder in sorted(FINDINGS.iterdir()) if FINDINGS.is_dir() else ():
        for path in sorted(folder.iterdir()):
            yield folder.name, path
