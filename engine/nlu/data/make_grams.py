"""Makes `grams.json` from py3langid's model: `python make_grams.py PATH/model.npz.xz > grams.json`.

The model is an automaton over bytes whose states name features, each with a log-probability a
language. A state's text is the shortest path to it; kept are the pieces of single words that tell
our languages apart most, weighed by how often they occur.
"""

import io
import lzma
import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

LANGUAGES = ("en", "es", "pt")
KEPT = 8_000
# Evidence is kept in steps of this many nats.
STEP = 1 / 16


def main(path: str) -> None:
    """Writes the table to standard output."""
    model = np.load(io.BytesIO(lzma.decompress(Path(path).read_bytes())), allow_pickle=False)
    classes = model["classes"].tolist()
    chances = model["ptc"].astype(float)[:, [classes.index(language) for language in LANGUAGES]]
    found: dict[str, Any] = {}
    for state, text in _texts(model).items():
        feature = int(model["out_feat"][state])
        if feature >= 0 and (gram := _gram(text)):
            found[gram] = chances[feature]
    kept = sorted(found, key=lambda gram: -np.exp(found[gram].max()) * np.ptp(found[gram]))[:KEPT]
    steps = {gram: np.rint((found[gram] - found[gram].mean()) / STEP) for gram in sorted(kept)}
    table = {
        "languages": LANGUAGES,
        "step": STEP,
        "grams": {gram: values.astype(int).tolist() for gram, values in steps.items()},
    }
    sys.stdout.buffer.write(msgspec.json.encode(table) + b"\n")


def _texts(model: Any) -> dict[int, bytes]:
    moves, row = model["nextmove"].reshape(-1, 256), model["nextmove_row"]
    texts, front = {0: b""}, [0]
    while front:
        reached = []
        for state in front:
            for byte, target in enumerate(moves[row[state]].tolist()):
                if target not in texts:
                    texts[target] = texts[state] + bytes([byte])
                    reached.append(target)
        front = reached
    return texts


def _gram(text: bytes) -> str:
    try:
        gram = text.decode()
    except UnicodeDecodeError:
        return ""
    core = gram.strip(" ")
    latin = core.isalpha() and core == core.lower() and max(core) <= "\u017f"
    return gram if latin and len(gram) - len(core) <= 2 and "  " not in gram else ""


if __name__ == "__main__":
    main(sys.argv[1])
