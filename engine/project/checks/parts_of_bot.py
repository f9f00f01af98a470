"""The bot's other files and settings: code actions, the pipeline, sites, limits."""

import ast
import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

from engine.project.decode import nearest
from engine.project.draft import Draft
from engine.types.issue import Issue, Location
from engine.types.limits import LIMITS

_NOT_NEGATIVE = ("pause_ms", "session_timeout_s")


def check(draft: Draft) -> Iterator[Issue]:
    for name, action in sorted(draft.bot.actions.items()):
        yield from _action(name, action.source, draft)
    yield from _pipeline(draft)
    yield from _sites(draft)
    for name, value in sorted(draft.bot.limits.items()):
        if not hasattr(LIMITS, name):
            message = f"there is no limit {name!r}"
            remedy = nearest(name, LIMITS.__struct_fields__) or "see the table of limits"
            yield draft.issue("unknown-limit", f"limits.{name}", message, remedy)
        elif value < 1:
            message = f"the limit {name!r} cannot be {value}"
            yield draft.issue("wrong-value", f"limits.{name}", message, "give 1 or more")
    for name in _NOT_NEGATIVE:
        if getattr(draft.bot, name) < 0:
            message = f"{name} cannot be {getattr(draft.bot, name)}"
            yield draft.issue("wrong-value", name, message, "give 0 or more")


def _action(name: str, source: str, draft: Draft) -> Iterator[Issue]:
    place = Location(draft.bot.id, f"actions/{name}.py")
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 0
        message = f"not readable as Python: {getattr(error, 'msg', error)}"
        at = Location(place.bot, place.file, line=line)
        yield Issue("broken-action", "error", message, "correct the code there", at)
        return
    runs = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "run"]
    if not runs:
        message = "there is no function 'run'"
        remedy = "write `def run(...) -> dict:` with the action's inputs as its arguments"
        yield Issue("broken-action", "error", message, remedy, place)
        return
    yield from _calls(name, runs[-1].args, draft)


def _calls(name: str, arguments: ast.arguments, draft: Draft) -> Iterator[Issue]:
    """Nodes that call the action with other inputs than it takes."""
    positional = [*arguments.posonlyargs, *arguments.args]
    needed = {one.arg for one in positional[: len(positional) - len(arguments.defaults)]}
    needed |= {
        one.arg
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    }
    takes = {one.arg for one in (*positional, *arguments.kwonlyargs)}
    for node in draft.nodes.values():
        if node.node.kind != "code" or getattr(node.params, "action", "") != name:
            continue
        inputs: dict[str, str] = getattr(node.params, "inputs", {})
        for missing in sorted(needed - inputs.keys()):
            message = f"the action {name!r} needs the input {missing!r}"
            yield node.issue("action-inputs", "inputs", message, "add it")
        for extra in sorted(inputs.keys() - takes) if arguments.kwarg is None else ():
            message = f"the action {name!r} takes no input {extra!r}"
            remedy = f"remove it; {nearest(extra, takes)}".removesuffix("; ")
            yield node.issue("action-inputs", f"inputs.{extra}", message, remedy)


def _pipeline(draft: Draft) -> Iterator[Issue]:
    try:
        tomllib.loads(draft.bot.nlu)
    except tomllib.TOMLDecodeError as error:
        message = f"not readable as TOML: {error}"
        place = Location(draft.bot.id, "nlu.toml")
        yield Issue("broken-pipeline", "error", message, "correct the text there", place)


def _sites(draft: Draft) -> Iterator[Issue]:
    for name, site in sorted(draft.bot.sites.items()):
        path = f"sites.{name}"
        if bool(site.sitemap) == bool(site.service):
            message = f"the site {name!r} needs either a sitemap or a search service"
            yield draft.issue("bad-site", path, message, "give exactly one of the two")
            continue
        address = site.sitemap or site.service
        if urlsplit(address).scheme not in {"http", "https"}:
            message = f"{address!r} is not an address of a website"
            yield draft.issue("bad-site", path, message, "begin it with https://")
        if site.service and "{query}" not in site.service:
            message = "the search service's address has no place for what is searched"
            yield draft.issue("bad-site", path, message, "write {query} where it belongs")
