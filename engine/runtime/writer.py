"""The one thread that writes: it takes whatever waits, makes turns, and commits all of it at once.

No timer groups the commits: what queues up while one commit runs goes into the next. At rest a
commit holds one thing, under load some hundreds, and the disk sees the same number of them.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from engine.fronts.protocol import Fronted
from engine.runtime import timers
from engine.runtime.clock import SECOND_US, Clock
from engine.runtime.inbox import OverloadedError
from engine.runtime.intake import Brought, Reading
from engine.runtime.options import Options
from engine.runtime.stages import Stages
from engine.runtime.turns import Turns
from engine.stores.protocol import AwayError, Store, StoreError, part
from engine.stores.rows import Arrival, Batch, Offset, Settlement
from engine.types.post import Post

log = logging.getLogger("tertulia.writer")

# How long the thread sleeps at most: a clock that is moved by hand is noticed after this.
LONGEST_SLEEP_S = 0.5
RETRY_S = 0.5
# How many batches of events memory holds before they are left in the store.
BACKLOG_BATCHES = 8

Taken = TypeVar("Taken")


class Ask(Struct, frozen=True, eq=False):
    """Something someone waits for: a post, or work of `Turns` and the store."""

    done: "asyncio.Future[object]"
    post: Post | None = None
    contact: str = ""
    call: Callable[[Batch], object] | None = None


class Shift(Struct, frozen=True):
    """Partitions that came, went, and are to be given up once nothing of them is on its way.

    `reading` is what is to be read of a front from now on, if one stands before the store.
    """

    held: frozenset[int]
    came: bool = False
    leaving: frozenset[int] = frozenset()
    reading: Reading | None = None


class Committed(Struct, frozen=True):
    """What a commit brought: to be told in the event loop's thread."""

    batch: Batch
    answers: list[tuple[Ask, object]]
    shift: Shift | None = None


