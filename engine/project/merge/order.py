"""The order of what is left of two sides' lists."""

from collections.abc import Iterable, Sequence

Names = Sequence[str]


def has_clash(base: Names, ours: Names, theirs: Names) -> bool:
    """Whether both sides put what all have in an order of their own."""
    shared = set(base).intersection(ours, theirs)
    before, now, their_now = (
        [name for name in side if name in shared] for side in (base, ours, theirs)
    )
    return before not in (now, their_now) and now != their_now


def woven(base: Names, ours: Names, theirs: Names, kept: Iterable[str]) -> list[str]:
    """The kept names in one order.

    What both sides have stands as the side has it that changed the order, ours if both did.
    What one side alone has stands after what it followed there.
    """
    left = set(kept)
    both = left.intersection(ours, theirs)
    spine = _spine(base, *([name for name in side if name in both] for side in (ours, theirs)))
    groups = [_groups(side, both, left) for side in (ours, theirs)]
    order: list[str] = []
    for name in ("", *spine):
        order += [name] if name else []
        # By name, so that the order does not tell whose side was ours.
        for group in sorted(each[name] for each in groups if name in each):
            order += group
    return order


def as_before(order: Names, base: Names) -> list[str]:
    """The same names, those of the base in its order."""
    left, known = set(order), set(base)
    ranked = iter([name for name in base if name in left])
    return [next(ranked) if name in known else name for name in order]


def _spine(base: Names, ours: list[str], theirs: list[str]) -> list[str]:
    shared = set(base).intersection(ours)
    before = [name for name in base if name in shared]
    return theirs if before == [name for name in ours if name in shared] else ours


def _groups(side: Names, both: set[str], kept: set[str]) -> dict[str, list[str]]:
    """What the side alone has, by what it follows; what comes first follows nothing."""
    groups: dict[str, list[str]] = {}
    anchor = ""
    for name in side:
        if name in both:
            anchor = name
        elif name in kept:
            groups.setdefault(anchor, []).append(name)
    return groups
