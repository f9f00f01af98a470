"""Places on the canvas for flows that come without: entries left, what follows to the right."""

from collections.abc import Mapping, Sequence

from engine.types.bot import Node

COLUMN = 320.0
ROW_GAP = 60.0
HEAD = 100.0
PORT = 28.0


def lay_out(nodes: Mapping[str, Node], entries: Sequence[str]) -> dict[str, tuple[float, float]]:
    """A place for every node: columns by distance from an entry, rows that never overlap.

    Each entry starts a row; the first way out goes on in it, each further way in one below.
    """
    cells: dict[str, tuple[int, int]] = {}
    row = 0
    for root in (*entries, *(name for name in nodes if name not in entries)):
        if root in cells or root not in nodes:
            continue
        row = _spread(nodes, root, row, cells, frozenset(entries) - {root})
    heights: dict[int, float] = {}
    for name, (_, line) in cells.items():
        heights[line] = max(heights.get(line, 0), _height(nodes[name]))
    tops, y = {}, 0.0
    for line in range(row):
        tops[line] = y
        y += heights.get(line, 0) + ROW_GAP
    return {name: (column * COLUMN, tops[line]) for name, (column, line) in cells.items()}


def _spread(
    nodes: Mapping[str, Node],
    root: str,
    row: int,
    cells: dict[str, tuple[int, int]],
    others: frozenset[str],
) -> int:
    """Gives cells to what the root leads to, short of other entries; the next free row."""
    free = row + 1
    used: set[tuple[int, int]] = set()
    waiting = [(root, 0, row)]
    while waiting:
        name, column, line = waiting.pop()
        if name in cells or name not in nodes or name in others:
            continue
        if (column, line) in used or line < 0:
            line, free = free, free + 1
        cells[name] = (column, line)
        used.add((column, line))
        ways = [to for to in nodes[name].edges.values() if to not in cells and to not in others]
        # The last one in is the first one out: the first way goes on in this row.
        waiting += [(to, column + 1, -1) for to in reversed(ways[1:])]
        if ways:
            waiting.append((ways[0], column + 1, line))
    return free


def _height(node: Node) -> float:
    return HEAD + PORT * max(len(node.edges) - 1, 0)
