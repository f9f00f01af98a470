"""Two people's changes to one project brought together by meaning.

What only one side changed is taken from it. Where both changed the same piece differently, or
one removed what the other changed or leads to, there is a conflict: ours is kept until somebody
chooses. Where things are drawn is never in conflict.
"""

from collections.abc import Mapping

from msgspec import Struct

from engine.project.diff import Sight, languages_of
from engine.project.merge.conflict import SIDES, Conflict, Conflicts, Side, conflict_words
from engine.project.merge.merging import merged
from engine.project.pieces import named, unnamed
from engine.types.bot import Project

__all__ = ["SIDES", "Conflict", "Merged", "Side", "conflict_words", "merge", "resolve"]


class Merged(Struct, frozen=True):
    """The project with both sides' changes, and what could not be brought together.

    `versions` are base, ours and theirs, from which `resolve` merges again.
    """

    project: Project
    conflicts: tuple[Conflict, ...]
    versions: tuple[Project, Project, Project]


def merge(
    base: Project, ours: Project, theirs: Project, choices: Mapping[str, Side] | None = None
) -> Merged:
    """The changes of both sides since `base`. `choices` settle conflicts by their keys.

    Nothing in the result leads to a node that is gone, unless it did so on one of the sides.
    """
    conflicts = Conflicts(choices or {})
    versions = (base, ours, theirs)
    project = merged(Sight(languages_of(*versions)), unnamed(*versions), conflicts)
    return Merged(named(project, *versions), tuple(conflicts.found.values()), versions)


def resolve(merged: Merged, choices: Mapping[str, Side]) -> Project:
    """The project with each conflict settled as chosen by its key; ours where nobody chose.

    Raises ValueError for a key that is no conflict's.
    """
    again = merge(*merged.versions, choices)
    known = {conflict.key for conflict in (*merged.conflicts, *again.conflicts)}
    if unknown := sorted(choices.keys() - known):
        raise ValueError(f"no conflict of the merge is called {unknown[0]!r}")
    return again.project
