"""Courtesies of a language, and words that say nothing of what is wanted."""

import tomllib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from engine.nlu.stems import base
from engine.nlu.words import words

_FILE = Path(__file__).parent / "data" / "sayings.toml"


class Sayings(Struct, frozen=True):
    """What people put before and after what they want, and the words that do not tell it."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    empty: frozenset[str]


@lru_cache(maxsize=8)
def sayings(language: str) -> Sayings:
    """The sayings of a language; of one that is not ours, English ones."""
    written = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    mine = written.get(base(language)) or written["en"]
    return Sayings(tuple(mine["before"]), tuple(mine["after"]), frozenset(words(mine["empty"])))


def telling_words(text: str, language: str) -> list[str]:
    """The folded words of a text that can say what is meant."""
    empty = sayings(language).empty
    return [word for word in words(text) if word not in empty]
