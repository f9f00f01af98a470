"""What is new and changed in a store, sent to a place: read once, kept until it is there.

Rows are first put into files beside the state, and then sent from these: who goes on after a
death sends the same parts under the same names, whatever was written to the store meanwhile.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from msgspec.structs import replace

from engine.analytics.exports.protocol import Part, Target
from engine.analytics.exports.state import State, held, read_state, write_state
from engine.analytics.tables import SCHEMAS, pages_of
from engine.stores.changes import Changes
from engine.stores.opening import TENANT, open_history
from engine.stores.rows import HistoryTable
from engine.types.issue import TertuliaError

PARTS = "parts"
# Told before and after each thing that is done: for progress, and to die at.
Step = Callable[[str], None]


class Shipped(Struct, frozen=True):
    """What was sent: rows by table, `skipped` ones among them, which the target does not take.
    `place` is up to where it has all."""

    target: str
    rows: dict[str, int]
    skipped: int
    place: str


def ship(
    source: str | Path,
    target: Target,
    folder: Path,
    tenant: str = TENANT,
    step: Step = lambda _name: None,
) -> Shipped:
    """Brings a target up to date with a store, which may be in use; `folder` keeps how far it is.

    Raises TertuliaError where the target cannot be reached or refuses something; what it has by
    then is not sent again.
    """
    with held(folder):
        state = read_state(folder, target.name, tenant)
        target.open(state.export)
        rows: dict[str, int] = dict.fromkeys(target.tables, 0)
        # What was broken off comes first; then what was written since.
        for _ in range(2 if state.parts else 1):
            if not state.parts:
                state = _read(source, target, folder, state, step)
            for part in state.parts:
                rows[part.table] += part.rows
            state = _deliver(target, folder, state, step)
        return Shipped(target.name, rows, target.skipped, state.place)


def _read(source: str | Path, target: Target, folder: Path, state: State, step: Step) -> State:
    """Puts what is new and changed into files."""
    for old in (folder / PARTS).glob("*"):
        old.unlink()
    (folder / PARTS).mkdir(exist_ok=True)
    with open_history(source, state.tenant) as reads, reads.changes(state.place) as changes:
        if state.store and state.store != changes.store:
            raise TertuliaError(
                f"folder {folder}: its export is of another store, or of this one before it was "
                "restored or moved; name another folder and another place to export to"
            )
        number = state.number + 1
        parts = [
            part
            for table in target.tables
            for part in _parts(changes, table, target.part_rows, folder, number)
        ]
        step("read")
        following = replace(
            state,
            store=changes.store,
            number=number,
            following=changes.place,
            parts=tuple(parts),
            done=0,
        )
    write_state(folder, following)
    step("planned")
    return following


def _parts(
    changes: Changes, table: HistoryTable, size: int, folder: Path, number: int
) -> list[Part]:
    found: list[Part] = []
    waiting = SCHEMAS[table].empty_table()
    for page in pages_of(changes, table):
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([page])])
        while waiting.num_rows >= size:
            found.append(_write(waiting.slice(0, size), table, folder, number, len(found)))
            waiting = waiting.slice(size)
    if waiting.num_rows:
        found.append(_write(waiting, table, folder, number, len(found)))
    return found


def _write(rows: pa.Table, table: HistoryTable, folder: Path, number: int, index: int) -> Part:
    part = Part(f"{number:06d}_{table}_{index:05d}", table, rows.num_rows)
    path = _file(folder, part)
    with path.open("wb") as file:
        pq.write_table(rows, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    return part


def _deliver(target: Target, folder: Path, state: State, step: Step) -> State:
    while state.parts:
        part = state.parts[0]
        for done in target.deliver(
            replace(part, name=f"{state.export}_{part.name}"), _file(folder, part), state.done
        ):
            step(f"sent {part.name}")
            state = replace(state, done=done)
            write_state(folder, state)
            step(f"noted {part.name}")
        state = replace(state, parts=state.parts[1:], done=0)
        write_state(folder, state)
        _file(folder, part).unlink()
    if state.following:
        state = replace(state, place=state.following, following="")
        write_state(folder, state)
    step("done")
    return state


def _file(folder: Path, part: Part) -> Path:
    return folder / PARTS / f"{part.name}.parquet"
