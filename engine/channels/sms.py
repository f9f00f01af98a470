"""SMS: plain texts, billed by the segment."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="SMS",
    text_chars=1600,
    segmented=True,
    receipts=("delivered",),
)
