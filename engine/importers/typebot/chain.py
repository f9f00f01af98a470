"""The chain of nodes that one block becomes."""

import json

from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.rows import Row
from engine.importers.typebot.conditions import Condition
from engine.importers.typebot.sheet import End, Sheet, Spot
from engine.importers.typebot.source import Block, Group
from engine.importers.typebot.texts import Texts
from engine.nodes.checks import SERVICE_SCHEMES, check_address
from engine.nodes.set import Set
from engine.types.value import Text

TO_DO = "To do"


class Chain(Row):
    """The nodes that one block becomes, each following the ends before it."""

    def __init__(self, sheet: Sheet, group: Group, place: int) -> None:
        self.sheet = sheet
        self.conversion = sheet.conversion
        self.account = sheet.conversion.account
        self.group = group
        self.at = place
        self.block: Block = group.blocks[place]
        self.texts = Texts(sheet.conversion.variables)
        self.place = f"{sheet.bot.file}#{group.title}/{self.block.id}"
        super().__init__(sheet.conversion.drawing, sheet.topic, self.place)
        # The bubble that becomes the question of this block, and its text.
        self.question: Text = {}
        self.bubble: tuple[Chain, str] | None = None

    @property
    def variable(self) -> str:
        """Our variable that the block sets."""
        return self.by_id(self.block.settings.get("variableId"))

    def by_id(self, identity: object) -> str:
        return self.conversion.variables.by_id(identity) if isinstance(identity, str) else ""

    def drew(self, name: str) -> None:
        self.conversion.places[name] = (self.sheet.bot.id, self.group.id, self.at)

    def lead(self, ends: list[End], spot: Spot | None) -> None:
        """Ends that go on at a block, drawn or not."""
        if spot is not None:
            self.sheet.loose += [(start, port, spot) for start, port in ends]
        elif self.sheet.leaves(self.group):
            self.sheet.leaving += [(self.group.id, start, port) for start, port in ends]

    def template(self, source: str) -> str:
        """A text with our holes, and constants in place of keys."""
        made = self.texts.template(source)
        return without_secrets(made, lambda found: f"${{{self.conversion.hidden(found)}}}")

    def text(self, source: str) -> Text:
        """A text of the bot's language; none where there are no words."""
        made = self.template(source)
        self.conversion.longest_text = max(self.conversion.longest_text, len(made))
        return {self.conversion.language: made} if made.strip() else {}

    def condition(self, found: object) -> str:
        """A condition of Typebot; what could not be translated is told with the block."""
        condition = Condition(self.texts)
        made = condition.of(found) if isinstance(found, dict) else "false"
        self.texts.missed += condition.missed
        return made

    def told(self, node: str = "", how: str = "", step: str = "", name: str = "") -> None:
        """Counts the block: exact, or in what it differs, or with what of it is not translated."""
        if self.bubble:
            bubble, words = self.bubble
            self.bubble = None
            bubble.told(node, name=words)
        kind, name = f"block {self.block.type}", name or self.name
        hows = [how, *dict.fromkeys(self.texts.notes)]
        how = "; ".join(one for one in hows if one)
        if self.texts.missed:
            why = f"not translated: {'; '.join(dict.fromkeys(self.texts.missed))}"
            advice = "write this part as one of our expressions; it stands there as it was"
            self.account.unmapped(kind, name, self.place, why, step or advice)
            if node:
                title = f"{TO_DO}: {name}"
                self.conversion.drawing.mark(self.sheet.topic, node, title, f"{why}.")
        elif how:
            self.account.approximate(kind, name, self.place, how, step, node=node)
        else:
            self.account.exact(kind, name, self.place, node=node)

    @property
    def name(self) -> str:
        """What the block is called in the account."""
        return self.group.title or self.block.id

    def to_do(self, name: str, why: str, step: str, source: object = None) -> str:
        """A marked node in place of what has no counterpart; it keeps the source's words."""
        if self.bubble:
            bubble, words = self.bubble
            self.bubble = None
            bubble.told(self.first, name=words)
        self.account.unmapped(f"block {self.block.type}", self.name, self.place, why, step)
        kept = source if isinstance(source, str) else _written(source or self.block.settings)
        kept = without_secrets(kept, lambda _found: HIDDEN)
        note = f"{why}. {step}.\n\n{kept}"
        return self.then(f"to_do_{name}", "set", Set(), title=f"{TO_DO}: {name}", note=note)


def is_address(address: str) -> bool:
    """Whether a page or a file can be opened by this, or by what its holes are filled with."""
    begins = address.startswith(("http://", "https://", "${"))
    return begins and not any(check_address(address, "", SERVICE_SCHEMES))


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)[:4000]
