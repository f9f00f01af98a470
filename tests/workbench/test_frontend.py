"""The front end's own tests, run by node: edits of the graph, what the canvas shows, and more."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "workbench" / "frontend"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not here; `make test` installs it")
def test_what_needs_no_browser():
    command = [str(NODE), "--test", *map(str, sorted((FRONTEND / "test").glob("*.test.ts")))]
    done = subprocess.run(
        command, cwd=FRONTEND, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
