"""What the steps of a conversion share: the bot as far as it is drawn, and what differs where."""

import re
from collections.abc import Iterator

from engine.importers.drawing import Drawing
from engine.importers.naming import readable
from engine.importers.report import Account
from engine.importers.watson.cel import Cel
from engine.importers.watson.order import Tree
from engine.importers.watson.source import DialogNode, Skill
from engine.importers.watson.spel import parse
from engine.importers.watson.texts import EXPRESSION, SHORTHAND, Texts
from engine.importers.watson.translate import Translation
from engine.importers.watson.tree import (
    FALSE,
    TRUE,
    Binary,
    Call,
    Expr,
    Literal,
    Not,
    Unreadable,
)
from engine.importers.watson.vocabulary import Vocabulary
from engine.nodes.fields import Params
from engine.nodes.goto import Goto
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant
from engine.types.value import Text, Value

TO_DO = "To do"
# Ids that the editor made up.
MADE = re.compile(r"(node|slot|handler|response)_\d+_\d+")
MEMBER = re.compile(r"(?:\$|context\.)([A-Za-z_]\w*)\??\.([A-Za-z_]\w*)(?!\w|\()")


class Conversion:
    """The parts of a bot in the making. Where a way leads is a key: `body ID` and its like."""

    def __init__(self, skill: Skill, language: str) -> None:
        self.skill = skill
        self.language = language
        self.account = Account()
        self.tree = Tree(skill)
        self.vocabulary = Vocabulary(skill)
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD, *self.vocabulary.intents.values()))
        self.objects = frozenset(_objects(skill))
        self.constants: dict[str, Constant] = {}
        self.secrets: dict[str, None] = {}
        self.queues: dict[str, None] = {}
        self.most_options = 0
        self.longest_label = 0
        # Topics by dialog node, and by node of the bot.
        self.topics: dict[str, str] = {}
        self.topic_of: dict[str, str] = {}
        # Where a message goes that a waiting node is not for, and when it comes back from there.
        self.elsewhere = NOT_UNDERSTOOD
        self.returns_when = self.leaves_when = "false"
        # Ids of nodes that are visited before they are drawn, by the key that leads to them.
        self.reserved: dict[str, str] = {}
        # By key: the node where the way goes on, or the key that it means in turn.
        self.heads: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self.leads: list[tuple[str, str, str, str]] = []
        # By the id of a dialog node: how it differs, and what a person can do.
        self.differences: dict[str, dict[tuple[str, str], None]] = {}
        self.gotos: dict[tuple[str, str], str] = {}
        self._lacking: set[tuple[str, str]] = set()
        self._written = "\n".join(_written(skill))
        for name, first in _initial(skill):
            self.vocabulary.variable(name, default=first)
        for name in _truths(skill):
            self.vocabulary.truths.add(self.vocabulary.variable(name))

    def text(self, words: str) -> Text:
        """Words in the bot's language."""
        return {self.language: words}

    def differs(self, node: DialogNode, how: str, step: str = "") -> None:
        """Notes that a dialog node is not quite as it was there."""
        self.differences.setdefault(node.id, {})[(how, step)] = None

    def condition(self, node: DialogNode, source: str) -> Expr:
        """The tree of a condition; one that cannot be read never holds, and is reported."""
        if not source:
            return TRUE
        try:
            return parse(source)
        except Unreadable as error:
            self.lack_condition(node, source, str(error))
            return FALSE

    def mentions(self, word: str) -> bool:
        """Whether some condition, text or value of the skill names a word."""
        return word in self._written

    def lack_condition(self, node: DialogNode, source: str, reason: str) -> None:
        """Reports a condition that has no counterpart, once; it never holds."""
        step = "write the condition in the branch that leads here"
        if (node.id, source) in self._lacking:
            return
        self._lacking.add((node.id, source))
        self.account.unmapped("conditions", source, node.place, reason, step)
        self.differs(node, f"its condition is not translated: {source}", step)

    def test(self, node: DialogNode, expr: Expr, words: dict[str, Cel] | None = None) -> str:
        """A condition in our language; `false` where it has no counterpart."""
        translation = Translation(self.vocabulary, words)
        try:
            found = translation.condition(expr)
        except Unreadable as error:
            self.lack_condition(node, node.conditions, str(error))
            return "false"
        for note in translation.notes:
            self.differs(node, note)
        return found

    def words(self, node: DialogNode, text: str, words: dict[str, Cel] | None = None) -> str:
        """A text as a template; what differs is noted at the node."""
        texts = self._texts(words)
        made = texts.template(text)
        self._tell(node, texts)
        return made

    def value(self, node: DialogNode, value: Value, words: dict[str, Cel] | None = None) -> str:
        """A value as an expression."""
        texts = self._texts(words)
        made = texts.expression(value)
        self._tell(node, texts)
        return made

    def head(self, key: str) -> str:
        """The node that a key leads to, "" where there is none yet."""
        seen: set[str] = set()
        while key in self.aliases and key not in seen:
            seen.add(key)
            key = self.aliases[key]
        return self.heads.get(key, "")

    def _texts(self, words: dict[str, Cel] | None) -> Texts:
        return Texts(Translation(self.vocabulary, words), self.objects)

    def _tell(self, node: DialogNode, texts: Texts) -> None:
        for note in texts.translation.notes:
            self.differs(node, note)
        for source, reason in texts.faults:
            step = "write what should stand there"
            self.account.unmapped("expressions", source, node.place, reason, step)
            self.differs(node, f"<? {source} ?> stands as text: {reason}", step)


