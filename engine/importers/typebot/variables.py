"""Variables of Typebot by our names, with the types that the flow gives them."""

from engine.expressions.functions import TYPE_NAMES
from engine.expressions.predefined import PREDEFINED_TYPES
from engine.importers.dialogflow_es.tolerant import Mapping, mapping, mappings, text, truth
from engine.importers.javascript import Made, Path
from engine.importers.naming import Names
from engine.importers.typebot.source import Block, Typebot
from engine.types.bot import Constant, ValueType, Variable

WORDS = (
    "answer", "as", "break", "const", "continue", "else", "event", "false", "for", "function",
    "if", "import", "in", "item", "let", "loop", "map", "namespace", "null", "one", "package",
    "response", "return", "rows", "secret", "service", "true", "var", "void", "while",
)  # fmt: skip
RESERVED = (*WORDS, *TYPE_NAMES, *(name.partition(".")[0] for name in PREDEFINED_TYPES))
NUMBERS = {"number input", "rating input"}
INPUTS = {
    "text input", "email input", "url input", "date input", "time input", "phone number input",
    "choice input", "picture choice input", "file input", "payment input", "cards",
}  # fmt: skip
LISTS = {"Append value(s)", "Pop", "Shift"}


class Variables:
    """The variables of bots that belong together: those of one name are one."""

    def __init__(self, bots: tuple[Typebot, ...]) -> None:
        self._names = Names(tuple(RESERVED))
        self._ours: dict[str, str] = {}
        self._types: dict[str, set[str]] = {}
        self._ids: dict[str, str] = {}
        self.declared: dict[str, Variable] = {}
        self.constants: dict[str, Constant] = {}
        self._long: dict[str, str] = {}
        for bot in bots:
            for identity, name in bot.variables.items():
                self._ids[identity] = name
                self._name(name)
        for bot in bots:
            for group in bot.groups:
                for block in group.blocks:
                    self._learn(block)

    def by_id(self, identity: str) -> str:
        """Our name for a variable's id; empty where the bot declares none."""
        return self._ours.get(self._ids.get(identity, ""), "")

    def by_name(self, name: str) -> str:
        """Our name for a variable's name; empty where the bot declares none."""
        return self._ours.get(name.strip(), "")

    def made(self, ours: str) -> Made:
        """The value of a variable as scripts see it: what looks like a number is one."""
        kind = self.type_of(ours)
        if kind in {"number", "list"}:
            return Made(ours, kind, f"has({ours})")
        return Made(ours, "any", f"has({ours})", guessed=True)

    def type_of(self, ours: str) -> ValueType:
        """The one type that all that sets it gives, or any."""
        types = self._types.get(ours, set())
        if types == {"number"}:
            return "number"
        if types == {"list"}:
            return "list"
        return "text" if types == {"text"} else "any"

    def take(self, wish: str) -> str:
        """A name that no variable has."""
        return self._names.take(wish, "value", 60)

    def own(self, wish: str, about: str, type_: ValueType = "any") -> str:
        """A variable of our own making."""
        name = self.take(wish)
        self.declared[name] = Variable(type=type_, description=about)
        return name

    def all_names(self) -> list[str]:
        """Our names of all variables, in order."""
        return sorted([*self._ours.values(), *self.declared])

    def constant(self, words: str) -> str:
        """The constant that holds long words; the same for the same ones."""
        if words not in self._long:
            name = self._names.take("long_text", "constant", 60)
            self._long[words] = name
            self.constants[name] = Constant(
                words, "Words of the import that are too long elsewhere."
            )
        return self._long[words]

    def finish(self) -> dict[str, Variable]:
        """All of them, declared."""
        for name, ours in self._ours.items():
            about = name if name != ours else ""
            self.declared[ours] = Variable(type=self.type_of(ours), description=about)
        return dict(sorted(self.declared.items()))

    def naming(self, path: Path) -> Made | None:
        """What a script reads by our name; the placeholders of its holes are these names."""
        (name, *rest) = path
        return self.made(name) if not rest and name in self._ours.values() else None

    def _name(self, name: str) -> None:
        if name not in self._ours:
            self._ours[name] = self._names.take(name, "variable", 60)

    def _learn(self, block: Block) -> None:
        """The types of what a block sets."""
        target, kind = text(block.settings.get("variableId")), ""
        if block.type in NUMBERS:
            kind = "number"
        elif block.type in INPUTS:
            kind = "text"
        elif block.type == "Set variable":
            kind = self._set_type(block.settings)
            item = text(block.settings.get("saveItemInVariableId"))
            self._add(item, "any")
        self._add(target, kind)
        for name in ("audioClip", "attachments"):
            self._add(text(mapping(block.settings.get(name)).get("saveVariableId")), "any")
        for name in ("responseVariableMapping", "responseMapping", "saveResponseMapping"):
            for one in mappings(block.settings.get(name)):
                self._add(text(one.get("variableId")), "any")

    def _set_type(self, settings: Mapping) -> str:
        type_ = text(settings.get("type")) or "Custom"
        if type_ in LISTS:
            return "list"
        if type_ == "Empty":
            return ""
        if type_ != "Custom":
            return "any" if type_ == "Map item with same index" else "text"
        source = text(settings.get("expressionToEvaluate")).strip()
        if _is_number(source):
            return "number"
        bare = source.replace("{{", " ").replace("}}", " ")
        if not truth(settings.get("isCode")) and bare.isalpha() and "{{" not in source:
            return "text"
        return self._sum_type(source, text(settings.get("variableId")))

    def _sum_type(self, source: str, target: str) -> str:
        """`{{Score}} + 5`, set to Score itself, keeps the type that it has."""
        own = f"{{{{{self._ids.get(target, '')}}}}}"
        rest = source.removeprefix(own).strip() if source.startswith(own) else ""
        return "" if rest[:1] in set("+-*/") and _is_number(rest[1:].strip()) else "any"

    def _add(self, identity: str, kind: str) -> None:
        ours = self.by_id(identity)
        if ours and kind:
            self._types.setdefault(ours, set()).add(kind)


def _is_number(source: str) -> bool:
    try:
        float(source)
    except ValueError:
        return False
    return not (source.startswith("0") and len(source) > 1 and not source.startswith("0."))
