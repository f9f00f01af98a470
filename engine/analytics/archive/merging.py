"""Small files become large ones, and changed rows come to where they belong."""

from collections import defaultdict
from pathlib import Path

from msgspec.structs import replace

from engine.analytics.archive.layout import DAY_US, Span, day_name, order_of, placed, span_name
from engine.analytics.archive.manifest import File
from engine.analytics.archive.reading import files_sql
from engine.analytics.archive.workshop import Step, Workshop, workshop
from engine.analytics.tables import SCHEMAS, TABLES
from engine.stores.rows import HistoryTable

# A span and a bucket: rows that may lie in one file.
Shelf = tuple[str, int]
_BREADTH = {"2026-11-29": 0, "2026-11": 1, "all": 2}
_WIDTHS = {len(name): width for name, width in _BREADTH.items()}


def merge(folder: Path, span: Span = "day", step: Step = lambda _name: None) -> int:
    """Makes one file of all that a bucket has of a day, of a month that is over, or in all; how
    many files there are then.

    Raises TertuliaError where another process is at it.
    """
    with workshop(folder, step) as shop:
        _rewrite(shop, span, only_amended=False)
        return len(shop.manifest.files)


def fold(shop: Workshop) -> None:
    """Puts changed rows into the files in which they belong."""
    if shop.manifest.amended:
        _rewrite(shop, "day", only_amended=True)


def _rewrite(shop: Workshop, span: Span, *, only_amended: bool) -> None:
    files: list[File] = []
    changed = False
    for table in TABLES:
        amended = _shelves_of_amended(shop, table)
        for shelf, group in _groups(shop, table, span).items():
            touched = [each for each in group if _covers(each, amended)]
            if only_amended:
                # Each on its own: nothing is merged.
                files += [each for each in group if each not in touched]
                files += [
                    _merged(shop, table, (each.span, each.bucket), [each]) for each in touched
                ]
            elif len(group) > 1 or touched:
                files.append(_merged(shop, table, shelf, group))
            else:
                files += group
            changed |= bool(touched) or (len(group) > 1 and not only_amended)
    if changed or shop.manifest.amended:
        shop.commit(replace(shop.manifest, files=tuple(files), amended=()))


def _merged(shop: Workshop, table: HistoryTable, shelf: Shelf, group: list[File]) -> File:
    written = files_sql(shop.folder, table, group)
    amended = files_sql(shop.folder, table, shop.manifest.amendments(table))
    # Names of our own, and paths that are quoted.
    sql = (
        f"SELECT * FROM ({written}) ANTI JOIN ({amended}) USING (seq) UNION ALL "  # noqa: S608
        f"SELECT * FROM ({amended}) SEMI JOIN ({written}) USING (seq)"
    )
    return shop.write(table, *shelf, shop.rows(f"FROM ({sql}) ORDER BY {order_of(table)}"))


def _groups(shop: Workshop, table: HistoryTable, span: Span) -> dict[Shelf, list[File]]:
    """The files that become one, by where it will lie."""
    # By the clock of who wrote the files: that of a provider may be wrong.
    today = day_name(shop.manifest.written_us // DAY_US)
    found: dict[Shelf, list[File]] = defaultdict(list)
    for file in shop.manifest.of(table):
        wanted = span_name(file.span, span)
        is_over = span != "month" or wanted < span_name(today, "month")
        is_wider = _WIDTHS[len(wanted)] > _WIDTHS[len(file.span)]
        found[wanted if is_wider and is_over else file.span, file.bucket].append(file)
    return found


def _shelves_of_amended(shop: Workshop, table: HistoryTable) -> set[tuple[str, int]]:
    """The days and buckets of rows that changed."""
    found: set[tuple[str, int]] = set()
    if not shop.manifest.amendments(table):
        return found
    sql = files_sql(shop.folder, table, shop.manifest.amendments(table))
    for piece in shop.rows(sql):
        for batch in piece.select(SCHEMAS[table].names).to_batches():
            rows = placed(batch, table, shop.manifest.buckets)
            pairs = rows.group_by(["day", "bucket"]).aggregate([]).to_pylist()
            found |= {(day_name(row["day"]), row["bucket"]) for row in pairs}
    return found


def _covers(file: File, shelves: set[tuple[str, int]]) -> bool:
    return any(
        bucket == file.bucket and (file.span == "all" or day.startswith(file.span))
        for day, bucket in shelves
    )
