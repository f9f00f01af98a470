"""RapidPro's functions on dates and times."""

from collections.abc import Callable

from engine.importers.rapidpro.formats import UNITS, cldr, reader
from engine.importers.rapidpro.values import (
    Made,
    Untranslatable,
    as_date,
    as_moment,
    as_number,
    as_text,
    as_time,
    as_whole,
    constant,
    quoted,
)
from engine.importers.rapidpro.writing import Arguments, Translator, Writer, of, whole, written

TIME = "tt:mm"
EPOCH = quoted("1970-01-01T00:00:00+00:00")


def _default_date(translator: Translator) -> str:
    return "DD-MM-YYYY" if translator.day_first else "YYYY-MM-DD"


def _datetime(value: Made) -> Made:
    if value.type == "datetime":
        return value
    of_text = as_text(value)
    return Made(f"moment({of_text})", "datetime", f"moment_in({of_text}) != null", True)


def _date(value: Made) -> Made:
    if value.type in {"date", "datetime"}:
        return Made(as_date(value), "date")
    return Made(as_date(value), "date", f"moment_in({as_text(value)}) != null", True)


def _time(value: Made) -> Made:
    cel = as_time(value)
    if value.type in {"time", "datetime"}:
        return Made(cel, "time")
    return Made(cel, "time", f"{cel} != null", True)


def _formatted(moment: str, layout: str) -> Made:
    """A moment by a pattern; `aa` stands for am and pm in small letters."""
    parts = [f"format_moment({moment}, {quoted(cldr(part))})" for part in layout.split("aa")]
    if len(parts) == 1:
        return Made(parts[0], "text")
    half = f'lower(format_moment({moment}, "a"))'
    kept = [f"{one} + {half}" if at < len(parts) - 1 else one for at, one in enumerate(parts)]
    empty = f"format_moment({moment}, {quoted('')})"
    whole_text = " + ".join(kept).replace(f"{empty} + ", "").removesuffix(f" + {empty}")
    return Made(f"({whole_text})", "text")


def _format(default: Callable[[Translator], str], read: Callable[[Made], str]) -> Writer:
    def write(translator: Translator, arguments: Arguments) -> Made:
        if not 1 <= len(arguments) <= 3:
            raise Untranslatable("it is read with a value, a pattern and a time zone")
        made = [translator.tree(one) for one in arguments]
        if len(made) == 3 and constant(made[2]) is None and made[2].cel != "time_zone":
            raise Untranslatable("a time zone must be written out")
        layout = written(made[1], "the pattern") if len(made) > 1 else default(translator)
        return _formatted(read(made[0]), layout)

    return write


def _clock(value: Made) -> str:
    return value.cel if value.type == "datetime" else f'("2000-01-01T" + {as_time(value)})'


def _shift(value: Made, count: Made, unit: Made) -> Made:
    return Made(f"shift({as_moment(value)}, {as_number(count)}, {_unit(unit)})", "datetime")


def _unit(unit: Made) -> str:
    found = UNITS.get(constant(unit) or "")
    if found is None:
        raise Untranslatable(f"the unit of time {unit.cel} is not known")
    return quoted(found)


def _between(first: Made, second: Made, unit: Made) -> Made:
    one, other = as_moment(first), as_moment(second)
    name = _unit(unit)
    if name == '"weeks"':
        return Made(f'(between({one}, {other}, "days") / 7)', "number")
    if name == '"years"':
        return Made(f"({_number('yyyy', other)} - {_number('yyyy', one)})", "number")
    return Made(f"between({one}, {other}, {name})", "number")


def _number(letters: str, moment: str) -> str:
    return f"as_number(format_moment({moment}, {quoted(letters)}))"


def _part(letters: str) -> Writer:
    return of(lambda one: Made(_number(letters, as_moment(one)), "number"), 1)


def _replace_time(value: Made, time: Made) -> Made:
    return Made(f'moment({as_date(value)} + " " + {as_time(time)})', "datetime")


def _date_parts(year: Made, month: Made, day: Made) -> Made:
    first = f'(outlined({as_number(year)}) + "-" + outlined({as_number(month)}) + "-1")'
    moment = f'shift({first}, {as_number(day)} - 1, "days")'
    return Made(f'format_moment({moment}, "yyyy-MM-dd")', "date")


