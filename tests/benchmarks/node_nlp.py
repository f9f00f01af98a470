"""The peer node-nlp (npm), installed into a cache folder and run on the same splits."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.intents import Sentences, Set, read

PACKAGE = "node-nlp@4.27.0"
FOLDER = Path(os.environ.get("TERTULIA_BENCHMARKS", Path.home() / ".cache" / "tertulia-benchmarks"))
INSTALL_S = 300
RUN_S = 3_600


class Peer(NamedTuple):
    """What the peer answered, and its times: seconds of training, microseconds of CPU a message."""

    intents: list[str]
    train_s: float
    p50_us: float
    p99_us: float


def missing() -> str:
    """Why the peer cannot run here; empty where it can. Installs it the first time."""
    if not shutil.which("npm") or not shutil.which("node"):
        return "node and npm are not installed here, so that node-nlp is not measured"
    home = FOLDER / "node-nlp"
    if (home / "node_modules" / "node-nlp").is_dir():
        return ""
    home.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", PACKAGE]
    try:
        done = subprocess.run(
            command, cwd=home, timeout=INSTALL_S, capture_output=True, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        return f"npm did not install {PACKAGE} within {INSTALL_S} s, so that it is not measured"
    reason = (done.stderr or done.stdout).strip().splitlines()
    return f"npm did not install {PACKAGE}: {reason[-1:]}" if done.returncode else ""


def run(chosen: Set) -> Peer:
    """The peer trained on a set and asked its test messages, the second half of them timed."""
    taught, test = read(chosen.train), read(chosen.test)
    given = {
        "language": chosen.language,
        "train": list(zip(*taught, strict=True)),
        "test": test.texts,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentences.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        script = Path(__file__).with_suffix(".js")
        environment = os.environ | {"NODE_PATH": str(FOLDER / "node-nlp" / "node_modules")}
        done = subprocess.run(
            ["node", str(script), str(path)],
            env=environment,
            timeout=RUN_S,
            capture_output=True,
            text=True,
            check=True,
        )
    return Peer(**json.loads(done.stdout.strip().splitlines()[-1]))


def accuracy(peer: Peer, test: Sentences) -> float:
    """The share of right answers in percent."""
    pairs = zip(peer.intents, test.intents, strict=True)
    return round(100 * sum(mine == intent for mine, intent in pairs) / len(test.intents), 1)
