"""What a window waits for while it is counted: the latest that it asked for, and no other."""

import threading

from workbench.histories import Histories


class Asking:
    """What a window waits for: the latest that it asked for, and no other."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories
        self._lock = threading.Lock()
        self._wanted: Wanted | None = None

    def begin(self) -> "Wanted":
        """Something else is asked for in place of the one before."""
        self.close()
        wanted = Wanted(self)
        with self._lock:
            self._wanted = wanted
        return wanted

    def holds(self, wanted: "Wanted") -> bool:
        """Whether it still is the one that is waited for."""
        return self._wanted is wanted

    def close(self) -> None:
        """Nothing is wanted any more."""
        with self._lock:
            before, self._wanted = self._wanted, None
        if before is not None:
            self._histories.interrupt(before)


class Wanted:
    """One asking: true as long as somebody waits for it."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def __call__(self) -> bool:
        return self._asking.holds(self)
