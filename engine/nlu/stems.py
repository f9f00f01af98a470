"""Stems of words by the Snowball algorithms (Porter, 2001) of the languages we speak."""

from collections.abc import Callable
from functools import lru_cache

import Stemmer

from engine.nlu.words import fold

# Endings as folding leaves them, and as the algorithms know them.
_ENDINGS = {
    "es": (("cion", "ción"), ("sion", "sión"), ("xion", "xión"), ("gion", "gión")),
    "pt": (("cao", "ção"), ("coes", "ções"), ("sao", "são"), ("soes", "sões")),
}
ALGORITHMS = {"es": "spanish", "en": "english", "pt": "portuguese"}


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The folded stem of a word; the folded word itself where the language is not ours."""
    algorithm = _stemmer(base(language))
    return fold(algorithm(_accented(word, base(language)))) if algorithm else fold(word)


def base(language: str) -> str:
    """The language without its region: `pt-BR` and `pt_BR` are `pt`."""
    return language.replace("_", "-").partition("-")[0].lower()


def _accented(word: str, language: str) -> str:
    for bare, ending in _ENDINGS.get(language, ()):
        if word.endswith(bare):
            return word[: -len(bare)] + ending
    return word


@lru_cache(maxsize=len(ALGORITHMS) + 8)
def _stemmer(language: str) -> Callable[[str], str] | None:
    name = ALGORITHMS.get(language)
    # One object for all threads: a call holds the interpreter's lock from its start to its end.
    return Stemmer.Stemmer(name).stemWord if name else None
