"""A history as indexes, as if it had been compacted once and written to since."""

from engine.analytics.funnel import scan
from engine.analytics.funnel.indexed import can_answer
from engine.analytics.index.amending import amended
from engine.analytics.index.build import COLUMNS, build


def indexed(spec, history, until=None):
    """What the scan finds out of an index, None if it cannot; with `until`, the rows after that
    number came later."""
    parts = [build(rows(history, 0, until or 2**62))]
    if until is not None:
        parts = amended(parts[0], build(rows(history, until, 2**62)))
    if not all(can_answer(spec, part) for part in parts):
        return None
    return scan.run_indexed(spec, parts, history.watermark().t_us + 1)


def rows(history, after, until):
    found = {}
    for name, columns in COLUMNS.items():
        table = getattr(history, name)
        chosen = table.filter((table.seq > after) & (table.seq <= until))
        found[name] = history.query(chosen.select(*columns))
    return found
