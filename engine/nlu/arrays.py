"""Arrays and plain values as bytes, and back: no pickle, equal values give equal bytes."""

import io
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.types.issue import TertuliaError

T = TypeVar("T")


def pack_array(array: NDArray[Any]) -> bytes:
    """The array as a `.npy` file."""
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def unpack_array(files: Mapping[str, bytes], name: str) -> NDArray[Any]:
    """The array of the file of that name."""
    return np.lib.format.read_array(io.BytesIO(_file(files, name)), allow_pickle=False)


def pack_json(value: object) -> bytes:
    """The value as JSON with sorted keys."""
    return msgspec.json.encode(value, order="deterministic")


def unpack_json(files: Mapping[str, bytes], name: str, kind: type[T]) -> T:
    """The value of the JSON file of that name."""
    return msgspec.json.decode(_file(files, name), type=kind)


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    try:
        return files[name]
    except KeyError:
        raise TertuliaError(
            f"the model lacks its file {name!r}; train the bot again and use all of its files"
        ) from None
