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
from engine.runtime.trial import WHOLE, Trial
from engine.runtime.waiting import Waiting, waiting
from engine.service.errors import ServiceError
from engine.service.publications import How, Publication, Publications
from engine.service.settings import Settings
from engine.service.shelves import shelf_of
from engine.types.issue import Issue, TertuliaError

log = logging.getLogger("tertulia.publisher")

ISSUES_SHOWN = 5


class Published(Struct, frozen=True):
    """A bundle is current. `before` was until now; `moved` sessions were taken over from others.

    With a `share` below 100 it is on trial for so many percent of conversations, and `before`
    stays current.
    """

    bundle: str
    before: str
    moved: int
    share: int = WHOLE


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
        self,
        content: bytes,
        by: str,
        moves: Moves,
        *,
        accept_warnings: bool = False,
        share: int = WHOLE,
    ) -> Published:
        """Publishes a bundle from its bytes; with a share below 100, on trial for that.

        Raises ServiceError where it is no bundle, does not pass the gate, or a move is wrong.
        """
        async with self._one_at_a_time:
            opened = await asyncio.to_thread(_opened, content)
            found = await asyncio.to_thread(_gate, opened)
            if found.errors or (found.warnings and not accept_warnings):
                raise _blocked(found)
            loaded = await asyncio.to_thread(load, opened.project, opened.models, opened.id)
            await asyncio.to_thread(self.publications.keep, opened.id, content)
            if share < WHOLE:
                return await self._try_out(loaded, by, moves, share)
            return await self._make_current(loaded, by, "publish", moves)

    async def activate(self, bundle: str, by: str, moves: Moves) -> Published:
        """Makes a bundle current that was published before; with no id, the one before this,
        or where one is on trial, that trial's end.

        Raises ServiceError where it is not kept.
        """
        async with self._one_at_a_time:
            trial = self._runtime.trial
            if trial is not None and not bundle:
                return await self._end_trial(trial, by)
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

    async def share(self, share: int, by: str) -> Published:
        """Gives the bundle on trial another share: 100 makes it current, 0 ends the trial.

        Raises ServiceError where none is on trial.
        """
        async with self._one_at_a_time:
            trial = self._runtime.trial
            if trial is None:
                raise ServiceError(
                    409, "no-trial", "no bundle is on trial", "publish one with a share below 100"
                )
            if share == WHOLE:
                return await self._make_current(trial.loaded, by, "publish", {})
            if not share:
                return await self._end_trial(trial, by)
            return await self._try_out(trial.loaded, by, {}, share)

    async def _follow(self) -> None:
        """Makes current, or puts on trial, what another worker published."""
        async with self._one_at_a_time:
            standing = await asyncio.to_thread(self.publications.standing)
            wanted = standing.current
            try:
                if wanted is not None and wanted.bundle != self.current:
                    loaded = await asyncio.to_thread(self.publications.load, wanted.bundle)
                    await self._runtime.publish(loaded)
                    log.info("a bundle was published", extra={"bundle": wanted.bundle})
                await self._follow_trial(standing.trial)
            except TertuliaError as problem:
                log.error("cannot follow a publication: %s", problem)

    async def _follow_trial(self, row: Publication | None) -> None:
        mine = self._runtime.trial
        here = (mine.loaded.bundle, mine.share) if mine else ("", 0)
        there = (row.bundle, row.share) if row else ("", 0)
        if here == there:
            return
        trial = await asyncio.to_thread(self.publications.trial)
        await self._runtime.try_out(trial)
        also = {"bundle": there[0] or here[0], "share": there[1]}
        log.info("the trial of a bundle began, changed or ended", extra=also)

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

    async def _end_trial(self, trial: Trial, by: str) -> Published:
        await self._runtime.try_out(None)
        now_us, loaded = self._runtime.clock.now_us(), self._runtime.loaded
        publication = Publication(loaded.bundle, now_us, by, "rollback", dict(loaded.moves))
        await asyncio.to_thread(self._note, publication)
        return Published(loaded.bundle, trial.loaded.bundle, 0)

    async def _try_out(self, loaded: Loaded, by: str, moves: Moves, share: int) -> Published:
        if moves:
            raise ServiceError(
                400, "bad-move", "a trial moves no sessions", "move them once it is whole"
            )
        if loaded.bundle == self.current:
            raise ServiceError(
                409, "current", "this bundle is current for all already", "publish another one"
            )
        await self._runtime.try_out(Trial(loaded, share))
        now_us = self._runtime.clock.now_us()
        publication = Publication(loaded.bundle, now_us, by, "trial", share=share)
        await asyncio.to_thread(self._note, publication)
        return Published(loaded.bundle, self.current, 0, share)

    def _note(self, publication: Publication) -> None:
        self.publications.add(publication)
        used = self._runtime.store.bundles(self._runtime.live_since_us())
        used |= {publication.bundle, self.current}
        self.publications.prune(used, self._settings.bundles_kept)

    def _before_current(self) -> str:
        rows = [row.bundle for row in self.publications.rows() if row.share == WHOLE]
        return next((bundle for bundle in reversed(rows) if bundle != self.current), "")


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
