"""Texts made equal where people mean the same: case, accents and spacing folded."""

import unicodedata


def fold(text: str) -> str:
    """The text in lower case, without accents, with single spaces and none at the ends.

    Compatibility forms are folded too: full-width letters, ligatures, `ª` and `½`.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join([letter for letter in decomposed if not unicodedata.combining(letter)])
    return " ".join(bare.split())
