"""The API's part for those who publish: bundles, which is current, and where sessions wait."""

import asyncio
import re
from collections import Counter

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from engine.runtime.trial import WHOLE
from engine.runtime.waiting import Waiting
from engine.service.api.operations import Operation, Parameter
from engine.service.bodies import read_body
from engine.service.errors import ServiceError, answer
from engine.service.publications import How, standing_of
from engine.service.publisher import Published, Publisher
from engine.service.requests import number_of
from engine.types.limits import LIMITS

BUNDLES = "/api/v1/bundles"
MOVES = re.compile(r"(?:[^:,\s]+:[^:,\s]+)(?:,[^:,\s]+:[^:,\s]+)*")


class BundleRow(Struct, frozen=True):
    """A publication: a bundle, since when (milliseconds) it was current, by whose key, and how.

    `is_kept` says whether it can be made current again, `sessions` how many live ones wait for
    something in it. With a `share` below 100 it was tried on so many percent of conversations.
    """

    bundle: str
    t: int
    by: str
    how: How
    moves: dict[str, str]
    is_current: bool
    is_kept: bool
    sessions: int
    share: int = WHOLE


class Bundles(Struct, frozen=True):
    """All publications, the latest first; the bundle on trial, if there is one, and its share."""

    current: str
    publications: tuple[BundleRow, ...]
    trial: str = ""
    share: int = 0


class WaitingSessions(Struct, frozen=True):
    """Where live sessions wait, by bundle, bot and node; with a port, that was shown a button."""

    current: str
    waiting: tuple[Waiting, ...]


class Publishing:
    """The operations of who publishes."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    async def publish(self, request: Request) -> Response:
        """A bundle as the raw body."""
        accepts = request.query_params.get("accept_warnings", "") in {"1", "true"}
        moves = moves_of(request)
        share = int(number_of(request, "share", 1, WHOLE, WHOLE))
        content = await read_body(request, LIMITS.bundle_bytes)
        done = await self._publisher.publish(
            content, request.state.key.name, moves, accept_warnings=accepts, share=share
        )
        return answer(done, 201)

    async def activate(self, request: Request) -> Response:
        """A bundle by its id."""
        bundle = request.path_params["id"]
        return answer(
            await self._publisher.activate(bundle, request.state.key.name, moves_of(request))
        )

    async def roll_back(self, request: Request) -> Response:
        """The bundle before the current one."""
        return answer(await self._publisher.activate("", request.state.key.name, moves_of(request)))

    async def share(self, request: Request) -> Response:
        """Another share for the bundle on trial."""
        share = int(number_of(request, "percent", 0, WHOLE))
        return answer(await self._publisher.share(share, request.state.key.name))

    async def bundles(self, _request: Request) -> Response:
        """All publications."""
        publisher = self._publisher
        rows = await asyncio.to_thread(publisher.publications.rows)
        kept = publisher.publications.kept()
        sessions: Counter[str] = Counter()
        for each in await publisher.waiting():
            sessions[each.bundle] += 0 if each.port else each.sessions
        standing = standing_of(rows)
        shown = [
            BundleRow(
                row.bundle,
                row.t_us // 1000,
                row.by,
                row.how,
                row.moves,
                row is standing.current,
                row.bundle in kept,
                sessions[row.bundle],
                row.share,
            )
            for row in rows
        ]
        trial = standing.trial
        tried = (trial.bundle, trial.share) if trial else ("", 0)
        return answer(Bundles(publisher.current, tuple(reversed(shown)), *tried))

    async def waiting(self, _request: Request) -> Response:
        """Where live sessions wait."""
        found = await self._publisher.waiting()
        return answer(WaitingSessions(self._publisher.current, found))

    def operations(self) -> tuple[Operation, ...]:
        """What can be done, for the routes and for the document."""
        moves = Parameter("moves", "`OLD:NEW,...`: where sessions at nodes go on.", "string")
        accepts = Parameter("accept_warnings", "`true` to publish with warnings.", "boolean")
        share = Parameter("share", "Percent of conversations on which it is tried; by default all.")
        percent = Parameter("percent", "0 ends the trial, 100 makes the bundle current.")
        return (
            Operation("GET", BUNDLES, "List what was published",
                      "publish", self.bundles, Bundles),
            Operation("POST", BUNDLES, "Publish a bundle",
                      "publish", self.publish, Published, bytes, 201,
                      (accepts, moves, share)),
            Operation("POST", f"{BUNDLES}/share", "Give the bundle on trial another share",
                      "publish", self.share, Published, parameters=(percent,)),
            Operation("POST", f"{BUNDLES}/rollback", "Make the bundle before current again",
                      "publish", self.roll_back, Published, parameters=(moves,)),
            Operation("POST", f"{BUNDLES}/{{id}}/activate", "Make a kept bundle current again",
                      "publish", self.activate, Published, parameters=(moves,)),
            Operation("GET", "/api/v1/waiting", "Where live sessions wait, by node",
                      "publish", self.waiting, WaitingSessions),
        )  # fmt: skip


def moves_of(request: Request) -> dict[str, str]:
    """The moves that a request asks for."""
    text = request.query_params.get("moves", "")
    if not text:
        return {}
    if not MOVES.fullmatch(text):
        raise ServiceError(
            400, "invalid", f"moves={text[:80]!r} is no list of moves", "write moves=OLD:NEW,..."
        )
    return dict(pair.split(":") for pair in text.split(","))
