"""The command line for tests: in this process where that is enough, in its own where it counts."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import httpx

from engine.service.cli import main

COMMAND = [sys.executable, "-m", "engine.service.cli"]
ROOT = Path(__file__).parents[3]
LONGEST_S = 60


class Result(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def tertulia(*arguments: object, given: str | bytes = "") -> Result:
    """A command, run in this process; `given` is typed into it."""
    out, err = io.StringIO(), io.StringIO()
    typed = io.BytesIO(given.encode() if isinstance(given, str) else given)
    stdin = mock.patch("sys.stdin", io.TextIOWrapper(typed, encoding="utf-8"))
    with redirect_stdout(out), redirect_stderr(err), stdin:
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return Result(code, out.getvalue(), err.getvalue())


def process(
    *arguments: object,
    given: str | bytes = "",
    env: dict[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> Result:
    """A command in a process of its own, as from a shell; `given` is typed into it."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        timeout=LONGEST_S,
        cwd=ROOT,
        env=os.environ | (env or {}),
        preexec_fn=before,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


class Served:
    """A bot that is being served."""

    def __init__(self, running: subprocess.Popen[str], announced: str) -> None:
        self.running, self.announced = running, announced
        self.base = next(word for word in announced.split() if word.startswith("http"))
        self.http = httpx.Client(base_url=self.base, timeout=20)
        self.session: dict[str, Any] = {}
        self.seq = 0

    def hello(self, **ask: str) -> list[str]:
        """Opens a new webchat session; what the bot says first."""
        self.session = self.http.post("webchat/sessions", json=ask).json()
        self.http.headers["Authorization"] = f"Bearer {self.session['token']}"
        self.seq = 0
        return self._post("open", "open")

    def say(self, text: str) -> list[str]:
        """Writes a message; what the bot answers."""
        return self._post(f"m{self.seq}", "say", text=text)

    def _post(self, key: str, kind: str, **more: str) -> list[str]:
        answer = self.http.post("webchat/messages", json={"type": kind, "id": key, **more})
        assert answer.json() == {"type": "ack", "id": key}
        said: list[str] = []
        while not said:
            query = {"since": self.seq, "wait": 10}
            frames = self.http.get("webchat/messages", params=query).json()["frames"]
            assert frames, "the bot says nothing"
            self.seq = max([self.seq, *(frame["seq"] for frame in frames)])
            said = [
                frame["message"].get("text", "") for frame in frames if frame.get("from") == "bot"
            ]
        return said


@contextmanager
def serving(*arguments: object, until: signal.Signals = signal.SIGTERM) -> Iterator[Served]:
    """`tertulia serve` in a process of its own, until a signal, which it must obey."""
    command = [*COMMAND, "serve", *map(str, arguments), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        try:
            announced = running.stdout.readline()
            assert announced, running.stderr.read()
            served = Served(running, announced)
            with served.http:
                yield served
        finally:
            running.send_signal(until)
            log = running.communicate(timeout=30)[1]
        assert running.returncode == 0, log
        assert "Traceback" not in log


def snapshot(*folders: Path) -> dict[Path, bytes]:
    """Every file below some folders, with its bytes."""
    return {
        path: path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def require_refusal(result: Result, *words: str) -> None:
    """A mistake of the user: exit code 2, these words in order of no account, no traceback."""
    assert result.code == 2, result
    assert "Traceback" not in result.err
    assert result.err.strip()
    for word in words:
        assert word in result.err, (word, result.err)
