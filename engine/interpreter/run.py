"""One turn while it happens: the state as a working copy, and what nodes may see of it.

A `Run` lives for one call of `step` and is the only mutable thing in it.
"""

import copy
from collections.abc import Mapping, Sequence

from engine.expressions import ExpressionFault, Missing, compile_expression, compile_template
from engine.interpreter.scope import Scope
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import Changes
from engine.types.bot import EntityTable
from engine.types.effect import Effect, Send
from engine.types.event import Event, Said
from engine.types.message import Message
from engine.types.reading import Entity, Reading
from engine.types.state import Frame, Offer, Record, State
from engine.types.turn import Turn
from engine.types.value import Text, Value

# Knuth's MMIX generator; the high bits are the ones used.
LCG_FACTOR = 6364136223846793005
LCG_STEP = 1442695040888963407
MASK_64 = (1 << 64) - 1


class Run:
    """The working copy. Its public attributes and methods are the nodes' `Context`."""

    def __init__(self, program: Program, state: State, event: Event) -> None:
        self.program: Program = program
        self.state: State = state
        self.event: Event = event
        self.now_us = event.t_us
        self.limits = program.limits
        self.time_zone = program.time_zone
        self.bot = program.id
        self.effects: list[Effect] = []
        self.records: list[Record] = []
        self.offers: list[Offer] = []
        # What follows starts as the state's and ends in the next state.
        self.at = state.at
        self.memory: Mapping[str, Value] = state.memory
        self.variables = state.variables
        self.fields = state.fields
        self.tags = state.tags
        self.language: str = state.language
        self.session: int = state.session
        self.turn: int = state.turn + 1
        self.seed = state.seed
        self.tokens = state.token
        self.mode = state.mode
        self.topic: str = state.topic
        self.stack = state.stack
        self.contact = getattr(event, "contact", None) or state.contact
        self.deferred = state.deferred
        self.muted_until_us = state.muted_until_us
        self.idle_token = state.idle_token
        self.idle_step = state.idle_step
        # What is known of this turn only.
        self.reading: Reading | None = None
        self.entities: Sequence[Entity] = ()
        if isinstance(event, Said):
            self.read(event)
        self.agents: int = getattr(event, "agents", 0)
        self.intent = ""
        self.confidence = 0.0
        self.visits = 0
        self.keys = 0
        self.node = ""
        self.pause_ms = program.pause_ms
        self.own_pause: int | None = None
        self.fresh = False
        self.scope = Scope(self)

    # What nodes see.

    def text(self, text: Text) -> str:
        """The text in the conversation's language, else in the bot's own, holes filled."""
        source = text.get(self.language)
        if source is None:
            source = next((text[code] for code in self.program.languages if code in text), "")
        return self.fill(source)

    def fill(self, template: str) -> str:
        """The template with its holes filled; a missing name leaves nothing, and a warning."""
        compiled = compile_template(template)
        if compiled.plain:
            return compiled.fill(self.scope, self._missing)
        try:
            return compiled.fill(self.scope, self._missing)
        except ExpressionFault as fault:
            self.warn("expression-fault", str(fault))
            return ""

    def value(self, expression: str) -> Value:
        """The expression's value; None, with a warning, where it has none."""
        try:
            return compile_expression(expression).evaluate(self.scope)
        except Missing as missing:
            self._missing(missing.name)
        except ExpressionFault as fault:
            self.warn("expression-fault", str(fault))
        return None

    def test(self, condition: str) -> bool:
        """Whether the condition holds; false, with a warning, where it has no value."""
        return self.value(condition) is True

    def variable(self, name: str) -> Value:
        """A variable as it stands, None where unset."""
        return self.variables.get(name)

    def with_names(self, **names: Value) -> "Run":
        """The same context, with further names for expressions."""
        other = copy.copy(self)
        other.scope = Scope(self, names)
        return other

    def draw(self) -> float:
        """The next number of the conversation's chance, in [0, 1)."""
        self.seed = (self.seed * LCG_FACTOR + LCG_STEP) & MASK_64
        return (self.seed >> 11) / (1 << 53)

    def key(self) -> str:
        """A name for an effect: the turn and a count within it."""
        self.keys += 1
        return f"{self.turn}.{self.keys}"

    def token(self) -> int:
        """A number for a timer; older timers are stale by it."""
        self.tokens += 1
        return self.tokens

    def send(self, message: Message) -> Effect:
        """The message as an effect, after the pause that is due, its options remembered."""
        self.offers += [
            Offer(option.id, option.label)
            for options in (message.options, *(card.options for card in message.cards))
            for option in options
            if not option.url
        ]
        between = any(type(effect) is Send for effect in self.effects)
        pause = self.own_pause if self.own_pause is not None else self.pause_ms * between
        return Send(message, self.node, pause)

    def table(self, name: str) -> EntityTable:
        """An entity table of the bot."""
        return self.program.tables[name]

    def source(self, action: str) -> str:
        """The source of a code action."""
        return self.program.actions[action]

    def warn(self, code: str, text: str) -> None:
        """A warning for history, at this node."""
        self.record("warning", name=code, data=text)

    # What the interpreter does with the answers of nodes.

    def read(self, said: Said) -> None:
        """The message that is answered from here on."""
        self.event = said
        self.reading = said.readings.get(self.program.id)
        self.entities = self.reading.entities if self.reading else ()

    def visit(self, node: ProgramNode, memory: Mapping[str, Value]) -> "Run":
        """This run as the context of a node."""
        self.node = node.id
        self.memory = memory
        self.own_pause = node.pause_ms
        return self

    def record(
        self, kind: str, *, port: str = "", intent: str = "", name: str = "", data: Value = None
    ) -> None:
        """A row for history, at the current node."""
        node = self.program.nodes.get(self.node)
        self.records.append(
            Record(
                kind=kind,
                node=self.node,
                topic=node.topic if node else "",
                port=port,
                intent=intent,
                confidence=self.confidence if intent else 0.0,
                name=name,
                data=data,
            )
        )

    def assign(self, values: Mapping[str, Value]) -> None:
        """Variables get values; None unsets."""
        merged = {**self.variables, **values}
        self.variables = {name: value for name, value in merged.items() if value is not None}
        self.scope.variables = self.variables
        self.record("set", data=dict(values))

    def change(self, changes: Changes) -> None:
        """What a node changes besides variables."""
        if changes.fields:
            merged = {**self.fields, **changes.fields}
            self.fields = {name: value for name, value in merged.items() if value is not None}
            self.record("field", data=dict(changes.fields))
        self.tag(*changes.tags)
        for tag in changes.untags:
            if tag in self.tags:
                self.tags = tuple(kept for kept in self.tags if kept != tag)
                self.record("untag", name=tag)
        if changes.language:
            self.speak(changes.language)
        if changes.mode:
            self.mode = changes.mode
            self.muted_until_us = changes.muted_until_us
            self.record("mode", name=changes.mode)
        if changes.bot:
            self.bot = changes.bot

    def tag(self, *tags: str) -> None:
        """Tags for the contact, each once."""
        for tag in tags:
            if tag and tag not in self.tags:
                self.tags = (*self.tags, tag)
                self.record("tag", name=tag)

    def speak(self, language: str) -> None:
        """The conversation goes on in another of the bot's languages."""
        if language in self.program.languages and language != self.language:
            self.language = language
            self.record("language", name=language)

    def push(self, frame: Frame) -> bool:
        """Remembers a place to return to; False where there are too many."""
        if len(self.stack) >= self.limits.stack_frames:
            self.record("error", name="stack-too-deep", data=frame.node)
            return False
        self.stack = (*self.stack, frame)
        return True

    def finish(self) -> Turn:
        """The turn as it stands."""
        state = State(
            bot=self.bot,
            at=self.at,
            memory=dict(self.memory) if self.at else {},
            variables=self.variables,
            language=self.language,
            turn=self.turn,
            session=self.session,
            t_us=self.now_us,
            seed=self.seed,
            token=self.tokens,
            mode=self.mode,
            topic=self.topic,
            offers=tuple(self.offers) if self.offers else self._offers_left(),
            stack=self.stack,
            fields=self.fields,
            tags=self.tags,
            contact=self.contact,
            channel=self.state.channel,
            deferred=self.deferred,
            muted_until_us=self.muted_until_us,
            idle_token=self.idle_token,
            idle_step=self.idle_step,
        )
        return Turn(state, tuple(self.effects), tuple(self.records))

    def _offers_left(self) -> tuple[Offer, ...]:
        # A menu expires with the next thing the bot says, not with a silent turn.
        spoke = any(type(effect) is Send for effect in self.effects)
        return () if spoke else self.state.offers

    def _missing(self, name: str) -> None:
        self.warn("missing-name", name)
