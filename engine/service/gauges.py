"""The metrics that are looked up when somebody asks: from memory at any time, and from the store
unless that is away."""

from importlib.metadata import version

from engine.channels.sending import Sender
from engine.runtime.runtime import Runtime
from engine.runtime.trial import WHOLE
from engine.service.metrics import Gauge
from engine.stores.protocol import StoreError

SECOND_US = 1_000_000
# A partition whose oldest event waits for longer than this lags.
LAGGING_S = 1.0


def gauges(runtime: Runtime, sockets: int) -> list[Gauge]:
    """What stands where now. Waits for the store: not for an event loop."""
    found = [*_of_memory(runtime, sockets)]
    try:
        found += [*_of_inbox(runtime), *_of_store(runtime)]
    except StoreError:
        # What is not known is left out; who reads sees that it is missing, and why.
        reachable = 0
    else:
        reachable = 1
    about = "1 while the store answers; without it, what lies in the store is left out."
    return [*found, _gauge("store_up", about, reachable)]


def _of_memory(runtime: Runtime, sockets: int) -> list[Gauge]:
    health, store, trial = runtime.health(), runtime.store, runtime.trial
    is_up = health.phase in {"serving", "draining"} and not health.fault
    waiting: dict[tuple[str, ...], float] = {(k,): n for k, n in health.sending.items()}
    return [
        _gauge("up", "1 while commits succeed.", is_up),
        *([] if health.front is None else [
            _gauge("front_up", "1 while the stream in front takes posts.", not health.front)]),
        _gauge("draining", "1 while it is about to stop.", health.phase == "draining"),
        Gauge("tertulia_info", "The engine's version and the current bundle.",
              {(version("tertulia"), health.bundle[:12]): 1}, ("version", "bundle")),
        Gauge("tertulia_trial_share", "Part of the conversations on which a bundle is tried.",
              {(trial.loaded.bundle[:12],): trial.share / WHOLE} if trial else {}, ("bundle",)),
        _gauge("posts_waiting", "Posts that wait to be written.", health.posts_waiting),
        Gauge("tertulia_route_waiting", "Messages and effects in memory, by route.",
              waiting, ("route",)),
        Gauge("tertulia_tokens_waiting", "Messages held up by a channel's pace, by route.",
              {(name,): each.waiting for name, each in runtime.channels.items()
               if isinstance(each, Sender)}, ("route",)),
        _gauge("websocket_connections", "Widgets on a socket.", sockets),
        _gauge("partitions_held", "Partitions whose conversations this worker answers.",
               len(store.parts)),
        _gauge("workers", "Workers of the store at the last look.", store.workers),
    ]  # fmt: skip


def _of_inbox(runtime: Runtime) -> list[Gauge]:
    rows, held, now_us = runtime.store.backlog(), runtime.store.parts, runtime.clock.now_us()
    waits_s = {row.part: max(0, now_us - row.oldest_us) / SECOND_US for row in rows}
    mine_s = [wait_s for number, wait_s in waits_s.items() if number in held]
    return [
        _gauge("inbox_backlog", "Events on disk that wait for their turn, at any worker.",
               sum(row.events for row in rows)),
        _gauge("oldest_event_seconds", "How long the oldest event waits, at any worker.",
               max(waits_s.values(), default=0)),
        _gauge("lag_seconds", "How long the oldest event of this worker's partitions waits.",
               max(mine_s, default=0)),
        _gauge("lagging_partitions", "Partitions of any worker whose oldest event waits over 1 s.",
               sum(wait_s > LAGGING_S for wait_s in waits_s.values())),
    ]  # fmt: skip


def _of_store(runtime: Runtime) -> list[Gauge]:
    counts = runtime.counts()
    rows = (
        ("inbox_dead", "Events whose turn failed.", counts.inbox_failed),
        ("outbox_pending", "Messages and effects to be delivered.", counts.outbox_waiting),
        ("outbox_dead", "Messages and effects given up.", counts.outbox_failed),
        ("timers", "Timers that run.", counts.timers),
        ("handoffs_waiting", "Conversations that wait for people.", counts.handoffs_waiting),
        ("conversations", "Conversations known.", counts.conversations),
        ("sessions", "Sessions in history.", counts.sessions),
    )
    return [_gauge(name, about, number) for name, about, number in rows]


def _gauge(name: str, about: str, value: float) -> Gauge:
    return Gauge(f"tertulia_{name}", about, float(value))
