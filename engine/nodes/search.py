"""Search the company's website and answer with what was found."""

from collections.abc import Iterator

from msgspec import field

from engine.expressions import ExpressionFault
from engine.expressions.values import plain
from engine.nodes.awaiting import FAILED, answer_for, await_answer, keep_waiting
from engine.nodes.checks import check_text, required
from engine.nodes.fields import Params, SiteName, Template, Text, VariableName
from engine.nodes.protocol import NEXT, Context, Finding, Kind, Leave, Restart, Stay
from engine.types.effect import SearchSite
from engine.types.event import Event
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.value import Value

EMPTY = "empty"


class Search(Params, frozen=True, kw_only=True):
    """Searches `site` (of the bot's `sites`) and answers with title, passage and link.

    `intro` is said before the results. `variable` keeps them as a list of objects with
    `title`, `passage` and `url`; with `silent`, nothing is said. Ports: `next`, `empty`, `failed`.
    """

    site: SiteName
    query: Template = "${message.text}"
    limit: int = 3
    intro: Text = field(default_factory=dict)
    variable: VariableName = ""
    silent: bool = False


def enter(params: Search, context: Context) -> Leave | Stay:
    query = " ".join(context.fill(params.query).split())
    if not query:
        return Leave(EMPTY)
    key = context.key()
    limit = max(1, params.limit)
    return await_answer(SearchSite(key, params.site, query, limit, context.language), key)


def resume(params: Search, context: Context, event: Event | Restart) -> Leave | Stay:
    answer = answer_for(context, event)
    if answer is None:
        return keep_waiting(context)
    if answer.port not in {"ok", EMPTY}:
        context.warn("search-failed", answer.error or answer.port)
        return Leave(FAILED)
    results = _results(answer.value)[: max(1, params.limit)]
    if not results:
        return Leave(EMPTY)
    try:
        variables = {params.variable: plain(results)} if params.variable else None
    except ExpressionFault as fault:
        context.warn("search-failed", f"site {params.site!r}: {fault}")
        return Leave(FAILED)
    if params.silent:
        return Leave(variables=variables)
    message = Message(text=_text(params, context, results))
    return Leave(effects=(context.send(message),), variables=variables)


def ports(_params: Search) -> tuple[str, ...]:
    return (NEXT, EMPTY, FAILED)


def check(params: Search, limits: Limits) -> Iterator[Finding]:
    yield from required(params.site, "site", "choose one of the bot's sites")
    yield from required(params.query, "query", "write what to search for")
    yield from check_text(params.intro, "intro", limits)
    if not 1 <= params.limit <= 10:
        yield Finding(
            "bad-limit",
            "limit",
            f"{params.limit} results cannot be shown",
            "give a number from 1 to 10",
        )
    if params.silent and not params.variable:
        yield Finding(
            "results-unused",
            "silent",
            "the results are neither said nor kept",
            "name a variable, or let the node say them",
            "warning",
        )


def _results(value: Value) -> list[dict[str, str]]:
    rows = value if isinstance(value, list) else []
    return [
        {part: str(row.get(part) or "") for part in ("title", "passage", "url")}
        for row in rows
        if isinstance(row, dict)
    ]


def _text(params: Search, context: Context, results: list[dict[str, str]]) -> str:
    intro = context.text(params.intro) if params.intro else ""
    found = ("\n".join(part for part in result.values() if part) for result in results)
    return "\n\n".join(part for part in (intro, *found) if part)


KIND = Kind(
    name="search",
    params=Search,
    group="connect",
    title={"es": "Buscar en la web", "en": "Search the website", "pt": "Buscar no site"},
    icon="search",
    enter=enter,
    ports=ports,
    resume=resume,
    check=check,
)
