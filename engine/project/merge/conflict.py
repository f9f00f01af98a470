"""What two sides did to the same piece, so that a person can choose."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from msgspec import Struct

from engine.project.diff import Change, Language, Sight, What, shown, words
from engine.types.issue import Location
from engine.types.value import Value

Side = Literal["base", "ours", "theirs"]
SIDES: tuple[Side, ...] = get_args(Side)
# A piece in base, ours and theirs. `Any`: pieces are values of every type.
Three = tuple[Any, ...]
Changes = tuple[Change, ...]

_SIDES = {
    "es": ("nosotros", "el otro lado", "no lo tocó"),
    "en": ("ours", "theirs", "left it as it was"),
    "pt": ("nós", "o outro lado", "deixou como estava"),
}
_MOST_WORDS = 3


class Conflict(Struct, frozen=True, omit_defaults=True):
    """A piece that both sides changed differently, or that one removed and the other needs.

    `key` names it in the choices of `resolve`. `base`, `ours` and `theirs` are its values,
    None where it was not there or is gone; `by_ours` and `by_theirs` what each side did.
    """

    key: str
    what: What
    location: Location
    name: str = ""
    language: str = ""
    base: Value = None
    ours: Value = None
    theirs: Value = None
    by_ours: Changes = ()
    by_theirs: Changes = ()


class Conflicts:
    """The choices that were made for a merge, and the conflicts that it met, by key."""

    def __init__(self, choices: Mapping[str, Side]) -> None:
        self.choices = choices
        self.found: dict[str, Conflict] = {}

    def settle(
        self, sight: Sight, called: Change, versions: Three, by_ours: Changes, by_theirs: Changes
    ) -> Side:
        """The side that was chosen in this conflict, ours where nobody chose; it is noted."""
        key = "/".join(step.replace("~", "~0").replace("/", "~1") for step in sight.path)
        base, ours, theirs = (shown(version) for version in versions)
        place = (called.what, called.location, called.name, called.language)
        conflict = Conflict(key, *place, base, ours, theirs, by_ours, by_theirs)
        self.found.setdefault(key, conflict)
        return self.choices.get(key, "ours")


def of_side(versions: Three, side: Side) -> Any:
    """The version of a side."""
    return versions[SIDES.index(side)]


def conflict_words(conflict: Conflict, language: Language = "en") -> str:
    """The conflict in one sentence: what each side did."""
    ours, theirs, nothing = _SIDES[language]
    done = [
        _done(changes, language) or nothing for changes in (conflict.by_ours, conflict.by_theirs)
    ]
    return f"{ours}: {done[0]}; {theirs}: {done[1]}"


def _done(changes: Changes, language: Language) -> str:
    said = [words(change, language) for change in changes[:_MOST_WORDS]]
    more = len(changes) - len(said)
    return ", ".join(said) + (f" (+{more})" if more else "")
