"""How long a text is in a channel's own unit, and pieces of it that are not longer."""

import re

from engine.types.capability import Unit

# Where a text is parted, best first; a piece goes on to the blank that the pattern finds. The
# full stop of a numbered line ends no sentence.
_BREAKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n[^\S\n]*\n\s*",
        r"(?<=[.!?…])(?<!\n\d\.)(?<!\n\d\d\.)[\"'»”)\]]*\s+|\n\s*",
        r"(?<=[,;:])\s+",
        r"\s+",
    )
)
# A piece that a better break would leave shorter than this share of the room is not worth it.
_LEAST_SHARE = 0.4


def length(text: str, unit: Unit = "characters") -> int:
    """The length that the channel counts."""
    if unit == "utf8":
        return len(text.encode())
    return len(text.encode("utf-16-le")) // 2 if unit == "utf16" else len(text)


def pieces(text: str, most: int, unit: Unit = "characters") -> list[str]:
    """The text in pieces of at most `most` (0: no bound), parted at the ends of paragraphs,
    else of sentences, else of words. Blanks at the seams are dropped and nothing else."""
    found = []
    rest = text.strip()
    while most and length(rest, unit) > most:
        end = _break(rest, len(_beginning(rest, most, unit)))
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest] if rest else found


def cut(text: str, most: int) -> str:
    """The text in at most `most` characters, with an ellipsis where it was longer."""
    if len(text) <= most:
        return text
    return text[: _grapheme_end(text, most - 1)].rstrip() + "…"


def _beginning(text: str, most: int, unit: Unit) -> str:
    if unit == "utf8":
        return text.encode()[:most].decode(errors="ignore")
    if unit == "utf16":
        return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")
    return text[:most]


def _break(text: str, room: int) -> int:
    for pattern in _BREAKS:
        ends = [found.start() for found in pattern.finditer(text, 0, room + 1)]
        # The closing quote of a sentence belongs to it: the piece ends at the blank.
        ends = [_blank(text, end) for end in ends]
        best = max((end for end in ends if end <= room), default=0)
        if best >= _LEAST_SHARE * room or (best and pattern is _BREAKS[-1]):
            return best
    return _grapheme_end(text, room) or room


def _blank(text: str, start: int) -> int:
    while not text[start].isspace():
        start += 1
    return start


def _grapheme_end(text: str, room: int) -> int:
    """The last end of a whole sign at or before `room`; 0 where the first is longer."""
    import regex  # noqa: PLC0415 - few texts are cut, and conversations should start fast

    end = 0
    for found in regex.finditer(r"\X", text[: room + 64]):
        if found.end() > room:
            break
        end = found.end()
    return end
