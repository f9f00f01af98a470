"""The stages of a turn, told to who listens as they end: for metrics and traces.

Nobody listens unless a service or a test does, and then nothing is timed.
"""

import time
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from engine.stores.rows import Batch

Name = Literal["receive", "understand", "step", "commit", "send"]


class Stage(Struct, frozen=True, gc=False):
    """A stage that ended. Times are nanoseconds since the epoch.

    `place` and `key` name what it was about: a channel and the id of a post (`receive`,
    `understand`, `step`), a route and the key of an outbox row (`send`). A `commit` brings its
    `batch`, a `step` the keys of what it sends. `fault` is empty where it went well.
    """

    name: Name
    began_ns: int
    ended_ns: int
    place: str = ""
    key: str = ""
    conversation: str = ""
    batch: Batch | None = None
    sends: tuple[str, ...] = ()
    fault: str = ""


class Stages:
    """Who listens. They are called in the thread of the stage: quickly, and never raising."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[Stage], None]] = []

    def begin(self) -> int:
        """The time now; 0 where nobody listens."""
        return time.time_ns() if self.listeners else 0

    def end(
        self,
        name: Name,
        began_ns: int,
        place: str = "",
        key: str = "",
        conversation: str = "",
        *,
        batch: Batch | None = None,
        sends: tuple[str, ...] = (),
        fault: str = "",
    ) -> None:
        """Tells that a stage ended that began then."""
        if began_ns:
            ended_ns = time.time_ns()
            told = (place, key, conversation, batch, sends, fault)
            stage = Stage(name, began_ns, ended_ns, *told)
            for listen in self.listeners:
                listen(stage)
