"""Timers that came due, as events for the inbox."""

from engine.runtime.inbox import TIMER
from engine.stores.protocol import Store
from engine.stores.rows import Arrival, Batch, TimerRow
from engine.types.event import TimerFired


def fire(store: Store, batch: Batch, now_us: int, limit: int) -> None:
    """Turns due timers into arrivals, in one batch with their removal."""
    for row in store.due(now_us, limit):
        batch.arrivals.append(fired(row, store.reserve(1), now_us))
        batch.timers[row.conversation, row.timer] = None


def fired(row: TimerRow, seq: int, now_us: int) -> Arrival:
    """The arrival of a timer that fires now."""
    return Arrival(
        seq=seq,
        channel=TIMER,
        external_id=f"{row.conversation}:{row.timer}:{row.token}:{row.due_us}",
        conversation=row.conversation,
        contact="",
        event=TimerFired(now_us, row.timer, row.token),
        arrived_us=now_us,
    )


def earliest(rows: dict[tuple[str, str], TimerRow | None], known_us: int) -> int:
    """The earliest moment at which a timer may be due, given the one known before; 0: none."""
    due = [row.due_us for row in rows.values() if row is not None]
    if known_us:
        due.append(known_us)
    return min(due, default=0)
