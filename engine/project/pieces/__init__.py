"""A project taken to pieces, each with a name of its own, and put together again.

A piece is what one person can change without touching the work of another: a text in one
language, a port's edge, a phrase, a row of a table. Diff and merge walk the same pieces. Nodes
are pieces of their bot, not of a topic, as their ids are unique in it: a moved node is the same.
"""

from engine.project.pieces.apart import apart, together
from engine.project.pieces.bots import Placed
from engine.project.pieces.lone import named, unnamed
from engine.project.pieces.path import (
    MISSING,
    Path,
    Pieces,
    has_order,
    is_item,
    is_listed,
    is_placement,
    is_same,
    is_whole,
)
from engine.project.pieces.tables import Row

__all__ = [
    "MISSING",
    "Path",
    "Pieces",
    "Placed",
    "Row",
    "apart",
    "has_order",
    "is_item",
    "is_listed",
    "is_placement",
    "is_same",
    "is_whole",
    "named",
    "together",
    "unnamed",
]
