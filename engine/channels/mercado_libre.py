"""Questions under an offer of Mercado Libre: one public answer each."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="Mercado Libre",
    text_chars=2000,
    public=True,
)
