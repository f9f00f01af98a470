"""On which channel a conversation is: it stays so for ever, and is read once."""

from engine.runtime.runtime import Runtime

REMEMBERED = 20_000


class Origins:
    """The channels of conversations; known ones without asking the store, which may be away."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._known: dict[str, str] = {}

    async def find(self, conversation: str) -> str | None:
        """The channel; None where there is no such conversation. Raises StoreError."""
        known = self._known.get(conversation)
        if known is None:
            rows = await self._runtime.read(self._runtime.store.load, [conversation])
            if conversation not in rows:
                return None
            known = rows[conversation].channel
            self.note(conversation, known)
        return known

    def note(self, conversation: str, channel: str) -> None:
        """Remembers what a post began."""
        self._known[conversation] = channel
        if len(self._known) > REMEMBERED:
            # The one that was noted first.
            del self._known[next(iter(self._known))]
