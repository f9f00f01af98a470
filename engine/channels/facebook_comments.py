"""Comments under a Facebook post: public texts, answered within a week."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="Facebook comments",
    text_chars=8000,
    window_h=168,
    public=True,
)
