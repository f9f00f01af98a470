"""What may not stand in logs and traces, put out of sight: telephone numbers and mail addresses.

Each becomes a short sign that is the same every time, so that the lines about one person can be
told from those about another. Who does not have the server's key cannot lead it back.
"""

import re
from collections.abc import Callable
from hashlib import blake2b

SIGN_BYTES = 5

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ ()/-]{0,2}\d){6,}(?![0-9A-Za-z])")

Hide = Callable[[str], str]


def hiding(key: bytes) -> Hide:
    """A function that gives a text with signs in place of numbers and addresses."""

    def sign(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        what = found[0].lower() if "@" in found[0] else digits
        return "#" + blake2b(what.encode(), key=key[:64], digest_size=SIGN_BYTES).hexdigest()

    def hide(text: str) -> str:
        if "@" in text:
            text = _ADDRESS.sub(sign, text)
        return _NUMBER.sub(sign, text)

    return hide
