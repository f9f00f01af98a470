"""The shell around the interpreter: posts in, messages and effects out, nothing lost between."""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Literal, TypeVar

from msgspec import Struct

from engine.channels.protocol import Channel, capability_of
from engine.fronts.protocol import Front
from engine.runtime import letters
from engine.runtime.clock import Clock, RealClock
from engine.runtime.deliveries.protocol import Work
from engine.runtime.inbox import admit
from engine.runtime.intake import Intake
from engine.runtime.listeners import Listeners
from engine.runtime.loaded import Loaded
from engine.runtime.notices import Notices
from engine.runtime.options import Options
from engine.runtime.outbox import Deliver, Outbox
from engine.runtime.purge import Purge
from engine.runtime.secrets import Secrets
from engine.runtime.stages import Stages
from engine.runtime.trial import Trial
from engine.runtime.turns import Turns
from engine.runtime.writer import Ask, Committed, Shift, Writer
from engine.stores.protocol import News, Store, StoreError
from engine.stores.rows import Arrival, Batch, Counts, Letter, OutboxRow
from engine.types.bot import Bot
from engine.types.effect import Effect
from engine.types.event import Answered
from engine.types.message import Message
from engine.types.post import Post, Report

# How often it is looked whether partitions that are to be given up are free.
PARTING_S = 0.01
# How soon work is begun again that a store broke off.
AGAIN_S = 0.5

FRONT_NEEDS = (
    "a front needs a store in a PostgreSQL database, which keeps what was read of it; name one "
    "with --store postgresql://..., or leave the front out"
)

Found = TypeVar("Found")
# `Any`: each delivery takes its own effect.
Delivery = Callable[[Any, Work], Coroutine[Any, Any, Answered]]


Phase = Literal["starting", "serving", "draining", "stopped"]


class Health(Struct, frozen=True):
    """How the runtime fares. `fault` is empty while commits succeed."""

    phase: Phase
    fault: str
    bundle: str
    turns: int
    turns_failed: int
    commits: int
    posts_waiting: int
    sending: dict[str, int]
    # None without a front; else why it takes or gives nothing now, empty while it does.
    front: str | None = None


