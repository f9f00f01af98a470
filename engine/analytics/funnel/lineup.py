"""The rows of a funnel as arrays for the scan: lined up by entity, then by time."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
from msgspec import Struct

from engine.analytics.funnel.kernels import Found, Ints
from engine.analytics.funnel.spec import FunnelSpec
from engine.analytics.funnel.stream import order_of, stream
from engine.analytics.history import History


class Lines(Struct, frozen=True):
    """What the loops go through. `begins` has the row where each entity begins, and the number of
    rows; `matches` and `ends` have a bit a step; the last row of an entity is its probe."""

    begins: Ints
    times: Ints
    matches: Ints
    ends: Ints
    probe: Ints


class Lineup(Protocol):
    """Lines, and who and what they are: asked for those only who came somewhere."""

    @property
    def lines(self) -> Lines: ...

    @property
    def begins(self) -> Ints:
        """Where each entity begins."""
        ...

    def raced(self, window: int) -> Found | None:
        """What a loop finds that is faster for this funnel; None if there is none."""
        ...

    def entities(self, chosen: Ints) -> pa.Array: ...

    def contacts(self, chosen: Ints) -> pa.Array: ...

    def values(self, rows: Ints) -> pa.Array:
        """The values of rows in the breakdown."""
        ...


class Streamed:
    """A lineup of a history's rows as the stream gives them."""

    def __init__(self, spec: FunnelSpec, history: History) -> None:
        rows = stream(spec, history)
        order = [rows.entity, rows.held, *order_of(spec, rows)]
        self._rows = found = history.query(rows.order_by(order)).combine_chunks()
        self.lines = Lines(
            _begins(found),
            numbers(found, "t"),
            bits(found, "s", range(1, len(spec.steps) + 1)),
            bits(found, "x", range(1, len(spec.steps))),
            numbers(found, "probe"),
        )

    @property
    def begins(self) -> Ints:
        return self.lines.begins

    def raced(self, window: int) -> None:  # noqa: ARG002 - whatever it is
        return None

    def entities(self, chosen: Ints) -> pa.Array:
        return self._taken("entity", self.lines.begins[chosen])

    def contacts(self, chosen: Ints) -> pa.Array:
        # The probe has the contact of all its rows.
        return self._taken("contact", self.lines.begins[chosen + 1] - 1)

    def values(self, rows: Ints) -> pa.Array:
        return self._taken("value", rows)

    def _taken(self, column: str, rows: Ints) -> pa.Array:
        return self._rows[column].combine_chunks().take(pa.array(rows))


def numbers(rows: pa.Table, name: str) -> Ints:
    """A column as integers."""
    # A copy: what Arrow lends is read-only, for numba another type.
    return np.array(rows[name].cast(pa.int64()).to_numpy(), np.int64)


def bits(rows: pa.Table, letter: str, steps: Sequence[int]) -> Ints:
    """The columns of steps, which are true or false, as a bit each."""
    return flags(rows, {step: f"{letter}{step}" for step in steps})


def flags(rows: pa.Table, columns: Mapping[int, str]) -> Ints:
    """Columns that are true or false as a bit each: step 1's is the lowest."""
    found = np.zeros(rows.num_rows, np.int64)
    for step, column in columns.items():
        found |= numbers(rows, column) << (step - 1)
    return found


def _begins(rows: pa.Table) -> Ints:
    changes = np.zeros(rows.num_rows, np.bool_)
    changes[:1] = True
    for name in ("entity", "held"):
        numbers = rows[name].combine_chunks().dictionary_encode().indices.to_numpy()
        changes[1:] |= numbers[1:] != numbers[:-1]
    return np.append(np.flatnonzero(changes), rows.num_rows).astype(np.int64)
