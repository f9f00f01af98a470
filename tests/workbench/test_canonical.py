"""The canonical writer of JupyterLab's file host gives the bytes that the engine's gives."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from engine.project.encode import encode_topic
from engine.project.read import decode_topic
from engine.types.bot import Comment, Node, Topic
from workbench.catalogue import catalogue

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "workbench" / "frontend"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")

ODD = Topic(
    title={"pt": "Ó", "en": "O"},
    nodes={
        "z": Node("http", params={"timeout_s": 2.5, "url": "a", "headers": {"b": "1", "a": "2"}}),
        "a": Node("http", params={"url": 'é\n"\\\u2028😀', "timeout_s": 8.0}, edges={"ok": "z"}),
        "n": Node(
            "say", params={"text": {"pt": "p", "en": "e"}, "unknown": [1e-7, 1e22, 0.1, True]}
        ),
        "k": Node("plugged", params={"b": [], "a": {}, "c": [[1, 2], ["x"]], "d": None}),
        "\U0001f600".encode().hex(): Node("goto", params={"target": "n"}),
        "ﬁ": Node("goto", when="a > 1", pause_ms=0, note="n", source="s"),
    },
    comments=(Comment("hello", 1.5, 2.0), Comment("there")),
    layout={"z": (1.0, -2.25), "a": (0.0, 1e6)},
)


def written(texts):
    given = {"catalogue": catalogue(), "texts": texts}
    done = subprocess.run(
        [str(NODE), "test/canonical_cli.ts"],
        cwd=FRONTEND,
        input=msgspec.json.encode(given),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(NODE is None, reason="node is not here; `make test` installs it")
def test_the_twins_write_the_same():
    real = sorted((ROOT / "datasets" / "bots").glob("*/topics/*.flow.json"))
    texts = [path.read_text() for path in real] + [encode_topic(ODD).decode()]
    expected = []
    for text in texts:
        topic, _ = decode_topic(text.encode())
        assert topic is not None
        expected.append(encode_topic(topic).decode())
    assert len(texts) > 20
    for ours, theirs in zip(written(texts), expected, strict=True):
        assert ours == theirs
