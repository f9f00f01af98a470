"""What has to be forgotten leaves an archive, too: old history, and persons."""

from pathlib import Path

from msgspec.structs import replace

from engine.analytics.archive.layout import bucket_of, order_of
from engine.analytics.archive.manifest import File
from engine.analytics.archive.merging import fold
from engine.analytics.archive.reading import files_sql
from engine.analytics.archive.workshop import KEEP_S, Step, Workshop, workshop
from engine.analytics.archive.writing import INGESTED
from engine.analytics.tables import TABLES
from engine.stores.rows import HistoryTable


def forget_before(folder: Path, before_us: int, step: Step = lambda _name: None) -> int:
    """Forgets events and messages written before this moment, and sessions that were over by
    then; how many rows. Raises TertuliaError where another process is at work on the archive.
    """
    with workshop(folder, step) as shop:
        if before_us <= shop.manifest.forgotten_us:
            return 0
        # Whether a session is over may have changed since it was written.
        fold(shop)
        kept: list[File] = []
        for table in ("events", "messages", "sessions"):
            kept += _kept_of(shop, table, before_us, kept)
        return _commit(shop, kept, forgotten_us=before_us)


def forget_contact(folder: Path, contact: str, step: Step = lambda _name: None) -> int:
    """Forgets a person, and deletes the files that spoke of him at once; how many rows.

    Whoever has the archive open must open it again. Raises TertuliaError where another process
    is at work on it.
    """
    with workshop(folder, step) as shop:
        fold(shop)
        bucket = bucket_of(contact, shop.manifest.buckets)
        others = f"contact <> {_text(contact)}"
        kept: list[File] = []
        for table in TABLES:
            for file in shop.manifest.of(table):
                kept += _filtered(shop, file, others) if file.bucket == bucket else [file]
        return _commit(shop, kept, keep_s=0)


def kept_sql(table: HistoryTable, before_us: int) -> str:
    """Which rows are not older than this: as SQL. An open session is not old."""
    if table == "sessions":
        return f"(ended_us = 0 OR ended_us >= {before_us:d})"
    return f"{INGESTED[table]} >= {before_us:d}"


def _kept_of(shop: Workshop, table: HistoryTable, before_us: int, others: list[File]) -> list[File]:
    which = kept_sql(table, before_us)
    if table == "sessions":
        # Nobody went on with those that never ended, once nothing is left of them.
        left = " UNION ALL ".join(
            f"SELECT session_id FROM ({files_sql(shop.folder, each, _of(others, each))})"  # noqa: S608
            for each in ("events", "messages")
        )
        which += f" AND (ended_us > 0 OR started_us >= {before_us:d} OR session_id IN ({left}))"
    kept: list[File] = []
    for file in shop.manifest.of(table):
        is_young = file.ingested.least >= before_us
        kept += [file] if is_young else _filtered(shop, file, which)
    return kept


def _of(files: list[File], table: HistoryTable) -> list[File]:
    return [file for file in files if file.table == table]


def _filtered(shop: Workshop, file: File, which: str) -> list[File]:
    """A file without the rows that go: itself where none goes, none where all go."""
    rows = files_sql(shop.folder, file.table, [file])
    sql = f"SELECT * FROM ({rows}) WHERE {which}"  # noqa: S608 - names of our own, and quoted text
    ((count,),) = shop.connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()  # noqa: S608
    if count == file.rows:
        return [file]
    if not count:
        return []
    pieces = shop.rows(f"FROM ({sql}) ORDER BY {order_of(file.table)}")
    return [shop.write(file.table, file.span, file.bucket, pieces)]


def _commit(shop: Workshop, kept: list[File], keep_s: float = KEEP_S, forgotten_us: int = 0) -> int:
    before = shop.manifest
    gone = sum(file.rows for file in before.files) - sum(file.rows for file in kept)
    if gone or forgotten_us:
        forgotten_us = max(forgotten_us, before.forgotten_us)
        shop.commit(replace(before, files=tuple(kept), forgotten_us=forgotten_us), keep_s)
    return gone


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
