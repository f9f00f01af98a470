"""Rows of SQL that reach steps, as tries: how far each entity came, and when."""

import ibis
import ibis.expr.types as ir
from ibis import _

from engine.analytics.funnel.running import NONE, person
from engine.analytics.funnel.spec import FunnelSpec
from engine.analytics.funnel.stream import has_parts, order_of, removed_after


def by_entity(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """The tries that rows tell, with the steps that they reach."""
    steps = range(1, len(spec.steps) + 1)
    level = ibis.cases(*[(_[f"r{n}"], n) for n in reversed(steps)], else_=0)
    rows = rows.mutate(level=_.probe.ifelse(0, level).cast("int64"))
    if not _is_plain(spec) or _has_touch(spec):
        place = ibis.window(group_by=person(), order_by=order_of(spec, rows))
        rows = rows.mutate(place=ibis.row_number().over(place))
    if not _is_plain(spec):
        rows = rows.mutate(**{f"first{n}": _first_reached(spec, rows, n) for n in steps})
    rows = _with_touch(spec, rows)
    could = {f"could{n}": (rows[f"p{n}"] & rows.probe).ifelse(1, 0).max() for n in steps}
    value = rows.touched.ifelse(rows.value, ibis.null("string")).max().fill_null("")
    gone = {"gone": rows.removed.ifelse(1, 0).max()} if removed_after(spec) else {}
    found = rows.group_by(person()).agg(
        contact=rows.contact.max(),
        value=value,
        level=rows.level.max(),
        **gone,
        **could,
        **_times(spec, rows),
    )
    found = found.filter(found.level > 0)
    if gone:
        found = found.filter(found.gone == 0)
    goes_on = ibis.literal(False)
    for number in spec.limited():
        levels = [each for each in range(1, len(spec.steps)) if spec.next_of(each) == number]
        goes_on |= found.level.isin(levels) & (found[f"could{number}"] == 1)
    return found.mutate(immature=goes_on)


def _times(spec: FunnelSpec, rows: ibis.Table) -> dict[str, ir.Scalar]:
    """When each step was first reached, and when the try began that reached it then."""
    steps = range(1, len(spec.steps) + 1)
    if _is_plain(spec):
        # Later rows that reach a step began no earlier: the least is the first row's.
        return {
            f"{word}_us_{n}": (rows[f"r{n}"] & ~rows.probe).ifelse(rows[column], NONE).min()
            for n in steps
            for word, column in (("start", f"m{n}"), ("reached", "t"))
        }
    times = {}
    for n in steps:
        is_first = (rows.place == rows[f"first{n}"]).fill_null(False)
        # In a funnel that is open, the way from the step before counts before joining there.
        began = rows[f"came{n}"] if f"came{n}" in rows.columns else rows[f"m{n}"]
        times[f"start_us_{n}"] = is_first.ifelse(began, NONE).max()
        times[f"reached_us_{n}"] = is_first.ifelse(rows.t, NONE).max()
    return times


def _is_plain(spec: FunnelSpec) -> bool:
    """Whether whoever reaches a step later began no earlier."""
    optional = any(step.optional for step in spec.steps)
    return not (has_parts(spec) or spec.open_entry or optional)


def _has_touch(spec: FunnelSpec) -> bool:
    return spec.breakdown is not None and spec.breakdown.attribution != "each"


def _with_touch(spec: FunnelSpec, rows: ibis.Table) -> ibis.Table:
    """With `touched`: whether it is the row whose value counts in the breakdown."""
    if spec.breakdown is None or not _has_touch(spec):
        return rows.mutate(touched=ibis.literal(True))
    is_last = spec.breakdown.attribution == "last"
    if spec.breakdown.attribution == "step":
        chosen = _first_reached(spec, rows, spec.breakdown.at)
    else:
        chosen = _first_place(rows, _begins(spec, rows), is_last=is_last)
    return rows.mutate(touched=(rows.place == chosen).fill_null(False))


def _begins(spec: FunnelSpec, rows: ibis.Table) -> ir.BooleanValue:
    """Whether a try may begin by a row; in any order of steps, whether it is of any."""
    if spec.order == "unordered":
        return rows.level >= 1
    return (rows.step > 0) & rows.enters if spec.open_entry else rows.r1


def _first_reached(spec: FunnelSpec, rows: ibis.Table, number: int) -> ir.IntegerValue:
    """The place of the row by which a step was first reached, from the step before if it was."""
    passed = _first_place(rows, rows[f"p{number}"])
    if not spec.open_entry:
        return passed
    return ibis.coalesce(passed, _first_place(rows, rows[f"r{number}"]))


def _first_place(
    rows: ibis.Table, flag: ir.BooleanValue, *, is_last: bool = False
) -> ir.IntegerValue:
    everyone = ibis.window(group_by=person())
    places = (flag & ~rows.probe).ifelse(rows.place, NONE)
    return (places.max() if is_last else places.min()).over(everyone)
