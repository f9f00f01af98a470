"""Numbers, money, dates and plurals as people of the conversation's language write them."""

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.expressions.errors import ExpressionFault
from engine.expressions.values import Scope, kind_of

if TYPE_CHECKING:
    from babel import Locale

_STYLES = ("short", "medium", "long", "full")


@lru_cache(maxsize=64)
def _locale(language: str) -> "Locale":
    # Few bots format numbers, and babel takes a tenth of a second to load.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see above

    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError, below
        raise ExpressionFault(f"no time zone is named {name!r}") from None
    except KeyError:
        raise ExpressionFault(f"no time zone is named {name!r}") from None


def _setting(scope: Scope, name: str, otherwise: str) -> str:
    try:
        value = scope[name]
    except KeyError:
        return otherwise
    return value if isinstance(value, str) and value else otherwise


def language_of(scope: Scope) -> str:
    return _setting(scope, "language", "en")


def _number(function: str, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionFault(
            f"{function} wants a number, found {kind_of(value)}; write double(...) around a text"
        )
    return value


def number(scope: Scope, value: object, decimals: object = None) -> str:
    """`1234567.5` as 1.234.567,5 in Spanish; with `decimals`, always that many."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - as in _locale

    amount = _number("number", value)
    locale = _locale(language_of(scope))
    if decimals is None:
        return format_decimal(amount, locale=locale, decimal_quantization=False)
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 9:
        raise ExpressionFault("number wants 0 to 9 decimals")
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(amount, format=pattern, locale=locale)


def money(scope: Scope, value: object, currency: object) -> str:
    """`1234.5, "EUR"` as €1,234.50 in English."""
    from babel.numbers import UnknownCurrencyError, format_currency  # noqa: PLC0415 - as above

    if not isinstance(currency, str) or len(currency) != 3 or not currency.isalpha():
        raise ExpressionFault('money wants a currency of three letters: write money(x, "EUR")')
    try:
        return format_currency(
            _number("money", value), currency.upper(), locale=_locale(language_of(scope))
        )
    except UnknownCurrencyError:
        raise ExpressionFault(f"no currency is named {currency!r}") from None


def date(scope: Scope, value: object, style: object = "medium") -> str:
    """A date or timestamp in one of the styles short, medium, long and full."""
    from babel.dates import format_date  # noqa: PLC0415 - as above

    moment = _moment(scope, "date", value)
    if isinstance(moment, dt.time):
        raise ExpressionFault("date wants a date, found a time; write time_of_day(...)")
    return format_date(moment, _style("date", style), locale=_locale(language_of(scope)))


def time_of_day(scope: Scope, value: object, style: object = "short") -> str:
    """A time or timestamp in one of the styles short, medium, long and full."""
    from babel.dates import format_time  # noqa: PLC0415 - as above

    moment = _moment(scope, "time_of_day", value)
    if not isinstance(moment, dt.time | dt.datetime):
        raise ExpressionFault("time_of_day wants a time, found a date; write date(...)")
    zone = _zone(_setting(scope, "time_zone", "UTC"))
    return format_time(
        moment, _style("time_of_day", style), tzinfo=zone, locale=_locale(language_of(scope))
    )


def _style(function: str, style: object) -> str:
    if style not in _STYLES:
        raise ExpressionFault(f"{function} has the styles {', '.join(_STYLES)}; found {style!r}")
    return str(style)


def _moment(scope: Scope, function: str, value: object) -> dt.date | dt.time:
    """The value as a date, a timestamp in the conversation's time zone, or a time."""
    moment: dt.date | dt.time | None = (
        value if isinstance(value, dt.date | dt.time) else _read(value)
    )
    if moment is None:
        raise ExpressionFault(
            f"{function} wants a date or time such as 2026-11-23 or 15:30, found "
            + (repr(value)[:60] if isinstance(value, str) else kind_of(value))
        )
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(_zone(_setting(scope, "time_zone", "UTC")))
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=_zone(_setting(scope, "time_zone", "UTC")))
    return moment


def _read(value: object) -> dt.date | dt.time | None:
    if not isinstance(value, str):
        return None
    for read in (dt.date.fromisoformat, dt.datetime.fromisoformat, dt.time.fromisoformat):
        try:
            return read(value.strip())
        except ValueError:
            continue
    return None


def plural(scope: Scope, value: object, forms: object) -> str:
    """The form for that many things: the language's own category, else `other`."""
    if not isinstance(forms, dict):
        raise ExpressionFault('plural wants forms: write plural(n, {"one": "...", "other": "..."})')
    category = _locale(language_of(scope)).plural_form(abs(_number("plural", value)))
    form = forms.get(category, forms.get("other"))
    if not isinstance(form, str):
        raise ExpressionFault(f"plural has no text for {category!r}; add the form other")
    return form
