"""The pieces of lists: items under names that tell which are the same in several versions."""

import json
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from engine.project.pieces.path import Pieces
from engine.types.bot import Comment

# How the names of items begin that have none of their own.
NUMBERED = "[#"


# `Any` in this module: items are values of every type.
def of_lists(versions: Sequence[Sequence[Any]]) -> tuple[Pieces, ...]:
    """The items of each version by name: their id, or themselves if they are texts; one that is
    there again has its number, too.

    Where some have none, items are named by their likes in the first version.
    """
    names = [_own_names(items) for items in versions]
    if None in names:
        names = [_aligned(versions[0], items) for items in versions]
    return tuple(
        dict(zip(own or (), items, strict=True)) for own, items in zip(names, versions, strict=True)
    )


def _own_names(items: Sequence[Any]) -> list[str] | None:
    count: Counter[str] = Counter()
    names = []
    for item in items:
        name = _own_name(item)
        if name is None:
            return None
        count[name] += 1
        names.append(f"[{name}]" if count[name] == 1 else f"[{name}]({count[name]})")
    return names


def _own_name(item: Any) -> str | None:
    name = item.get("id") if isinstance(item, dict) else item
    name = item.text if isinstance(item, Comment) else name
    return name if isinstance(name, str) else None


def _aligned(first: Sequence[Any], items: Sequence[Any]) -> list[str]:
    """Names by place in the first version; what is new there is named by its content."""
    old, new = ([_written(item) for item in each] for each in (first, items))
    names: list[str] = []
    count: Counter[str] = Counter()
    for what, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal" or (what == "replace" and i_end - i == j_end - j):
            names += [f"{NUMBERED}{number}]" for number in range(i, i_end)]
            continue
        for text in new[j:j_end]:
            count[text] += 1
            names.append(f"{NUMBERED}{count[text]} {text}]")
    return names


def _written(item: Any) -> str:
    return json.dumps(item, sort_keys=True, default=str)
