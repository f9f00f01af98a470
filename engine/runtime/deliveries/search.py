"""Searches a website: in the index that the engine keeps of it, or through a search service."""

import asyncio
import hashlib
import re
import sqlite3
from pathlib import Path

import msgspec

from engine.runtime.deliveries.protocol import Delivery, Kind, Work, World
from engine.runtime.egress.client import Client, FailedError
from engine.runtime.egress.door import RefusedError
from engine.runtime.secrets import SecretError
from engine.runtime.sites.crawl import Crawler, CrawlError, CrawlOptions
from engine.runtime.sites.index import About, Found, find, read_about, write_index
from engine.runtime.sites.service import service_request, service_results
from engine.types.bot import Site
from engine.types.effect import Effect, SearchSite
from engine.types.event import Answered

HOUR_US = 3_600_000_000
SERVICE_S = 10.0
# How long the very first search of a site waits for its index.
FIRST_S = 30.0
# After a site could not be read, it is left alone for so long.
PAUSE_US = 900_000_000


class SearchDelivery:
    """An index is written at the first search of its site and anew when it is too old; until
    then, and while the site cannot be read, the old one answers."""

    effect: type[Effect] = SearchSite

    def __init__(
        self,
        client: Client,
        folder: Path,
        crawl: CrawlOptions | None = None,
        first_s: float = FIRST_S,
    ) -> None:
        self._client = client
        self._folder = folder
        self._crawl = crawl or CrawlOptions()
        self._first_s = first_s
        self._writing: dict[Path, asyncio.Task[None]] = {}
        self._troubles: dict[Path, tuple[int, str]] = {}

    async def deliver(self, effect: SearchSite, work: Work) -> Answered:
        """`ok` with the pages found, `empty`, or `failed`."""
        site = work.bot.sites.get(effect.site)
        language = effect.language or work.bot.languages[0]
        place = f"site {effect.site!r}"
        if site is None or not (site.service or site.sitemap):
            remedy = f"give sites.{effect.site} a sitemap or a service in bot.json"
            return work.answer(effect.key, "failed", error=f"{place} is not set up; {remedy}")
        try:
            if site.service:
                found = await self._ask_service(site, effect, work, language)
            else:
                path = await self.refresh(effect.site, work)
                found = await asyncio.to_thread(find, path, effect.query, language, effect.limit)
        except (SecretError, RefusedError, FailedError, CrawlError) as problem:
            return work.answer(effect.key, "failed", error=f"{place}: {problem}")
        except TimeoutError:
            error = f"{place}: the search service gave no answer in {SERVICE_S:g} s"
            return work.answer(effect.key, "failed", error=error)
        except sqlite3.DatabaseError as problem:
            path.unlink(missing_ok=True)
            error = f"{place}: its index was broken ({problem}) and is written anew"
            return work.answer(effect.key, "failed", error=error)
        value: list[object] = [msgspec.to_builtins(each) for each in found]
        return work.answer(effect.key, "ok" if found else "empty", value)

    async def refresh(self, name: str, work: Work) -> Path:
        """The file of a site's index: waited for if it is the first, renewed if it is old."""
        site = work.bot.sites[name]
        path = self._path(work.bot.id, name)
        about = await asyncio.to_thread(read_about, path)
        if about is not None and about.source != site.sitemap:
            about = None
        if self._is_due(path, site, about, work.now_us()) and path not in self._writing:
            self._writing[path] = asyncio.create_task(self._write(path, site, work))
        if about is None and path in self._writing:
            await asyncio.wait({self._writing[path]}, timeout=self._first_s)
            if path in self._writing:
                raise CrawlError(
                    f"its index is being written for the first time, longer than {self._first_s:g} "
                    "s; search again in a while"
                )
        if about is None and path in self._troubles:
            raise CrawlError(self._troubles[path][1])
        return path

    async def settle(self) -> None:
        """Waits until every index that is being written is done."""
        await asyncio.gather(*self._writing.values())

    async def close(self) -> None:
        """Stops the writing of indexes; the old ones stay."""
        writing = list(self._writing.values())
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)

    def _is_due(self, path: Path, site: Site, about: About | None, now_us: int) -> bool:
        if path in self._troubles and now_us - self._troubles[path][0] < PAUSE_US:
            return False
        return about is None or now_us - about.written_us >= site.refresh_h * HOUR_US

    async def _write(self, path: Path, site: Site, work: Work) -> None:
        try:
            crawl = await Crawler(self._client, site.sitemap, self._crawl).walk()
            await asyncio.to_thread(
                write_index,
                path,
                crawl.pages,
                site.sitemap,
                work.now_us(),
                work.bot.languages[0],
            )
            self._troubles.pop(path, None)
        except (CrawlError, OSError, sqlite3.Error) as problem:
            self._troubles[path] = (work.now_us(), str(problem))
        finally:
            del self._writing[path]

    def _path(self, bot: str, name: str) -> Path:
        """A file name that no bot's or site's name can lead out of the folder."""
        mark = hashlib.sha256(f"{bot}\0{name}".encode()).hexdigest()[:8]
        words = re.sub(r"[^a-z0-9]+", "-", f"{bot}-{name}".lower()).strip("-")[:60]
        return self._folder / f"{words}-{mark}.sqlite"

    async def _ask_service(
        self, site: Site, effect: SearchSite, work: Work, language: str
    ) -> list[Found]:
        request = service_request(site, effect.query, language, effect.limit, work.secrets)
        return service_results(await self._client.ask(request, SERVICE_S), effect.limit)


def _open(world: World) -> Delivery:
    return SearchDelivery(world.client, world.folder)


KIND = Kind(SearchSite, _open)
