"""Figures of what happened, for the API: one history and its roll-ups, off the turns' way."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from engine.service.errors import ServiceError
from engine.service.settings import Settings
from engine.stores.protocol import StoreError
from engine.types.bot import Bot, Segment
from engine.types.effect import AskMetric
from engine.types.issue import TertuliaError

if TYPE_CHECKING:
    from engine.analytics.history import History
    from engine.analytics.rollups import Rollups

# How old figures may be.
FRESH_S = 1.0

Found = TypeVar("Found")


class Figures:
    """The history of a server, opened when it is first asked for; one question at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._rollups: Rollups | None = None
        self._history: History | None = None
        self._looked_s = 0.0

    async def ask(self, question: "Callable[[History, Rollups], Found]") -> Found:
        """What a question gives, worked out in a thread. Raises ServiceError where the extra is
        missing, and where the question makes no sense."""
        return await asyncio.to_thread(self._ask, question)

    def number(self, effect: AskMetric, bot: Bot) -> int | float | None:
        """The number that a node asks for, None where there is none. Raises TertuliaError where it
        cannot be had."""
        segment = bot.segments.get(effect.segment)
        if effect.segment and segment is None:
            raise TertuliaError(f"there is no segment {effect.segment!r}")
        with self._lock:
            try:
                return _number(self._fresh()[1], effect, segment)
            except ModuleNotFoundError as error:
                raise TertuliaError(
                    f"metrics need {error.name}; install it with `pip install "
                    "'tertulia[analytics]'` where the bot is served"
                ) from error

    def close(self) -> None:
        """Lets go of the history."""
        with self._lock:
            if self._rollups is not None and self._history is not None:
                self._rollups.close()
                self._history.close()
            self._rollups = self._history = None

    def _ask(self, question: "Callable[[History, Rollups], Found]") -> Found:
        with self._lock:
            try:
                return question(*self._fresh())
            except ModuleNotFoundError as error:
                raise ServiceError(
                    501,
                    "no-analytics",
                    f"figures need {error.name}, which this server lacks",
                    "install it with `pip install 'tertulia[analytics]'`",
                ) from error
            except StoreError as error:
                remedy = "see that the server's store can be read"
                raise ServiceError(409, "no-history", str(error), remedy) from error
            except TertuliaError as error:
                raise ServiceError(400, "invalid", str(error), "correct the question") from error

    def _fresh(self) -> "tuple[History, Rollups]":
        from engine.analytics.history import History
        from engine.analytics.rollups import Rollups
        from engine.service.host import address_of

        if self._history is None or self._rollups is None:
            settings = self._settings
            archive = settings.archive_folder or None
            self._history = History.open(address_of(settings), settings.tenant, archive)
            self._rollups = Rollups(self._history)
        elif time.monotonic() - self._looked_s < FRESH_S:
            return self._history, self._rollups
        else:
            self._rollups.refresh()
        self._looked_s = time.monotonic()
        return self._history, self._rollups


def figures_of(settings: Settings) -> Figures:
    """The figures of a server: one for all who ask in this process."""
    place = (settings.directory, settings.store, settings.tenant, settings.archive_folder)
    return _FIGURES.setdefault(place, Figures(settings))


_FIGURES: dict[tuple[str, str, str, str], Figures] = {}


def _number(rollups: "Rollups", effect: AskMetric, segment: Segment | None) -> int | float | None:
    from engine.analytics.metrics import METRICS, find_metric
    from engine.analytics.metrics.asking import asked

    metric = find_metric(METRICS, effect.metric)
    query = asked(
        metric,
        period=effect.period,
        zone=effect.zone,
        grain="total",
        where=[f"{name}={value}" for name, value in effect.where.items()],
        tags=effect.tags,
        segment=segment,
    )
    totals = rollups.measure(metric.name, query, time.time_ns() // 1000).totals
    name = effect.measure or metric.measures[0].name
    if name not in totals:
        known = ", ".join(totals)
        raise TertuliaError(f"metric {metric.name!r} has no measure {name!r}; it has {known}")
    return totals[name]
