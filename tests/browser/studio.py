"""The Panel app in a process of its own, on a folder that a test may change."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "workbench" / "widgets" / "static" / "workbench.js"
START_S = 60


class Studio:
    """`tertulia studio` on a folder, with more options; it is stopped as a person would."""

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        self.folder, self.port, self.options = folder, port, options
        self.base = f"http://localhost:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "engine.service.cli", "studio", str(self.folder)]
        command += ["--port", str(self.port), "--no-browser", *self.options]
        self.process = subprocess.Popen(command, cwd=ROOT)
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, "the app ended"
            time.sleep(0.1)
        raise AssertionError("the app did not start")

    def kill(self) -> None:
        """The process is gone at once, as when the power is."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(20)
        self.process = None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        self.process.wait(20)
        self.process = None


# The app is in a shadow root: a selector has to look into those too.
FIND = """selector => {
  const find = (root) => {
    const hosts = [...root.querySelectorAll("*")].filter((one) => one.shadowRoot);
    return hosts.reduce((at, one) => at ?? find(one.shadowRoot), root.querySelector(selector));
  };
  return find(document);
}"""


def serious(page: Any, axe: str, within: str = "body") -> list[str]:
    """What the checker found in a part of the page that keeps people out."""
    page.evaluate(axe)
    part = page.evaluate_handle(FIND, within)
    found = page.evaluate("part => axe.run(part)", part)["violations"]
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
