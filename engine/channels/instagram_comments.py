"""Comments under an Instagram post: public texts, answered within a week."""

from engine.types.capability import Capability

CAPABILITY = Capability(
    title="Instagram comments",
    text_chars=2200,
    window_h=168,
    public=True,
)
