"""SMS segments: the 7-bit alphabet of GSM 03.38 or UCS-2, single and joined (3GPP 23.040)."""

from typing import Literal

from msgspec import Struct

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each takes an escape and a sign: two places.
_EXTENDED = frozenset("\f^{}\\[~]|€")
# Places of a single message, and of one that carries the header that joins it to others.
_GSM7 = (160, 153)
_UCS2 = (70, 67)


class Segments(Struct, frozen=True):
    """How a text travels: `units` are places taken, of `room` in its segments together.

    `costly` are the signs for which the whole text needs UCS-2, each once.
    """

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int
    room: int
    costly: tuple[str, ...] = ()


def segments(text: str) -> Segments:
    """The segments that a text takes. No sign is parted between two of them: neither an
    escaped one of GSM-7 nor, as carriers do it, a surrogate pair of UCS-2."""
    costly = tuple(dict.fromkeys(sign for sign in text if sign not in _BASIC | _EXTENDED))
    if costly:
        widths = [len(sign.encode("utf-16-le")) // 2 for sign in text]
        return _packed("UCS-2", widths, *_UCS2, costly)
    return _packed("GSM-7", [2 if sign in _EXTENDED else 1 for sign in text], *_GSM7, ())


def _packed(
    encoding: Literal["GSM-7", "UCS-2"],
    widths: list[int],
    single: int,
    joined: int,
    costly: tuple[str, ...],
) -> Segments:
    units = sum(widths)
    if units <= single:
        return Segments(encoding, units, 1 if units else 0, single, costly)
    count, used = 1, 0
    for width in widths:
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return Segments(encoding, units, count, count * joined, costly)