class Runtime:
    """Conversations on one store. It is used from one event loop; the store stays its owner's.

    `channels` are the ways out by name, `deliveries` carry out effects by their type, and
    `find` gives a bundle that is no longer current but still in use, by its id. A `front` takes
    the posts before a shared store has them; it is opened and closed here.
    """

    def __init__(
        self,
        store: Store,
        loaded: Loaded,
        channels: Mapping[str, Channel],
        deliveries: Mapping[type[Effect], Delivery] | None = None,
        *,
        clock: Clock | None = None,
        options: Options | None = None,
        secrets: Secrets | None = None,
        find: Callable[[str], Loaded | None] = lambda _bundle: None,
        front: Front | None = None,
        trial: Trial | None = None,
    ) -> None:
        if front is not None and not store.shared:
            raise StoreError(FRONT_NEEDS)
        self.store = store
        self.clock: Clock = clock or RealClock()
        self.options = options or Options()
        self._secrets = secrets or Secrets(environment={})
        # The ways out, by name.
        self.channels = channels
        capabilities = {
            name: found for name, each in channels.items() if (found := capability_of(each))
        }
        # Who listens is told how long each stage of a turn took.
        self.stages = Stages()
        self._turns = Turns(
            store, loaded, self.clock, self.options, find, capabilities, self.stages
        )
        self._turns.try_out(trial)
        self._writer = Writer(
            store,
            self._turns,
            self.clock,
            self.options,
            self._told,
            self.stages,
            fronted=front is not None,
        )
        self._front = front
        self._intake = (
            Intake(front, self._writer.front, self._writer.read_front_again) if front else None
        )
        self._purge = Purge(store, self._in_writer, self.clock, self.options, front)
        self._notices = Notices(store, self._turns, self.clock)
        self._listeners = Listeners()
        self._outbox = Outbox(
            store,
            channels,
            deliver={effect: self._deliver(each) for effect, each in (deliveries or {}).items()},
            notify=self._notify,
            settle=self._writer.settle,
            arrived=self._arrived,
            clock=self.clock,
            options=self.options,
            stages=self.stages,
        )
        # Called in the event loop with every batch that was committed: for metrics.
        self.observers: list[Callable[[Batch], None]] = []
        # Asked in the event loop when another worker may have published a bundle.
        self.followers: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._purging: asyncio.Task[None] | None = None
        self._works: set[asyncio.Task[None]] = set()
        self._phase: Phase = "starting"

    @property
    def loaded(self) -> Loaded:
        """The bundle on which new sessions run."""
        return self._turns.current

    @property
    def trial(self) -> Trial | None:
        """The bundle that is tried on a share of conversations, if there is one."""
        return self._turns.trial

    @property
    def bots(self) -> Mapping[str, Bot]:
        """The bots of that bundle."""
        return self.loaded.bots

    async def start(self) -> None:
        """Takes up whatever the store still has to be done."""
        self._loop = asyncio.get_running_loop()
        self.store.listen(self._heard)
        await self._outbox.read_again()
        if self._front is not None:
            await self._front.open()
        self._writer.start()
        self._purging = asyncio.create_task(self._purge.run())
        self._phase = "serving"

    def drain(self) -> None:
        """Says from now on that it is about to stop; it does its work until then."""
        self._phase = "draining"

    async def stop(self) -> None:
        """Finishes the turns of what was accepted and the sends that are on their way."""
        self._phase = "stopped"
        if self._purging is not None:
            self._purging.cancel()
        if self._intake is not None:
            await self._intake.close()
        for work in self._works:
            work.cancel()
        await asyncio.gather(*self._works, return_exceptions=True)
        end = time.monotonic() + self.options.stop_s
        try:
            async with asyncio.timeout(self.options.stop_s):
                await self._outbox.stop()
        except TimeoutError:
            pass
        self._writer.stop()
        left_s = max(0.1, end - time.monotonic())
        await asyncio.get_running_loop().run_in_executor(None, self._writer.join, left_s)
        if self._front is not None:
            await self._front.close()
        self._listeners.ring_all()

    async def accept(self, post: Post) -> bool:
        """Takes a post; on return it is durable. False where it came before.

        Raises RefusedError where it cannot be taken, OverloadedError where too much waits,
        and StoreError where the store cannot write. With a front, the front has it, and may
        say True once more of a post that came long before: there will be no second turn.
        """
        post = admit(post)
        contact = getattr(post.event, "contact", None)
        contact_id = post.contact or (contact.id if contact else "")
        began_ns = self.stages.begin()
        if self._front is not None:
            who = (post.channel, post.external_id, post.conversation, contact_id)
            arrival = Arrival(0, *who, post.event, self.clock.now_us())
            is_new = await self._front.publish(arrival)
        else:
            is_new = bool(await self._ask(Ask(self._future(), post, contact_id)))
        self.stages.end("receive", began_ns, post.channel, post.external_id, post.conversation)
        return is_new

    async def report(self, reports: Sequence[Report]) -> None:
        """Takes what a provider tells of messages; on return it is durable.

        Raises what `accept` raises.
        """
        # It may be quicker than the answer that brings us the id which it names.
        await self._outbox.landed({report.conversation for report in reports})

        def call(batch: Batch) -> None:
            self._notices.report(batch, reports)

        await self._ask(Ask(self._future(), call=call))

    async def tell(self, conversation: str, message: Message, author: str = "agent") -> int:
        """Sends a message that no turn made; its number in history.

        Raises LookupError where there is no such conversation.
        """

        def call(batch: Batch) -> int:
            return self._notices.tell(batch, conversation, message, author)

        return int(str(await self._ask(Ask(self._future(), call=call))))

    async def retry_letters(self, seqs: Collection[int] | None = None) -> list[Letter]:
        """Tries dead letters again, by default all of them: those that it found, in order."""
        return await self._with_letters(letters.retry, seqs)

    async def drop_letters(self, seqs: Collection[int] | None = None) -> list[Letter]:
        """Gives dead letters up for good, by default all of them: those that it found."""
        return await self._with_letters(letters.drop, seqs)

    async def publish(self, loaded: Loaded) -> int:
        """New sessions run on this bundle from now on; live ones stay with theirs, but for those
        that its moves take over: how many those are.

        Raises StoreError where those cannot be written; the bundle is then not published.
        """
        taken_over: object = 0
        if loaded.moves:
            take_over = Ask(self._future(), call=lambda batch: self._turns.take_over(loaded, batch))
            taken_over = await self._ask(take_over)
        await self._ask(Ask(self._future(), call=lambda _batch: self._turns.publish(loaded)))
        return int(str(taken_over))

    async def try_out(self, trial: Trial | None) -> None:
        """New sessions of a share of conversations run on a bundle from now on; None ends that.
        Live ones stay with theirs."""
        await self._ask(Ask(self._future(), call=lambda _batch: self._turns.try_out(trial)))

    async def read(self, function: Callable[..., Found], *values: object) -> Found:
        """What a function of the store gives; who asks a server waits in a thread, and nobody
        else with them."""
        if self.store.shared:
            return await asyncio.to_thread(function, *values)
        return function(*values)

    def bundle(self, name: str) -> Loaded | None:
        """A bundle by its id, None where it is gone. It may have to be read: ask in a thread."""
        found = self._turns.bundle(name)
        return found if found.bundle == name else None

    def live_since_us(self) -> int:
        """The time before which a session without a word since has run out."""
        return self._turns.live_since_us()

    def subscribe(self, conversation: str) -> AbstractContextManager[asyncio.Event]:
        """A bell that is set after each commit that adds to the conversation, and when a
        message is due; clear it before reading."""
        return self._listeners.subscribe(conversation)

    def release(self) -> None:
        """Wakes everyone who listens, as before a stop: whoever waits for news goes without."""
        self._listeners.ring_all()

    def health(self) -> Health:
        """How the runtime fares, without asking the store."""
        return Health(
            self._phase,
            self._writer.fault,
            self.loaded.bundle,
            self._turns.made,
            self._turns.failed,
            self._writer.commits,
            self._writer.waiting,
            self._outbox.waiting(),
            self._front.fault or self._intake.fault if self._front and self._intake else None,
        )

    async def probe(self) -> None:
        """Has the writer write something; raises StoreError where the store does not take it."""
        await self._ask(Ask(self._future(), call=lambda _batch: self._writer.probe()))

    async def forget_archived(self, place: str, before_us: int) -> int:
        """Forgets what an archive has up to a place and was written before; how many rows."""
        return await self._purge.leave(place, before_us)

    def counts(self) -> Counts:
        """How much lies where in the store."""
        return self.store.counts()

    def wake(self) -> None:
        """Looks at the clock again: it was moved."""
        self._writer.wake()

    def _future(self) -> "asyncio.Future[object]":
        return asyncio.get_running_loop().create_future()

    async def _ask(self, ask: Ask) -> object:
        self._writer.ask(ask)
        return await ask.done

    async def _with_letters(self, work: letters.Work, seqs: Collection[int] | None) -> list[Letter]:
        found: list[Letter] = []

        def call(batch: Batch) -> None:
            found.extend(work(self.store, batch, seqs))

        await self._ask(Ask(self._future(), call=call))
        return found

    async def _in_writer(self, call: Callable[[Batch], object]) -> object:
        return await self._ask(Ask(self._future(), call=call))

    def _shift(self, shift: Shift) -> None:
        if shift.reading is not None and self._intake is not None and self._phase != "stopped":
            self._intake.turn_to(shift.reading)
        self._outbox.hold(shift.held)
        if shift.came:
            self._begin(self._outbox.read_again)
        if shift.leaving:
            self._begin(partial(self._part_with, shift.leaving))

    def _release(self, parts: frozenset[int], _batch: Batch) -> None:
        self.store.release(parts)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(_carried_through(work))
        self._works.add(task)
        task.add_done_callback(self._works.discard)

    def _in_loop(self, function: Callable[..., None], *arguments: object) -> None:
        assert self._loop is not None
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments)

    def _deliver(self, delivery: Delivery) -> Deliver:
        async def deliver(effect: Any, row: OutboxRow) -> Answered:
            loaded = self._turns.bundles.get(row.bundle)
            if loaded is None:
                # It waited in the store when we started, on a bundle of before.
                loaded = await asyncio.to_thread(self._turns.bundle, row.bundle)
            bot = loaded.bots.get(row.bot) or Bot(id=row.bot)
            return await delivery(effect, Work(bot, self._secrets, row.key, self.clock.now_us))

        return deliver

    async def _notify(self, row: OutboxRow) -> None:
        def call(batch: Batch) -> None:
            self._notices.carry_out(batch, row)

        await self._ask(Ask(self._future(), call=call))

    def _arrived(self, conversation: str) -> None:
        self._listeners.ring((conversation,))

    def _told(self, committed: Committed) -> None:
        """In the writer's thread: hands a commit over to the event loop's."""
        self._in_loop(self._spread, committed)

    def _heard(self, news: News) -> None:
        """In the store's thread: what other workers tell."""
        if news.arrivals or news.workers or news.lost:
            self._writer.nudge(shaken=news.workers or news.lost)
        if news.conversations or news.outbox or news.published or news.lost:
            self._in_loop(self._take_up, news)

    def _take_up(self, news: News) -> None:
        if news.lost or news.conversations == ("*",):
            self._listeners.ring_all()
        self._listeners.ring(news.conversations)
        if news.lost or news.published:
            for follow in self.followers:
                self._begin(follow)
        if news.lost or not self.store.parts.isdisjoint(news.outbox):
            self._begin(self._outbox.read_again)

    async def _part_with(self, parts: frozenset[int]) -> None:
        """Gives partitions up, each as soon as nothing of it is on its way."""
        while parts and self._phase in {"serving", "draining"}:
            free = parts - self._outbox.busy()
            if free:
                await self._ask(Ask(self._future(), call=partial(self._release, free)))
                parts -= free
            await asyncio.sleep(PARTING_S)

    def _spread(self, committed: Committed) -> None:
        if committed.shift is not None:
            self._shift(committed.shift)
        for ask, result in committed.answers:
            if ask.done.done():
                continue
            if isinstance(result, BaseException):
                ask.done.set_exception(result)
            else:
                ask.done.set_result(result)
        for observe in self.observers:
            observe(committed.batch)
        self._outbox.settled(committed.batch.settled)
        self._outbox.offer(committed.batch.outbox)
        if committed.batch.retried:
            self._begin(partial(self._outbox.revive, committed.batch.retried))
        self._listeners.ring({row.conversation for row in committed.batch.messages})


async def _carried_through(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Does it, from the beginning again where the store was away."""
    while True:
        try:
            return await work()
        except StoreError:
            # It is said in the log by who writes.
            await asyncio.sleep(AGAIN_S)
