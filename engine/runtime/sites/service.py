"""Search services instead of an index of our own: their addresses and the shapes of answers."""

import contextlib
from html import unescape
from urllib.parse import quote, urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from engine.runtime.egress.client import FailedError, Reply, Request
from engine.runtime.secrets import Secrets
from engine.runtime.sites.index import Found
from engine.types.bot import Site

_BRAVE = "api.search.brave.com"
_PASSAGE_CHARS = 600
# Where services put their list, outermost first; then the names that they give its parts.
_LISTS = (("web", "results"), ("results",), ("items",), ("data",), ("hits",))
_TITLES = ("title", "name")
_PASSAGES = ("description", "content", "snippet", "passage", "text", "body")
_ADDRESSES = ("url", "link", "href")


def service_request(site: Site, query: str, language: str, limit: int, secrets: Secrets) -> Request:
    """The request: `{query}`, `{language}` and `{limit}` of the address are filled in.

    The secret goes into the service's own header: `X-Subscription-Token` for Brave, else
    `Authorization: Bearer`; a secret written as `Header: value` names its header itself.
    """
    values = {"query": quote(query, safe=""), "language": quote(language), "limit": str(limit)}
    url = site.service
    for name, value in values.items():
        url = url.replace("{" + name + "}", value)
    headers = {"Accept": "application/json"}
    private: set[str] = set()
    if site.secret:
        name, value = _header(url, secrets.get(site.secret))
        headers[name] = value
        private.add(name.lower())
    return Request("GET", url, headers, private=frozenset({"authorization", *private}))


def service_results(reply: Reply, limit: int) -> list[Found]:
    """The results of a reply in Brave's, SearXNG's or a like shape, the best first."""
    if reply.status >= 400:
        raise FailedError(f"status {reply.status}")
    try:
        answer = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as problem:
        raise FailedError(f"its answer is not JSON ({problem})") from None
    listed = _listed(answer)
    found = [_found(entry, 1 / (place + 1)) for place, entry in enumerate(listed)]
    return [each for each in found if each is not None][:limit]


def _header(url: str, secret: str) -> tuple[str, str]:
    name, colon, value = secret.partition(": ")
    if colon and name.replace("-", "").isalnum():
        return name, value
    if urlsplit(url).hostname == _BRAVE:
        return "X-Subscription-Token", secret
    return "Authorization", f"Bearer {secret}"


# `object` from here on: JSON of a service whose shape is being found out.
def _listed(answer: object) -> list[object]:
    if isinstance(answer, list):
        return answer
    for path in _LISTS:
        inner = answer
        for name in path:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, list):
            return inner
    if isinstance(answer, dict) and ("web" in answer or "query" in answer):
        return []
    raise FailedError("its answer has no list of results")


def _found(entry: object, otherwise: float) -> Found | None:
    if not isinstance(entry, dict):
        return None
    url = _first(entry, _ADDRESSES)
    if not url.startswith(("http://", "https://")):
        return None
    score = entry.get("score")
    rated = float(score) if isinstance(score, int | float) else round(otherwise, 4)
    title = _plain(_first(entry, _TITLES)) or url
    return Found(title, _plain(_first(entry, _PASSAGES))[:_PASSAGE_CHARS], url, rated)


def _first(entry: dict[str, object], names: tuple[str, ...]) -> str:
    return next((value for name in names if isinstance(value := entry.get(name), str)), "")


def _plain(text: str) -> str:
    """The text without the tags by which services mark what was hit."""
    if "<" in text:
        with contextlib.suppress(ValueError):
            text = LexborHTMLParser(text).text()
    return " ".join(unescape(text).split())
