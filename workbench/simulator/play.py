"""A simulated conversation and everything one can do with it, on the draft as it is.

Each method gives how many of the turns that were there before stand as they were.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import ExitStack

from msgspec import Struct
from msgspec.structs import replace

from engine.runtime.clock import RealClock
from engine.runtime.real_effects import ALL, HARMLESS, RealEffects, real_effects
from engine.runtime.rehearsal import Asked
from engine.types.event import Answered
from engine.types.issue import TertuliaError
from engine.types.value import Value
from workbench.document import Document
from workbench.models import Models
from workbench.simulator.course import Course, Played
from workbench.simulator.drafted import Compilers, loaded_draft
from workbench.simulator.moves import Answer, Move, Open
from workbench.simulator.recording import Recorded, played_back, record
from workbench.simulator.setup import Setup
from workbench.simulator.telling import alike, answered_otherwise

LOG = logging.getLogger(__name__)

MINUTE_US = 60_000_000
REAL_KINDS = tuple(str(kind.__struct_config__.tag) for kind in ALL if kind not in HARMLESS)


class Kept(Struct, frozen=True):
    """A conversation as a window remembers it."""

    setup: Setup = Setup()
    moves: tuple[Move, ...] = ()


class Play:
    """The conversation of one window, for one thread. `tell` is called while an effect is carried
    out for real, which may take long."""

    def __init__(self, document: Document, models: Models, tell: Callable[[], None]) -> None:
        self._document, self._models, self._tell = document, models, tell
        self._opened = ExitStack()
        self._carrier: RealEffects | None = None
        # What the course was made of, to see whether it is still the same.
        self._made_of: tuple[object, ...] = ()
        self._compilers: Compilers = {}
        self.setup = Setup(start_us=_whole_minute(RealClock().now_us()))
        self.course: Course | None = None
        self.scripts: dict[str, tuple[str, Value]] = {}
        self.real: tuple[str, ...] = ()
        # After an edit: moves that fit no longer, why, and what was said otherwise before.
        self.rest: tuple[Move, ...] = ()
        self.misfit = ""
        self.before: dict[int, str] = {}
        # How often the person did something: edits and trainings play the conversation too.
        self.acts = 0
        # The kind of effect that is being carried out.
        self.busy = ""

    @property
    def played(self) -> tuple[Played, ...]:
        """The moves that were made, in order."""
        return self.course.played if self.course else ()

    def begin(self, kept: Kept, bot: str = "") -> int:
        """Goes on with the draft of now; where there is no conversation yet, with the kept one,
        else with a first one, with the named bot where the project has several."""
        if self.course is not None:
            self.refresh()
        elif kept.moves:
            self.setup, self.rest = kept.setup, kept.moves
            self._replay()
        else:
            if len(self._document.project.bots) > 1:
                self.setup = replace(self.setup, bot=bot)
            self._make(Open())
        return 0

    def take(self, kept: Kept) -> int:
        """Begins anew with a conversation from elsewhere, as far as the draft goes along."""
        self.acts += 1
        self.course, self.before = None, {}
        self.setup, self.rest = kept.setup, kept.moves
        return self._replay()

    def do(self, move: Move) -> int:
        """Makes a move; what no longer fitted before it is forgotten."""
        self.acts += 1
        return self._make(move)

    def back(self, length: int) -> int:
        """Returns to the point where so many moves had been made."""
        self.acts += 1
        if self.course:
            self.course.back(length)
        self.before = {at: text for at, text in self.before.items() if at < length}
        self.rest, self.misfit = (), ""
        return length

    def set_up(self, setup: Setup) -> int:
        """Plays the conversation again in other circumstances."""
        self.setup = setup
        self._replay()
        return 0

    def reset(self) -> int:
        """Begins again, now."""
        self.setup = replace(self.setup, start_us=_whole_minute(RealClock().now_us()))
        self.course, self.rest, self.misfit, self.before = None, (), "", {}
        self.do(Open())
        return 0

    def go_on(self) -> int:
        """Forgets the moves that no longer fit."""
        self.rest, self.misfit = (), ""
        return len(self.played)

    def refresh(self) -> int:
        """Plays the conversation again if the draft or its models have changed."""
        if self.course and _same(self._inputs(), self._made_of):
            return len(self.played)
        return self._replay()

    def script(self, node: str, port: str, value: Value) -> int:
        """From now on a node's effects are answered so; an empty port ends it."""
        self.acts += 1
        self.scripts.pop(node, None)
        if port:
            self.scripts[node] = (port, value)
        course = self._current()
        course.rehearsal.answers = dict(self.scripts)
        stands = len(course.played)
        if port and course.rehearsal.state.at == node:
            for key in tuple(course.rehearsal.waiting):
                course.make(Answer(key, port, value))
        return stands

    def carry_out(self, key: str) -> int:
        """Carries an effect that waits out for real."""
        self.acts += 1
        course = self._current()
        stands = len(course.played)
        self._answer(course, key)
        return stands

    def set_real(self, kinds: tuple[str, ...]) -> int:
        """Says which kinds of effects are carried out for real from now on."""
        self.real = tuple(kind for kind in REAL_KINDS if kind in kinds)
        stands = len(self.played)
        self._answer_for_real(self._current())
        return stands

    def record(self, title: str, done: Callable[[Recorded], None]) -> int:
        """Writes the conversation as a test and plays that; `done` gets both."""
        course, bots = self._current(), self._document.project.bots
        bot = bots.get(self.setup.bot or course.rehearsal.state.bot) or next(iter(bots.values()))
        text = record(title, self.setup, course.played, self.scripts, bot)
        done(played_back(text, course.loaded, self._effects(), self.setup.bot))
        return len(course.played)

    def close(self) -> None:
        """Ends what was started to carry effects out."""
        self._opened.close()

    # Private, in the order of use.

    def _make(self, move: Move) -> int:
        course = self._current()
        stands = len(course.played)
        self.rest, self.misfit, self.before = (), "", {}
        course.make(move)
        self._answer_for_real(course)
        return stands

    def _replay(self) -> int:
        """Makes all moves again on the draft as it is now, as far as they fit."""
        old, marked = self.played, self.before
        moves = [*(each.move for each in old), *self.rest] or [Open()]
        self.course, self.misfit, self.rest = None, "", ()
        course = self._current()
        for number, move in enumerate(moves):
            self.misfit = _tried(course, move)
            if self.misfit:
                self.rest = tuple(moves[number:])
                break
        self.before = answered_otherwise(old, course.played)
        # Marks of an earlier edit go: those turns are told anew.
        return min([alike(old, course.played), *marked])

    def _current(self) -> Course:
        """The course, on the draft as it is now."""
        if self.course is None:
            self._made_of = self._inputs()
            project, readers = self._document.project, self._models.readers()
            loaded = loaded_draft(project, readers, self.setup.bot, self._compilers)
            self.course = Course(self.setup, loaded)
            self.course.rehearsal.answers = dict(self.scripts)
            self.course.rehearsal.deliveries = dict.fromkeys(HARMLESS, self._deliver)
        return self.course

    def _inputs(self) -> tuple[object, ...]:
        return (self._document.project, *self._models.readers().values(), self.setup.bot)

    def _answer_for_real(self, course: Course) -> None:
        while waiting := [
            key
            for key, effect in course.rehearsal.waiting.items()
            if effect.__struct_config__.tag in self.real
        ]:
            self._answer(course, waiting[0])

    def _answer(self, course: Course, key: str) -> None:
        effect = course.rehearsal.waiting.get(key)
        if effect is None:
            raise TertuliaError("this has been answered already")
        self.busy = str(effect.__struct_config__.tag)
        self._tell()
        try:
            answered = asyncio.run(self._deliver(effect))
        finally:
            self.busy = ""
        course.make(Answer(key, answered.port, answered.value, answered.error, real=True))

    async def _deliver(self, effect: Asked) -> Answered:
        return await self._effects().delivery(self._current().rehearsal)(effect)

    def _effects(self) -> RealEffects:
        if self._carrier is None:
            self._carrier = self._opened.enter_context(real_effects(ALL))
        return self._carrier


def _tried(course: Course, move: Move) -> str:
    """Makes a move; why it does not fit any more, empty where it does."""
    try:
        course.make(move)
    except TertuliaError as error:
        return str(error)
    except Exception as error:
        LOG.exception("a move could not be made again")
        return stopped(error)
    return ""


def stopped(error: Exception) -> str:
    """What is told where a half-drawn bot broke what a checked one cannot."""
    return (
        f"the bot could not go on ({type(error).__name__}: {error}); "
        "the issues of this flow may say why"
    )


def _whole_minute(now_us: int) -> int:
    """So that a test begins at a time that one would write."""
    return now_us - now_us % MINUTE_US


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
