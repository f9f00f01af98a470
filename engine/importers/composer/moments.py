"""Formats of dates and times of .NET as those of CLDR, which our texts take."""

import re

SIGNS = re.compile(r"'[^']*'|d+|M+|y+|H+|h+|m+|s+|f+|F+|t+|z+|K|.", re.DOTALL)
SAME = {
    "dddd": "EEEE",
    "ddd": "EEE",
    "t": "a",
    "tt": "a",
    "z": "X",
    "zz": "XX",
    "zzz": "XXX",
    "K": "XXX",
}
STANDARD = {
    "d": "M/d/yyyy",
    "D": "EEEE, MMMM d, yyyy",
    "f": "EEEE, MMMM d, yyyy h:mm a",
    "F": "EEEE, MMMM d, yyyy h:mm:ss a",
    "g": "M/d/yyyy h:mm a",
    "G": "M/d/yyyy h:mm:ss a",
    "m": "MMMM d",
    "M": "MMMM d",
    "s": "yyyy-MM-dd'T'HH:mm:ss",
    "t": "h:mm a",
    "T": "h:mm:ss a",
    "y": "MMMM yyyy",
    "Y": "MMMM yyyy",
}


def cldr(pattern: str) -> str:
    """The pattern in CLDR's signs; "" for the form that machines read."""
    if pattern in STANDARD:
        return STANDARD[pattern]
    if len(pattern) == 1:
        return ""
    return "".join(_sign(match[0]) for match in SIGNS.finditer(pattern))


def _sign(sign: str) -> str:
    if sign in SAME:
        return SAME[sign]
    if sign[0] in "fF":
        return "S" * len(sign)
    if sign.isalpha() and sign[0] not in "dMyHhms":
        return f"'{sign}'"
    return sign
