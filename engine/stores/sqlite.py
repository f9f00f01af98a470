"""The store for one machine: a SQLite file, durable at every commit, with nothing to install."""

import os
import sqlite3
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import msgspec

from engine.stores import sqlite_file
from engine.stores.columns import arrival_values, conversation_values, outbox_values
from engine.stores.person import deletions
from engine.stores.protocol import ConflictError, Sole, part
from engine.stores.rows import Arrival, Batch, Settlement, before
from engine.stores.sqlite_changes import Place
from engine.stores.sqlite_reads import SqliteReads, json_list
from engine.stores.sqlite_statements import (
    ADD,
    DROP,
    FORGET_ARCHIVED,
    FORGET_HISTORY,
    REPORT,
    RETRY,
    UPDATE_CONVERSATIONS,
    Many,
    Row,
)
from engine.types.post import Report

# Numbers are handed out from a block that is marked as used beforehand, so that none is ever
# used twice, whatever happens.
BLOCK = 1_000_000

_CONFLICT = (
    "database {path}: a conversation was changed by someone else; nothing was written: let "
    "only one server use this database"
)


class SqliteStore(Sole, SqliteReads):
    """Conversations in a SQLite file that this process owns.

    Raises StoreError where the file cannot be used, with the reason and the remedy.
    """

    def __init__(self, path: Path | str) -> None:
        super().__init__(Path(path))
        self._lock = sqlite_file.own(self.path)
        self._next = self._block_end = 0
        try:
            with sqlite_file.faults(self.path):
                self._writer = sqlite_file.connect(self.path, writes=True)
                sqlite_file.migrate(self._writer, self.path)
        except BaseException:
            os.close(self._lock)
            raise

    def reserve(self, count: int) -> int:
        """The first of `count` numbers in a row that nobody else gets."""
        if self._next + count > self._block_end:
            size = max(BLOCK, count)
            with self._faults():
                sql = "UPDATE counter SET next = next + ? RETURNING next"
                ((end,),) = self._writer.execute(sql, (size,)).fetchall()
            self._next, self._block_end = end - size, end
        first = self._next
        self._next += count
        return first

    def commit(self, batch: Batch) -> set[int]:
        """Writes the batch in one transaction; gives the arrivals that were new."""
        with self._faults():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                new = self._write(batch)
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
        return new

    def purge(self, before_us: int) -> int:
        """Forgets inbox rows worked off and dead letters older than this."""
        with self._faults():
            inbox = self._writer.execute(
                "DELETE FROM inbox WHERE done > 0 AND arrived_us < ?", (before_us,)
            )
            outbox = self._writer.execute(
                "DELETE FROM outbox WHERE failed = 1 AND due_us < ?", (before_us,)
            )
        return inbox.rowcount + outbox.rowcount

    def probe(self) -> None:
        """Writes something that changes nothing, durably."""
        with self._faults():
            self._writer.execute("UPDATE counter SET next = next")

    def forget_history(self, before_us: int, limit: int) -> int:
        """Forgets about so many rows of history written before this moment; how many."""
        return self._forget(FORGET_HISTORY, before_us=before_us, limit=limit)

    def forget_archived(self, place: str, before_us: int, limit: int) -> int:
        """Forgets about so many rows that an archive has up to this place; how many."""
        archived = Place.read(place)
        values = {"seq": archived.seq, "change": archived.change}
        return self._forget(FORGET_ARCHIVED, before_us=before_us, limit=limit, **values)

    def forget_contact(self, contact: str) -> dict[str, int]:
        """Forgets a person; how many rows of each table. What was there is written over."""
        with self._faults():
            self._writer.execute("PRAGMA secure_delete = 1")
            self._writer.execute("BEGIN IMMEDIATE")
            gone = {
                table: self._writer.execute(sql, {"contact": contact}).rowcount
                for table, sql in deletions("contact = :contact").items()
            }
            self._writer.execute("COMMIT")
        return gone

    def close(self) -> None:
        """Gives the file back, its log folded in."""
        self.close_readers()
        try:
            with self._faults():
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._writer.close()
            os.close(self._lock)

    def _forget(self, statements: tuple[str, ...], **values: int) -> int:
        with self._faults():
            for sql in statements:
                if gone := self._writer.execute(sql, values).rowcount:
                    return gone
        return 0

    def _write(self, batch: Batch) -> set[int]:
        new = self._add_arrivals(batch.arrivals)
        self._put_conversations(batch)
        self._writer.executemany(
            "UPDATE handoffs SET status = 'closed' WHERE conversation = ? AND status = 'waiting'",
            [(conversation,) for conversation in batch.closed_handoffs],
        )
        for name in ("sessions", "events", "messages", "handoffs"):
            rows = getattr(batch, name)
            if rows:
                self._many(ADD[name], (msgspec.structs.astuple(row) for row in rows))
        if batch.outbox:
            self._many(ADD["outbox"], map(outbox_values, batch.outbox))
        if batch.timers:
            self._put_timers(batch)
        self._end(batch)
        if batch.settled:
            self._settle(batch.settled)
        self._writer.executemany(REPORT, map(_report_values, batch.reports))
        if batch.retried or batch.dropped:
            self._put_letters(batch)
        return new

    def _add_arrivals(self, arrivals: list[Arrival]) -> set[int]:
        if not arrivals:
            return set()
        if self._many(ADD["inbox"], map(arrival_values, arrivals)) == len(arrivals):
            return {row.seq for row in arrivals}
        sql = "SELECT coalesce(group_concat(seq), '') FROM inbox WHERE seq BETWEEN ? AND ?"
        seqs = [row.seq for row in arrivals]
        ((found,),) = self._writer.execute(sql, (min(seqs), max(seqs))).fetchall()
        return {int(seq) for seq in found.split(",") if seq}

    def _put_conversations(self, batch: Batch) -> None:
        rows = batch.conversations.values()
        new = [conversation_values(row) for row in rows if not batch.was[row.conversation]]
        old = [
            (*conversation_values(row), batch.was[row.conversation])
            for row in rows
            if batch.was[row.conversation]
        ]
        try:
            self._many(ADD["conversations"], new)
        except sqlite3.IntegrityError as error:
            raise ConflictError(_CONFLICT.format(path=self.path)) from error
        if self._many(UPDATE_CONVERSATIONS, old) != len(old):
            raise ConflictError(_CONFLICT.format(path=self.path))

    def _put_timers(self, batch: Batch) -> None:
        stopped = [key for key, row in batch.timers.items() if row is None]
        self._writer.executemany("DELETE FROM timers WHERE conversation = ? AND timer = ?", stopped)
        rows = [row for row in batch.timers.values() if row is not None]
        self._many(
            ADD["timers"],
            ((*msgspec.structs.astuple(row), part(row.conversation)) for row in rows),
        )

    def _end(self, batch: Batch) -> None:
        if batch.done:
            sql = "UPDATE inbox SET done = 1 WHERE seq IN (SELECT value FROM json_each(?))"
            self._writer.execute(sql, (json_list(batch.done),))
        self._writer.executemany(
            "UPDATE inbox SET done = 2, error = ? WHERE seq = ?",
            [(error, seq) for seq, error in batch.failed],
        )
        self._writer.executemany(
            "UPDATE sessions SET ended_us = ?, end_reason = ? WHERE session_id = ?",
            [(row.ended_us, row.end_reason, row.session_id) for row in batch.ended],
        )
        if batch.contacts:
            self._many(ADD["contacts"], map(msgspec.structs.astuple, batch.contacts.values()))

    def _settle(self, settled: list[Settlement]) -> None:
        execute = self._writer.execute
        sent = json_list(row.seq for row in settled if row.status == "sent")
        execute("DELETE FROM outbox WHERE seq IN (SELECT value FROM json_each(?))", (sent,))
        execute(
            "UPDATE messages SET status = 'sent' WHERE seq IN (SELECT value FROM json_each(?))",
            (sent,),
        )
        self._writer.executemany(
            "UPDATE messages SET external_id = ? WHERE seq = ?",
            [(row.external_id, row.seq) for row in settled if row.external_id],
        )
        self._writer.executemany(
            "UPDATE outbox SET attempts = ?, due_us = ?, error = ? WHERE seq = ?",
            [(r.attempts, r.due_us, r.error, r.seq) for r in settled if r.status == "retry"],
        )
        failed = [(r.attempts, r.error, r.seq) for r in settled if r.status == "failed"]
        self._writer.executemany(
            "UPDATE outbox SET failed = 1, attempts = ?, error = ? WHERE seq = ?", failed
        )
        self._writer.executemany(
            "UPDATE messages SET status = 'failed' WHERE seq = ?", [row[2:] for row in failed]
        )

    def _put_letters(self, batch: Batch) -> None:
        for letters, statements in ((batch.retried, RETRY), (batch.dropped, DROP)):
            seqs = json_list(letter.seq for letter in letters)
            for statement in statements:
                self._writer.execute(statement, (seqs,))

    def _many(self, statement: Many, rows: Iterable[Row]) -> int:
        """Runs a statement over many rows, a chunk a call; how many rows it changed."""
        changed = 0
        for sql, chunk in statement.chunks(list(rows)):
            changed += self._writer.execute(sql, list(chain.from_iterable(chunk))).rowcount
        return changed


def _report_values(report: Report) -> Row:
    earlier = json_list(before(report.status))
    return (report.status, report.external_id, report.channel, earlier)
