"""The pieces of an entity table: its columns, and its rows by their keys."""

from msgspec import Struct

from engine.project.pieces.path import Pieces
from engine.types.bot import EntityTable
from engine.types.value import Value


class Row(Struct, frozen=True, gc=False):
    """A row of a table with the names of its cells."""

    columns: tuple[str, ...]
    cells: tuple[Value, ...]


def of_table(table: EntityTable) -> Pieces | None:
    """Columns, rows by key, and the file; None where two rows have one key."""
    rows = {f"[{row[0]}]": Row(table.columns, row) for row in table.rows}
    if len(rows) < len(table.rows):
        return None
    return {"columns": table.columns, "rows": rows, "file": table.file}


def to_table(pieces: Pieces) -> EntityTable:
    """The table; a column that some cell still needs is kept."""
    wanted: tuple[str, ...] = pieces["columns"]
    rows: list[Row] = list(pieces["rows"].values())
    others = (of_row(row) for row in rows if row.columns != wanted)
    needed = (name for row in others for name, cell in row.items() if cell is not None)
    columns = tuple(dict.fromkeys((*wanted, *needed)))
    body = tuple(row.cells if row.columns == columns else _cells(row, columns) for row in rows)
    return EntityTable(columns, body, pieces["file"])


def of_row(row: Row) -> Pieces:
    """The cells by the names of their columns."""
    return dict(zip(row.columns, row.cells, strict=False))


def to_row(pieces: Pieces) -> Row:
    """The row of such cells."""
    return Row(tuple(pieces), tuple(pieces.values()))


def _cells(row: Row, columns: tuple[str, ...]) -> tuple[Value, ...]:
    cells = of_row(row)
    return tuple(cells.get(name) for name in columns)
