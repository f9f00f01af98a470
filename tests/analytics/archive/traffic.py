"""A store that is written to, as turns do: rows of several days, that change later."""

from collections.abc import Callable
from random import Random

from engine.analytics.archive.layout import DAY_US
from engine.analytics.history import History
from engine.analytics.tables import TABLES
from engine.stores.opening import History as Reads
from engine.stores.protocol import Store
from engine.stores.rows import Batch, SessionEnd, Settlement
from engine.types.post import Report
from tests.stores.rows import event, message, session, work

NOON_US = 20_000 * DAY_US + DAY_US // 2


class Traffic:
    """Writes at random, with a seed."""

    def __init__(self, store: Store, seed: int = 0, days: int = 3, people: int = 5) -> None:
        self.store = store
        self._chance = Random(seed)
        self._days, self._people = days, people
        self._queued: list[tuple[int, int]] = []
        self.sent: list[int] = []
        self._open: list[str] = []
        self.steps: dict[str, Callable[[], None]] = {
            "begin": self.begin,
            "happen": self.happen,
            "say": self.say,
            "send": self.send,
            "report": self.report,
            "end": self.end,
        }

    def turns(self, count: int) -> None:
        """So many things that happen."""
        for _ in range(count):
            self.steps[self._chance.choice(list(self.steps))]()

    def begin(self) -> None:
        seq, t_us = self.store.reserve(1), self._when()
        name = self._who()
        row = session(seq, f"{name}:{seq}", conversation=name, contact=name, started_us=t_us)
        self._open.append(row.session_id)
        self.store.commit(Batch(sessions=[row]))

    def happen(self) -> None:
        name, t_us = self._who(), self._when()
        rows = [
            event(seq, name, contact=name, t_us=t_us, ingest_us=t_us, session_id=f"{name}:1")
            for seq in self._numbers(self._chance.randint(1, 4))
        ]
        self.store.commit(Batch(events=rows))

    def say(self) -> None:
        name, t_us = self._who(), self._when()
        (seq,) = self._numbers(1)
        said = message(seq, name, contact=name, t_us=t_us, ingest_us=t_us, session_id=f"{name}:1")
        self._queued.append((seq, t_us))
        self.store.commit(Batch(messages=[said], outbox=[work(seq, ingest_us=t_us)]))

    def send(self) -> None:
        if self._queued:
            seq, t_us = self._queued.pop(self._chance.randrange(len(self._queued)))
            self.sent.append(seq)
            self.store.commit(Batch(settled=[Settlement(seq, "sent", f"w{seq}", ingest_us=t_us)]))

    def report(self) -> None:
        if self.sent:
            seq = self._chance.choice(self.sent)
            status = self._chance.choice(["delivered", "read"])
            self.store.commit(Batch(reports=[Report("", f"w{seq}", status, 5)]))

    def end(self) -> None:
        if self._open:
            name = self._open.pop(self._chance.randrange(len(self._open)))
            self.store.commit(Batch(ended=[SessionEnd(name, self._when() + DAY_US, "archived")]))

    def _numbers(self, count: int) -> list[int]:
        return [self.store.reserve(1) for _ in range(count)]

    def _who(self) -> str:
        return f"p{self._chance.randrange(self._people)}"

    def _when(self) -> int:
        # Late ones, too, and some at one time.
        return NOON_US + self._chance.randrange(self._days * 4) * DAY_US // 4


def rows_of(history: History) -> dict[str, list[dict[str, object]]]:
    """All rows of a history, by their numbers."""
    return {name: history.arrow(name).sort_by("seq").to_pylist() for name in TABLES}


def rows_in(store: Reads) -> dict[str, list[dict[str, object]]]:
    """All rows of a store, by their numbers."""
    found = {}
    for name, row in (("sessions", session), ("events", event), ("messages", message)):
        names = type(row(1)).__struct_fields__
        with store.changes() as changes:
            rows = [values for page in changes.pages(name, 1000) for values in page]
        found[name] = [dict(zip(names, values, strict=True)) for values in sorted(rows)]
    return found
