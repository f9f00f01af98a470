"""The values of a breakdown that have the most people; the rest together."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.funnel.spec import FunnelSpec

OTHER = "(other)"


def top(spec: FunnelSpec, tries: pa.Table) -> pa.Table:
    """The tries, with the same value wherever it is not one of the most frequent."""
    breakdown = spec.breakdown
    if breakdown is None or not breakdown.top:
        return tries
    return only(spec, tries, by_size(tries)[: breakdown.top])


def only(spec: FunnelSpec, tries: pa.Table, kept: list[str]) -> pa.Table:
    """The tries with these values, and another one in place of all others."""
    breakdown = spec.breakdown
    if breakdown is None or not breakdown.top:
        return tries
    is_kept = pc.is_in(tries["value"], pa.array(kept, pa.string()))
    value = pc.if_else(is_kept, tries["value"], OTHER)
    place = tries.schema.get_field_index("value")
    found = tries.set_column(place, "value", value)
    if spec.counting == "totals" or breakdown.attribution != "each":
        return found
    return _once(found)


def by_size(tries: pa.Table) -> list[str]:
    """The values by number of tries, then by the alphabet; the rest last."""
    counts = tries["value"].value_counts().to_pylist()
    ranked = sorted(counts, key=lambda each: (-each["counts"], each["values"]))
    return sorted((each["values"] for each in ranked), key=lambda value: value == OTHER)


def _once(tries: pa.Table) -> pa.Table:
    """Whoever is in several of the rest once, by what came furthest."""
    by = {"entity": True, "value": True, "level": False, "immature": False, "start_us_1": True}
    order = [(name, "ascending" if is_up else "descending") for name, is_up in by.items()]
    numbered = tries.append_column("place", pa.array(np.arange(tries.num_rows)))
    ranked = numbered.sort_by([*order, ("place", "ascending")])
    entity, value = (ranked[name].combine_chunks() for name in ("entity", "value"))
    codes = [each.dictionary_encode().indices.to_numpy() for each in (entity, value)]
    first = np.ones(tries.num_rows, np.bool_)
    first[1:] = (np.diff(codes[0]) != 0) | (np.diff(codes[1]) != 0)
    is_first = pa.array(first | np.asarray(pc.not_equal(value, OTHER)))
    return ranked.filter(is_first).sort_by("place").drop_columns("place")