def _time_parts(*parts: Made) -> Made:
    texts = [f'slice("0" + string({as_whole(one)}), -2)' for one in parts]
    return Made(f"time_in({' + quote + '.join(texts)})".replace("quote", '":"'), "time")


def _weekday(value: Made) -> Made:
    # The first of January 2023 was a Sunday, which counts as 0.
    return Made(f'((between("2023-01-01", {as_moment(value)}, "days") % 7 + 7) % 7)', "number")


def _week_number(value: Made) -> Made:
    moment = as_moment(value)
    first = f'(format_moment({moment}, "yyyy") + "-01-01")'
    start = f'((between("2023-01-01", {first}, "days") % 7 + 7) % 7)'
    return Made(f'((between({first}, {moment}, "days") + {start}) / 7 + 1)', "number")


def _parse_datetime(value: Made, layout: Made, zone: Made | None = None) -> Made:
    if zone is not None and zone.cel != "time_zone":
        raise Untranslatable("a moment is read in the bot's time zone only")
    pattern, order = reader(written(layout, "the pattern"))
    text = as_text(value)
    cel = f"moment(replace_match({text}, {quoted(pattern)}, {quoted(order)}))"
    return Made(cel, "datetime", f"matches({text}, {quoted(pattern)})", True)


def _parse_time(value: Made, _layout: Made) -> Made:
    return _time(value)


def _from_epoch(seconds: Made) -> Made:
    return Made(f'shift({EPOCH}, {as_number(seconds)}, "seconds")', "datetime")


def _epoch(value: Made) -> Made:
    return Made(f'between({EPOCH}, {as_moment(value)}, "seconds")', "number")


def _old_days(value: Made, other: Made) -> Made:
    return Made(f'between({as_moment(other)}, {as_moment(value)}, "days")', "number")


def _edate(value: Made, months: Made) -> Made:
    return Made(f'shift({as_moment(value)}, {whole(months, "the months")}, "months")', "datetime")


def _old_datedif(first: Made, second: Made, unit: Made) -> Made:
    name = constant(unit) or ""
    return _between(first, second, Made(quoted(name.upper()[-1:]), "text"))


def _old_weekday(value: Made) -> Made:
    return Made(f"({_weekday(value).cel} + 1)", "number")


TABLE: dict[str, Writer] = {
    "now": of(lambda: Made("now", "datetime"), 0),
    "today": of(lambda: Made('format_moment(now, "yyyy-MM-dd")', "date"), 0),
    "date": of(_date, 1),
    "datetime": of(_datetime, 1),
    "time": of(_time, 1),
    "date_from_parts": of(_date_parts, 3),
    "time_from_parts": of(_time_parts, 3),
    "datetime_from_epoch": of(_from_epoch, 1),
    "epoch": of(_epoch, 1),
    "parse_datetime": of(_parse_datetime, 2, 3),
    "parse_time": of(_parse_time, 2),
    "datetime_add": of(_shift, 3),
    "datetime_diff": of(_between, 3),
    "replace_time": of(_replace_time, 2),
    "format_datetime": _format(lambda t: f"{_default_date(t)} {TIME}", as_moment),
    "format_date": _format(_default_date, as_moment),
    "format_time": _format(lambda _t: TIME, _clock),
    "weekday": of(_weekday, 1),
    "week_number": of(_week_number, 1),
    "tz": of(lambda _one: Made("time_zone", "text"), 1),
    "tz_offset": of(lambda one: Made(f'format_moment({as_moment(one)}, "xx")', "text"), 1),
}
OLD_TABLE: dict[str, Writer] = {
    "date": of(_date_parts, 3),
    "datevalue": of(_date, 1),
    "timevalue": of(_time, 1),
    "time": of(_time_parts, 3),
    "edate": of(_edate, 2),
    "datedif": of(_old_datedif, 3),
    "days": of(_old_days, 2),
    "weekday": of(_old_weekday, 1),
    "year": _part("yyyy"),
    "month": _part("M"),
    "day": _part("d"),
    "hour": _part("H"),
    "minute": _part("m"),
    "second": _part("s"),
}
