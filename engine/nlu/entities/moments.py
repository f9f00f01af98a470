"""Days and times of day in a message, also those counted from now: `el martes que viene`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from engine.nlu.entities import spans
from engine.nlu.entities.protocol import Scene
from engine.nodes.answers import date, time
from engine.nodes.answers.calendar_words import MONTHS, UNITS, weekdays
from engine.nodes.answers.number_words import read_words
from engine.types.reading import Entity

# The words that the grammar of dates starts from, beside months, weekdays, units and digits.
_NEAR = """hoy hoje today tonight manana amanha tomorrow ayer ontem yesterday anteayer antier
anteontem"""
_PARTS = frozenset(
    [
        "mediodia",
        "medio",
        "meio",
        "meia",
        "noon",
        "midday",
        "midnight",
        "medianoche",
        "media",
        "las",
        "as",
        "at",
        "la",
        "clock",
        "punto",
        "ponto",
    ]
)
_PART_OF_DAY = re.compile(
    r"\s+(?:(?:de|por|en|da|pela|in|at|a)\s+)?(?:la |the )?"
    r"(?:ma[ñn]ana|manh[ãa]|morning|madrugada|tarde|afternoon|noche|noite|evening|night)\b",
    re.IGNORECASE,
)
_WEEKDAYS = frozenset(name for code in ("es", "en", "pt") for name in weekdays(code))
_DAY_WORDS = frozenset(_NEAR.split()) | MONTHS.keys() | UNITS.keys() | _WEEKDAYS


def find_days(scene: Scene) -> Iterator[Entity]:
    """ISO dates. Nothing where nobody said when the message was written."""
    if scene.now_us:
        for found in spans.find("date", date.read, scene, _may_be_day):
            if not _is_bare(scene, found):
                yield found


def find_times(scene: Scene) -> Iterator[Entity]:
    """Times as HH:MM."""
    for found in spans.find("time", time.read, scene, _may_be_time):
        if not _is_bare(scene, found):
            part = _PART_OF_DAY.match(scene.text, found.end)
            yield replace(found, end=part.end()) if part else found


def _may_be_day(word: str) -> bool:
    return word in _DAY_WORDS or word[0].isdigit()


@lru_cache(maxsize=20_000)
def _may_be_time(word: str) -> bool:
    return word in _PARTS or word[0].isdigit() or (word.isalpha() and _is_hour(word))


def _is_hour(word: str) -> bool:
    number = read_words(word)
    return number is not None and 0 < number <= 24


def _is_bare(scene: Scene, found: Entity) -> bool:
    """A number alone is a number: `15` says neither a day nor an hour."""
    return scene.text[found.start : found.end].isdigit()