class Writer:
    """The thread, and what waits for it. `tell` is called in it after every commit."""

    def __init__(
        self,
        store: Store,
        turns: Turns,
        clock: Clock,
        options: Options,
        tell: Callable[[Committed], None],
        stages: Stages,
        *,
        fronted: bool = False,
    ) -> None:
        self._store, self._turns = store, turns
        self._clock, self._options = clock, options
        self._tell, self._stages = tell, stages
        self._wake = threading.Condition()
        self._asks: deque[Ask] = deque()
        self._settled: deque[tuple[Settlement, Post | None]] = deque()
        self._stopping = False
        # Other workers: whether to look at them, and whether they brought us work.
        self._shaken = self._called = False
        # What a front took, and whether it has to be read again from where the store is.
        self.front = Brought(self.wake)
        self._fronted = self._astray = fronted
        self._fronting: list[Fronted] = []
        self._thread = threading.Thread(target=self._run, name="tertulia-writer", daemon=True)
        # What follows belongs to the thread.
        self._backlog: deque[Arrival] = deque()
        self._behind = True
        self._held = store.parts
        self._alone = 0
        # When the next timer is due: 0 for never, -1 for not known.
        self._timer_us = -1
        self.fault = ""
        self.commits = 0

    def start(self) -> None:
        """Begins with what the store still has to be done."""
        self._shaken = self._store.shared
        self._thread.start()

    def nudge(self, *, shaken: bool = False) -> None:
        """Other workers put something into the store, or came and went."""
        with self._wake:
            self._shaken |= shaken
            self._called = True
            self._wake.notify()

    def read_front_again(self) -> None:
        """The reading of the front broke off."""
        with self._wake:
            self._astray = self._shaken = True
            self._wake.notify()

    def stop(self) -> None:
        """Ends once everything that waits is written."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def join(self, timeout_s: float) -> bool:
        """Waits for the end; False where it did not come in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def ask(self, ask: Ask) -> None:
        """Puts something into the next commit. Raises OverloadedError where too much waits."""
        with self._wake:
            if len(self._asks) >= self._options.posts_waiting or self._stopping:
                raise OverloadedError(
                    f"{len(self._asks):,} posts wait already, or the server is stopping; try again"
                )
            self._asks.append(ask)
            self._wake.notify()

    def settle(self, settlement: Settlement, answer: Post | None = None) -> None:
        """Puts an outcome, and an effect's answer, into the next commit."""
        with self._wake:
            self._settled.append((settlement, answer))
            self._wake.notify()

    def wake(self) -> None:
        """Looks at the clock again: it was moved."""
        with self._wake:
            self._wake.notify()

    def probe(self) -> None:
        """Tries in its own thread, between commits, whether the store takes writes."""
        try:
            self._store.probe()
            self.fault = ""
        except StoreError as error:
            self.fault = str(error)
            raise

    @property
    def waiting(self) -> int:
        """Posts that wait to be written."""
        return len(self._asks)

    def _run(self) -> None:
        while self._sleep():
            asks: list[Ask] = []
            settled: list[tuple[Settlement, Post | None]] = []
            try:
                self._share()
                self._read_on()
                with self._wake:
                    asks = _take(self._asks, self._limits()[0])
                    settled = _take(self._settled, self._options.batch * 4)
                self._commit(asks, settled)
                self._alone = max(0, self._alone - 1)
            # Nothing may end this thread: it would leave every conversation hanging.
            except Exception as error:  # noqa: BLE001 - see above
                self._recover(error, asks, settled)

    def _limits(self) -> tuple[int, int]:
        """How many posts and turns the next commit takes."""
        if self._alone:
            return (0, 1) if self._backlog else (1, 0)
        return self._options.batch, self._options.batch

    def _sleep(self) -> bool:
        """Waits until there is work; False once all is done and the end was asked for."""
        with self._wake:
            while not (self._asks or self._settled or self._backlog or self._behind):
                if self._stopping:
                    return False
                if self._shaken or self._called or len(self.front):
                    return True
                sleep_s = LONGEST_SLEEP_S
                if self._timer_us < 0:
                    return True
                if self._timer_us:
                    until_s = (self._timer_us - self._clock.now_us()) / SECOND_US
                    if until_s <= 0:
                        return True
                    sleep_s = min(sleep_s, until_s)
                self._wake.wait(sleep_s)
        return True

    def _share(self) -> None:
        """Takes up what other workers brought, and this one's share of partitions."""
        with self._wake:
            shaken, self._shaken = self._shaken, False
            self._behind |= self._called
            self._called = False
        if not shaken or self._stopping:
            return
        claim = self._store.claim()
        self._store.leave(claim.surplus)
        held = self._store.parts
        came, went = held - self._held, self._held - held
        # Those that were lost and won again may have gone on elsewhere meanwhile.
        self._give_up(went | claim.gained)
        self._held = held
        moved = bool(came or went or claim.gained)
        if moved:
            self._behind, self._timer_us = True, -1
        if moved or self._astray:
            reading = self._turn_to_front() if self._fronted else None
            shift = Shift(held, bool(came or claim.gained), claim.surplus, reading)
            self._tell(Committed(Batch(), [], shift))

    def _turn_to_front(self) -> Reading:
        """What is to be read of the front: behind what the store has of it."""
        # The partitions are this worker's by now: nobody else moves their places.
        reading = self.front.begin(self._held, self._store.offsets())
        self._astray = False
        return reading

    def _give_up(self, parts: frozenset[int]) -> None:
        """Forgets what memory holds of these partitions."""
        if not parts:
            return
        self._turns.standings.leave(parts)
        self._backlog = deque(row for row in self._backlog if part(row.conversation) not in parts)

    def _read_on(self) -> None:
        """Reads more of the inbox where memory does not hold all that waits in it."""
        if self._behind and not self._backlog:
            rows = self._store.pending(self._options.batch * 4)
            self._backlog.extend(rows)
            self._behind = len(rows) == self._options.batch * 4

    def _commit(self, asks: list[Ask], settled: list[tuple[Settlement, Post | None]]) -> None:
        batch = Batch()
        now_us = self._clock.now_us()
        posts = self._arrive(batch, asks, settled, now_us)
        self._fronting = self.front.first(self._limits()[0] - len(asks))
        self._take_over(batch, self._fronting)
        if 0 < self._timer_us <= now_us:
            timers.fire(self._store, batch, now_us, self._options.batch)
            self._timer_us = now_us if len(batch.timers) == self._options.batch else -1
        made = 0
        if self._backlog:
            turns = list(islice(self._backlog, self._limits()[1]))
            made = self._turns.make(turns, batch)
        results = [(ask, _called(ask.call, batch)) for ask in asks if ask.call is not None]
        began_ns = self._stages.begin()
        new = self._store.commit(batch) if batch else set()
        if batch:
            self.fault = ""
            self._stages.end("commit", began_ns, batch=batch)
        self.commits += 1
        self._turns.standings.committed()
        for _ in range(made):
            self._backlog.popleft()
        self.front.drop(len(self._fronting))
        self._fronting = []
        if self._store.shared:
            # Another worker may have put something before these: the store knows the order.
            self._behind |= bool(new)
        elif not self._behind:
            self._backlog.extend(row for row in batch.arrivals if row.seq in new)
            self._behind = len(self._backlog) > self._options.batch * BACKLOG_BATCHES
            if self._behind:
                self._backlog = deque(islice(self._backlog, self._options.batch))
        if batch.retried:
            # In the order of the store, which knows where they belong.
            self._backlog.clear()
            self._behind = True
        self._look_at_timers(batch)
        self._tell(Committed(batch, [(ask, seq in new) for ask, seq in posts] + results))

    def _arrive(
        self,
        batch: Batch,
        asks: list[Ask],
        settled: list[tuple[Settlement, Post | None]],
        now_us: int,
    ) -> list[tuple[Ask, int]]:
        posts = [
            (ask, self._add(batch, ask.post, ask.contact, now_us))
            for ask in asks
            if ask.post is not None
        ]
        for settlement, answer in settled:
            batch.settled.append(settlement)
            if answer is not None:
                self._add(batch, answer, "", now_us)
        return posts

    def _take_over(self, batch: Batch, rows: list[Fronted]) -> None:
        """Posts of the front become arrivals, and their places go with them."""
        for row in rows:
            read = self._held
            if row.arrival is not None:
                batch.arrivals.append(replace(row.arrival, seq=self._store.reserve(1)))
                read = frozenset({part(row.arrival.conversation)})
            batch.offsets.update({each: Offset(each, row.stream, row.seq) for each in read})

    def _add(self, batch: Batch, post: Post, contact: str, now_us: int) -> int:
        seq = self._store.reserve(1)
        batch.arrivals.append(
            Arrival(
                seq,
                post.channel,
                post.external_id,
                post.conversation,
                contact,
                post.event,
                now_us,
            )
        )
        return seq

    def _look_at_timers(self, batch: Batch) -> None:
        if self._timer_us < 0:
            self._timer_us = self._store.next_due_us()
        elif batch.timers:
            self._timer_us = timers.earliest(batch.timers, self._timer_us)

    def _recover(
        self, error: Exception, asks: list[Ask], settled: list[tuple[Settlement, Post | None]]
    ) -> None:
        """Nothing was written: who asked is told, the rest is read again and tried again."""
        if isinstance(error, StoreError):
            if str(error) != self.fault:
                log.error("%s", error)
        else:
            log.error("a commit failed", exc_info=error)
        self.fault = str(error)
        if self._alone and self._backlog and not isinstance(error, StoreError):
            self._condemn(self._backlog[0], error)
        elif self._alone and self._fronting and not isinstance(error, StoreError):
            self._pass_over(self._fronting)
        self._astray, self._fronting = self._fronted, []
        self._turns.standings.forget()
        self._shaken = self._store.shared
        self._backlog.clear()
        self._behind = not self._stopping
        self._timer_us = -1
        # One thing at a time for a while, so that whatever cannot be written stands alone.
        self._alone = self._options.batch * 2
        with self._wake:
            self._settled.extendleft(reversed([] if self._stopping else settled))
            if isinstance(error, AwayError) and not asks:
                # It is away for longer than one commit: nobody is kept waiting for it.
                asks = _take(self._asks, len(self._asks))
        self._tell(Committed(Batch(), [(ask, error) for ask in asks]))
        with self._wake:
            self._wake.wait(RETRY_S)

    def _condemn(self, arrival: Arrival, error: Exception) -> None:
        """An event whose turn the store cannot write becomes a dead letter."""
        text = f"{type(error).__name__}: {error}"
        try:
            self._store.commit(Batch(failed=[(arrival.seq, text)]))
        except StoreError as fault:
            log.error("%s", fault)

    def _pass_over(self, rows: list[Fronted]) -> None:
        """A post of the front that the store cannot write is left behind in its stream."""
        log.error("a post of the front is left out", extra={"seq": rows[-1].seq})
        batch = Batch()
        self._take_over(batch, rows)
        try:
            self._store.commit(Batch(offsets=batch.offsets))
        except StoreError as fault:
            log.error("%s", fault)


def _called(call: Callable[[Batch], object], batch: Batch) -> object:
    # Its caller gets what it raises; the others in the batch have nothing to do with it.
    try:
        return call(batch)
    except Exception as error:  # noqa: BLE001 - see above
        return error


def _take(waiting: "deque[Taken]", limit: int) -> "list[Taken]":
    return [waiting.popleft() for _ in range(min(limit, len(waiting)))]
