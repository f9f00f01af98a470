"""The types of answers, one module each, and the table `READERS`."""

import pkgutil
from importlib import import_module

from engine.nodes.answers.protocol import Reader


def load_readers() -> dict[str, Reader]:
    """The readers of this folder by the type of answer, which is the name of their module."""
    readers: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        read = getattr(import_module(f"{__name__}.{module.name}"), "read", None)
        if read is not None:
            readers[module.name] = read
    return readers


READERS = load_readers()
