"""Phrases without those that say the same again."""

from collections.abc import Iterable

from engine.expressions.folding import fold


def distinct(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases without those that differ in capitals and accents only."""
    return tuple({fold(one).strip(): one for one in reversed([*phrases])}.values())[::-1]
