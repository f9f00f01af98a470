"""Conversation tests: a `.chat` conversation played against a bot, and what differed."""

import re
from collections.abc import Iterable

from msgspec import Struct

from engine.expressions import ExpressionError, ExpressionFault, Missing, compile_expression
from engine.project.chat import Conversation, Does, Expects, Holds, Line, Presses, Says, Waits
from engine.runtime.acting import act, begin
from engine.runtime.loaded import Loaded
from engine.runtime.passages import Trail, trail
from engine.runtime.real_effects import RealEffects
from engine.runtime.rehearsal import Exchange, RehearsalError
from engine.types.message import Message
from engine.types.state import Record
from engine.types.value import Value

ANYTHING = re.compile(r"\\\.\\\.\\\.|…")


class Difference(Struct, frozen=True):
    """A line of a conversation that the bot did not keep to."""

    line: int
    expected: str
    got: str


class Outcome(Struct, frozen=True):
    """What came of one conversation; it passed where there are no differences.

    `trail` is what it used of the bots, for coverage. `warnings` say what went wrong on the way
    without stopping it: a name without a value, code that failed.
    """

    title: str
    line: int
    differences: tuple[Difference, ...]
    trail: Trail = Trail()
    warnings: tuple[str, ...] = ()

    @property
    def visited(self) -> frozenset[tuple[str, str]]:
        """The (node, port) pairs passed through."""
        return frozenset((each.node, each.port) for each in self.trail.passages)


def play(
    conversation: Conversation,
    loaded: Loaded,
    effects: RealEffects | None = None,
    bot: str = "",
) -> Outcome:
    """Plays a conversation with one of the project's bots (by default, whom the flow manager
    chooses) to its end; it stops at a line that cannot be done.

    `effects` carries out what no line of the conversation answers.
    """
    bot = conversation.settings.get("bot", bot)
    if bot and bot not in loaded.bots:
        known = ", ".join(loaded.bots)
        wrong = Difference(conversation.line, f"one of the bots {known}", f"bot {bot!r}")
        return Outcome(conversation.title, conversation.line, (wrong,))
    player = _Player(conversation, loaded, bot)
    if effects:
        effects.serve(player.rehearsal)
    for line in conversation.lines:
        try:
            player.play(line)
        except RehearsalError as error:
            player.differ(line.line, "something that can be done here", str(error))
            break
    else:
        player.settle(conversation.lines[-1].line if conversation.lines else conversation.line)
    return Outcome(
        conversation.title,
        conversation.line,
        tuple(player.differences),
        player.trail,
        warnings_of(player.rehearsal.records),
    )


def warnings_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The warnings among records of history, in words, each once."""
    found = (each for each in records if each.kind == "warning")
    return tuple(dict.fromkeys(f"node {each.node!r}: {each.name}: {each.data}" for each in found))


class _Player:
    """A rehearsal, and the messages that the lines have not accounted for yet."""

    def __init__(self, conversation: Conversation, loaded: Loaded, bot: str) -> None:
        self.rehearsal = begin(conversation, loaded, bot)
        self.before = self.rehearsal.state
        self.left: list[Message] = []
        self.trail = Trail()
        self.differences: list[Difference] = []

    def play(self, line: Line) -> None:
        """One line: the person acts, or the bot is compared."""
        if isinstance(line, Says | Presses | Does | Waits):
            self.settle(line.line)
        if isinstance(line, Expects):
            self.expects(line)
        elif isinstance(line, Holds):
            self.holds(line)
        else:
            for exchange in act(self.rehearsal, line):
                self.hear(exchange)

    def settle(self, line: int) -> None:
        """Messages that no line expected are a difference."""
        for message in self.left:
            self.differ(line, "nothing more", shown(message))
        self.left = []

    def differ(self, line: int, expected: str, got: str) -> None:
        """Notes a difference."""
        self.differences.append(Difference(line, expected, got))

    def hear(self, exchange: Exchange) -> None:
        """What the bot said waits to be compared, what it passed is noted."""
        self.left += exchange.messages
        before, self.before = self.before, self.rehearsal.state
        self.trail |= trail(exchange.records, before, self.before, self.rehearsal.loaded.bots)

    def expects(self, line: Expects) -> None:
        if line.what == "anything":
            self.left = []
            return
        if line.what == "silence":
            self.settle(line.line)
            return
        expected = _expectation(line)
        if not self.left:
            waiting = [effect.key for effect in self.rehearsal.waiting.values()]
            node = self.rehearsal.state.at
            hint = f" (node {node!r} awaits an answer: write `! {node} ok ...`)" if waiting else ""
            self.differ(line.line, expected, f"silence{hint}")
            return
        message = self.left.pop(0)
        if not _fits(line, message):
            self.differ(line.line, expected, shown(message))

    def holds(self, line: Holds) -> None:
        scope = self._scope()
        try:
            value: Value = compile_expression(line.expression).evaluate(scope)
        except (Missing, ExpressionFault, ExpressionError) as error:
            self.differ(line.line, line.expression, str(error))
            return
        if value is not True:
            names = compile_expression(line.expression).names
            known = {name: scope.get(name.partition(".")[0]) for name in sorted(names)}
            self.differ(
                line.line, line.expression, ", ".join(f"{k} is {v!r}" for k, v in known.items())
            )

    def _scope(self) -> dict[str, object]:
        state = self.rehearsal.state
        intents = [row.intent for row in self.rehearsal.records if row.kind == "intent"]
        return {
            "intent": intents[-1] if intents else "",
            "node": state.at,
            "topic": state.topic,
            "bot": state.bot,
            "language": state.language,
            "mode": state.mode,
            "tags": list(state.tags),
            "contact": {"name": state.contact.name, **state.fields},
            "session": {"number": state.session, "turn": state.turn},
            **state.variables,
        }


def shown(message: Message) -> str:
    """A message as a `.chat` file would write it."""
    parts = [message.text] if message.text else []
    parts += [f"({media.kind} {media.url})" for media in message.media]
    parts += [f"(card {card.title})" for card in message.cards]
    if message.place:
        parts.append(f"(place {message.place.latitude} {message.place.longitude})")
    labels = [option.label for option in message.options]
    labels += [option.label for card in message.cards for option in card.options]
    if labels:
        parts.append(" ".join(f"[{label}]" for label in labels))
    return "\n  ".join(parts)


def _expectation(line: Expects) -> str:
    parts = [line.text] if line.text else []
    if line.what:
        parts.append(f"({line.what} {line.detail})")
    if line.buttons:
        parts.append(" ".join(f"[{label}]" for label in line.buttons))
    return "\n  ".join(parts)


def _fits(line: Expects, message: Message) -> bool:
    if line.buttons:
        labels = [option.label for option in message.options]
        labels += [option.label for card in message.cards for option in card.options]
        if line.buttons != ("...",) and list(line.buttons) != labels:
            return False
    if line.what in {"image", "audio", "video", "document"}:
        urls = [media.url for media in message.media if media.kind == line.what]
        return any(_matches(line.detail or "...", url) for url in urls)
    if line.what == "card":
        return any(_matches(line.detail, card.title) for card in message.cards)
    if line.what == "place":
        return message.place is not None
    if not line.text:
        return bool(line.buttons)
    return _matches(line.text, message.text)


def _matches(pattern: str, text: str) -> bool:
    def lines(words: str) -> str:
        return "\n".join(row.strip() for row in words.strip().splitlines() if row.strip())

    expression = ANYTHING.sub("(?s:.*)", re.escape(lines(pattern)))
    return re.fullmatch(expression, lines(text)) is not None
