"""Points of conversations: a moment to which a search can return, and what led there."""

from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from engine.project.chat import Act, Answers, Conversation
from engine.runtime.acting import act, begin
from engine.runtime.loaded import Loaded
from engine.runtime.real_effects import RealEffects
from engine.runtime.rehearsal import Asked, Exchange, Moment, Rehearsal, Scripted
from engine.types.effect import RunCode
from engine.types.event import Said
from engine.types.reading import Reading
from engine.types.state import State
from engine.types.value import Value

CODE = str(RunCode.__struct_config__.tag)


class Point(Struct, frozen=True):
    """Where a conversation stands: the moment, its circumstances, and the acts until then, in
    the order in which a test has them."""

    rehearsal: Rehearsal
    moment: Moment
    settings: Mapping[str, str]
    scripts: Mapping[str, Scripted]
    acts: tuple[Act, ...] = ()

    def returned_to(self) -> Rehearsal:
        """The rehearsal, standing at this point again."""
        self.rehearsal.return_to(self.moment)
        self.rehearsal.answers = dict(self.scripts)
        return self.rehearsal

    def then(self, done: Act) -> tuple["Point", tuple[Exchange, ...]]:
        """The point after an act, and what it set off. Raises RehearsalError."""
        rehearsal = self.returned_to()
        exchanges = act(rehearsal, done)
        at = len(self.acts)
        if isinstance(done, Answers) and exchanges:
            # Where code runs at once, an answer can only be given before it is asked for.
            at = max(n for n, one in enumerate(self.acts) if not isinstance(one, Answers))
        after = replace(
            self,
            moment=rehearsal.moment(),
            scripts=dict(rehearsal.answers),
            acts=(*self.acts[:at], done, *self.acts[at:]),
        )
        return after, exchanges


class Stage:
    """Where rehearsals of one bot begin. What it reads in a text and what its code answers is
    remembered, since a search asks for the same again and again."""

    def __init__(self, loaded: Loaded, bot: str, effects: RealEffects | None) -> None:
        self.bot = bot
        self.effects = effects
        self._loaded = loaded
        self._readings: dict[tuple[str, str, str], dict[str, Reading]] = {}
        self._code: dict[bytes, tuple[str, Value]] = {}
        self.quick = replace(loaded, understand=self._understand)

    def begin(self, settings: Mapping[str, str], answers: Iterable[Answers] = ()) -> Point:
        """The point before anything was said. `answers` are given from the beginning on."""
        conversation = Conversation("", 0, dict(settings))
        rehearsal = begin(conversation, self.quick, settings.get("bot", self.bot))
        if self.effects:
            rehearsal.answers[CODE] = self._runs_code(rehearsal)
        start = Point(rehearsal, rehearsal.moment(), settings, dict(rehearsal.answers))
        for each in answers:
            start, _ = start.then(each)
        return start

    def _understand(self, state: State, said: Said) -> Said:
        contact = said.contact or state.contact
        key = (said.text, state.language, contact.language)
        if key not in self._readings:
            self._readings[key] = self._loaded.understand(state, said).readings
        return replace(said, readings=self._readings[key])

    def _runs_code(self, rehearsal: Rehearsal) -> Callable[[Asked], tuple[str, Value]]:
        def run(effect: Asked) -> tuple[str, Value]:
            assert isinstance(effect, RunCode)
            assert self.effects is not None
            asked = (rehearsal.state.bot, effect.action, effect.inputs, effect.timeout_s)
            key = msgspec.msgpack.encode(asked)
            if key not in self._code:
                answered = self.effects.carry_out(effect, rehearsal)
                self._code[key] = (answered.port, answered.value)
            return self._code[key]

        return run
