"""The bots' light markup (**bold**, *italic*, `code`, [label](address)) as a channel writes it."""

import re
from collections.abc import Callable

from msgspec import Struct

# As the webchat reads it (service/static/webchat/text.js).
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\(([^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)")
_BOLD = re.compile(r"\*\*(?=\S)([^\n]*?\S)\*\*")
_ITALIC = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\w_])"
)
_CODE = re.compile(r"`([^`\n]+)`")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?…)*_]")
# Addresses hold underscores and stars that are no markup.
_PARTS = re.compile(f"({_ADDRESS.pattern})")


_MARKS = (("code", _CODE), ("text_link", _LINK), ("bold", _BOLD), ("italic", _ITALIC))
_NOT_IN_ADDRESSES = ("bold", "italic")


class Mark(Struct, frozen=True):
    """A mark by its type, where it begins and ends, what it marks and, of a link, where to."""

    type: str
    start: int
    end: int
    inner: str
    url: str


def has_markup(text: str) -> bool:
    """Whether the text holds marks that a plain text could not show."""
    return any(one.search(text) for one in (_LINK, _BOLD, _CODE)) or any(
        _ITALIC.search(part) for part in _PARTS.split(text)[::2]
    )


def with_stars(text: str) -> str:
    """As WhatsApp and Slack write it: *bold*, _italic_, and a link's address after its label."""
    return _around_addresses(_links(text), _starred)


def plain(text: str) -> str:
    """Without marks; a link's address after its label."""
    return _around_addresses(_links(text), _bare)


def first_mark(text: str) -> Mark | None:
    """The first mark of a text, whatever lies in it; addresses hold none."""
    spans = [found.span() for found in _ADDRESS.finditer(text)]
    best: Mark | None = None
    for type_, pattern in _MARKS:
        for found in pattern.finditer(text):
            if type_ in _NOT_IN_ADDRESSES and any(a < found.start() < b for a, b in spans):
                continue
            if best is None or found.start() < best.start:
                url = found[2] if type_ == "text_link" else ""
                inner = found[1] or found[pattern.groups]
                best = Mark(type_, found.start(), found.end(), inner, url)
            break
    return best


def take_addresses(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without web addresses, for those who hear it, and the addresses."""
    found = tuple(_ADDRESS.findall(text))
    if not found:
        return text, ()
    heard = re.sub(r"[ \t]*[(\[<]?" + _ADDRESS.pattern + r"[)\]>]?", "", text)
    return heard.strip(), found


def _links(text: str) -> str:
    return _LINK.sub(lambda found: _link(found[1], found[2]), text)


def _link(label: str, address: str) -> str:
    return address if label == address else f"{label} ({address})"


def _around_addresses(text: str, change: Callable[[str], str]) -> str:
    parts = _PARTS.split(text)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))


def _starred(text: str) -> str:
    # Italics first: what is bold afterwards has the stars that italics have before.
    text = _ITALIC.sub(lambda found: f"_{found[1] or found[2]}_", text)
    return _BOLD.sub(r"*\1*", text)


def _bare(text: str) -> str:
    text = _BOLD.sub(r"\1", text)
    text = _ITALIC.sub(lambda found: found[1] or found[2], text)
    return _CODE.sub(r"\1", text)
