"""What the steps of a conversion share: the export, and the bot as far as it is drawn."""

import re

from engine.expressions.predefined import PREDEFINED
from engine.importers.drawing import Drawing
from engine.importers.lex.source import Export, Intent, Said, Slot, SlotType
from engine.importers.naming import Names
from engine.importers.report import Account
from engine.nodes.goto import Goto
from engine.types.bot import NOT_UNDERSTOOD, STARTUP, Constant, EntityTable, ValueType, Variable
from engine.types.value import Text, Value

RESERVED = (*{one.name.partition(".")[0] for one in PREDEFINED}, "answer", "response", "secret")
HOLE = re.compile(r"\{([A-Za-z_][\w.-]*)\}|\[([A-Za-z_]\w*)\]")
START = "start"
LANGUAGE = re.compile(r"[a-z]{2,3}")
GAVE_UP = "gave_up"


class Conversion:
    """The parts of a bot in the making."""

    def __init__(self, export: Export) -> None:
        self.export = export
        languages = dict.fromkeys(one.partition("_")[0].lower() for one in export.locales)
        self.languages = tuple(one for one in languages if LANGUAGE.fullmatch(one)) or ("en",)
        self.account = Account()
        self.drawing = Drawing((STARTUP, NOT_UNDERSTOOD, GAVE_UP))
        self.types = {one.name: one for one in export.types}
        self.tables: dict[str, EntityTable] = {}
        self.table_of: dict[str, str] = {}
        self.constants: dict[str, Constant] = {}
        self.variables: dict[str, Variable] = {}
        self.intents: dict[str, str] = {}
        self.most_options = 0
        self.longest_label = 0
        self._names = Names(RESERVED)
        self._slots: dict[tuple[str, str], str] = {}
        self._gives_up: dict[str, str] = {}
        self._differences: dict[str, dict[tuple[str, str], None]] = {}

    def slot(self, intent: str, slot: Slot, type_: ValueType = "any") -> str:
        """The variable that stands for a slot of an intent."""
        key = (intent, slot.name)
        if key not in self._slots:
            name = self._names.take(slot.name, "slot")
            self._slots[key] = name
            described = f"The slot {slot.name} of {intent}"
            self.variables[name] = Variable(type=type_, description=described)
        return self._slots[key]

    def own(self, wish: str, description: str, default: Value = None) -> str:
        """A variable of the import's own."""
        name = self._names.take(wish, "value")
        self.variables[name] = Variable(default=default, description=description)
        return name

    def give_up(self, topic: str, intent: Intent) -> str:
        """The node where a question of an intent leads that was asked in vain."""
        if intent.name not in self._gives_up:
            target = GAVE_UP if self.export.version == 1 else NOT_UNDERSTOOD
            self._gives_up[intent.name] = self.drawing.add(
                topic,
                f"{intent.name}_given_up",
                "goto",
                Goto(target=target),
                source=intent.place,
            )
        return self._gives_up[intent.name]

    def type_of(self, slot: Slot) -> SlotType | None:
        return self.types.get(slot.type)

    def holds_row(self, slot: Slot) -> bool:
        """Whether the variable of a slot holds a row of a table: only listed values fit."""
        found = self.type_of(slot)
        return found is not None and slot.type in self.table_of and not found.open

    def value(self, intent: str, slot: Slot) -> str:
        """The expression for the value of a slot."""
        variable = self.slot(intent, slot)
        return f"{variable}.value" if self.holds_row(slot) else variable

    def differs(self, place: str, how: str, step: str = "") -> None:
        self._differences.setdefault(place, {})[(how, step)] = None

    def tell(self, kind: str, name: str, place: str, node: str = "") -> None:
        """The entry of a thing: exact unless something differs at its place."""
        found = self._differences.get(place, {})
        if not found:
            self.account.exact(kind, name, place, node=node)
            return
        hows = "; ".join(dict.fromkeys(how for how, _ in found))
        steps = "; ".join(dict.fromkeys(step for _, step in found if step))
        self.account.approximate(kind, name, place, hows, steps, node=node)

    def texts(self, said: Said, intent: str, slots: tuple[Slot, ...]) -> list[list[Text]]:
        """The messages in a row, each in its ways, by language."""
        count = max((len(rows) for rows in said.values()), default=0)
        found = []
        for at in range(count):
            ways: list[Text] = []
            most = max(len(rows[at]) for rows in said.values() if len(rows) > at)
            for way in range(most):
                text: Text = {}
                for language, rows in said.items():
                    if len(rows) > at:
                        words = rows[at][min(way, len(rows[at]) - 1)]
                        text[language] = self.fill(words, intent, slots)
                ways.append(text)
            found.append(ways)
        return found

    def fill(self, words: str, intent: str, slots: tuple[Slot, ...]) -> str:
        """A text with `{slot}` and `[sessionAttribute]` as holes."""
        known = {slot.name: slot for slot in slots}
        parts, at = list[str](), 0
        for match in HOLE.finditer(words):
            slot = known.get(match[1] or "")
            if slot is None:
                continue
            parts += [_literal(words[at : match.start()]), f"${{{self.value(intent, slot)}}}"]
            at = match.end()
        return "".join([*parts, _literal(words[at:])])


def _literal(words: str) -> str:
    return words.replace("${", "$${")
