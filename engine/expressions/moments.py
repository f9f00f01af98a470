"""Functions on moments: read from texts, moved, subtracted, and written by a pattern."""

import calendar
import re
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from engine.expressions.errors import ExpressionFault
from engine.expressions.localised import language_of
from engine.expressions.reckoning import as_text
from engine.expressions.values import Scope, kind_of

_DATE = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[-./](?P<m2>\d{1,2})[-./](?P<y2>\d{4}|\d{2}))(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})(?::(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})(?::?(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?)?\W*(?:(?P<half>[ap])m)?\b",
    re.IGNORECASE,
)
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
_MONTHS = {"years": 12, "months": 1}


def moment(scope: Scope, value: object) -> datetime:
    """The moment that a text names: `2026-11-23T15:30`, `23.11.2026`, `23/11/26 3:30 pm`."""
    found = moment_in(scope, value)
    if found is None:
        raise ExpressionFault(f"moment finds no date in {value!r}; write it as 2026-11-23 15:30")
    return found


def moment_in(scope: Scope, value: object) -> datetime | None:
    """The first date in a text, with its time if it has one; no value where there is none."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ExpressionFault(f"a date is wanted, found {kind_of(value)}")
    zone = _zone(scope)
    try:
        exact = datetime.fromisoformat(value.strip())
    except ValueError:
        return _loose(value, zone)
    return exact if exact.tzinfo else exact.replace(tzinfo=zone)


def time_in(value: object) -> str | None:
    """The first time of day in a text, as `15:30:00`; an hour alone is one too. No value where
    there is none."""
    text = value.strftime("%H:%M:%S") if isinstance(value, datetime) else as_text(value)
    for found in _CLOCK.finditer(_DATE.sub(" ", text).replace(" T", " ")):
        hour, minute, second = (int(found[name] or 0) for name in ("h", "min", "s"))
        half = (found["half"] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour < 24 and minute < 60 and second < 60:
            return f"{hour:02}:{minute:02}:{second:02}"
    return None


def shift(scope: Scope, value: object, count: object, unit: object) -> datetime:
    """The moment `count` units later, or earlier where it is negative."""
    start = moment(scope, value)
    if isinstance(count, bool) or not isinstance(count, int | float):
        raise ExpressionFault(f"shift wants a number of {unit}, found {kind_of(count)}")
    name = _unit("shift", unit)
    try:
        if name in _SECONDS:
            return start + timedelta(seconds=count * _SECONDS[name])
        return _add_months(start, int(count) * _MONTHS[name])
    except OverflowError:
        raise ExpressionFault("shift leads out of the calendar") from None


def between(scope: Scope, first: object, second: object, unit: object) -> int:
    """How many whole units lie between two moments; negative where the second is earlier."""
    start, end = moment(scope, first), moment(scope, second)
    name = _unit("between", unit)
    if name == "days":
        zone = _zone(scope)
        return (end.astimezone(zone).date() - start.astimezone(zone).date()).days
    if name in _SECONDS:
        return int((end - start).total_seconds() / _SECONDS[name])
    months = (end.year - start.year) * 12 + end.month - start.month
    return int(months / _MONTHS[name])


def format_moment(scope: Scope, value: object, pattern: object) -> str:
    """The moment by a pattern of CLDR, as `dd/MM/yyyy HH:mm`, in the bot's time zone."""
    from babel.dates import format_datetime  # noqa: PLC0415 -- loads locale data
    from babel.localedata import exists  # noqa: PLC0415 -- as above

    if not isinstance(pattern, str):
        raise ExpressionFault(f"format_moment wants a pattern, found {kind_of(pattern)}")
    zone = _zone(scope)
    language = language_of(scope).replace("-", "_")
    locale = language if exists(language) else "en"
    return format_datetime(moment(scope, value).astimezone(zone), pattern, zone, locale)


def _loose(text: str, zone: ZoneInfo) -> datetime | None:
    found = _DATE.search(text)
    if found is None:
        return None
    year, month, day = (int(found[name] or found[f"{name}2"]) for name in ("y", "m", "d"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    if found["m2"] and month > 12 >= day:
        day, month = month, day
    hour, minute, second = _time(text[: found.start()] + " " + text[found.end() :])
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _time(text: str) -> tuple[int, int, int]:
    for found in _TIME.finditer(text.replace("T", " ")):
        if not (found["min"] or found["half"]):
            continue
        hour, minute, second = (int(found[name] or 0) for name in ("h", "min", "s"))
        half = (found["half"] or "").lower()
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        if hour < 24 and minute < 60 and second < 60:
            return hour, minute, second
    return 0, 0, 0


def _add_months(start: datetime, months: int) -> datetime:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)


def _unit(function: str, unit: object) -> str:
    names = (*_MONTHS, *_SECONDS)
    name = unit if isinstance(unit, str) and unit.endswith("s") else f"{unit}s"
    if name not in names:
        raise ExpressionFault(f"{function} wants one of {', '.join(names)}, found {unit!r}")
    return name


def _zone(scope: Scope) -> ZoneInfo:
    try:
        name = scope["time_zone"]
    except KeyError:
        name = "UTC"
    return _named(str(name))


@cache
def _named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")
