"""A time of day; the value is HH:MM of 24 hours.

An hour from 1 to 6 that names no part of the day (`a las 3`, `at 5:30`) is taken for the
afternoon, when people make their appointments; `03:00` and `3 am` are taken as they stand.
"""

import re
from collections.abc import Iterator

from engine.expressions.folding import fold
from engine.nodes.answers.number_words import read_words
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

_NAMED = (
    ("12:00", r"mediodia|medio dia|meio-dia|meio dia|noon|midday"),
    ("00:00", r"medianoche|media noche|meia-noite|meia noite|midnight"),
)
_HALF = re.compile(r"\b(?:y|e) (?:media|meia)\b")
_QUARTER = re.compile(r"\b(?:y|e) (?:cuarto|quarto)\b")
_WORD = re.compile(r"[a-z]+")
_HOUR = r"(?<![\d:/.-])(0?\d|1\d|2[0-3])"
_PART = (
    r"(?:\s*(a\.?\s?m\b\.?|p\.?\s?m\b\.?)|\s+(?:de|por|en|in|at|a|da|pela|of)?\s*(?:la |the )?"
    r"(manana|manha|morning|madrugada|tarde|afternoon|noche|noite|evening|night)\b)?"
)
_CLOCK = re.compile(
    rf"{_HOUR}\s?[:.h]\s?([0-5]\d)(?:\s?(?:hs?|hrs?|min|m))?(?:\s?horas)?(?!\d){_PART}"
)
_AND = re.compile(
    rf"{_HOUR}(?:\s?(?:h|hs|horas?))?\s+(y|e|menos|and|minus)\s+([0-5]?\d)(?:\s?min\w*)?\b{_PART}"
)
_TO = re.compile(
    rf"\b(half|quarter|[0-5]?\d)(?:\s?min\w*)?\s+(past|after|to|before|para)\s+(?:las?\s|as?\s|o\s)?{_HOUR}\b{_PART}"
)
_CUED = re.compile(
    rf"\b(?:a las?|las?|as?|at|by|around|sobre las|tipo|para las)\s+{_HOUR}\b(?![:/-]){_PART}"
)
_MARKED = re.compile(
    rf"{_HOUR}\s?(?:(?:h|hs|hrs|horas|hours|o'?\s?clock|en punto|em ponto)(?![a-z0-9])"
    r"|(?=[ap]\.?\s?m\b)"
    r"|(?=\s+(?:de|da|in|at|pela|por)\s+(?:la |the )?(?:man|mor|tar|aft|noc|noi|eve|nig|mad)))"
    rf"{_PART}"
)
_BARE = re.compile(rf"^{_HOUR}(?:\s([0-5]\d))?$")


def read(text: str, _said: Said, _question: Question, _context: Context) -> Value:
    folded = fold(text[:300]).replace("\u2019", "'")
    named = {value for value, words in _NAMED if re.search(rf"\b(?:{words})\b", folded)}
    if named:
        return named.pop() if len(named) == 1 else None
    folded = _QUARTER.sub("y 15", _HALF.sub("y 30", folded))
    folded = re.sub(r"\bcuarto\b", "15", folded)
    found = set(_times(_WORD.sub(_digits, folded)))
    return found.pop() if len(found) == 1 else None


def _times(text: str) -> Iterator[str]:
    """The times in a text, each place read by the fullest form that fits it."""
    for match in _AND.finditer(text):
        hour, how, minutes, meridiem, part = match.groups()
        signed = -int(minutes) if how in {"menos", "minus"} else int(minutes)
        yield _time(hour, signed, meridiem, part)
    text = _AND.sub(" ", text)
    for match in _TO.finditer(text):
        minutes, how, hour, meridiem, part = match.groups()
        count = {"half": 30, "quarter": 15}.get(minutes) or int(minutes)
        yield _time(hour, count if how in {"past", "after"} else -count, meridiem, part)
    text = _TO.sub(" ", text)
    for match in _CLOCK.finditer(text):
        hour, minutes, meridiem, part = match.groups()
        yield _time(hour, int(minutes), meridiem, part)
    text = _CLOCK.sub(" ", text)
    for form in (_CUED, _MARKED):
        for match in form.finditer(text):
            yield _time(match[1], 0, match[2], match[3])
        text = form.sub(" ", text)
    if bare := _BARE.match(text):
        yield _time(bare[1], int(bare[2] or 0), None, None)


def _time(written: str, minutes: int, meridiem: str | None, part: str | None) -> str:
    hour = int(written)
    before_noon = (meridiem or "").startswith("a") or (part or "")[:3] in {"man", "mor", "mad"}
    if before_noon:
        hour %= 12
    elif meridiem:
        hour = hour % 12 + 12
    elif part:
        night = part[:3] in {"noc", "noi", "nig"} and hour == 12
        hour = 0 if night else hour % 12 + 12 if hour <= 12 else hour
    elif 1 <= hour <= 6 and len(written) == 1:
        hour += 12
    total = (hour * 60 + minutes) % (24 * 60)
    return f"{total // 60:02}:{total % 60:02}"


def _digits(word: re.Match[str]) -> str:
    """An hour or a number of minutes in words; `a la una` and `à uma` are one o'clock."""
    if word[0] in {"un", "um", "meia", "once"} and not word.string[: word.start()].endswith("las "):
        return word[0]
    number = read_words(word[0])
    return str(number) if number is not None and number < 60 else word[0]
