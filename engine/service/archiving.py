"""The archive of history, kept up beside the turns by a process of its own."""

import asyncio
import logging
import sys
import time
from importlib.util import find_spec
from typing import Any

import msgspec

from engine.runtime.runtime import Runtime
from engine.service.host import address_of
from engine.service.metrics import Counter, Gauge, Metric
from engine.service.settings import Settings
from engine.stores.protocol import StoreError
from engine.stores.rows import Batch
from engine.types.issue import TertuliaError

log = logging.getLogger("tertulia.archive")

MINUTE_S = 60.0
DAY_S = 86_400.0
DAY_US = 86_400_000_000
# How often it looks whether enough was written.
LOOK_S = 1.0
BUSY = 3


class Archiving:
    """Compacts every so many minutes or rows, merges every night, and lets the store forget."""

    def __init__(self, runtime: Runtime, settings: Settings) -> None:
        self._runtime, self._settings = runtime, settings
        self._task: asyncio.Task[None] | None = None
        self._written = 0
        self._merged_day = self._day()
        self._last_s = time.monotonic()
        self._lag = Gauge("tertulia_archive_seq", "Highest number of a row in the archive.", 0.0)
        self._files = Gauge("tertulia_archive_files", "Files of the archive.", 0.0)
        self._bytes = Gauge("tertulia_archive_bytes", "Size of the archive.", 0.0)
        self._rows = Counter("tertulia_archive_rows_total", "Rows written to the archive.")
        self._runs = Counter(
            "tertulia_archive_runs_total", "Compactions, by outcome.", ("outcome",)
        )
        if settings.archive_folder:
            if find_spec("duckdb") is None:
                raise TertuliaError(
                    "an archive needs DuckDB; install it with `pip install 'tertulia[analytics]'`, "
                    "or leave `archive_folder` empty"
                )
            runtime.observers.append(self._observe)

    def start(self) -> None:
        """Begins, if the settings name a folder."""
        if self._settings.archive_folder:
            self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ends; a compaction at work is broken off, which does no harm."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def metrics(self) -> tuple[Metric, ...]:
        """How the archive fares; nothing where there is none."""
        if not self._settings.archive_folder:
            return ()
        return (self._lag, self._files, self._bytes, self._rows, self._runs)

    async def once(self) -> None:
        """Brings the archive up to date now."""
        written, self._written = self._written, 0
        self._last_s = time.monotonic()
        is_night = self._day() != self._merged_day
        code, out, err = await self._work(merge="month" if is_night else None)
        if code == BUSY:
            # Another worker is at it, for all.
            self._runs.add("busy")
        elif code:
            self._written += written
            self._runs.add("failed")
            log.warning("history was not archived: %s", err)
        else:
            self._merged_day = self._day()
            await self._tell(msgspec.json.decode(out))

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            waited_s = time.monotonic() - self._last_s
            is_due = waited_s >= self._settings.archive_minutes * MINUTE_S
            if is_due or self._written >= self._settings.archive_rows:
                await self.once()

    async def _work(self, merge: str | None) -> tuple[int, bytes, str]:
        """Does it in a child, so that turns have this process to themselves."""
        days = self._settings.history_days
        work = {
            "source": await asyncio.to_thread(address_of, self._settings),
            "folder": self._settings.archive_folder,
            "tenant": self._settings.tenant,
            "merge": merge,
            "forget_before_us": self._days_ago_us(days) if days else 0,
        }
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "engine.analytics.archive"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, err = await child.communicate(msgspec.json.encode(work))
        except asyncio.CancelledError:
            child.kill()
            await child.wait()
            raise
        said = err.decode(errors="replace").strip().splitlines()
        return child.returncode or 0, out, said[-1] if said else "it ended without a word"

    # `Any`: a `Done` of the archive, which is an extra's.
    async def _tell(self, done: dict[str, Any]) -> None:
        found = done["compaction"]
        rows = sum(found["added"].values()) + sum(found["changed"].values())
        self._runs.add("ok")
        self._rows.add(amount=rows)
        for gauge, value in (
            (self._lag, found["seq"]),
            (self._files, done["files"]),
            (self._bytes, done["bytes"]),
        ):
            gauge.put(value)
        log.info(
            "history archived",
            extra={"rows": rows, "seq": found["seq"], "files": done["files"]},
        )
        if self._settings.archive_leave_days:
            await self._leave(found["place"])

    async def _leave(self, place: str) -> None:
        before_us = self._days_ago_us(self._settings.archive_leave_days)
        try:
            left = await self._runtime.forget_archived(place, before_us)
        except StoreError as error:
            log.warning("what is archived was not deleted from the store: %s", error)
        else:
            if left:
                log.info("archived history left the store", extra={"rows": left})

    def _observe(self, batch: Batch) -> None:
        self._written += len(batch.events) + len(batch.messages) + len(batch.sessions)

    def _day(self) -> int:
        """The day, which begins at the hour at which files are merged."""
        now_us = self._runtime.clock.now_us()
        return int((now_us / 1e6 - self._settings.archive_merge_hour * 3600) // DAY_S)

    def _days_ago_us(self, days: int) -> int:
        return (self._runtime.clock.now_us() // DAY_US - days) * DAY_US
