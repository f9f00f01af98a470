"""Columns that several kinds of facts have."""

import ibis
import ibis.expr.types as ir
from ibis import _

from engine.analytics.facts.protocol import Tables

MS_US = 1000
# A time that has not come.
NEVER_MS = -1


def with_country(rows: ibis.Table, tables: Tables) -> ibis.Table:
    """The rows with `country`: that of the person's telephone number, noted when their session
    began; empty where none is known."""
    known = tables.events.filter((_.kind == "session_started") & (_.name != ""))
    countries = known.group_by(of_session=_.session_id).agg(country=_.name.max())
    joined = rows.left_join(countries, rows.session_id == countries.of_session)
    return joined.drop("of_session").mutate(country=_.country.fill_null(""))


def json_of(data: ir.StringColumn) -> ir.JSONColumn:
    """A text column as JSON; empty text is nothing."""
    return data.nullif("").cast("json")


def text_in(data: ir.StringColumn, *names: str) -> ir.StringColumn:
    """The first of these that JSON has as a text; empty where it has none."""
    values = json_of(data)
    return ibis.coalesce(*(values[name].str.nullif("") for name in names), ibis.literal(""))


def rounded_ms(duration_us: ir.IntegerColumn) -> ir.IntegerColumn:
    """A duration in milliseconds with three digits, rounded down; at least 0, and `NEVER_MS` where
    there is none.

    So times can be kept as how often there is each, and their percentiles stay the same.
    """
    ms = (duration_us / MS_US).floor().cast("int64")
    steps = [(10**digits, 10 ** (digits - 2)) for digits in range(10, 2, -1)]
    return ibis.cases(
        (duration_us.isnull(), NEVER_MS),
        (ms < 0, 0),
        *[(ms >= least, ms - ms % step) for least, step in steps],
        else_=ms,
    )
