"""Rows as aligned columns for a terminal."""

from collections.abc import Sequence


def table(rows: Sequence[Sequence[object]]) -> list[str]:
    """Columns two spaces apart, whole numbers to the right, the last column as long as it is."""
    cells = [[" ".join(str(cell).split()) for cell in row] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    lines = []
    for row, values in zip(cells, rows, strict=True):
        padded = [
            cell.rjust(width) if isinstance(value, int) else cell.ljust(width)
            for cell, width, value in zip(row, widths, values, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return lines


def percent(share: float) -> str:
    """A share from 0 to 1 as percent with one digit."""
    return f"{100 * share:.1f} %"
