"""One turn while it happens: a copy of the state, filled in, and what nodes may see of it.

A `Run` lives for one call of `step` and is the only mutable thing in it.
"""

import copy
from collections.abc import Mapping

from msgspec.structs import replace

from engine.expressions import ExpressionFault, Missing, compile_expression, compile_template
from engine.interpreter.scope import predefined
from engine.nodes.program import Program, ProgramNode
from engine.nodes.protocol import Changes
from engine.types.bot import EntityTable
from engine.types.effect import Effect, Send
from engine.types.event import Contact, Event, Said
from engine.types.limits import Limits
from engine.types.message import Message
from engine.types.reading import Reading
from engine.types.state import Frame, Offer, Record, State
from engine.types.turn import Turn
from engine.types.value import Text, Value

# Knuth's MMIX generator; the high bits are the ones used.
LCG_FACTOR = 6364136223846793005
LCG_STEP = 1442695040888963407
MASK_64 = (1 << 64) - 1

HOLE = "${"


class Run:
    """The working copy of a state. What the nodes' `Context` names comes first.

    `before` is the state as it was and `state` the one that it becomes. `visits` counts since
    a loop last got on, `turns_of_loops` those before. `fresh` says that
    the session began with this turn, `spoke` that the bot has said something in it.
    """

    __slots__ = (
        "agents",
        "before",
        "confidence",
        "effects",
        "event",
        "extra",
        "fresh",
        "intent",
        "keys",
        "memory",
        "node",
        "now_us",
        "own_pause",
        "program",
        "reading",
        "records",
        "spoke",
        "state",
        "topic",
        "turns_of_loops",
        "visits",
    )

    def __init__(self, program: Program, state: State, event: Event) -> None:
        self.program: Program = program
        self.before: State = state
        self.state: State = replace(state, bot=program.id, turn=state.turn + 1, t_us=event.t_us)
        self.event: Event = event
        self.now_us: int = event.t_us
        self.effects: list[Effect] = []
        self.records: list[Record] = []
        self.memory: Mapping[str, Value] = state.memory
        self.node = self.topic = self.intent = ""
        self.confidence = 0.0
        self.visits = self.turns_of_loops = self.keys = 0
        self.agents: int = state.agents
        self.own_pause: int | None = None
        self.fresh = self.spoke = False
        self.reading: Reading | None = None
        self.extra: Mapping[str, object] | None = None

    def __getitem__(self, name: str) -> object:
        """What an expression reads under a name: of one field only, a variable, a constant,
        or a predefined name. Raises KeyError where there is nothing."""
        if self.extra is not None and name in self.extra:
            return self.extra[name]
        if name in self.state.variables:
            return self.state.variables[name]
        if name in self.program.constants:
            return self.program.constants[name]
        return predefined(self, name)

    @property
    def language(self) -> str:
        """The language in which the conversation goes on."""
        return self.state.language

    @property
    def time_zone(self) -> str:
        """The bot's time zone."""
        return self.program.time_zone

    @property
    def limits(self) -> Limits:
        """The bot's limits."""
        return self.program.limits

    @property
    def contact(self) -> Contact:
        """The person."""
        return self.state.contact

    @property
    def bot(self) -> str:
        """The bot's id."""
        return self.program.id

    def text(self, text: Text) -> str:
        """The text in the conversation's language, else in another it has, holes filled."""
        source = text.get(self.state.language)
        if source is None:
            codes = (code for code in (*self.program.languages, *text) if code in text)
            source = text[code] if (code := next(codes, "")) else ""
        # Most texts have no holes, and this is on the path of every message.
        return self.fill(source) if HOLE in source else source

    def fill(self, template: str) -> str:
        """The template with its holes filled; a missing name leaves nothing, and a warning."""
        if HOLE not in template:
            return template
        return compile_template(template).fill(self, self._missing, self._fault)

    def value(self, expression: str) -> Value:
        """The expression's value; None, with a warning, where it has none."""
        try:
            return compile_expression(expression).evaluate(self)
        except Missing as missing:
            self._missing(missing.name)
        except ExpressionFault as fault:
            self._fault(str(fault))
        return None

    def test(self, condition: str) -> bool:
        """Whether the condition holds; false, with a warning, where it has no value."""
        return self.value(condition) is True

    def variable(self, name: str) -> Value:
        """A variable as it stands, None where unset."""
        return self.state.variables.get(name)

    def with_names(self, **names: Value) -> "Run":
        """The same context, with further names for expressions."""
        other = copy.copy(self)
        other.extra = names
        return other

    def draw(self) -> float:
        """The next number of the conversation's chance, in [0, 1)."""
        self.state.seed = (self.state.seed * LCG_FACTOR + LCG_STEP) & MASK_64
        return (self.state.seed >> 11) / (1 << 53)

    def key(self) -> str:
        """A name for an effect: the turn and a count within it."""
        self.keys += 1
        return f"{self.state.turn}.{self.keys}"

    def token(self) -> int:
        """A number for a timer; older timers are stale by it."""
        self.state.token += 1
        return self.state.token

    def send(self, message: Message) -> Effect:
        """The message as an effect, after the pause that is due, its options remembered."""
        if not self.spoke:
            # A menu can be answered until the bot says the next thing.
            self.spoke = True
            self.state.offers = ()
            pause = self.own_pause or 0
        else:
            pause = self.program.pause_ms if self.own_pause is None else self.own_pause
        options = message.options
        if message.cards:
            options = (*options, *(each for card in message.cards for each in card.options))
        if options:
            shown = tuple([Offer(each.id, each.label) for each in options if not each.url])
            self.state.offers += shown
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
        self.agents = self.state.agents = said.agents
        self.reading = said.readings.get(self.program.id)

    def visit(self, node: ProgramNode, memory: Mapping[str, Value]) -> "Run":
        """This run as the context of a node."""
        self.node = node.id
        self.topic = node.topic
        self.memory = memory
        self.own_pause = node.pause_ms
        return self

    def record(
        self, kind: str, port: str = "", intent: str = "", name: str = "", data: Value = None
    ) -> None:
        """A row for history, at the current node."""
        confidence = self.confidence if intent else 0.0
        self.records.append(
            Record(kind, self.node, self.topic, port, intent, confidence, name, data)
        )

    def assign(self, values: Mapping[str, Value]) -> None:
        """Variables get values; None unsets."""
        self.state.variables = _merged(self.state.variables, values)
        self.record("set", data={**values})

    def change(self, changes: Changes) -> None:
        """What a node changes besides variables."""
        state = self.state
        if changes.fields:
            state.fields = _merged(state.fields, changes.fields)
            self.record("field", data={**changes.fields})
        self.tag(*changes.tags)
        for long_tag in changes.untags:
            tag = long_tag[: self.limits.tag_chars]
            if tag in state.tags:
                state.tags = tuple(kept for kept in state.tags if kept != tag)
                self.record("untag", name=tag)
        if changes.language:
            self.speak(changes.language)
        if changes.mode:
            state.mode = changes.mode
            state.muted_until_us = changes.muted_until_us
            self.record("mode", name=changes.mode)
        if changes.bot:
            state.bot = changes.bot
        if changes.handed_over:
            to = changes.handed_over
            told: dict[str, object] = {"agent": to.agent, "priority": to.priority}
            self.record("handed_over", name=to.queue, data=told)
        if changes.rating:
            given = changes.rating
            told = {"score": given.score, "least": given.least, "most": given.most}
            self.record("rating", name=given.name, data=told)

    def tag(self, *tags: str) -> None:
        """Tags for the contact, each once. They outlive sessions: their number is bounded."""
        for long_tag in tags:
            tag = long_tag[: self.limits.tag_chars]
            if not tag or tag in self.state.tags:
                continue
            if len(self.state.tags) >= self.limits.tags:
                self.record("error", name="too-many-tags", data=tag)
                continue
            self.state.tags = (*self.state.tags, tag)
            self.record("tag", name=tag)

    def speak(self, language: str) -> None:
        """The conversation goes on in another of the bot's languages."""
        if language in self.program.languages and language != self.state.language:
            self.state.language = language
            self.record("language", name=language)

    def push(self, frame: Frame) -> bool:
        """Remembers a place to return to; False where there are too many."""
        if len(self.state.stack) >= self.program.limits.stack_frames:
            self.record("error", name="stack-too-deep", data=frame.node)
            return False
        self.state.stack = (*self.state.stack, frame)
        return True

    def finish(self) -> Turn:
        """The turn as it stands."""
        self.state.memory = {**self.memory} if self.state.at else {}
        return Turn(self.state, tuple(self.effects), tuple(self.records))

    def _missing(self, name: str) -> None:
        self.warn("missing-name", name)

    def _fault(self, reason: str) -> None:
        self.warn("expression-fault", reason)


def _merged(known: dict[str, Value], values: Mapping[str, Value]) -> dict[str, Value]:
    merged = {**known, **values}
    if None in values.values():
        return {name: value for name, value in merged.items() if value is not None}
    return merged
