"""A text as folded words with their places: what every component of the NLU starts from."""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

# A message is read up to here; what follows cannot change what it is about.
READ_CHARS = 4_000

# Letters, digits and the marks that combine with them, so that decomposed accents stay inside.
_WORD = re.compile(r"[\w\u0300-\u036f]+")
# Soft hyphens, zero-width spaces and joiners, marks of direction: invisible, they split words.
_INVISIBLE = {ord(mark): None for mark in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}


class Word(Struct, frozen=True, array_like=True):
    """A word without accents, in lower case, and where it stands in the message."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The text in lower case, without accents, compatible letters made plain (`ﬁ` is `fi`)."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.lower().translate(_INVISIBLE))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # A lone surrogate cannot be saved: it becomes the mark of an unreadable letter.
    return plain.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(plain) else plain


def words(text: str) -> list[str]:
    """The folded words of the first `READ_CHARS` characters."""
    return [fold(word) for word in _WORD.findall(text[:READ_CHARS])]


def words_with_places(text: str) -> list[Word]:
    """The folded words of the first `READ_CHARS` characters, each with its place."""
    return [
        Word(fold(match.group()), match.start(), match.end())
        for match in _WORD.finditer(text, 0, READ_CHARS)
    ]


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)
