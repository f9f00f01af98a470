"""What the steps of a conversion share: the bot as far as it is drawn, and what differs where."""

import re

from engine.importers.drawing import Drawing
from engine.importers.naming import readable
from engine.importers.report import Account
from engine.importers.watson.cel import Cel
from engine.importers.watson.order import Tree
from engine.importers.watson.source import DialogNode, Skill
from engine.importers.watson.spel import parse
from engine.importers.watson.survey import first_values, objects_in, truths_in, words_in
from engine.importers.watson.texts import Texts
from engine.importers.watson.translate import Translation
from engine.importers.watson.tree import (
    FALSE,
    TRUE,
    Expr,
    Unreadable,
)
from engine.importers.watson.vocabulary import Vocabulary
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant
from engine.types.value import Text, Value

TO_DO = "To do"
# Ids that the editor made up.
MADE = re.compile(r"(node|slot|handler|response)_\d+_\d+")


class Conversion:
    """The parts of a bot in the making. Where a way leads is a key: `body ID` and its like."""

    def __init__(self, skill: Skill, language: str) -> None:
        self.skill = skill
        self.language = language
        self.account = Account()
        self.tree = Tree(skill)
        self.vocabulary = Vocabulary(skill)
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD, *self.vocabulary.intents.values()))
        self.objects = frozenset(objects_in(skill))
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
        # By dialog node: what `context.remove()` unsets when the node has spoken.
        self.removed: dict[str, list[str]] = {}
        self._lacking: set[tuple[str, str]] = set()
        self._written = "\n".join(words_in(skill))
        for name, first in first_values(skill):
            self.vocabulary.variable(name, default=first)
        for name in truths_in(skill):
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
        self.removed.setdefault(node.id, []).extend(texts.translation.removed)
        for source, reason in texts.faults:
            step = "write what should stand there"
            self.account.unmapped("expressions", source, node.place, reason, step)
            self.differs(node, f"<? {source} ?> stands as text: {reason}", step)


def title_of(node: DialogNode) -> str:
    """What people call a node: its title, else its id where that is a name."""
    if node.title and not MADE.fullmatch(node.title):
        return node.title
    return readable(node.conditions[:60]) if MADE.fullmatch(node.id) else node.id


def wish_of(node: DialogNode) -> str:
    """A name for the nodes that a dialog node becomes."""
    return title_of(node) or node.type
