"""How people type: in a hurry, without accents, with a finger on the wrong key."""

import unicodedata
from random import Random

HURRIED, PLAIN, LOWER = 0.08, 0.25, 0.6
NEIGHBOURS = {
    "a": "s", "s": "d", "d": "f", "e": "r", "r": "t", "t": "y", "i": "o", "o": "p", "n": "m",
    "m": "n", "l": "k", "c": "v", "v": "b", "u": "i", "g": "h", "h": "j",
}  # fmt: skip


def typed(text: str, chance: Random) -> str:
    """The text as somebody may have typed it."""
    if chance.random() < LOWER:
        text = text[:1].lower() + text[1:]
    if chance.random() < PLAIN:
        text = _without_accents(text)
    return _slip(text, chance) if chance.random() < HURRIED else text


def _slip(text: str, chance: Random) -> str:
    """One slip: a letter left out, twice, swapped with the next, or a neighbour's key."""
    places = [place for place, sign in enumerate(text) if place and sign.isalpha()]
    if len(places) < 4:
        return text
    at = chance.choice(places)
    before, sign, after = text[:at], text[at], text[at + 1 :]
    kinds = (
        before + after,
        before + sign + sign + after,
        before + after[:1] + sign + after[1:],
        before + NEIGHBOURS.get(sign, sign) + after,
    )
    return chance.choice(kinds)


def _without_accents(text: str) -> str:
    signs = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
