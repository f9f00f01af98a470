"""Patterns and units of dates, in RapidPro's letters and in ours."""

import re

from engine.importers.rapidpro.values import Untranslatable

# In the order in which they are tried: the longer of two that begin alike comes first.
SIGNS = {
    "YYYY": "yyyy",
    "YY": "yy",
    "MMMM": "MMMM",
    "MMM": "MMM",
    "MM": "MM",
    "M": "M",
    "DD": "dd",
    "D": "d",
    "EEEE": "EEEE",
    "EEE": "EEE",
    "fffffffff": "SSSSSSSSS",
    "ffffff": "SSSSSS",
    "fff": "SSS",
    "tt": "HH",
    "t": "H",
    "hh": "hh",
    "h": "h",
    "mm": "mm",
    "m": "m",
    "ss": "ss",
    "s": "s",
    "aa": "a",
    "AA": "a",
    "ZZZ": "xxx",
    "Z": "xxx",
}
UNITS = {
    "Y": "years",
    "y": "years",
    "M": "months",
    "W": "weeks",
    "D": "days",
    "d": "days",
    "h": "hours",
    "m": "minutes",
    "s": "seconds",
}


def cldr(pattern: str) -> str:
    """The pattern in CLDR's letters; words in it are put in quotes."""
    written = ""
    for part in re.findall("|".join([*SIGNS, "[A-Za-z]+", "[^A-Za-z]+"]), pattern):
        if part in SIGNS:
            written += SIGNS[part]
        else:
            written += f"'{part}'" if part.isalpha() else part
    return written


# What each sign of a pattern looks like in a text, and where it goes in `2026-11-23 15:30:00 pm`.
_READ = {
    "YYYY": (r"(\d{4})", "y"),
    "YY": (r"(\d{2})", "y"),
    **dict.fromkeys(("MM", "M"), (r"(\d{1,2})", "M")),
    **dict.fromkeys(("DD", "D"), (r"(\d{1,2})", "d")),
    **dict.fromkeys(("tt", "t", "hh", "h"), (r"(\d{1,2})", "h")),
    **dict.fromkeys(("mm", "m"), (r"(\d{1,2})", "m")),
    **dict.fromkeys(("ss", "s"), (r"(\d{1,2})(?:\.\d+)?", "s")),
    **dict.fromkeys(("aa", "AA"), (r"([AaPp][Mm])", "a")),
}


def reader(layout: str) -> tuple[str, str]:
    """A pattern that reads texts of a layout such as `DD/MM/YYYY`, and how to write what its
    groups hold as a date that sorts; raises `Untranslatable`."""
    pattern, groups = "", dict[str, int]()
    for part in re.findall("|".join([*SIGNS, "[A-Za-z]", "[^A-Za-z]+"]), layout):
        if part in _READ:
            pattern += _READ[part][0]
            groups[_READ[part][1]] = len(groups) + 1
        elif part == "T" or not part.isalpha():
            pattern += re.escape(part)
        else:
            raise Untranslatable(f"{part!r} in the layout {layout!r} cannot be read")
    if not {"y", "M", "d"} <= groups.keys():
        raise Untranslatable(f"the layout {layout!r} names no day")
    clock = ":".join(f"\\{groups[one]}" for one in ("h", "m", "s") if one in groups)
    day = "-".join(f"\\{groups[one]}" for one in ("y", "M", "d"))
    half = f" \\{groups['a']}" if "a" in groups else ""
    return f"(?s)^\\s*{pattern}.*$", f"{day} {clock}{half}".strip()
