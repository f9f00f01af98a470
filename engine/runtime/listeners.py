"""Bells that ring when something of a conversation is there to be read."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Listeners:
    """Who listens to which conversation. All of it runs in the event loop's thread."""

    def __init__(self) -> None:
        self._bells: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def subscribe(self, conversation: str) -> Iterator[asyncio.Event]:
        """A bell for as long as the context lasts; clear it before reading, then wait again."""
        bell = asyncio.Event()
        bells = self._bells.setdefault(conversation, set())
        bells.add(bell)
        try:
            yield bell
        finally:
            bells.discard(bell)
            if not bells:
                self._bells.pop(conversation, None)

    def ring(self, conversations: Iterable[str]) -> None:
        """Wakes who listens to these conversations."""
        if not self._bells:
            return
        for conversation in conversations:
            for bell in self._bells.get(conversation, ()):
                bell.set()

    def ring_all(self) -> None:
        """Wakes everyone, as when the runtime stops."""
        self.ring(list(self._bells))
