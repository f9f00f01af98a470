"""Amounts of money in a message; the value is an object with `amount` and `currency`.

The number is given as well, in the same place: questions for a number take it.
"""

import re
from collections.abc import Iterator

from engine.nlu.entities import spans
from engine.nlu.entities.protocol import Scene
from engine.nodes.answers import amount
from engine.types.reading import Entity

_NUMBER = r"\d[\d.,]*(?:\s?(?:mil|k|millones|millon|milhoes|milhão|milhões|thousand|million)\b)?"
_SIGN = r"(?:US\$|U\$S|MX\$|AR\$|R\$|S/\.?|[$€£¥₡₲])"
_CODE = r"(?:USD|EUR|BRL|MXN|ARS|CLP|COP|PEN|UYU|GBP|BOB|PYG|VES|CRC|GTQ|HNL|NIO|DOP|JPY|CHF|CAD)\b"
_WORD = (
    r"(?:euros?|d[oó]lar(?:es)?|dollars?|bucks?|libras?|pounds?|reais|real|soles?|pesos?|yen(?:es|s)?"
    r"|francos?|francs?|bolivianos?|bol[ií]vares|quetzal(?:es)?|lempiras?|c[oó]rdobas?|colones|"
    r"guaran[ií](?:es)?)\b"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?:{_SIGN}|{_CODE})\s?{_NUMBER}(?:\s(?:de\s)?{_WORD})?"
    rf"|{_NUMBER}\s?(?:(?:de\s)?{_WORD}|{_CODE}|{_SIGN}))",
    re.IGNORECASE,
)


def find(scene: Scene) -> Iterator[Entity]:
    for match in _AMOUNT.finditer(scene.text):
        said = match.group().rstrip(".,")
        value = spans.read(amount.read, scene, said)
        if isinstance(value, dict) and isinstance(number := value["amount"], int | float):
            start, end = match.start(), match.start() + len(said)
            yield Entity("amount", value, start, end)
            yield Entity("number", number, start, end)
