"""`tertulia studio`: what it opens, what it refuses, how it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from workbench.command import run

BOTS = Path(__file__).parents[2] / "datasets" / "bots"
ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def studio(*args):
    command = [sys.executable, "-m", "engine.service.cli", "studio", *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, "--no-browser"], cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )


def wait_for(port, process):
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.1)
    raise AssertionError("the app did not start")


def test_a_folder_that_is_not_there_is_named():
    result = CliRunner().invoke(run, ["no/such/folder"])
    assert "no/such/folder: there is no such folder" in str(result.exception)


def test_a_taken_port_is_said_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = studio(BOTS, "--port", port)
        out, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert f"port {port} is taken by another program; choose one with --port" in out
    assert "Traceback" not in out


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(tmp_path, how):
    shutil.copytree(BOTS / "shop", tmp_path / "shop")
    port = free_port()
    process = studio(tmp_path, "--port", port)
    try:
        wait_for(port, process)
        with urllib.request.urlopen(f"http://localhost:{port}/?project=shop", timeout=30) as page:
            assert page.status == 200
        os.kill(process.pid, how)
        out, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Everything is saved." in out
    assert "Traceback" not in out
