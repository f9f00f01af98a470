"""The bundles that were published here: kept beside the store, with when, by whom and which is
current. A line of JSON a publication; the last one counts."""

import logging
from collections.abc import Collection, Sequence
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine.project.bundle import open_bundle
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.trial import WHOLE, Trial
from engine.service.shelves import Shelf
from engine.types.issue import TertuliaError

log = logging.getLogger("tertulia.publications")

How = Literal["start", "publish", "rollback", "trial"]


class Publication(Struct, frozen=True):
    """A bundle that became current, at the start of the server, by a request, or again; or one
    that is tried on a `share` of conversations, in percent, beside the current one.

    `moves` are those that took sessions over into it (see `engine.runtime.moves`).
    """

    bundle: str
    t_us: int
    by: str
    how: How
    moves: dict[str, str] = {}
    share: int = WHOLE


class Standing(Struct, frozen=True):
    """What counts now: the current bundle's publication, and that of one on trial."""

    current: Publication | None = None
    trial: Publication | None = None


class Publications:
    """What was published, as one shelf keeps it; any thread may read."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def rows(self) -> list[Publication]:
        """All publications, the oldest first."""
        lines = self._shelf.lines()
        rows = []
        for number, line in enumerate(lines, 1):
            try:
                rows.append(msgspec.json.decode(line, type=Publication))
            except msgspec.DecodeError as error:
                # The last line may be torn by a crash; a publication that is not whole is none.
                if number < len(lines):
                    raise TertuliaError(
                        f"publications, line {number}: not a publication: {error}; "
                        "restore the file, or delete the line"
                    ) from error
        return rows

    def standing(self) -> Standing:
        """What counts now. A trial ends with the next publication of a whole."""
        return standing_of(self.rows())

    def current(self) -> Publication | None:
        """The current bundle's publication; None where there was none yet."""
        return self.standing().current

    def trial(self) -> Trial | None:
        """The bundle on trial; None where there is none, or it cannot be read."""
        row = self.standing().trial
        loaded = self.find(row.bundle) if row else None
        return Trial(loaded, row.share) if row and loaded else None

    def add(self, publication: Publication) -> None:
        """Makes a publication the latest one, durably."""
        self._shelf.add(msgspec.json.encode(publication))

    def keep(self, bundle: str, content: bytes) -> None:
        """Keeps the bytes of a bundle under its id."""
        self._shelf.keep(bundle, content)

    def kept(self) -> set[str]:
        """The ids of the bundles that are here."""
        return self._shelf.kept()

    def load(self, bundle: str) -> Loaded:
        """A kept bundle, made ready to run, with the moves of its latest publication.

        Raises TertuliaError where it is gone or cannot be used.
        """
        content = self._shelf.content(bundle)
        if content is None:
            raise TertuliaError(f"bundle {bundle} is not kept here; publish it again")
        opened = open_bundle(content)
        moves = next((row.moves for row in reversed(self.rows()) if row.bundle == bundle), {})
        return replace(load(opened.project, opened.models, opened.id), moves=moves)

    def find(self, bundle: str) -> Loaded | None:
        """A kept bundle; None where it is gone or cannot be read."""
        try:
            return self.load(bundle)
        except TertuliaError as problem:
            log.warning("bundle is gone", extra={"bundle": bundle, "problem": str(problem)})
            return None

    def prune(self, used: Collection[str], latest: int) -> int:
        """Forgets bundles that nobody uses, but for those published latest; how many."""
        order = dict.fromkeys(row.bundle for row in reversed(self.rows()))
        unwanted = self.kept() - set(list(order)[:latest]) - set(used)
        for bundle in unwanted:
            self._shelf.forget(bundle)
        return len(unwanted)


def standing_of(rows: Sequence[Publication]) -> Standing:
    """What counts after these publications, the oldest first."""
    current = next((row for row in reversed(rows) if row.share == WHOLE), None)
    latest = rows[-1] if rows else None
    return Standing(current, latest if latest and latest.share < WHOLE else None)
