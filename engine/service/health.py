"""Whether the service lives, and whether this worker can do its work."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from engine.runtime.clock import SECOND_US
from engine.runtime.runtime import Runtime
from engine.service.settings import Settings
from engine.stores.protocol import PARTS
from engine.types.issue import TertuliaError

ANSWER_WITHIN_S = 2.0

Found = TypeVar("Found")


class Check(Struct, frozen=True):
    """One thing that has to be so."""

    name: str
    ok: bool
    detail: str = ""


class Readiness(Struct, frozen=True):
    """Whether requests may come, and why not."""

    ready: bool
    checks: tuple[Check, ...]


async def readiness(runtime: Runtime, settings: Settings) -> Readiness:
    """What is so now: the bot is loaded, nobody stops it, the store writes, and this worker's own
    partitions keep up. What other workers do does not count: they answer for themselves.

    Where a front takes the posts, that one has to: the store may be away for a while.
    """
    checks = [_phase(runtime), *_front(runtime)]
    needed = list(checks)
    store = await _writable(runtime)
    inside = [store, _partitions(runtime), *await _inbox(runtime, settings)]
    if store.ok or runtime.health().front is None:
        needed += inside
    return Readiness(all(check.ok for check in needed), (*checks, *inside))


def _front(runtime: Runtime) -> list[Check]:
    fault = runtime.health().front
    return [] if fault is None else [Check("front", not fault, fault)]


def _phase(runtime: Runtime) -> Check:
    health, trial = runtime.health(), runtime.trial
    tried = f", {trial.share} % on {trial.loaded.bundle[:12]}" if trial else ""
    return Check(
        "serving", health.phase == "serving", f"{health.phase}, bundle {health.bundle[:12]}{tried}"
    )


async def _writable(runtime: Runtime) -> Check:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await runtime.probe()
    except TimeoutError:
        return Check("store", False, f"no answer within {ANSWER_WITHIN_S:g} s")
    except TertuliaError as problem:
        return Check("store", False, type(problem).__name__)
    fault = runtime.health().fault
    return Check("store", not fault, fault)


def _partitions(runtime: Runtime) -> Check:
    """A worker that lost its partitions, or did not get any yet, answers nobody."""
    held, workers = len(runtime.store.parts), runtime.store.workers
    is_enough = held > 0 or workers > PARTS
    return Check("partitions", is_enough, f"{held} of {PARTS}, {max(1, workers)} at work")


async def _inbox(runtime: Runtime, settings: Settings) -> list[Check]:
    rows = await _asked(runtime.store.backlog)
    if rows is None:
        return [Check("backlog", False, "not known: the store does not answer")]
    mine = [row for row in rows if row.part in runtime.store.parts]
    events = sum(row.events for row in mine)
    oldest_us = min((row.oldest_us for row in mine), default=runtime.clock.now_us())
    lag_s = max(0.0, (runtime.clock.now_us() - oldest_us) / SECOND_US)
    most, longest_s = settings.ready_backlog, settings.ready_lag_s
    return [
        Check("backlog", events <= most, f"{events:,} events wait; the limit is {most:,}"),
        Check(
            "lag", lag_s <= longest_s, f"the oldest for {lag_s:.1f} s; the limit is {longest_s:g}"
        ),
    ]


async def _asked(function: Callable[[], Found]) -> Found | None:
    """What the store gives; None where it does not answer in time."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await asyncio.to_thread(function)
    except (TimeoutError, TertuliaError):
        return None
