"""Funnels straight from the files of an archive, without an index: some of them.

Copies of rows change nothing where rows of one time count step by step and each is one step only.
So neither they need to be known, nor the ids by which they would be.
"""

from collections.abc import Iterator
from pathlib import Path

from engine.analytics.funnel.indexed import Indexed, is_known, lineups
from engine.analytics.funnel.spec import FunnelSpec, Happened, Intent, Port, Tagged
from engine.analytics.index.unkept import read_part

# The columns that tell a step.
COLUMNS: dict[type, tuple[str, ...]] = {
    Happened: ("kind", "name"),
    Intent: ("kind", "intent"),
    Port: ("kind", "topic", "node", "port"),
    Tagged: ("kind", "name"),
}


class UnfitError(Exception):
    """The files have to be read otherwise for this funnel."""


def is_direct(spec: FunnelSpec) -> bool:
    """Whether a funnel may be counted so."""
    steps = all(type(step) in COLUMNS and step.within_s is None for step in spec.steps)
    plain = spec.ties == "favourable" and spec.order == "ordered" and not spec.exclusions
    return steps and plain and spec.entity == "contact" and is_known(spec)


def direct_lineups(spec: FunnelSpec, file: Path, now_us: int) -> Iterator[Indexed]:
    """The rows of a funnel in a file. Raises UnfitError where that does not do."""
    columns = {column for step in spec.steps for column in COLUMNS[type(step)]}
    columns |= {*spec.where, *([spec.breakdown.column] if spec.breakdown else [])}
    part = read_part(file, sorted(columns))
    if part is None:
        raise UnfitError
    for lined_up in lineups(spec, part, now_us):
        found = lined_up()
        if not found.races:
            raise UnfitError
        yield found
