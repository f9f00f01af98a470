"""A walk through a website's sitemap: politely, within bounds, only where robots.txt allows."""

import asyncio
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from msgspec import Struct

from engine.runtime.egress.client import Client, FailedError, Reply, Request
from engine.runtime.egress.door import RefusedError
from engine.runtime.sites.page import Page, read_page
from engine.runtime.sites.sitemap import SitemapError, read_sitemap, same_site

AGENT = "Tertulia"
_PAGES = ("text/html", "application/xhtml+xml", "")


class CrawlOptions(Struct, frozen=True):
    """The bounds of one walk: numbers, bytes and seconds as their names say."""

    pages: int = 500
    sitemaps: int = 50
    page_bytes: int = 2_000_000
    sitemap_bytes: int = 20_000_000
    all_bytes: int = 100_000_000
    all_s: float = 300.0
    page_s: float = 15.0
    at_once: int = 4
    longest_delay_s: float = 5.0


class CrawlError(Exception):
    """A site that could not be read at all: where and why."""


class Crawl(Struct, frozen=True):
    """What a walk found, and what it left out, by reason."""

    pages: tuple[Page, ...]
    left_out: dict[str, int]


class Crawler:
    """One walk through one site."""

    def __init__(self, client: Client, sitemap: str, options: CrawlOptions) -> None:
        self._client = client
        self._sitemap = sitemap
        self._options = options
        self._robots = RobotFileParser()
        self._bytes = 0
        self._left_out: dict[str, int] = {}

    async def walk(self) -> Crawl:
        """The site's pages; what was read when the time is up is kept."""
        await self._read_robots()
        addresses = await self._addresses()
        if not addresses:
            raise CrawlError(f"the sitemap {self._sitemap} lists no page that may be read")
        waiting = iter(addresses)
        pages: dict[str, Page] = {}

        async def read_on() -> None:
            for url in waiting:
                page = await self._page(url)
                if page is not None:
                    pages[url] = page

        try:
            async with asyncio.timeout(self._options.all_s), asyncio.TaskGroup() as readers:
                for _ in range(1 if self._delay_s() else self._options.at_once):
                    readers.create_task(read_on())
        except TimeoutError:
            self._leave_out("time is up")
        ordered = tuple(pages[url] for url in addresses if url in pages)
        if not ordered:
            reasons = ", ".join(f"{why}: {count}" for why, count in self._left_out.items())
            raise CrawlError(f"no page of {self._sitemap} could be read ({reasons})")
        return Crawl(ordered, self._left_out)

    async def _read_robots(self) -> None:
        """RFC 9309: no file allows all; a server in trouble allows nothing."""
        url = urljoin(self._sitemap, "/robots.txt")
        try:
            reply = await self._get(url, self._options.page_bytes)
        except (FailedError, TimeoutError) as problem:
            raise CrawlError(f"{url}: {problem or 'no answer in time'}") from None
        except RefusedError as problem:
            raise CrawlError(str(problem)) from None
        if reply.status >= 500:
            raise CrawlError(f"{url} answered {reply.status}, so the site is not read now")
        self._robots.parse(reply.text.splitlines() if reply.status < 400 else [])
        self._robots.modified()

    async def _addresses(self) -> list[str]:
        """Pages of this site, in the sitemap's order."""
        waiting, seen = [self._sitemap], {self._sitemap}
        pages: dict[str, None] = {}
        for count in range(self._options.sitemaps):
            if not waiting or len(pages) >= self._options.pages:
                break
            url = waiting.pop(0)
            try:
                reply = await self._get(url, self._options.sitemap_bytes)
                if reply.status >= 400:
                    raise SitemapError(f"it answered {reply.status}")  # noqa: TRY301  told below
                listed = read_sitemap(reply.body, self._options.sitemap_bytes)
            except (SitemapError, FailedError, RefusedError, TimeoutError) as problem:
                if count == 0:
                    said = problem or "no answer in time"
                    raise CrawlError(f"the sitemap {url}: {said}") from None
                self._leave_out("sitemap not readable")
                continue
            inner = [each for each in listed.sitemaps if each not in seen and self._ours(each)]
            waiting += inner
            seen.update(inner)
            pages |= dict.fromkeys(each for each in listed.pages if self._may_read(each))
        if len(pages) > self._options.pages:
            self._leave_out("beyond the number of pages", len(pages) - self._options.pages)
        return list(pages)[: self._options.pages]

    def _ours(self, url: str) -> bool:
        return same_site(url, self._sitemap)

    def _may_read(self, url: str) -> bool:
        if not self._ours(url):
            self._leave_out("of another site")
        elif not self._robots.can_fetch(AGENT, url):
            self._leave_out("robots.txt")
        else:
            return True
        return False

    async def _page(self, url: str) -> Page | None:
        if self._bytes >= self._options.all_bytes:
            self._leave_out("beyond the number of bytes")
            return None
        try:
            reply = await self._get(url, self._options.page_bytes)
        except (FailedError, RefusedError, TimeoutError):
            self._leave_out("not readable")
            return None
        self._bytes += len(reply.body)
        if delay_s := self._delay_s():
            await asyncio.sleep(delay_s)
        if reply.status >= 400 or reply.kind not in _PAGES or not self._ours(reply.url):
            self._leave_out("not a page")
            return None
        if "noindex" in reply.headers.get("x-robots-tag", "").lower():
            self._leave_out("not to be indexed")
            return None
        page = await asyncio.to_thread(read_page, url, reply.text)
        if page is None:
            self._leave_out("not to be indexed or empty")
        return page

    async def _get(self, url: str, most_bytes: int) -> Reply:
        return await self._client.ask(Request("GET", url), self._options.page_s, most_bytes)

    def _delay_s(self) -> float:
        delay = self._robots.crawl_delay(AGENT)
        return min(float(delay or 0), self._options.longest_delay_s)

    def _leave_out(self, why: str, count: int = 1) -> None:
        self._left_out[why] = self._left_out.get(why, 0) + count
