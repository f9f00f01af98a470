"""Readable names from other people's names: ids, labels and titles."""

import hashlib
import re
import unicodedata

# A name is cut here, at a word where there is one: ids are read and typed.
ID_CHARS = 40
# Where words are joined by their capitals, as in `bookHotel` and `moveToSeptember`.
JOINT = re.compile(r"(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Ý])|(?<=[A-Z])(?=[A-Z][a-zà-ÿ])")
# The signs with no decomposition that still have a plain spelling.
PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "ł": "l", "đ": "d", "\u0131": "i"}
)


class Names:
    """Ids handed out once each; the first comer has the plain name."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = set(taken)

    def take(self, wish: str, fallback: str = "node", chars: int = ID_CHARS) -> str:
        """An id like `wish` that nobody has yet, of about `chars` letters at most."""
        plain = identifier(wish, fallback, chars)
        name, number = plain, 2
        while name in self._taken:
            name, number = f"{plain}_{number}", number + 1
        self._taken.add(name)
        return name


def identifier(name: str, fallback: str = "node", chars: int = ID_CHARS) -> str:
    """The name in small letters, digits and `_`, starting with a letter.

    A name without a single Latin letter or digit gives the fallback and a mark of its own.
    """
    spelled = JOINT.sub("_", name.translate(PLAIN))
    folded = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    words = "_".join(re.findall(r"[a-z0-9]+", folded.lower()))
    if not words:
        return f"{fallback}_{hashlib.sha256(name.encode()).hexdigest()[:6]}"
    if not words[0].isalpha():
        words = f"{fallback}_{words}"
    if len(words) > chars:
        cut = words[: chars + 1].rpartition("_")[0]
        words = cut if len(cut) > chars // 2 else words[:chars]
    return words.strip("_")


def readable(name: str) -> str:
    """A name with `_`, `-` and joined words taken apart, as a title."""
    spaced = JOINT.sub(" ", name)
    words = " ".join(re.split(r"[_\s]+|(?<=\w)-(?=\w)", spaced)).strip(" .-")
    return words[:1].upper() + words[1:] if words else name


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` signs, cut at a word, with `…` where it was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[:limit]
    at_word = head.rpartition(" ")[0].rstrip(" ,;:.-(¿¡")
    kept = at_word if len(at_word) >= limit // 2 else head[: limit - 1].rstrip()
    return f"{kept}…"
