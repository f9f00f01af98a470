"""A bundle on trial: new sessions of some conversations run on it, those of the others do not."""

from hashlib import blake2b

from msgspec import Struct

from engine.runtime.loaded import Loaded

WHOLE = 100


class Trial(Struct, frozen=True):
    """A bundle and the share of conversations, in percent, whose new sessions begin with it."""

    loaded: Loaded
    share: int

    def takes(self, conversation: str) -> bool:
        """Whether it is this conversation's: the same at every worker and every time, and still
        so when the share grows. Another bundle is tried on others."""
        text = f"{self.loaded.bundle} {conversation}"
        number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
        return number % WHOLE < self.share
