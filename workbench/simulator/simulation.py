"""One window's simulated conversation: asked for in any thread, played in order in one of its own.

Whatever changes is told as news `simulator`; nobody waits for a reply.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from msgspec import Struct
from msgspec.structs import replace

from engine.runtime.clock import RealClock
from engine.runtime.real_effects import ALL, HARMLESS, RealEffects, real_effects
from engine.runtime.rehearsal import Asked
from engine.types.bot import Project
from engine.types.event import Answered
from engine.types.issue import TertuliaError
from engine.types.value import Value
from workbench.background import Latest
from workbench.document import Document
from workbench.models import Models
from workbench.simulator.course import Course, Played
from workbench.simulator.drafted import Compilers, loaded_draft
from workbench.simulator.moves import Answer, Move, Open
from workbench.simulator.recording import Recorded, played_back, record
from workbench.simulator.setup import Setup
from workbench.simulator.telling import answered_otherwise

LOG = logging.getLogger(__name__)

# A bot whose model took longer to train is trained when the person asks for it only.
QUICK_S = 8.0
MINUTE_US = 60_000_000
REAL_KINDS = tuple(str(kind.__struct_config__.tag) for kind in ALL if kind not in HARMLESS)


class Kept(Struct, frozen=True):
    """A conversation as a window remembers it."""

    setup: Setup = Setup()
    moves: tuple[Move, ...] = ()


KEPT = Kept()


class Simulation:
    """A conversation with the draft. `changed` is called, in the worker's thread, with how many
    of the turns that were told before still stand."""

    def __init__(
        self, document: Document, models: Models, changed: Callable[["Simulation", int], None]
    ) -> None:
        self._document, self._models, self._changed = document, models, changed
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="simulator")
        self._opened = ExitStack()
        self._effects: RealEffects | None = None
        self._loaded: tuple[object, ...] = ()
        self._compilers: Compilers = {}
        self._later = Latest(self.refresh, wait_s=0.25)
        self._training = Latest(self._train, wait_s=1.5, at_most_s=5.0)
        self._ends = [
            document.listen(self._edited, lambda *_issues: None),
            models.listen(self._models_changed),
        ]
        self.watchers = 0
        self.setup = Setup(start_us=_whole_minute(RealClock().now_us()))
        self.course: Course | None = None
        self.scripts: dict[str, tuple[str, Value]] = {}
        self.real: tuple[str, ...] = ()
        # After an edit: moves that fit no longer, why, and what was said otherwise before.
        self.rest: tuple[Move, ...] = ()
        self.misfit = ""
        self.before: dict[int, str] = {}
        self.trouble = ""
        self.busy = ""

    @property
    def played(self) -> tuple[Played, ...]:
        """The moves that were made, in order."""
        return self.course.played if self.course else ()

    @property
    def models(self) -> Models:
        """The models that it reads messages with."""
        return self._models

    # What one asks for; it is done soon after.

    def begin(self, kept: Kept = KEPT) -> None:
        """Tells everything as it is with the draft of now; where there is no conversation yet,
        the kept one is played, or a first one begins."""
        self._ask(self._begin, kept)

    def do(self, move: Move) -> None:
        """Makes a move; what no longer fitted before it is forgotten."""
        self._ask(self._do, move)

    def back(self, length: int) -> None:
        """Returns to the point where so many moves had been made."""
        self._ask(self._back, length)

    def set_up(self, setup: Setup) -> None:
        """Plays the conversation again in other circumstances."""
        self._ask(self._set_up, setup)

    def reset(self) -> None:
        """Begins again, now."""
        self._ask(self._reset)

    def go_on(self) -> None:
        """Forgets the moves that no longer fit."""
        self._ask(self._go_on)

    def script(self, node: str, port: str, value: Value) -> None:
        """From now on a node's effects are answered so; an empty port ends it."""
        self._ask(self._script, node, port, value)

    def record(self, title: str, done: Callable[[Recorded], None]) -> None:
        """Writes the conversation as a test and plays that; `done` gets both."""
        self._ask(self._record, title, done)

    def carry_out(self, key: str) -> None:
        """Carries an effect that waits out for real."""
        self._ask(self._carry_out, key)

    def set_real(self, kinds: tuple[str, ...]) -> None:
        """Says which kinds of effects are carried out for real from now on."""
        self._ask(self._set_real, kinds)

    def refresh(self) -> None:
        """Plays the conversation again if the draft or its models have changed."""
        if self.watchers:
            self._ask(self._refresh)

    def finish(self) -> None:
        """Waits until everything that was asked for is done."""
        self._worker.submit(int).result()

    def close(self) -> None:
        """Ends it."""
        for end in self._ends:
            end()
        self._later.close()
        self._training.close()
        self._worker.submit(self._opened.close)
        self._worker.shutdown(wait=False)

    def _edited(self, _applied: object) -> None:
        self._later.ask()
        self._training.ask()

    def _models_changed(self) -> None:
        self.refresh()
        # What was edited while it trained is stale again.
        self._training.ask()

    def _train(self) -> None:
        """Trains what an edit made stale, where that is quick."""
        for name, standing in self._models.standings().items():
            if self.watchers and standing.phase == "stale" and standing.seconds < QUICK_S:
                self._models.train(name)

    # What the worker does.

    def _ask(self, work: Callable[..., int], *args: object) -> None:
        def guarded() -> None:
            stands = 0
            self.trouble = ""
            try:
                stands = work(*args)
            except TertuliaError as error:
                self.trouble, stands = str(error), len(self.played)
            except Exception as error:
                # A half-drawn bot may break what a checked one cannot: the person is told.
                LOG.exception("the simulator failed")
                self.trouble = (
                    f"the bot could not go on ({type(error).__name__}: {error}); "
                    "the issues of this flow may say why"
                )
            self._changed(self, stands)

        try:
            self._worker.submit(guarded)
        except RuntimeError:
            LOG.debug("the simulator is closed; %s is left out", work)

    def _begin(self, kept: Kept) -> int:
        if self.course is not None:
            self._refresh()
        elif kept.moves:
            self.setup, self.rest = kept.setup, kept.moves
            self._replay()
        else:
            self._do(Open())
        return 0

    def _do(self, move: Move) -> int:
        course = self._current()
        stands = len(course.played)
        self.rest, self.misfit, self.before = (), "", {}
        course.make(move)
        self._answer_for_real(course)
        return stands

    def _back(self, length: int) -> int:
        if self.course:
            self.course.back(length)
        self.before = {at: text for at, text in self.before.items() if at < length}
        self.rest, self.misfit = (), ""
        return length

    def _set_up(self, setup: Setup) -> int:
        self.setup = setup
        return self._replay()

    def _reset(self) -> int:
        self.setup = replace(self.setup, start_us=_whole_minute(RealClock().now_us()))
        self.course, self.rest, self.misfit, self.before = None, (), "", {}
        self._do(Open())
        return 0

    def _go_on(self) -> int:
        self.rest, self.misfit = (), ""
        return len(self.played)

    def _script(self, node: str, port: str, value: Value) -> int:
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

    def _record(self, title: str, done: Callable[[Recorded], None]) -> int:
        course, project = self._current(), self._document.project
        bot = project.bots.get(self.setup.bot or course.rehearsal.state.bot)
        bot = bot or next(iter(project.bots.values()))
        text = record(title, self.setup, course.played, self.scripts, bot)
        done(played_back(text, course.loaded, self._carrier(), self.setup.bot))
        return len(course.played)

    def _set_real(self, kinds: tuple[str, ...]) -> int:
        self.real = tuple(kind for kind in REAL_KINDS if kind in kinds)
        stands = len(self.played)
        self._answer_for_real(self._current())
        return stands

    def _carry_out(self, key: str) -> int:
        course = self._current()
        stands = len(course.played)
        self._answer(course, key)
        return stands

    def _refresh(self) -> int:
        if self.course and _same(self._inputs(), self._loaded):
            return len(self.played)
        return self._replay()

    def _replay(self) -> int:
        """Makes all moves again on the draft as it is now, as far as they fit."""
        old = self.played
        moves = [*(each.move for each in old), *self.rest] or [Open()]
        self.course, self.misfit, self.rest = None, "", ()
        course = self._current()
        for number, move in enumerate(moves):
            try:
                course.make(move)
            except TertuliaError as error:
                self.misfit, self.rest = str(error), tuple(moves[number:])
                break
        self.before = answered_otherwise(old, course.played)
        return 0

    def _current(self) -> Course:
        """The course, on the draft as it is now."""
        if self.course is None:
            self._loaded = self._inputs()
            project, readers = self._document.project, self._models.readers()
            loaded = loaded_draft(project, readers, self.setup.bot, self._compilers)
            self.course = Course(self.setup, loaded)
            self.course.rehearsal.answers = dict(self.scripts)
            self.course.rehearsal.deliveries = dict.fromkeys(HARMLESS, self._deliver)
        return self.course

    def _inputs(self) -> tuple[object, ...]:
        project: Project = self._document.project
        return (project, *self._models.readers().values(), self.setup.bot)

    # Effects for real.

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
        self._changed(self, len(course.played))
        try:
            answered = asyncio.run(self._deliver(effect))
        finally:
            self.busy = ""
        course.make(Answer(key, answered.port, answered.value, answered.error, real=True))

    async def _deliver(self, effect: Asked) -> Answered:
        assert self.course is not None
        return await self._carrier().delivery(self.course.rehearsal)(effect)

    def _carrier(self) -> RealEffects:
        if self._effects is None:
            self._effects = self._opened.enter_context(real_effects(ALL))
        return self._effects


def _whole_minute(now_us: int) -> int:
    """So that a test begins at a time that one would write."""
    return now_us - now_us % MINUTE_US


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
