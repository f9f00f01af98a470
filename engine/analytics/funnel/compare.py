"""Funnels against each other: of two funnels or periods, or of the variants of an experiment."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
from msgspec import Struct, structs

from engine.analytics.funnel.funnel import Funnel
from engine.analytics.funnel.table import StepRow
from engine.analytics.statistics import holm, newcombe, sample_ratio_p, two_shares_p
from engine.types.issue import TertuliaError

# Below this the split of an experiment is no chance.
SPLIT_P = 0.001
# The rows of a funnel, and how many people it has.
Table = tuple[list[StepRow], int]


class DifferenceRow(Struct, frozen=True):
    """A step of a variant against the same step of the control.

    `rate` is of who came to the step before, `total_rate` of all who began; the differences are
    of the variant's minus the control's, each with its 95 % interval (R. G. Newcombe, 1998) and
    the two-sided `p` that there is none; `adjusted` is that of `p` among all rows (S. Holm, 1979).
    """

    variant: str
    step: int
    title: str
    control_rate: float
    rate: float
    difference: float
    low: float
    high: float
    p: float
    adjusted: float
    control_total_rate: float
    total_rate: float
    total_difference: float
    total_low: float
    total_high: float
    total_p: float
    total_adjusted: float


class Comparison(Struct, frozen=True):
    """Variants against a control. `began` says how many were counted of each, `split_p` how likely
    such numbers are by chance (None where nobody was assigned); below `SPLIT_P` something is wrong
    with the assignment, and the differences mean nothing."""

    control: str
    rows: tuple[DifferenceRow, ...]
    began: dict[str, int]
    split_p: float | None

    @property
    def is_split_sound(self) -> bool:
        """Whether the numbers of people are as they were meant to be."""
        return self.split_p is None or self.split_p >= SPLIT_P

    def arrow(self) -> pa.Table:
        """The rows, as Arrow."""
        types = {str: pa.string(), int: pa.int64()}
        columns = [
            (each.name, types.get(each.type, pa.float64()))
            for each in structs.fields(DifferenceRow)
        ]
        return pa.Table.from_pylist([structs.asdict(row) for row in self.rows], pa.schema(columns))


def compare(
    control: Funnel, other: Funnel, names: tuple[str, str] = ("control", "other")
) -> Comparison:
    """Two funnels of as many steps, as of two periods, whole each: breakdowns are left out.
    People who are in both are taken for different ones. Raises TertuliaError where they have not
    as many steps."""
    if len(control.spec.steps) != len(other.spec.steps):
        raise TertuliaError(
            f"funnels of {len(control.spec.steps)} and {len(other.spec.steps)} steps cannot be "
            "compared; give both as many"
        )
    tables = {name: _whole(funnel) for name, funnel in zip(names, (control, other), strict=True)}
    return _compared(names[0], tables, None)


def compare_values(
    funnel: Funnel, control: str, weights: Mapping[str, float] | None = None
) -> Comparison:
    """The values of a breakdown, such as the variants of an experiment, against one of them.

    `weights` are the shares in which people were to be assigned, equal ones unless given. Who has
    no value was not assigned, but where the control is the empty text: those without a tag, say.
    Raises TertuliaError where the funnel has no such value.
    """
    # Who has no value was not assigned, unless that is what the others are compared with.
    values = [value for value in funnel.values if value or not control]
    if control not in values or funnel.spec.breakdown is None:
        known = ", ".join(repr(value) for value in values) or "none"
        raise TertuliaError(f"there is no value {control!r}; name one of the breakdown's: {known}")
    tables = {value: (funnel.rows_of(value), funnel.size_of(value)) for value in [control, *values]}
    if weights is not None and set(weights) != set(tables):
        raise TertuliaError(f"weights of {sorted(weights)}; give one for each of {sorted(tables)}")
    shares = [1.0 if weights is None else weights[value] for value in tables]
    return _compared(control, tables, shares)


def _whole(funnel: Funnel) -> Table:
    plain = structs.replace(funnel.spec, breakdown=None)
    whole = Funnel(plain, funnel.tries, funnel.watermark)
    return whole.rows(), whole.tries.num_rows


def _compared(
    control: str, tables: Mapping[str, Table], shares: Sequence[float] | None
) -> Comparison:
    began = {name: everyone for name, (_, everyone) in tables.items()}
    pairs = [
        (variant, now, then)
        for variant, (rows, _) in tables.items()
        if variant != control
        # All have come to step 1.
        for now, then in list(zip(rows, tables[control][0], strict=True))[1:]
    ]
    steps = [_counts(now, then) for _, now, then in pairs]
    wholes = [
        (then.converted, began[control], now.converted, began[name]) for name, now, then in pairs
    ]
    found = [
        DifferenceRow(name, now.step, now.title, *(*one, step_p), *(*all_, total_p))
        for (name, now, _), (*one, step_p), (*all_, total_p) in zip(
            pairs, _differences(steps), _differences(wholes), strict=True
        )
    ]
    split = sample_ratio_p(list(began.values()), shares) if shares and len(began) > 1 else None
    return Comparison(control, tuple(found), began, split)


def _counts(now: StepRow, then: StepRow) -> tuple[int, int, int, int]:
    return then.entered - then.dropped, then.entered, now.entered - now.dropped, now.entered


def _differences(
    counts: Sequence[tuple[int, int, int, int]],
) -> list[tuple[float, float, float, float, float, float, float]]:
    """Both shares, their difference with its interval, and its p alone and among all."""
    values = [two_shares_p(*four) for four in counts]
    found = []
    for (part_a, whole_a, part_b, whole_b), p, adjusted in zip(
        counts, values, holm(values), strict=True
    ):
        a, b = part_a / whole_a if whole_a else 0.0, part_b / whole_b if whole_b else 0.0
        low, high = newcombe(part_a, whole_a, part_b, whole_b)
        found.append((a, b, b - a, low, high, p, adjusted))
    return found
