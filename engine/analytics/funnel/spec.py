"""The words of `engine.types.funnel`, for those who write a funnel in a notebook."""

from engine.types.funnel import (
    COLUMNS,
    NAMED,
    OF_SESSIONS,
    SECOND_US,
    Breakdown,
    Dimension,
    Exclusion,
    FunnelSpec,
    Mode,
)
from engine.types.funnel_step import (
    AnyStep,
    Assigned,
    Condition,
    Happened,
    Intent,
    Node,
    Payment,
    Port,
    Scalar,
    Spoken,
    Step,
    Tagged,
    Template,
)

__all__ = [
    "COLUMNS", "NAMED", "OF_SESSIONS", "SECOND_US", "AnyStep", "Assigned", "Breakdown",
    "Condition", "Dimension", "Exclusion", "FunnelSpec", "Happened", "Intent", "Mode", "Node",
    "Payment", "Port", "Scalar", "Spoken", "Step", "Tagged", "Template",
]  # fmt: skip
