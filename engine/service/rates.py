"""Token buckets: how often someone may do something."""

import time
from collections import OrderedDict
from collections.abc import Callable

from engine.service.errors import ServiceError

# So many keys are remembered; the ones unused for longest are forgotten first.
MAX_KEYS = 100_000


class Buckets:
    """One bucket a key: `burst` at once, `per_s` in the long run."""

    def __init__(self, per_s: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_s
        self._burst = burst
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """0 where one more is allowed now, else the seconds to wait until it is."""
        now = self._now()
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - since) * self._per_s)
        is_allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if is_allowed else tokens, now)
        if len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)
        return 0.0 if is_allowed else (1 - tokens) / self._per_s

    def wait_s(self, key: str) -> float:
        """What `take` would give, without taking."""
        tokens, since = self._buckets.get(key, (float(self._burst), 0.0))
        tokens += (self._now() - since) * self._per_s
        return 0.0 if tokens >= 1 else (1 - tokens) / self._per_s

    def check(self, key: str, *, take: bool = True) -> None:
        """Raises ServiceError with 429 where one more is not allowed now."""
        wait_s = self.take(key) if take else self.wait_s(key)
        if wait_s:
            raise ServiceError(
                429,
                "too-fast",
                "too many requests in a row",
                f"wait {wait_s:.1f} seconds and send it again",
                {"Retry-After": str(int(wait_s) + 1)},
            )
