"""E-mail addresses and numbers in a message."""

import re
from collections.abc import Iterator

from engine.nlu.entities.protocol import Scene
from engine.types.reading import Entity

_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
# Thousands are in groups of three after a mark; what is left after the other mark is a fraction.
_NUMBER = re.compile(
    r"(?<![\w.,])[-+]?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:[.,]\d+)?)"
    r"(?![\w]|[.,]\d)"
)
_DIGIT = re.compile(r"\d")


def find_emails(scene: Scene) -> Iterator[Entity]:
    if "@" in scene.text:
        for match in _EMAIL.finditer(scene.text):
            yield Entity("email", match.group(), match.start(), match.end())


def find_numbers(scene: Scene) -> Iterator[Entity]:
    if _DIGIT.search(scene.text):
        english = scene.language.startswith("en")
        for match in _NUMBER.finditer(scene.text):
            yield Entity("number", _number(match.group(), english), match.start(), match.end())


def _number(written: str, english: bool) -> int | float:
    """The value of a number as people write it: `1.234,5` and `1,234.5` are the same."""
    point, comma = written.rfind("."), written.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
    else:
        mark = "." if point >= 0 else "," if comma >= 0 else ""
        grouped = mark and re.fullmatch(rf"[-+]?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", written)
        thousands = "," if english else "."
        decimal = "" if grouped and (mark == thousands or written.count(mark) > 1) else mark
    plain = "".join(
        "." if letter == decimal else letter
        for letter in written
        if letter not in ".," or letter == decimal
    )
    return float(plain) if "." in plain else int(plain)
