"""A number in digits or words, alone or within a sentence."""

import re

from engine.expressions.folding import fold
from engine.nodes.answers.number_words import read_words
from engine.nodes.answers.places import locale_of
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

_SPACES = "\u00a0\u202f\u2009 "
_DIGITS = re.compile(
    rf"(?<![\w.,])([-\u2212+]?)(\d{{1,3}}(?:[{_SPACES}'\u2019]\d{{3}})+(?:[.,]\d+)?(?!\d)|\d[\d.,]*+)(?!e\d)"
    r"\s?(mil\b|k\b|thousand\b|millones\b|millon\b|millions?\b|milhoes\b|milhao\b|m\b(?!\w))?"
)
_MAGNITUDE = {"mil": 1e3, "k": 1e3, "thousand": 1e3}
_MINUS = re.compile(r"\b(?:menos|minus|negative|negativo)\s+(?=\d)")


def read(text: str, _said: Said, _question: Question, context: Context) -> Value:
    return read_number(text, locale_of(context))


def read_number(text: str, locale: str) -> int | float | None:
    """The one number of a text; None where there is none, or more than one."""
    folded = _MINUS.sub("-", fold(text[:1000]))
    found = {_value(one[1], one[2], one[3], locale) for one in _DIGITS.finditer(folded)}
    if not found:
        return read_words(folded)
    value = found.pop()
    if found or value is None or abs(value) > 1e15:
        return None
    return int(value) if value == int(value) else value


def _value(sign: str, digits: str, magnitude: str | None, locale: str) -> float | None:
    plain = _plain(re.sub(rf"[{_SPACES}'\u2019]", "", digits).rstrip(".,"), locale)
    if plain is None:
        return None
    value = float(plain) * (_MAGNITUDE.get(magnitude, 1e6) if magnitude else 1.0)
    return -value if sign in {"-", "\u2212"} else round(value, 9)


def _plain(digits: str, locale: str) -> str | None:
    """The digits as Python writes them; None where the separators make no number.

    The last of two different separators is the decimal one; one that repeats groups
    thousands; a lone one before three digits is read as the language writes it.
    """
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return digits
    if dots and commas:
        decimal = max(".", ",", key=digits.rfind)
        if digits.count(decimal) > 1:
            return None
        return _grouped(digits, decimal)
    separator = "." if dots else ","
    if dots + commas > 1:
        return _grouped(digits, "," if dots else ".")
    whole, _, rest = digits.partition(separator)
    groups = len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0"
    if groups and separator != _decimal_symbol(locale):
        return whole + rest
    return f"{whole}.{rest}"


def _grouped(digits: str, decimal: str) -> str | None:
    whole, _, rest = digits.partition(decimal)
    group = "," if decimal == "." else "."
    parts = whole.split(group)
    fits = 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    return f"{''.join(parts)}.{rest or 0}" if fits and group not in rest else None


def _decimal_symbol(locale: str) -> str:
    from babel.numbers import get_decimal_symbol  # noqa: PLC0415 - loads locale data, seldom needed

    return str(get_decimal_symbol(locale))
