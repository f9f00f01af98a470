"""A day, said outright or from today on; the value is its ISO date, such as 2026-11-24.

What is said without a year lies ahead: the next such day, today included.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.expressions.folding import fold
from engine.nodes.answers.calendar_words import MONTHS, UNITS, one_of, weekdays
from engine.nodes.answers.number_words import read_words
from engine.nodes.answers.places import locale_of
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

SECOND_US = 1_000_000

_MONTH = one_of(MONTHS)
_UNIT = one_of(UNITS)
_ORDINAL = r"(?:st|nd|rd|th|ro|er|o|a)?"
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([-/.])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2}))?(?![\d/-])"
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}}){_ORDINAL}\s*(?:de|of|-|/|\.)?\s*({_MONTH})\b\.?"
    r"(?:\s*,?\s*(?:de|del|of)?\s*(\d{4})\b|\s*(?:de|del|/|-|')\s*(\d{2})\b)?"
)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\.?\s+(?:the\s+)?(\d{{1,2}}){_ORDINAL}\b(?:\s*,?\s*(\d{{4}})\b)?"
)
_WORD_DAY = re.compile(rf"\b((?:[a-z]+ )?(?:[a-z]+ )?[a-z]+)(?= (?:de|of) (?:{_MONTH})\b)")
_SPAN = re.compile(
    r"\b(en|dentro de|in|within|em|daqui a|hace|ha|faz)\s+"
    rf"((?:\w+\s)?(?:[ye]\s)?\w+?)\s+({_UNIT})\b"
)
_SPAN_BACK = re.compile(rf"\b(\w+)\s+({_UNIT})\s+(ago|atras|from now|from today)\b")
_DAY_ONLY = re.compile(
    rf"(?:\b(?:el|dia|the|day)\s+(\d{{1,2}}){_ORDINAL}(?![\d:/h])\b|^(\d{{1,2}}){_ORDINAL}$)"
)
_RANGE = re.compile(
    r"\b(?:del?|from|entre|between)\s(?:\w+\s){0,4}?(?:al?|to|y|and|e|ate|hasta)\s(?:\w+\s)?\d"
)
_MORNING = re.compile(r"\b(?:por|de|en|a|da|pela) (?:la )?(?:manana|manha)\b(?! por)")
_NEXT_WEEK = re.compile(
    r"\b(?:semana que (?:viene|vem)|proxima semana|semana (?:proxima|siguiente)|next week)\b"
)
_NEXT_MONTH = re.compile(
    r"\b(?:mes que viene|proximo mes|mes proximo|next month|mes que vem|mes siguiente)\b"
)
_LAST = re.compile(r"\b(?:pasado|pasada|last|passado|passada)\b")
_DAYS = (
    (2, r"pasado manana|depois de amanha|day after tomorrow"),
    (-2, r"anteayer|antier|antes de ayer|anteontem|day before yesterday"),
    (1, r"manana|amanha|tomorrow|tmrw|tomorow"),
    (-1, r"ayer|ontem|yesterday"),
    (
        0,
        r"hoy|hoje|today|tonight|esta (?:tarde|noche|noite|manana|manha)"
        r"|this (?:morning|afternoon|evening)",
    ),
)
_BACK = frozenset({"hace", "ha", "faz", "ago", "atras"})


def read(text: str, _said: Said, _question: Question, context: Context) -> Value:
    today = today_of(context)
    folded = _WORD_DAY.sub(_digits, fold(text[:300]).replace("\u2019", "'"))
    if _RANGE.search(folded):
        return None
    month_first = _month_first(context)
    language = context.language.partition("-")[0]
    ways: tuple[Callable[[], Iterator[date | None]], ...] = (
        lambda: _outright(folded, today, month_first=month_first),
        lambda: _near(folded, today),
        lambda: _weekday(folded, today, language),
        lambda: _day_of_month(folded, today),
    )
    for way in ways:
        found = set(way())
        if found:
            day = found.pop()
            return None if found or day is None else day.isoformat()
    return None


def today_of(context: Context) -> date:
    """The day that it is for the person."""
    try:
        zone = ZoneInfo(context.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.fromtimestamp(context.now_us // SECOND_US, zone).date()


def _outright(folded: str, today: date, *, month_first: bool) -> Iterator[date | None]:
    for found in _ISO.finditer(folded):
        yield _day(int(found[1]), int(found[2]), int(found[3]))
    rest = _ISO.sub(" ", folded)
    for found in _NUMERIC.finditer(rest):
        if found[2] == "." and not found[4]:
            continue
        day, month = int(found[1]), int(found[3])
        if (month_first and day <= 12) or month > 12:
            day, month = month, day
        yield _dated(today, day, month, found[4])
    for found in _DAY_MONTH.finditer(rest):
        yield _dated(today, int(found[1]), MONTHS[found[2]], found[3] or found[4])
    for found in _MONTH_DAY.finditer(_DAY_MONTH.sub(" ", rest)):
        yield _dated(today, int(found[2]), MONTHS[found[1]], found[3])


def _near(folded: str, today: date) -> Iterator[date | None]:
    """Days counted from today: tomorrow, in three weeks, two days ago."""
    spans = [(found[1], found[2], found[3]) for found in _SPAN.finditer(folded)]
    spans += [(found[3], found[1], found[2]) for found in _SPAN_BACK.finditer(folded)]
    for direction, words, unit in spans:
        count = int(words) if words.isdigit() else read_words(words) or (words in {"a", "an"})
        if count and count < 10_000:
            yield _moved(today, -count if direction in _BACK else count, UNITS[unit])
    rest = _MORNING.sub(" ", folded)
    for days, words in _DAYS:
        rest, count = re.subn(rf"\b(?:{words})\b", " ", rest)
        if count:
            yield today + timedelta(days)


def _weekday(folded: str, today: date, language: str) -> Iterator[date | None]:
    names = weekdays(language)
    for found in re.finditer(rf"\b({one_of(names)})s?\b(?!-)", folded):
        ahead = (names[found[1]] - today.weekday()) % 7
        if _NEXT_WEEK.search(folded):
            yield today + timedelta(7 - today.weekday() + names[found[1]])
        elif _LAST.search(folded):
            yield today + timedelta((ahead or 7) - 7 if ahead else -7)
        else:
            yield today + timedelta(ahead or 7)


def _day_of_month(folded: str, today: date) -> Iterator[date | None]:
    for found in _DAY_ONLY.finditer(folded):
        day = int(found[1] or found[2])
        first = today.replace(day=1)
        if _NEXT_MONTH.search(folded):
            month = _moved(first, 1, "month")
            yield _day(month.year, month.month, day) if month else None
            continue
        months = (_moved(first, count, "month") for count in range(4))
        days = (_day(month.year, month.month, day) for month in months if month)
        yield next((one for one in days if one and one >= today), None)


def _dated(today: date, day: int, month: int, year: str | None) -> date | None:
    """The day of a year, or of the next year in which it is still to come."""
    if year:
        full = int(year)
        if len(year) == 2:
            full += 2000 if full <= today.year % 100 + 20 else 1900
        return _day(full, month, day)
    days = (_day(today.year + count, month, day) for count in range(9))
    return next((one for one in days if one and one >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(start: date, count: int, unit: str) -> date | None:
    """A day some days, weeks, months or years away; the month's last where it is shorter."""
    try:
        if unit in {"day", "week"}:
            return start + timedelta(count * (7 if unit == "week" else 1))
        months = start.year * 12 + start.month - 1 + count * (12 if unit == "year" else 1)
        for day in range(start.day, 27, -1):
            if moved := _day(months // 12, months % 12 + 1, day):
                return moved
        return _day(months // 12, months % 12 + 1, start.day)
    except OverflowError:
        return None


def _digits(words: re.Match[str]) -> str:
    parts = words[1].split()
    for count in range(len(parts)):
        tail = parts[count:]
        ordinal = tail[-1] in {"primero", "primeiro", "first"}
        number = 1 if ordinal else read_words(" ".join(tail))
        if (
            (len(tail) == 1 or not ordinal)
            and number
            and number <= 31
            and tail[0] not in {"y", "e"}
        ):
            return " ".join([*parts[:count], str(number)])
    return words[1]


def _month_first(context: Context) -> bool:
    from babel.dates import get_date_format  # noqa: PLC0415 - loads locale data, seldom needed

    return str(get_date_format("short", locale_of(context)).pattern).lower().startswith("m")
