"""What a store has of history beyond an archive, read on as it grows."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from engine.analytics.archive.manifest import Manifest, read_manifest
from engine.analytics.archive.staging import require_same
from engine.analytics.tables import SCHEMAS, pages_of
from engine.stores.opening import open_history
from engine.stores.rows import HistoryTable

# Rows that come in small pieces are joined now and then: each piece costs every query.
PIECES = 32


class Live:
    """The rows of a store that its archive lacks; all rows, without an archive.

    `tables` and `manifest` belong together: no row is in both, but for those that changed since
    they were archived, which count as they are here.
    """

    def __init__(self, source: str | Path, tenant: str, archive: Path | None) -> None:
        self._open = ExitStack()
        self._reads = self._open.enter_context(open_history(source, tenant))
        self._archive = archive
        self._place = ""
        self.manifest: Manifest | None = None
        self.tables: Mapping[HistoryTable, pa.Table] = _nothing()
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    def refresh(self) -> bool:
        """Reads what was written since; whether there was something."""
        while True:
            manifest = read_manifest(self._archive) if self._archive else None
            is_newer = _number(manifest) != _number(self.manifest)
            known = _nothing() if is_newer else self.tables
            since = (manifest.place if manifest else "") if is_newer else self._place
            found, place = self._read(since, manifest)
            # What an archive takes over may leave the store at once: then it is in the archive.
            if self._archive and _number(read_manifest(self._archive)) != _number(manifest):
                continue
            has_more = any(table.num_rows for table in found.values())
            self.tables = {name: _upserted(name, known[name], rows) for name, rows in found.items()}
            self.manifest, self._place = manifest, place
            return is_newer or has_more

    def close(self) -> None:
        """Lets go of the store."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _read(
        self, since: str, manifest: Manifest | None
    ) -> tuple[dict[HistoryTable, pa.Table], str]:
        with self._reads.changes(since) as changes:
            if manifest is not None and self._archive is not None:
                require_same(self._archive, manifest, changes.store)
            found = {
                name: pa.Table.from_batches(pages_of(changes, name), schema)
                for name, schema in SCHEMAS.items()
            }
            return found, changes.place


def _number(manifest: Manifest | None) -> int:
    return manifest.number if manifest else 0


def _nothing() -> dict[HistoryTable, pa.Table]:
    return {name: schema.empty_table() for name, schema in SCHEMAS.items()}


def _upserted(name: HistoryTable, known: pa.Table, rows: pa.Table) -> pa.Table:
    """The rows known so far, with newer ones in the place of those with their number."""
    if not (known.num_rows and rows.num_rows):
        return known if known.num_rows else rows
    # What happened never changes.
    if name != "events":
        replaced = pc.is_in(known.column("seq"), value_set=rows.column("seq").combine_chunks())
        known = known.filter(pc.invert(replaced))
    joined = pa.concat_tables([known, rows])
    return joined.combine_chunks() if joined.column(0).num_chunks > PIECES else joined
