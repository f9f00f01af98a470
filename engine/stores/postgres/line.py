"""The line to the database: an event loop in a thread of its own, which any thread may use."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Line:
    """Runs coroutines of the driver, which knows event loops only, for threads that wait."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self.loop.run_forever, name="tertulia-postgres", daemon=True
        )
        self._thread.start()

    # `Any`: what a coroutine yields and takes is the loop's affair.
    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """What the coroutine gives; raises what it raises, and ConnectionError once closed."""
        if self.is_closed:
            work.close()
            raise ConnectionError("the store was closed")
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    @property
    def is_closed(self) -> bool:
        """Whether the thread has ended."""
        return self.loop.is_closed()

    def close(self) -> None:
        """Ends the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()
