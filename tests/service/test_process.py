"""The service as a process: what it imports, and how it stops."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

BOT = Path(__file__).with_name("tiny_bot.py")
HEAVY = ("pandas", "sklearn", "scipy", "torch", "panel", "bokeh", "IPython", "jupyterlab", "httpx")


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, engine, engine.service.serve, engine.service.ways, engine.runtime.runtime, "
        "engine.stores.sqlite; "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_stop_finishes_turns_and_says_goodbye(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(BOT), "--port", str(port), "--store", str(tmp_path / "s.sqlite")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    base = f"http://127.0.0.1:{port}"
    while True:
        try:
            assert httpx.get(f"{base}/health/ready").status_code == 200
            break
        except httpx.ConnectError:
            assert process.poll() is None
            time.sleep(0.05)
    session = httpx.post(f"{base}/webchat/sessions").json()
    headers = {"Authorization": f"Bearer {session['token']}"}
    frame = {"type": "say", "id": "a", "text": "slow"}
    assert httpx.post(f"{base}/webchat/messages", json=frame, headers=headers).status_code == 202
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0
    assert '"stopped", "turns": 1' in log
    from engine.stores.sqlite import SqliteStore

    store = SqliteStore(tmp_path / "s.sqlite")
    try:
        rows = store.messages(session["conversation"])
        assert [row.author for row in rows] == ["person", "bot"]
    finally:
        store.close()
