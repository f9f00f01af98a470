"""From the start of `tertulia serve` to its first answer, on a bundle of 100 intents.

    python -m tests.benchmarks.start [--runs N]

The clock starts before the process does and stops when the bot's answer to a first message has
been read over HTTP. `rss_mb` is the process's memory then. The median of the runs is given.
"""

import argparse
import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from engine.nlu import train
from engine.project.bundle import export
from engine.project.new import new_bot
from engine.types.bot import Bot, Node, Project, Topic

INTENTS = 100
PHRASES = 10
SEED = 7


def bot() -> Bot:
    """A bot of 100 intents with ten phrases each, made of random words."""
    chance = random.Random(SEED)
    syllables = [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(2_000)]
    nodes: dict[str, Node] = {}
    for number in range(INTENTS):
        own = chance.sample(words, 6)
        phrases = [
            " ".join(chance.sample(own, 3) + chance.sample(words, 3)) for _ in range(PHRASES)
        ]
        name = f"intent_{number}"
        nodes[name] = Node(
            "intent", params={"phrases": {"es": phrases}}, edges={"next": f"{name}_say"}
        )
        nodes[f"{name}_say"] = Node("say", params={"text": {"es": f"Respuesta {number}"}})
    made = new_bot("bench", "Bench", ("es",))
    return Bot(
        **{
            **{name: getattr(made, name) for name in made.__struct_fields__},
            "topics": {**made.topics, "bench": Topic(nodes=nodes)},
        }
    )


def once(bundle: Path, folder: Path) -> tuple[float, float]:
    """Seconds to the first answer, and MB of memory then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "engine.service.cli", "serve", str(bundle)]
    command += ["--port", str(port), "--store", str(folder / "bench.sqlite")]
    begun = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            token = session(client)
            headers = {"Authorization": f"Bearer {token}"}
            frame = {"type": "say", "id": "m1", "text": "hola"}
            client.post("/webchat/messages", json=frame, headers=headers).raise_for_status()
            answer(client, headers)
        seconds = time.perf_counter() - begun
        status = Path(f"/proc/{server.pid}/status").read_text()
        rss_kb = int(status.split("VmRSS:")[1].split()[0])
        return seconds, rss_kb / 1024
    finally:
        server.terminate()
        server.wait(30)


def session(client: httpx.Client) -> str:
    """A webchat session, as soon as the server listens."""
    for _ in range(3_000):
        try:
            return str(client.post("/webchat/sessions", json={}).json()["token"])
        except httpx.ConnectError:
            time.sleep(0.01)
    raise SystemExit("the server did not start within 30 seconds")


def answer(client: httpx.Client, headers: dict[str, str]) -> None:
    """Waits for a message of the bot."""
    since = 0
    for _ in range(100):
        found = client.get("/webchat/messages", params={"since": since, "wait": 5}, headers=headers)
        frames = found.json()["frames"]
        if any(frame["type"] == "message" and frame["from"] == "bot" for frame in frames):
            return
        since = max([since, *(frame.get("seq", 0) for frame in frames)])
    raise SystemExit("the bot did not answer")


def main() -> None:
    """Measures, and prints the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    made = bot()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundle = folder / "bench.bot"
        model = train(made, seed=SEED).save()
        bundle.write_bytes(export(Project(name="Bench", bots={made.id: made}), {made.id: model}))
        measured = [once(bundle, folder) for _ in range(runs)]
    seconds, memory = zip(*measured, strict=True)
    result = {
        "seconds": round(statistics.median(seconds), 3),
        "rss_mb": round(statistics.median(memory), 1),
        "seconds_all": [round(each, 3) for each in seconds],
        "intents": INTENTS,
        "phrases": INTENTS * PHRASES,
        "seed": SEED,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
