"""Publishing to a running engine: a bundle is checked, kept, and made current."""

import asyncio
import logging

from msgspec import Struct
from msgspec.structs import replace

from engine.project.bundle import Bundle, open_bundle
from engine.project.check import check
from engine.runtime.gate import Gate, accepted_warnings, gate
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.moves import Moves, move_faults
from engine.runtime.runtime import Runtime
from engine.runtime.waiting import Waiting, waiting
from engine.service.errors import ServiceError
from engine.service.publications import How, Publication, Publications
from engine.service.settings import Settings
from engine.service.shelves import shelf_of
from engine.types.issue import Issue, TertuliaError

log = logging.getLogger("tertulia.publisher")

ISSUES_SHOWN = 5


class Published(Struct, frozen=True):
    """A bundle is current. `before` was until now; `moved` sessions were taken over from others."""

    bundle: str
    before: str
    moved: int


class Publisher:
    """Makes bundles current, one after the other."""

    def __init__(self, runtime: Runtime, settings: Settings) -> None:
        self._runtime = runtime
        self._settings = settings
        self._one_at_a_time = asyncio.Lock()
        self.publications = Publications(shelf_of(settings, runtime.store))
        # What another worker published is current here, too.
        runtime.followers.append(self._follow)

    @property
    def current(self) -> str:
        """The id of the bundle on which new sessions run."""
        return self._runtime.loaded.bundle

    async def publish(
        self, content: bytes, by: str, moves: Moves, *, accept_warnings: bool = False
    ) -> Published:
        """Publishes a bundle from its bytes.

        Raises ServiceError where it is no bundle, does not pass the gate, or a move is wrong.
        """
        async with self._one_at_a_time:
            opened = await asyncio.to_thread(_opened, content)
            found = await asyncio.to_thread(_gate, opened)
            if found.errors or (found.warnings and not accept_warnings):
                raise _blocked(found)
            loaded = await asyncio.to_thread(load, opened.project, opened.models, opened.id)
            await asyncio.to_thread(self.publications.keep, opened.id, content)
            return await self._make_current(loaded, by, "publish", moves)

    async def activate(self, bundle: str, by: str, moves: Moves) -> Published:
        """Makes a bundle current that was published before; with no id, the one before this.

        Raises ServiceError where it is not kept.
        """
        async with self._one_at_a_time:
            wanted = bundle or await asyncio.to_thread(self._before_current)
            if wanted not in self.publications.kept():
                raise ServiceError(
                    404,
                    "no-bundle",
                    f"bundle {wanted or '(none before the current one)'} is not kept here",
                    "GET /api/v1/bundles lists those that are",
                )
            try:
                loaded = await asyncio.to_thread(self.publications.load, wanted)
            except TertuliaError as error:
                raise ServiceError(409, "bad-bundle", str(error), "publish it again") from error
            return await self._make_current(loaded, by, "rollback", moves)

    async def _follow(self) -> None:
        """Makes current what another worker published."""
        async with self._one_at_a_time:
            publication = await asyncio.to_thread(self.publications.current)
            if publication is None or publication.bundle == self.current:
                return
            try:
                loaded = await asyncio.to_thread(self.publications.load, publication.bundle)
            except TertuliaError as problem:
                log.error("cannot follow a publication: %s", problem)
                return
            await self._runtime.publish(loaded)
            log.info("a bundle was published", extra={"bundle": publication.bundle})

    async def waiting(self) -> tuple[Waiting, ...]:
        """Where live sessions wait, by bundle, bot and node."""
        runtime = self._runtime
        since_us = runtime.live_since_us()
        return await asyncio.to_thread(waiting, runtime.store, runtime.bundle, since_us)

    async def _make_current(self, loaded: Loaded, by: str, how: How, moves: Moves) -> Published:
        faults = list(move_faults(moves, loaded.bots))
        if faults:
            raise ServiceError(400, "bad-move", "; ".join(faults), "correct the moves")
        before = self.current
        moved = await self._runtime.publish(replace(loaded, moves=dict(moves)))
        now_us = self._runtime.clock.now_us()
        publication = Publication(loaded.bundle, now_us, by, how, dict(moves))
        await asyncio.to_thread(self._note, publication)
        return Published(loaded.bundle, before, moved)

    def _note(self, publication: Publication) -> None:
        self.publications.add(publication)
        used = self._runtime.store.bundles(self._runtime.live_since_us())
        self.publications.prune(used | {publication.bundle}, self._settings.bundles_kept)

    def _before_current(self) -> str:
        rows = reversed(self.publications.rows())
        return next((row.bundle for row in rows if row.bundle != self.current), "")


def _opened(content: bytes) -> Bundle:
    try:
        return open_bundle(content)
    except TertuliaError as error:
        message, _, remedy = str(error).rpartition("; ")
        raise ServiceError(400, "bad-bundle", message, remedy) from error


def _gate(opened: Bundle) -> Gate:
    issues = check(opened.project)
    return gate(opened.project, issues, {}, (), accepted_warnings(opened.project))


def _blocked(found: Gate) -> ServiceError:
    shown: tuple[Issue, ...] = (found.errors or found.warnings)[:ISSUES_SHOWN]
    reasons = " and ".join(found.blocks())
    more = len(found.errors or found.warnings) - len(shown)
    listed = " ".join(f"[{issue}]" for issue in shown) + (f" and {more} more" if more else "")
    remedy = (
        "correct them" if found.errors else "correct or accept them, or send accept_warnings=true"
    )
    return ServiceError(409, "blocked", f"the bundle has {reasons}: {listed}", remedy)
