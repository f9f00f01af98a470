"""Direct messages of X: one picture at most, and no buttons."""

from engine.types.capability import Capability

MB = 1_000_000

CAPABILITY = Capability(
    title="X",
    text_chars=10_000,
    captions=False,
    media=("image",),
    media_bytes={"image": 5 * MB},
    receives_files=True,
)
