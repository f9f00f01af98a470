"""The engine without a network writes the rows that the runtime writes."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from engine.channels import CAPABILITIES
from engine.runtime.clock import HandClock
from engine.runtime.loading import load
from engine.runtime.real_effects import real_effects
from engine.runtime.runtime import Runtime
from engine.service.workspace import models_of, open_workspace
from engine.stores.rows import OutboxRow
from engine.stores.sqlite import SqliteStore
from engine.types.effect import RunCode
from engine.types.event import Contact, HandedBack, Opened, Said
from engine.types.message import Message
from engine.types.post import Post, Report, Sent
from workbench.demo.code import Code
from workbench.demo.service import Service
from workbench.demo.world import World

CLINIC = Path(__file__).parents[3] / "datasets" / "bots" / "clinic"
NOON_US = 1_772_474_400_000_000  # Monday, 2 March 2026
SECOND_US = 1_000_000
ANA = Contact("ana", name="Ana Ruiz", phone="+593 99 555 0123", language="es")
TALK = "whatsapp:ana"
# Seconds since noon and what happens; None is silence, in which a timer fires.
SCENE = (
    (0, Opened(0)),
    (20, Said(0, "quiero una cita con el doctor Vega")),
    (60, Said(0, "mejor comuníqueme con una persona de recepción")),
    (400, HandedBack(0, "marta")),
    (420, Said(0, "sí, gracias", choice="solved:yes")),
    (440, Said(0, "el miércoles")),
    (450, Said(0, "9:00", choice="choose_hour:hour_1")),
    (750, None),
    (1_350, None),
    (90_000, Said(0, "xqzt wvutz")),
)
# Where an agent writes.
TALKS = 2


class Phone:
    """A channel that takes everything under the message's own key."""

    name = "whatsapp"
    capability = CAPABILITIES["whatsapp"]

    async def send(self, outgoing) -> Sent:
        return Sent(external_id=outgoing.key)


def test_rows_are_those_that_the_runtime_writes(tmp_path):
    workspace = open_workspace(CLINIC)
    loaded = load(workspace.project, models_of(workspace), "synthetic-test")
    by_service = SqliteStore(tmp_path / "service.db")
    by_runtime = SqliteStore(tmp_path / "runtime.db")
    with real_effects() as effects:
        world = World(Code(loaded.bots["clinic"], effects), {})
        of_service(by_service, loaded, world)
        asyncio.run(of_runtime(by_runtime, loaded, world))
    for store in (by_service, by_runtime):
        store.close()
    written = history(tmp_path / "service.db")
    assert written == history(tmp_path / "runtime.db")
    counts = {name: len(rows) for name, rows in written.items()}
    assert counts["sessions"] == 2
    assert counts["contacts"] == 1
    assert min(counts["events"], counts["messages"]) > 20


def of_service(store, loaded, world) -> None:
    clock = HandClock(NOON_US)
    service = Service(store, loaded, clock, {"whatsapp": Phone.capability})
    timers, sent = {}, []

    def follow(made) -> None:
        timers.update({name: timer for name, timer in made.timers.items() if timer})
        for row in made.outbox:
            if row.kind == "message":
                service.settle(row, row.key)
                sent.append(row.key)
            elif answered := world.answer(row):
                follow(service.answer(row, answered))

    for number, (seconds, event) in enumerate(SCENE):
        clock.set(NOON_US + seconds * SECOND_US)
        if event is None:
            follow(service.fire(timers["idle"]))
        else:
            follow(service.accept(posted(number, event, clock)))
        if number == TALKS:
            for row in service.tell(TALK, "Hola, Ana."):
                service.settle(row, row.key)
            service.report([delivered(sent[0], clock)])
    service.commit()


async def of_runtime(store, loaded, world) -> None:
    clock = HandClock(NOON_US)

    async def run_code(effect, _work):
        content = msgspec.json.encode(effect).decode()
        row = OutboxRow(0, "effect", "run_code", effect.key, TALK, "", "", content, 0)
        return world.answer(row)

    runtime = Runtime(store, loaded, {"whatsapp": Phone()}, {RunCode: run_code}, clock=clock)
    await runtime.start()
    for number, (seconds, event) in enumerate(SCENE):
        clock.set(NOON_US + seconds * SECOND_US)
        before = runtime.health().turns
        runtime.wake()
        if event is not None:
            await runtime.accept(posted(number, event, clock))
        await until(lambda before=before: runtime.health().turns > before and is_quiet(store))
        if number == TALKS:
            await runtime.tell(TALK, Message("Hola, Ana."))
            first = next(row for row in store.messages(TALK) if row.direction == "out")
            await runtime.report([delivered(first.external_id, clock)])
    clock.advance(60)
    await until(lambda: store.counts().outbox_waiting == 0)
    await runtime.stop()


def posted(number, event, clock) -> Post:
    event = replace(event, t_us=clock.now_us())
    if not isinstance(event, HandedBack):
        event = replace(event, contact=ANA, agents=1)
    return Post("whatsapp", f"in-{number}", TALK, event)


def delivered(external_id, clock) -> Report:
    return Report("whatsapp", external_id, "delivered", clock.now_us(), conversation=TALK)


def is_quiet(store) -> bool:
    return store.counts().inbox_waiting == 0 and not store.outgoing("run_code", 1)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - a store rings no bell
            await asyncio.sleep(0.002)


def history(path) -> dict[str, list[tuple]]:
    """The rows of the tables in the order of history, without what differs from run to run: the
    numbers of rows, and the names that messages of no turn are given after them."""
    database = sqlite3.connect(path)
    written = {}
    for table in ("sessions", "events", "messages", "contacts"):
        database.row_factory = sqlite3.Row
        found = [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY 1")]
        for row in found:
            row.pop("seq", None)
            if row.get("author") == "agent":
                row["message_id"] = row["external_id"] = ""
        written[table] = found
    database.close()
    return written
