"""Phone calls: what is said is heard, choices are spoken or keyed in, nothing is seen."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="Phone",
    media=("audio",),
    spoken=True,
)
