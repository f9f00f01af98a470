"""Conflicts of a merge settled as somebody chose: one by one by their keys, or all for a side."""

from collections.abc import Iterable

from msgspec import Struct, field

from engine.project.merge import SIDES, Merged, Side, merge
from engine.types.bot import Project
from engine.types.issue import TertuliaError


class Choices(Struct, frozen=True):
    """`keys` settle conflicts by their keys, `rest` all others; nobody chose where it is None."""

    keys: dict[str, Side] = field(default_factory=dict)
    rest: Side | None = None


def read_choices(written: Iterable[str]) -> Choices:
    """The choices as they are written: `KEY=SIDE`, or `SIDE` for all."""
    keys: dict[str, Side] = {}
    rest: Side | None = None
    for one in written:
        key, _, wanted = one.rpartition("=")
        side = next((side for side in SIDES if side == wanted), None)
        if side is None:
            raise TertuliaError(f"--choose {one}: {wanted!r} is no side; write {', '.join(SIDES)}")
        if key:
            keys[key] = side
        else:
            rest = side
    return Choices(keys, rest)


def settle(
    versions: tuple[Project, Project, Project], choices: Choices
) -> tuple[Merged, dict[str, Side]]:
    """The merge of base, ours and theirs as it was settled, and what settled it.

    A choice may bring up new conflicts, which `rest` settles too. Raises TertuliaError for a
    key that is no conflict's.
    """
    settled = dict(choices.keys)
    merged = merge(*versions, settled)
    while choices.rest and (new := {one.key for one in merged.conflicts} - settled.keys()):
        settled |= dict.fromkeys(new, choices.rest)
        merged = merge(*versions, settled)
    if unknown := sorted(choices.keys.keys() - {one.key for one in merged.conflicts}):
        raise TertuliaError(f"--choose {unknown[0]}: there is no such conflict; leave it out")
    return merged, settled
