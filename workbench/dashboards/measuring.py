"""Metrics measured on a project's history: each once for a question and a state of history.

A document has one `Measuring`, whoever asks.
"""

import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable

from engine.analytics.history import History
from engine.analytics.metrics import Measured, Query
from workbench.document import Document
from workbench.histories import Histories, histories_of

# So many measured questions are kept: going back to a dashboard shows it at once.
REMEMBERED = 256
# What counts back from now is asked anew when a minute has passed.
MINUTE_US = 60_000_000


class CancelledError(Exception):
    """Nobody waits for this number any more."""


class Measuring:
    """The measured metrics of a document. Every method may be called from any thread."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories
        self._lock = threading.Lock()
        self._measured: OrderedDict[tuple[object, ...], Measured] = OrderedDict()
        self._firsts: dict[tuple[str, str], int] = {}

    def measure(self, metric: str, query: Query, wanted: Callable[[], bool]) -> Measured:
        """A metric on history as it is. Not for the thread that answers a window.

        `wanted` is the reader by which histories can interrupt it. Raises CancelledError where it
        is not wanted any more, TertuliaError where the question has no sense.
        """
        if not wanted():
            raise CancelledError
        known = self._known(key := self._key(metric, query))
        if known is not None:
            return known
        with self._histories.measuring(wanted) as rollups:
            if not wanted():
                raise CancelledError
            # What is read now may be newer than what was looked for.
            key = self._key(metric, query)
            found = self._known(key) or rollups.measure(metric, query, _now_us(query))
        self._keep(key, found)
        return found

    def first_us(self, wanted: Callable[[], bool]) -> int:
        """When the first session of the history began; 0 where there is none."""
        standing = self._histories.standing
        place = (standing.source, standing.tenant)
        if place not in self._firsts:
            with self._histories.reading(wanted) as history:
                found = _first_us(history)
            if not found:
                return 0
            self._firsts[place] = found
        return self._firsts[place]

    def _key(self, metric: str, query: Query) -> tuple[object, ...]:
        standing = self._histories.standing
        minute = (_now_us(query) or 0) // MINUTE_US
        return metric, query.digest, standing.source, standing.tenant, standing.seq, minute

    def _known(self, key: tuple[object, ...]) -> Measured | None:
        with self._lock:
            found = self._measured.get(key)
            if found is not None:
                self._measured.move_to_end(key)
            return found

    def _keep(self, key: tuple[object, ...], found: Measured) -> None:
        with self._lock:
            self._measured[key] = found
            while len(self._measured) > REMEMBERED:
                self._measured.popitem(last=False)


def _first_us(history: History) -> int:
    table = history.sessions.agg(t_us=history.sessions.started_us.min().fill_null(0))
    return int(history.query(table)["t_us"][0].as_py())


def _now_us(query: Query) -> int | None:
    """From when `last` counts back: from now, not from the history's end."""
    return time.time_ns() // 1000 if query.last else None


_measurings: weakref.WeakKeyDictionary[Document, Measuring] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def measuring_of(document: Document) -> Measuring:
    """The measured metrics of a document, the same for all who ask."""
    with _making:
        return _measurings.setdefault(document, Measuring(histories_of(document)))
