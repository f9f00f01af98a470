"""Work that is done in the background a moment after it is asked for, once for many asks."""

import logging
import threading
import time
from collections.abc import Callable

LOG = logging.getLogger(__name__)


class Latest:
    """Runs `work` in a thread of its own, `wait_s` after the latest ask, `at_most_s` after the
    first; asks that come meanwhile are one more run."""

    def __init__(self, work: Callable[[], None], wait_s: float, at_most_s: float = 1.0) -> None:
        self._work, self._wait_s, self._at_most_s = work, wait_s, at_most_s
        self._first = self._last = 0.0
        self._idle = threading.Condition()
        self._asked = self._closed = self._busy = False
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """The work is to be done soon."""
        with self._idle:
            now = time.monotonic()
            self._first = self._first if self._asked else now
            self._last, self._asked = now, True
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            self._idle.notify_all()

    def finish(self) -> None:
        """Waits until everything that was asked for is done."""
        with self._idle:
            self._wait_s = 0.0
            self._idle.notify_all()
            self._idle.wait_for(lambda: not (self._asked or self._busy) or self._thread is None)

    def close(self) -> None:
        """Does what was asked for and ends the thread."""
        with self._idle:
            self._closed = True
            self._wait_s = 0.0
            self._idle.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while self._due():
            try:
                self._work()
            except Exception:
                # The next ask tries again; whoever does the work tells people of its failures.
                LOG.exception("work in the background failed")
            with self._idle:
                self._busy = False
                self._idle.notify_all()

    def _due(self) -> bool:
        """Waits until the work is due; false where there is none left and it is the end."""
        with self._idle:
            while True:
                if self._asked:
                    now = time.monotonic()
                    due = min(self._last + self._wait_s, self._first + self._at_most_s)
                    if self._closed or now >= due:
                        self._asked, self._busy = False, True
                        return True
                    self._idle.wait(due - now)
                elif self._closed:
                    return False
                else:
                    self._idle.wait()
