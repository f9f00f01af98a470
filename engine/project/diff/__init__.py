"""What became different between two versions of a project, by meaning.

Where things are drawn, the order of keys and the order of phrases are not meaning. A node that
was drawn in another topic has moved: it is the same node.
"""

from engine.project.diff.change import Change, Kind, change, shown
from engine.project.diff.lines import lines
from engine.project.diff.marks import Marks, by_node
from engine.project.diff.sight import Sight, What
from engine.project.diff.walk import diff, differences, languages_of, reordered
from engine.project.diff.words import Language, words

__all__ = [
    "Change",
    "Kind",
    "Language",
    "Marks",
    "Sight",
    "What",
    "by_node",
    "change",
    "diff",
    "differences",
    "languages_of",
    "lines",
    "reordered",
    "shown",
    "words",
]
