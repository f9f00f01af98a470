"""Patterns and units of dates, in RapidPro's letters and in ours."""

import re

from engine.importers.rapidpro.values import Untranslatable, quoted

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


def unit_of(cel: str) -> str:
    """The unit of time, which must be written out; raises `Untranslatable`."""
    unit = UNITS.get(cel.strip('"'))
    if unit is None:
        raise Untranslatable(f"the unit of time {cel} is not known")
    return quoted(unit)
