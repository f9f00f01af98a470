"""RapidPro's functions on dates and times, as expressions of ours."""

from engine.importers.rapidpro.formats import cldr, unit_of
from engine.importers.rapidpro.values import Made, as_moment, as_number, as_text, quoted


def date(value: Made) -> Made:
    return Made(f'format_moment({as_moment(value)}, "yyyy-MM-dd")', "text")


def time(value: Made) -> Made:
    if value.type == "datetime":
        return Made(f'format_moment({value.cel}, "HH:mm:ss")', "text")
    return Made(f'format_moment("2000-01-01 " + {as_text(value)}, "HH:mm:ss")', "text")


def format_datetime(value: Made, pattern: Made | None = None, *_zone: Made) -> Made:
    asked = pattern.cel[1:-1] if pattern and pattern.cel.startswith('"') else "YYYY-MM-DD tt:mm"
    return Made(f"format_moment({as_moment(value)}, {quoted(cldr(asked))})", "text")


def format_date(value: Made, pattern: Made | None = None) -> Made:
    asked = pattern.cel[1:-1] if pattern and pattern.cel.startswith('"') else "YYYY-MM-DD"
    return Made(f"format_moment({as_moment(value)}, {quoted(cldr(asked))})", "text")


def format_time(value: Made, pattern: Made | None = None) -> Made:
    asked = pattern.cel[1:-1] if pattern and pattern.cel.startswith('"') else "tt:mm"
    moment = as_moment(value) if value.type == "datetime" else f'"2000-01-01 " + {as_text(value)}'
    return Made(f"format_moment({moment}, {quoted(cldr(asked))})", "text")


def shift(value: Made, count: Made, unit: Made) -> Made:
    return Made(f"shift({as_moment(value)}, {as_number(count)}, {unit_of(unit.cel)})", "datetime")


def between(first: Made, second: Made, unit: Made) -> Made:
    one, other = as_moment(first), as_moment(second)
    return Made(f"between({one}, {other}, {unit_of(unit.cel)})", "number")


def replace_time(value: Made, time: Made) -> Made:
    day = f'format_moment({as_moment(value)}, "yyyy-MM-dd ")'
    return Made(f"moment({day} + {as_text(time)})", "datetime")


def parts(year: Made, month: Made, day: Made) -> Made:
    numbers = [f"string({as_number(one)})" for one in (year, month, day)]
    return Made(' + "-" + '.join(numbers), "text")
