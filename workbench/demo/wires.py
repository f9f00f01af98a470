"""What leaves the bots in the demo history: messages with what their channel tells of them, and
effects with their answers."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Literal

from engine.stores.rows import OutboxRow
from engine.types.capability import Capability
from engine.types.post import Report
from workbench.demo.schedule import Schedule
from workbench.demo.service import Made, Service
from workbench.demo.world import World

CODE_S, SERVICE_S = 0.04, 0.6
# Of messages on channels that tell: never arrived, arrived hours later, were read.
LOST, LATE, READ = 0.006, 0.03, 0.8
LOST_BECAUSE = "131026: message undeliverable"


class Wires:
    """Carries out what turns want of the world; `answered` is called with the turns of answers."""

    def __init__(
        self,
        service: Service,
        schedule: Schedule,
        world: World,
        channels: Mapping[str, Capability],
        answered: Callable[[str, Made], None],
        chance: Random,
    ) -> None:
        self._service, self._schedule, self._world = service, schedule, world
        self._receipts = {name: each.receipts for name, each in channels.items()}
        self._answered, self._chance = answered, chance

    def carry(self, rows: Sequence[OutboxRow]) -> None:
        """Carries out rows of the outbox, of one turn."""
        self._send([row for row in rows if row.kind == "message"])
        for row in rows:
            if row.kind == "effect":
                self._ask(row)

    def _ask(self, row: OutboxRow) -> None:
        answered = self._world.answer(row)
        if answered is None:
            self._service.settle(row, "")
            return
        self._schedule.after(
            CODE_S if row.route == "run_code" else SERVICE_S,
            lambda: self._answered(row.conversation, self._service.answer(row, answered)),
        )

    def _send(self, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            self._service.settle(row, _name(row))
        receipts = self._receipts.get(rows[0].route, ()) if rows else ()
        if not receipts:
            return
        luck = self._chance.random()
        if luck < LOST:
            self._report(rows, "failed", 3_600 * self._chance.uniform(1, 20))
            return
        delay_s = 3_600 * self._chance.uniform(1, 9) if luck < LOST + LATE else 2.0
        self._report(rows, "delivered", delay_s)
        if "read" in receipts and self._chance.random() < READ:
            self._report(rows, "read", delay_s + self._chance.expovariate(1 / 90))

    def _report(
        self,
        rows: Sequence[OutboxRow],
        status: Literal["delivered", "read", "failed"],
        seconds: float,
    ) -> None:
        def happen() -> None:
            now_us, error = self._schedule.now_us, LOST_BECAUSE if status == "failed" else ""
            self._service.report(
                [
                    Report(row.route, _name(row), status, now_us, error, row.conversation)
                    for row in rows
                ]
            )

        self._schedule.after(seconds, happen)


def _name(row: OutboxRow) -> str:
    """The provider's name for a message."""
    return f"demo-out-{row.seq}"
