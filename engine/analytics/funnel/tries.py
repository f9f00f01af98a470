"""How far everybody came: the table that each executor gives, and that all figures are made of."""

import pyarrow as pa


def schema(steps: int) -> pa.Schema:
    """Its columns, for a funnel of so many steps.

    `level` is the last step reached, from 1. `immature` says that the next step may still come.
    `reached_us_2` is when step 2 was first reached, `start_us_2` when the latest step 1 was from
    which it could be reached then; both null where it was not.
    """
    times = [
        (f"{word}_us_{step}", pa.int64())
        for step in range(1, steps + 1)
        for word in ("start", "reached")
    ]
    text = pa.string()
    who = [("entity", text), ("contact", text), ("value", text)]
    return pa.schema([*who, ("level", pa.int64()), ("immature", pa.bool_()), *times])


def in_order(tries: pa.Table, steps: int) -> pa.Table:
    """The table with its columns in order and its rows by entity and value, then by all else."""
    expected = schema(steps)
    names = ["entity", "value", "start_us_1", "level", *expected.names[5:]]
    by = [(name, "ascending") for name in dict.fromkeys(names)]
    return tries.select(expected.names).cast(expected).sort_by(by)
