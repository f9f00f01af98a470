"""A project and its models made into what the runtime runs: two functions of a bundle."""

from collections.abc import Callable, Mapping

import msgspec

from engine import nlu, routing
from engine.expressions import ExpressionFault, Missing, compile_expression
from engine.interpreter import in_words, step
from engine.nodes.program import Program
from engine.project.compile import compile_bot
from engine.runtime.loaded import Loaded, Step, Understand
from engine.types.bot import Project
from engine.types.event import Event, Said
from engine.types.state import State
from engine.types.turn import Turn
from engine.types.value import Value


def load(project: Project, models: Mapping[str, Mapping[str, bytes]], bundle: str) -> Loaded:
    """A project ready to run under the name of its bundle.

    A bot without a model understands buttons, exact phrases and patterns only. Raises
    TertuliaError where a bot or a model cannot be used.
    """
    programs = {name: compile_bot(bot) for name, bot in project.bots.items()}
    readers = {name: nlu.load(files) for name, files in models.items() if name in programs}
    return Loaded(
        bundle=bundle,
        step=stepping(programs, project),
        understand=understanding(readers),
        in_words=wording(programs),
        bots=project.bots,
        belongs=membership(project),
        session_timeout_s=max(bot.session_timeout_s for bot in project.bots.values()),
    )


def stepping(programs: Mapping[str, Program], project: Project) -> Step:
    """The step of a project: of its only bot, or through the flow manager."""
    if len(programs) == 1:
        (program,) = programs.values()

        def step_alone(state: State, event: Event) -> Turn:
            return step(program, state, event)

        return step_alone

    def step_routed(state: State, event: Event) -> Turn:
        return routing.step(programs, project.routing, state, event)

    return step_routed


def understanding(readers: Mapping[str, nlu.Model]) -> Understand:
    """Adds to a message what every bot's model reads in it."""

    def understand(state: State, said: Said) -> Said:
        if not said.text:
            return said
        contact = said.contact or state.contact
        prior = state.language or contact.language.partition("-")[0]
        readings = {
            name: reader.read(said.text, prior, said.t_us) for name, reader in readers.items()
        }
        return msgspec.structs.replace(said, readings=readings)

    return understand


def wording(programs: Mapping[str, Program]) -> Understand:
    """Gives a message as it is meant: a button that counts as words stands for them."""

    def word(state: State, said: Said) -> Said:
        program = programs.get(state.bot)
        return said if program is None else in_words(program, state, said)

    return word


def membership(project: Project) -> Callable[[str, Mapping[str, Value], tuple[str, ...]], bool]:
    """Says of a contact's fields and tags whether they put it into a segment."""
    conditions = {
        name: compile_expression(segment.condition)
        for bot in project.bots.values()
        for name, segment in bot.segments.items()
    }

    def belongs(segment: str, fields: Mapping[str, Value], tags: tuple[str, ...]) -> bool:
        contact: dict[str, object] = {**fields, "tags": list(tags)}
        try:
            return conditions[segment].evaluate({"contact": contact}) is True
        except (Missing, ExpressionFault):
            return False

    return belongs
