"""Words as a query: what a command line, an address or a node says of it."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec

from engine.analytics.metrics.period import LAST
from engine.analytics.metrics.protocol import Metric
from engine.analytics.metrics.query import Grain, Prices, Query, Scalar
from engine.types.bot import Segment
from engine.types.issue import TertuliaError

GRAINS: tuple[Grain, ...] = get_args(Grain)
PERIODS = "30min, 24h, 7d, 4w, 3mo, 2026-11-01..2026-11-30, or all"


def asked(
    metric: Metric,
    *,
    period: str = "",
    zone: str = "UTC",
    grain: str = "",
    by: str = "",
    top: int = 25,
    where: Iterable[str] = (),
    variables: Iterable[str] = (),
    tags: Iterable[str] = (),
    segment: Segment | None = None,
    compare: bool = False,
    prices: Prices | None = None,
) -> Query:
    """The query that these words ask; what is empty is as the metric has it.

    Filters are written `channel=web,sms` and `plan=gold`. Raises TertuliaError with what cannot
    be understood.
    """
    since, until, last = _period(period or metric.last)
    if grain and grain not in GRAINS:
        raise TertuliaError(f"grain {grain!r} is unknown; choose of {', '.join(GRAINS)}")
    usual: Grain = metric.grain if last.endswith("min") else "day"
    return Query(
        since=since,
        until=until,
        last=last,
        zone=zone,
        grain=next((each for each in GRAINS if each == grain), usual),
        where={name: tuple(values) for name, values in _filters(where).items()},
        variables={
            name: tuple(each for value in values for each in _scalars(value))
            for name, values in _filters(variables).items()
        },
        tags=tuple(tags),
        segment=segment,
        by=by,
        top=top,
        compare=compare,
        prices=prices,
    )


def read_prices(file: Path) -> Prices:
    """The prices of a JSON file. Raises TertuliaError with what is wrong with it."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Prices)
    except OSError as error:
        raise TertuliaError(f"{file}: {error.strerror}; name a file with prices") from None
    except msgspec.DecodeError as error:
        raise TertuliaError(f"{file}: {error}; see docs/how-to/metrics.md") from None


def _period(words: str) -> tuple[dt.date | None, dt.date | None, str]:
    """The first and last day, or how far back."""
    if words == "all":
        return None, None, ""
    if LAST.fullmatch(words):
        return None, None, words
    first, dots, last = words.partition("..")
    try:
        since = dt.date.fromisoformat(first) if first else None
        until = dt.date.fromisoformat(last) if last else None if dots else since
    except ValueError:
        raise TertuliaError(f"period {words!r} is unknown; write it as {PERIODS}") from None
    return since, until, ""


def _filters(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in words:
        name, sign, values = each.partition("=")
        if not (sign and name):
            raise TertuliaError(f"filter {each!r}: write it as name=value, or name=one,another")
        found.setdefault(name.strip(), []).extend(values.split(","))
    return found


def _scalars(word: str) -> list[Scalar]:
    """What a variable's value may be that is written so: `3` is a number or a text."""
    try:
        value = msgspec.json.decode(word)
    except msgspec.DecodeError:
        return [word]
    return [value, word] if isinstance(value, bool | int | float) else [word]