class Flow:
    """A row of nodes while it is drawn: each follows the ends before it."""

    def __init__(
        self,
        conversion: Conversion,
        topic: str,
        source: str,
        ends: list[tuple[str, str]] | None = None,
        key: str = "",
    ) -> None:
        self.conversion = conversion
        self.topic = topic
        self.source = source
        self.ends = ends or []
        # What leads to the next node that is drawn.
        self.keys = [key] if key else []
        self.first = ""

    def then(
        self,
        wish: str,
        kind: str,
        params: Params,
        *,
        title: str = "",
        note: str = "",
        when: str = "",
        pause_ms: int | None = None,
        ends: tuple[str, ...] = ("next",),
    ) -> str:
        """Draws the node that follows; what comes next follows its ports `ends`."""
        drawing = self.conversion.drawing
        reserved = (self.conversion.reserved.get(key) for key in self.keys)
        name = next((one for one in reserved if one), "") or drawing.names.take(wish, kind, 60)
        drawing.put(
            self.topic,
            name,
            kind,
            params,
            title=title,
            note=note,
            source=self.source,
            when=when,
            pause_ms=pause_ms,
        )
        for start, port in self.ends:
            drawing.connect(self.topic, start, port, name)
        self.conversion.topic_of[name] = self.topic
        self.first = self.first or name
        self.conversion.heads.update(dict.fromkeys(self.keys, name))
        self.keys = []
        self.ends = [(name, port) for port in ends]
        return name

    def lead(self, key: str) -> None:
        """All ends go on where a key says; without a node of its own, the row means that key."""
        self.conversion.aliases.update(dict.fromkeys(self.keys, key))
        self.keys = []
        for start, port in self.ends:
            self.conversion.leads.append((self.topic, start, port, key))
        self.ends = []

    def fork(self, *ends: tuple[str, str]) -> "Flow":
        """Another way on from some ends."""
        return Flow(self.conversion, self.topic, self.source, list(ends))


def join_leads(conversion: Conversion) -> None:
    """Connects what leads elsewhere, by a goto where that is in another topic."""
    for topic, start, port, key in conversion.leads:
        target = conversion.head(key)
        if not target:
            continue
        if conversion.topic_of[target] != topic:
            target = _goto(conversion, topic, target)
        conversion.drawing.connect(topic, start, port, target)


def _goto(conversion: Conversion, topic: str, target: str) -> str:
    known = conversion.gotos.get((topic, target))
    if known is None:
        known = conversion.drawing.add(
            topic, f"to_{target}", "goto", Goto(target=target), source=conversion.skill.place
        )
        conversion.topic_of[known] = topic
        conversion.gotos[topic, target] = known
    return known


def title_of(node: DialogNode) -> str:
    """What people call a node: its title, else its id where that is a name."""
    if node.title and not MADE.fullmatch(node.title):
        return node.title
    return readable(node.conditions[:60]) if MADE.fullmatch(node.id) else node.id


def wish_of(node: DialogNode) -> str:
    """A name for the nodes that a dialog node becomes."""
    return title_of(node) or node.type


def _objects(skill: Skill) -> Iterator[str]:
    """Context variables that hold objects: some expression reads a member, or sets one."""
    for node in skill.nodes:
        spoken = (part for text in _strings(node.output) for part in EXPRESSION.findall(text))
        for source in (node.conditions, *_strings(node.context), *spoken):
            yield from (match[1] for match in MEMBER.finditer(source))
        yield from (name for name, value in node.context.items() if isinstance(value, dict))
        for action in node.actions:
            result = action.get("result_variable")
            if isinstance(result, str):
                yield result.removeprefix("context.").removeprefix("$")


def _initial(skill: Skill) -> Iterator[tuple[str, Value]]:
    """What the greeting puts into the context, where it is a plain value: it holds from the
    beginning, also for who is not greeted."""
    for node in skill.nodes:
        if node.conditions in {"welcome", "conversation_start"} and not node.parent:
            for name, value in node.context.items():
                plain = isinstance(value, bool | int | float) or (
                    isinstance(value, str) and not SHORTHAND.search(value) and "<?" not in value
                )
                if plain:
                    yield name, value


def _written(skill: Skill) -> Iterator[str]:
    for node in skill.nodes:
        yield node.conditions
        yield from _strings(node.context)
        yield from _strings(node.output)


def _truths(skill: Skill) -> Iterator[str]:
    """Context variables that some node sets to true or false."""
    for node in skill.nodes:
        for name, value in node.context.items():
            lone = EXPRESSION.fullmatch(value.strip()) if isinstance(value, str) else None
            if isinstance(value, bool) or (lone and _is_truth(lone[1])):
                yield name


def _is_truth(source: str) -> bool:
    try:
        expr = parse(source.strip())
    except Unreadable:
        return False
    match expr:
        case Binary(sign) if sign not in "+-*/%^":
            return True
        case Not() | Literal(bool()) | Call(name="contains" | "matches" | "find" | "isEmpty"):
            return True
    return False


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
