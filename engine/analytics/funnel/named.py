"""A funnel by its file, or by its name among those of a bot."""

from pathlib import Path

import msgspec

from engine.analytics.funnel.check import decode_file, read_spec, require_sense
from engine.analytics.funnel.spec import FunnelSpec
from engine.project.draft import draft
from engine.project.funnels.following import following
from engine.project.funnels.unknown import unknown
from engine.project.read import read
from engine.types.bot import Bot, Project
from engine.types.issue import Issue, Location, TertuliaError


def named_funnel(name: Path, bot: Path | None = None) -> tuple[FunnelSpec, tuple[Issue, ...]]:
    """The funnel, and what of it the bot has not. With the folder of a bot it follows the bot's
    renamed nodes and knows its segments. Raises TertuliaError where there is no such funnel, or
    where it makes no sense."""
    if bot is None:
        return read_spec(name), ()
    project, _issues = read(bot)
    owner, spec = _found(name, project, bot)
    issues = tuple(
        Issue(
            "funnel-unknown-name",
            "warning",
            f"the funnel {spec.name or str(name)!r} looks for what the bot has not: {trouble}",
            "correct it, or let it be: history may still have it",
            Location(owner.id, path=trouble.path),
        )
        for trouble in unknown(spec, draft(owner, project))
    )
    followed = following(spec, owner)
    require_sense(followed)
    return followed, issues


def _found(name: Path, project: Project, folder: Path) -> tuple[Bot, FunnelSpec]:
    owners = [bot for bot in project.bots.values() if str(name) in bot.funnels]
    if len(owners) == 1:
        return owners[0], owners[0].funnels[str(name)]
    if len(owners) > 1 or (name.is_file() and len(project.bots) != 1):
        known = ", ".join(sorted(project.bots)) or "none"
        raise TertuliaError(f"{folder} has the bots {known}; name the folder of one of them")
    if name.is_file():
        (bot,) = project.bots.values()
        return bot, decode_file(name)
    known = ", ".join(sorted({each for bot in project.bots.values() for each in bot.funnels}))
    raise TertuliaError(f"{folder}: there is no funnel {str(name)!r}; there are: {known or 'none'}")


def schema() -> dict[str, object]:
    """What a funnel may say, as JSON Schema: for forms."""
    return msgspec.json.schema(FunnelSpec)
