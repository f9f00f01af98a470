"""A history's facts, ready for dashboards: built once, brought up to date, asked many times."""

import threading
import time
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from engine.analytics.facts import FACTS
from engine.analytics.facts.protocol import NO_SESSION
from engine.analytics.history import History, Watermark
from engine.analytics.metrics import METRICS, find_metric
from engine.analytics.metrics.check import require_sense
from engine.analytics.metrics.measured import Measured, measured
from engine.analytics.metrics.measured import measure as measure_directly
from engine.analytics.metrics.period import period_of
from engine.analytics.metrics.query import Query
from engine.analytics.rollups.asking import Asked, can_answer
from engine.analytics.rollups.changes import changed, live_of, rows_of
from engine.analytics.rollups.keeping import Keeping

# Sessions with a sign of life so shortly before the end are kept one by one.
RECENT_US = 3 * 86_400_000_000
# How often all is built again because an older session changed, and after which pause it is.
REBUILD_S, PAUSE_S = 600.0, 60.0
# What was asked since something last happened; many look at the same dashboard.
MOST_ANSWERS = 1000


class Rollups:
    """The facts of a history. `measure` gives what a metric gives of the history itself.

    Any thread may measure or refresh; nobody else uses the history meanwhile.
    """

    def __init__(self, history: History, clock: Callable[[], float] = time.monotonic) -> None:
        self._history, self._clock = history, clock
        self._keeping = Keeping()
        self._turn = threading.Lock()
        self._built_s = self._looked_s = clock()
        self._is_stale = False
        self._answers: dict[tuple[str, str, int, int], Measured] = {}
        with self._turn:
            self._build()

    @property
    def watermark(self) -> Watermark:
        """How far the facts go."""
        return self._watermark

    def refresh(self) -> bool:
        """Takes what happened since, of a history that can be refreshed; whether there was
        something.

        Sessions that went on are made again. Where a session that ended days ago changes, its
        messages are seen when all is built again, at most every ten minutes.
        """
        with self._turn:
            number = self._archived()[0]
            has_more = self._history.refresh()
            paused_s, self._looked_s = self._clock() - self._looked_s, self._clock()
            now, seq = self._archived()
            # What an archive took over before it was seen here is among its rows only.
            missed = now != number and (paused_s > PAUSE_S or seq > self._watermark.seq)
            is_due = self._is_stale and self._clock() - self._built_s > REBUILD_S
            if missed or is_due:
                self._build()
            elif has_more:
                self._take()
            return has_more

    def measure(
        self, metric: str, query: Query | None = None, now_us: int | None = None
    ) -> Measured:
        """Measures a metric by its name; see `engine.analytics.metrics.measure`."""
        found, query = find_metric(METRICS, metric), query or Query()
        require_sense(found, query)
        if not can_answer(found, query):
            with self._turn:
                return measure_directly(self._history, found, query, now_us)
        watermark = self._watermark
        now_us = watermark.t_us if now_us is None else now_us
        first_us = now_us
        if not (query.last or query.since):
            first_us = self._keeping.first_us(found.facts) or now_us
        period = period_of(query, now_us, first_us, watermark.t_us)
        key = (metric, query.digest, period.since_us, period.until_us)
        known = self._answers
        if key in known:
            return known[key]
        asked = Asked(found, query, period.step_us)

        def ask(top: tuple[str, ...]) -> list[pa.Table]:
            return self._keeping.ask(key, asked, period, top)

        if len(known) >= MOST_ANSWERS:
            known.clear()
        # Into the answers as they were: what happens meanwhile begins others.
        known[key] = measured(found, query, period, ask, watermark)
        return known[key]

    def close(self) -> None:
        """Lets go of the facts; the history stays open."""
        self._keeping.close()

    def _build(self) -> None:
        self._live = live_of(self._history)
        self._watermark = self._history.watermark()
        self._since_us = self._watermark.t_us - RECENT_US
        presence = FACTS["presence"].owned(self._history)
        recent = presence.filter(_.t_us >= self._since_us).select("session_id").distinct()
        self._recent = self._history.query(recent)
        self._keeping.fill(self._history, self._recent)
        self._is_stale, self._answers = False, {}
        self._built_s = self._looked_s = self._clock()

    def _take(self) -> None:
        live = live_of(self._history)
        sessions = changed(self._live, live)
        if sessions.num_rows:
            rows = rows_of(self._history, sessions)
            recent = sessions.filter(self._is_recent(sessions, rows["sessions"]))
            self._is_stale |= recent.num_rows < sessions.num_rows
            self._keeping.replace(sessions, recent, rows)
        self._live, self._watermark = live, self._history.watermark()
        self._answers = {}

    def _is_recent(self, sessions: pa.Table, rows: pa.Table) -> pa.Array:
        """Which sessions are kept one by one: those that were recent, or began since."""
        later = rows.filter(pc.greater_equal(rows["started_us"], self._since_us))
        names = sessions["session_id"]
        known = (table["session_id"].combine_chunks() for table in (self._recent, later))
        found = pc.starts_with(names, NO_SESSION)
        for each in known:
            found = pc.or_(found, pc.is_in(names, value_set=each))
        return found

    def _archived(self) -> tuple[int, int]:
        """The archive's number, and how far it goes."""
        archive = self._history.archive
        return (archive[1].number, archive[1].seq) if archive else (0, 0)
