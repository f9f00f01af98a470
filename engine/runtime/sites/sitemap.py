"""Addresses of pages from a sitemap or an index of sitemaps (sitemaps.org), plain or gzipped."""

import zlib
from urllib.parse import urlsplit
from xml.parsers import expat

from msgspec import Struct

_WINDOW = 47  # zlib: gzip or zlib by the data's own header
_MOST_ENTRIES = 50_000


class SitemapError(Exception):
    """A sitemap that cannot be read: why."""


class Sitemap(Struct, frozen=True):
    """The addresses that a sitemap lists: pages, and further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(data: bytes, most_bytes: int) -> Sitemap:
    """The sitemap; a text with one address a line is one too."""
    if data[:2] == b"\x1f\x8b":
        unpack = zlib.decompressobj(_WINDOW)
        try:
            data = unpack.decompress(data, most_bytes)
        except zlib.error as problem:
            raise SitemapError(f"its gzip is broken: {problem}") from None
        if unpack.unconsumed_tail:
            raise SitemapError(f"it unpacks to more than {most_bytes} bytes")
    if data.lstrip()[:4].lower() == b"http":
        lines = data.decode(errors="replace").split()
        return Sitemap(pages=tuple(lines[:_MOST_ENTRIES]))
    return _from_xml(data)


def same_site(url: str, home: str) -> bool:
    """Whether an address is of the site: its host, with or without `www.`."""
    try:
        return _host(url) == _host(home)
    except ValueError:
        return False


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def _from_xml(data: bytes) -> Sitemap:
    parser = expat.ParserCreate(namespace_separator=" ")
    path: list[str] = []
    words: list[str] = []
    found: dict[str, list[str]] = {"url": [], "sitemap": []}

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        words.clear()

    def end(_name: str) -> None:
        # Only `loc` of the sitemap itself: extensions for images have theirs deeper.
        if path[-1] == "loc" and len(path) == 3 and path[1] in found:
            found[path[1]].append("".join(words).strip())
        path.pop()

    def doctype(*_: object) -> None:
        raise SitemapError("it declares a document type, which sitemaps have no use for")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words.append
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise SitemapError(f"it is not XML: {problem}") from None
    pages, sitemaps = (tuple(found[name][:_MOST_ENTRIES]) for name in ("url", "sitemap"))
    return Sitemap(pages, sitemaps)
