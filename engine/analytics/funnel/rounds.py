"""Tries one after another in SQL: a round for everybody's first, then one for what is left."""

import ibis
import pyarrow as pa
from msgspec.structs import replace

from engine.analytics.funnel import tries
from engine.analytics.funnel.people import by_entity
from engine.analytics.funnel.running import NONE, ordered, person
from engine.analytics.funnel.spec import SECOND_US, FunnelSpec
from engine.analytics.funnel.stream import BETWEEN, has_parts, order_of


def played(spec: FunnelSpec, rows: pa.Table) -> pa.Table:
    """All tries of the rows of a stream. There are as many rounds as somebody has tries."""
    found = [tries.schema(len(spec.steps)).empty_table()]
    rows = _with_contacts(rows)
    one = replace(spec, counting="first")
    while rows.num_rows:
        connection = ibis.duckdb.connect()
        connection.con.register("rows", rows)
        left = connection.table("rows")
        if has_parts(spec) and len(found) == 1:
            # Whoever has parts tries in each of them.
            left = left.mutate(held=left.held + BETWEEN + left.part)
        followed = _followed(one, left.mutate(begins=left.s1))
        tried = by_entity(one, followed.filter(followed.lives)).to_pyarrow()
        found.append(tries.in_order(tried, len(spec.steps)))
        rest = followed.filter(followed.remains).mutate(s1=followed.begins)
        rows = rest.select(*left.columns).to_pyarrow()
        connection.disconnect()
    return pa.concat_tables(found)


def _with_contacts(rows: pa.Table) -> pa.Table:
    """With the contact of all rows of an entity at each of them."""
    connection = ibis.duckdb.connect()
    connection.con.register("rows", rows)
    found = connection.table("rows")
    everyone = ibis.window(group_by=person())
    return found.mutate(contact=found.contact.max().over(everyone)).to_pyarrow()


def _followed(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With whether a row belongs to the first try, and whether it remains for the next."""
    steps = range(1, len(spec.steps) + 1)
    last = len(spec.steps)
    rows = ordered(spec, rows)
    order, everyone = order_of(spec, rows), ibis.window(group_by=person())
    level = ibis.cases(*[(rows[f"r{n}"] & ~rows.probe, n) for n in reversed(steps)], else_=0)
    rows = rows.mutate(
        place=ibis.row_number().over(ibis.window(group_by=person(), order_by=order)),
        level=level.cast("int64"),
    )
    past = ibis.window(group_by=person(), order_by=order, rows=(None, -1))
    rows = rows.mutate(
        at=rows.level.max().over(past).fill_null(0),
        began=rows.m1.max().over(everyone),
        done=(rows.level == last).ifelse(rows.place, NONE).min().over(everyone),
    )
    is_over = ibis.literal(False)
    if spec.within_s is not None:
        is_over |= rows.t - rows.began > spec.within_s * SECOND_US
    for number in steps[:-1]:
        ends = rows[f"x{number}"]
        if spec.order == "strict" or spec.steps[number].directly:
            ends |= ~rows[f"r{number + 1}"]
        is_over |= (rows.at == number) & ends
    is_over &= (rows.at > 0) & ~rows.probe
    over = is_over.fill_null(False).ifelse(rows.place, NONE).min().over(everyone)
    rows = rows.mutate(over=over)
    is_done = rows.done.notnull() & (rows.over.isnull() | (rows.done < rows.over))
    lives = ibis.cases(
        (is_done, rows.place <= rows.done),
        (rows.over.notnull(), rows.place < rows.over),
        else_=True,
    )
    remains = ibis.cases(
        (is_done, rows.place > rows.done),
        (rows.over.notnull(), rows.place >= rows.over),
        else_=False,
    )
    return rows.mutate(lives=lives, remains=remains)
