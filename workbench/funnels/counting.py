"""Funnels counted on a project's history: each once for a definition and a state of history.

A document has one `Counting`, whoever asks.
"""

import datetime as dt
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from engine.analytics.funnel import Executor, Funnel, FunnelSpec, count
from engine.analytics.funnel.check import require_sense
from engine.analytics.funnel.trend import Trend, trend
from engine.analytics.history import History
from engine.types.issue import TertuliaError
from workbench.document import Document
from workbench.funnels.trend import span_of
from workbench.histories import Histories, Standing, histories_of

# So many counted funnels are kept: going back to one shows it at once.
REMEMBERED = 24
# The scan is the quicker one, on its index of the history; the chain shares nothing with it.
FIRST: Executor = "scan"
SECOND: Executor = "chain"


class CancelledError(Exception):
    """Nobody waits for this number any more."""


class Counted(Struct, frozen=True, eq=False):
    """A funnel that was counted, on what state of history, and how long that took.

    `whole` is the funnel of everybody where `funnel` is broken down, else the same; `before` is
    the whole of the period before, None where there is none.
    """

    key: str
    funnel: Funnel
    whole: Funnel
    before: Funnel | None
    standing: Standing
    seconds: float


class Checked(Struct, frozen=True):
    """What the other calculation gave: the same, or not, and how long it took."""

    key: str
    agrees: bool
    seconds: float


class Counting:
    """The counted funnels of a document. Every method may be called from any thread."""

    def __init__(self, histories: Histories) -> None:
        self._histories = histories
        self._lock = threading.Lock()
        self._counted: OrderedDict[str, Counted] = OrderedDict()
        self._checked: dict[str, Checked] = {}
        self._trends: dict[str, Trend] = {}

    def count(self, spec: FunnelSpec, *, compare: bool, wanted: Callable[[], bool]) -> Counted:
        """The funnel on history as it is. Not for the thread that answers a window.

        `wanted` is the reader by which histories can interrupt it. Raises CancelledError between
        two counts where it is not wanted any more, TertuliaError where the funnel has no sense or
        there is no history.
        """
        require_sense(spec)
        if not wanted():
            raise CancelledError
        with self._histories.reading(wanted) as history:
            standing = self._histories.standing
            key = _key(spec, compare, standing)
            with self._lock:
                known = self._counted.get(key)
                if known is not None:
                    self._counted.move_to_end(key)
                    return known
            counted = _count(spec, key, compare, history, standing, wanted)
        with self._lock:
            self._counted[key] = counted
            while len(self._counted) > REMEMBERED:
                gone, _ = self._counted.popitem(last=False)
                self._checked.pop(gone, None)
                self._trends.pop(gone, None)
        return counted

    def check(self, counted: Counted) -> Checked | None:
        """Counts by the other executor, and says whether it gives the same for everybody; None
        where history has gone on meanwhile, or where there is no other."""
        with self._lock:
            known = self._checked.get(counted.key)
        if known is not None or counted.funnel.spec.compatibility:
            return known
        began = time.perf_counter()
        with self._histories.reading() as history:
            if self._histories.standing.seq != counted.standing.seq:
                return None
            other = count(counted.funnel.spec, history, SECOND)
        agrees = bool(other.tries.equals(counted.funnel.tries))
        checked = Checked(counted.key, agrees, time.perf_counter() - began)
        with self._lock:
            if counted.key in self._counted:
                self._checked[counted.key] = checked
        return checked

    def trend(self, counted: Counted) -> Trend:
        """The funnel of everybody by when they began, on history as it is."""
        with self._lock:
            known = self._trends.get(counted.key)
        if known is not None:
            return known
        with self._histories.reading() as history:
            found = trend(counted.whole.spec, history, span_of(counted.whole), FIRST)
        with self._lock:
            if counted.key in self._counted:
                self._trends[counted.key] = found
        return found

    def known(self, key: str) -> Counted:
        """A funnel that was counted. Raises TertuliaError where it is not kept any more."""
        with self._lock:
            counted = self._counted.get(key)
        if counted is None:
            raise TertuliaError("this funnel was counted too long ago; count it again")
        return counted


def period_before(spec: FunnelSpec) -> FunnelSpec | None:
    """The funnel of as many days right before; None where its period is open."""
    if spec.since is None or spec.until is None:
        return None
    days = spec.until - spec.since + dt.timedelta(days=1)
    return replace(spec, since=spec.since - days, until=spec.until - days)


def _count(
    spec: FunnelSpec,
    key: str,
    compare: bool,
    history: History,
    standing: Standing,
    wanted: Callable[[], bool],
) -> Counted:
    began = time.perf_counter()
    funnel = count(spec, history, FIRST)
    whole, alone = funnel, replace(spec, breakdown=None)
    if spec.breakdown is not None:
        is_once = spec.breakdown.attribution != "each"
        # Everybody is in one value: the same people without it.
        whole = (
            Funnel(alone, funnel.tries, funnel.watermark)
            if is_once
            else _wanted(alone, history, wanted)
        )
    earlier = period_before(alone) if compare else None
    before = _wanted(earlier, history, wanted) if earlier else None
    return Counted(key, funnel, whole, before, standing, time.perf_counter() - began)


def _wanted(spec: FunnelSpec, history: History, wanted: Callable[[], bool]) -> Funnel:
    if not wanted():
        raise CancelledError
    return count(spec, history, FIRST)


def _key(spec: FunnelSpec, compare: bool, standing: Standing) -> str:
    read = f"{standing.source}:{standing.tenant}:{standing.seq}"
    return f"{spec.digest[:24]}:{int(compare)}:{read}"


_countings: weakref.WeakKeyDictionary[Document, Counting] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def counting_of(document: Document) -> Counting:
    """The counted funnels of a document, the same for all who ask."""
    with _making:
        return _countings.setdefault(document, Counting(histories_of(document)))
