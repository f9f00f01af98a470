"""`tertulia serve` in a process of its own, to publish to."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "engine.service.cli"]


def tertulia(*arguments: object) -> str:
    """What a command says; a failure fails the test."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Engine:
    """A running engine with a bot that says hello until another one is published."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store" / "engine.sqlite"
        tertulia("new", folder / "first", "--name", "The first", "--language", "en")
        command = [*COMMAND, "serve", str(folder / "first"), "--store", str(self.store)]
        self.process = subprocess.Popen(
            [*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.base = self._address()
        made = tertulia("key", "--name", "studio", "--scope", "publish", "--store", self.store)
        self.key = made.splitlines()[0]

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(30) == 0
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://\S+?:\d+", line):
                return found[0]
        raise AssertionError("the engine did not start")
