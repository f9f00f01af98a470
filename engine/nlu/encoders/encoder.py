"""An encoder: texts in, vectors of length 1 out, each text encoded once.

`english` and `multilingual` come with packages of the extra `nlu-transformers`; any other name
is the path of a folder with an ONNX model. One encoder of each serves the whole process.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from msgspec import Struct

from engine.nlu.protocol import Floats

EXTRA = "nlu-transformers"
# What a text says is in its first part; the models read no more than 512 pieces of words.
READ_CHARS = 1_000
# Vectors kept by text: 50,000 of 384 numbers are 75 MB.
KEPT_TEXTS = 50_000

Encode = Callable[[Sequence[str]], Floats]


def threads() -> int:
    """How many threads a model may use: one, as more would take the cores of other conversations,
    unless the variable OMP_NUM_THREADS says otherwise."""
    written = os.environ.get("OMP_NUM_THREADS", "")
    return max(int(written), 1) if written.isdigit() else 1


class Source(Struct, frozen=True):
    """How to encode, and the files that decide what comes of it."""

    encode: Encode
    files: tuple[Path, ...]


class Encoder:
    """Vectors of texts, `(n_texts, n_numbers)`, of length 1; the latest are kept by text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, Floats] = {}
        # Not every engine below can do two texts at a time.
        self._lock = Lock()

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The vectors of these texts."""
        wanted = [text[:READ_CHARS].strip() for text in texts]
        with self._lock:
            new = list(dict.fromkeys(text for text in wanted if text not in self._known))
            fresh = dict(zip(new, self._source.encode(new), strict=True)) if new else {}
            found = [fresh[text] if text in fresh else self._known[text] for text in wanted]
            self._keep(fresh)
        return np.array(found, dtype=np.float32)

    def remember(self, texts: Sequence[str], vectors: Floats) -> None:
        """Keeps vectors that were computed before, so that they are not again."""
        with self._lock:
            wanted = (text[:READ_CHARS].strip() for text in texts)
            self._keep(dict(zip(wanted, vectors, strict=True)))

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the model's files: vectors of another model mean nothing to a bot."""
        total = hashlib.sha256()
        for path in self._source.files:
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        return total.hexdigest()

    def _keep(self, fresh: dict[str, Floats]) -> None:
        self._known.update(fresh)
        while len(self._known) > KEPT_TEXTS:
            del self._known[next(iter(self._known))]


@lru_cache(maxsize=8)
def encoder(name: str) -> Encoder:
    """The encoder of that name. Raises TertuliaError where what it needs is not there."""
    return Encoder(_source(name))


def _source(name: str) -> Source:
    match name:
        case "english":
            from engine.nlu.encoders.onnx import english  # noqa: PLC0415 - the extra is there

            return english()
        case "multilingual":
            from engine.nlu.encoders.e5 import multilingual  # noqa: PLC0415 - the extra is there

            return multilingual()
        case _:
            from engine.nlu.encoders.onnx import folder  # noqa: PLC0415 - the extra is there

            return folder(Path(name))
