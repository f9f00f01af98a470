"""The draft as it is now, ready to run: what is sound of it, with the models that there are."""

from collections.abc import Mapping

from msgspec.structs import replace

from engine import nlu
from engine.expressions import ExpressionError, compile_expression
from engine.project.compile_draft import DraftCompiler
from engine.runtime.loaded import Loaded
from engine.runtime.loading import membership, stepping, understanding, wording
from engine.types.bot import Bot, Project, Segment
from engine.types.issue import TertuliaError

Compilers = dict[str, DraftCompiler]


def loaded_draft(
    project: Project,
    readers: Mapping[str, nlu.Model],
    bot: str = "",
    compilers: Compilers | None = None,
) -> Loaded:
    """The draft of one bot, or of the whole project under its flow manager.

    `compilers` keep what did not change from one draft to the next, by bot.
    """
    compilers = {} if compilers is None else compilers
    if bot in project.bots:
        project = replace(project, bots={bot: project.bots[bot]})
    if not project.bots:
        raise TertuliaError("the project has no bot to talk to; make one")
    bots = {name: replace(one, segments=_sound(one)) for name, one in project.bots.items()}
    programs = {
        name: compilers.setdefault(name, DraftCompiler()).compile(one) for name, one in bots.items()
    }
    return Loaded(
        bundle="draft",
        step=stepping(programs, project),
        understand=understanding({name: readers[name] for name in readers if name in bots}),
        in_words=wording(programs),
        bots=project.bots,
        belongs=membership(replace(project, bots=bots)),
    )


def _sound(bot: Bot) -> dict[str, Segment]:
    return {name: segment for name, segment in bot.segments.items() if _reads(segment.condition)}


def _reads(condition: str) -> bool:
    try:
        compile_expression(condition)
    except ExpressionError:
        return False
    return True
