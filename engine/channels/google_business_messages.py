"""Google Business Messages, which Google ended on 31 July 2024."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="Google Business Messages",
    successor="whatsapp",
)
