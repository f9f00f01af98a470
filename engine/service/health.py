"""Whether the service lives, and whether it can do its work."""

import asyncio

from msgspec import Struct

from engine.runtime.runtime import Runtime
from engine.service.settings import Settings
from engine.types.issue import TertuliaError

ANSWER_WITHIN_S = 2.0


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
    """What is so now: the bot is loaded, the store writes, the backlog is small."""
    checks = (_loaded(runtime), await _writable(runtime), await _backlog(runtime, settings))
    return Readiness(all(check.ok for check in checks), checks)


def _loaded(runtime: Runtime) -> Check:
    is_ready = runtime.health().ready
    return Check("bundle", is_ready, "" if is_ready else "starting or stopping")


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


async def _backlog(runtime: Runtime, settings: Settings) -> Check:
    counts = await asyncio.to_thread(runtime.store.counts)
    waiting = counts.inbox_waiting
    most = settings.ready_backlog
    return Check("backlog", waiting <= most, f"{waiting:,} events wait; the limit is {most:,}")
