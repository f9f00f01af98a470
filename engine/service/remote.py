"""A running engine as those see it who publish to it and operate it, over its HTTP API."""

from collections.abc import Collection, Mapping
from typing import TypeVar

import httpx
import msgspec

from engine.runtime.trial import WHOLE
from engine.runtime.waiting import Waiting
from engine.service.api.letters import LetterRows, Wanted
from engine.service.api.publishing import Bundles, WaitingSessions
from engine.service.errors import Problem
from engine.service.publisher import Published
from engine.types.issue import TertuliaError

TIMEOUT_S = 120.0

T = TypeVar("T")


class RemoteEngine:
    """An engine by its address, with a key that has the scope `publish`, or `operate`.

    Every call raises TertuliaError, in words, where the engine cannot be reached or refuses.
    """

    def __init__(self, url: str, key: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise TertuliaError(f"{url!r} is no address; write http://HOST:PORT")
        self._url = url.rstrip("/")
        self._key = key.strip()

    def publish(
        self,
        content: bytes,
        moves: Mapping[str, str] | None = None,
        *,
        accept_warnings: bool = False,
        share: int = WHOLE,
    ) -> Published:
        """Publishes the bytes of a bundle; with a share below 100, on trial for that."""
        query = _query(moves) | ({"accept_warnings": "true"} if accept_warnings else {})
        query |= {"share": str(share)} if share < WHOLE else {}
        return self._call("POST", "/api/v1/bundles", Published, query, content)

    def activate(self, bundle: str = "", moves: Mapping[str, str] | None = None) -> Published:
        """Makes a kept bundle current again, by default the one before the current one."""
        path = f"{bundle}/activate" if bundle else "rollback"
        return self._call("POST", f"/api/v1/bundles/{path}", Published, _query(moves))

    def share(self, percent: int) -> Published:
        """Gives the bundle on trial another share: 100 makes it current, 0 ends the trial."""
        query = {"percent": str(percent)}
        return self._call("POST", "/api/v1/bundles/share", Published, query)

    def bundles(self) -> Bundles:
        """What was published, the latest first."""
        return self._call("GET", "/api/v1/bundles", Bundles)

    def waiting(self) -> tuple[Waiting, ...]:
        """Where live sessions wait."""
        return self._call("GET", "/api/v1/waiting", WaitingSessions).waiting

    def letters(self, limit: int = 1000) -> LetterRows:
        """The latest dead letters, and how many there are."""
        return self._call("GET", "/api/v1/letters", LetterRows, {"limit": str(limit)})

    def retry_letters(self, seqs: Collection[int] | None = None) -> LetterRows:
        """Tries dead letters again, by default all of them: those that it found."""
        return self._with_letters("retry", seqs)

    def drop_letters(self, seqs: Collection[int] | None = None) -> LetterRows:
        """Gives dead letters up for good, by default all of them: those that it found."""
        return self._with_letters("drop", seqs)

    def _with_letters(self, what: str, seqs: Collection[int] | None) -> LetterRows:
        wanted = Wanted(all=True) if seqs is None else Wanted(tuple(seqs))
        content = msgspec.json.encode(wanted)
        path = f"/api/v1/letters/{what}"
        return self._call("POST", path, LetterRows, content=content)

    def _call(
        self,
        method: str,
        path: str,
        gives: type[T],
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> T:
        headers = {"Authorization": f"Bearer {self._key}"}
        try:
            got = httpx.request(
                method,
                self._url + path,
                params=dict(query or {}),
                content=content,
                headers=headers,
                timeout=TIMEOUT_S,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TertuliaError(
                f"{self._url} cannot be reached: {error}; check the address, and that it runs"
            ) from error
        if got.is_success:
            try:
                return msgspec.json.decode(got.content, type=gives)
            except msgspec.DecodeError as error:
                raise self._strange(got, str(error)) from error
        raise self._refused(got)

    def _refused(self, got: httpx.Response) -> TertuliaError:
        try:
            problem = msgspec.json.decode(got.content, type=Problem)
        except msgspec.DecodeError:
            return self._strange(got, f"status {got.status_code}")
        return TertuliaError(f"{self._url}: {problem.message}; {problem.remedy}")

    def _strange(self, got: httpx.Response, why: str) -> TertuliaError:
        return TertuliaError(
            f"{got.request.url} did not answer as an engine does ({why}); check the address, and "
            "that it runs this version of Tertulia"
        )


def _query(moves: Mapping[str, str] | None) -> dict[str, str]:
    return {"moves": ",".join(f"{old}:{new}" for old, new in moves.items())} if moves else {}
