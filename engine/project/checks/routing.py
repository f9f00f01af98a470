"""Several bots under a flow manager: who exists, and who can be told apart."""

from collections.abc import Iterator

from engine.project.decode import nearest
from engine.types.bot import Project
from engine.types.issue import Issue, Location, Severity


def check_project(project: Project) -> Iterator[Issue]:
    if not project.bots:
        yield _issue("no-bot", "bots", "the project has no bot", "add one with `tertulia new`")
        return
    first = project.routing.first
    if first and first not in project.bots:
        message = f"the first bot {first!r} does not exist"
        remedy = nearest(first, project.bots) or "name a bot of the project"
        yield _issue("unknown-name", "routing.first", message, remedy)
    yield from _alike(project)


def _alike(project: Project) -> Iterator[Issue]:
    """Bots that routing cannot tell apart: nothing in their settings differs."""
    if len(project.bots) < 2 or not project.routing.by_expertise:
        return
    seen: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}
    for name, bot in sorted(project.bots.items()):
        if not bot.expertise:
            message = f"the bot {name!r} names no area of expertise"
            remedy = "write in 'expertise' what it knows about"
            yield _issue("no-expertise", f"bots.{name}", message, remedy, "advice")
            continue
        marks = (tuple(sorted(bot.expertise)), tuple(sorted(bot.languages)))
        other = seen.setdefault(marks, name)
        if other != name:
            message = f"the bots {other!r} and {name!r} have the same expertise and languages"
            remedy = "tell them apart, or join them"
            yield _issue("bots-alike", f"bots.{name}", message, remedy, "warning")


def _issue(code: str, path: str, message: str, remedy: str, severity: Severity = "error") -> Issue:
    return Issue(code, severity, message, remedy, Location(file="project.json", path=path))
