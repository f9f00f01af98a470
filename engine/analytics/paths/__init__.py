"""Where conversations go: what the lost did next, the ways between two points, flows as a whole.

Each figure keeps its set: those whom it counts can be listed.
"""

from engine.analytics.paths.actions import DOINGS, KINDS, Doing, actions
from engine.analytics.paths.between import Between, paths_between
from engine.analytics.paths.next_actions import NextActions, next_actions
from engine.analytics.paths.sankey import Sankey, sankey

__all__ = [
    "DOINGS", "KINDS", "Between", "Doing", "NextActions", "Sankey", "actions", "next_actions",
    "paths_between", "sankey",
]  # fmt: skip
