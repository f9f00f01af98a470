"""Ids of options where a channel has room for short ones only: their digest stands for them.

Nothing is to be kept for it: the conversation's history has the ids that were offered.
"""

import base64
import hashlib
from collections.abc import Iterable

MARK = "~"


def short_id(id_: str, most_bytes: int) -> str:
    """The id where it fits, else a digest of 44 characters that stands for it."""
    if len(id_.encode()) <= most_bytes and not is_short(id_):
        return id_
    digest = hashlib.sha256(id_.encode()).digest()
    return MARK + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def is_short(id_: str) -> bool:
    """Whether this may stand for an id."""
    return id_.startswith(MARK)


def long_id(short: str, ids: Iterable[str]) -> str:
    """The id among these that a digest stands for, empty where there is none."""
    return next((one for one in ids if short_id(one, 0) == short), "")
