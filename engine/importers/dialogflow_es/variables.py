"""Parameters and contexts as variables of the bot, each under one name."""

from collections.abc import Iterable

from engine.importers.naming import Names, identifier
from engine.types.bot import ValueType, Variable
from engine.types.value import Value

# Names that expressions already have another use for.
_NAMES_IN_USE = """
agents answer bot channel contact entities language message now part_of_day response rows
secret session time time_zone today topic weekday true false null in as break const continue
else for function if import let loop package namespace return var void while has size int uint
double string bytes bool list map type dyn duration timestamp matches
event mentions m x
"""
TAKEN = frozenset(_NAMES_IN_USE.split())
# The column of an entity table that holds the value itself.
VALUE = "value"


class Variables:
    """The bot's variables while they are found, by their names in the agent."""

    def __init__(self) -> None:
        self.declared: dict[str, Variable] = {}
        self._names = Names(tuple(TAKEN))
        self._parameters: dict[str, str] = {}
        self._contexts: dict[str, str] = {}
        self._rows: set[str] = set()

    def parameter(
        self,
        name: str,
        type_: ValueType | None = None,
        *,
        row: bool = False,
        personal: bool = False,
        about: str = "",
    ) -> str:
        """The variable of a parameter; parameters of one name share it.

        `row` says that it holds a row of an entity table.
        """
        if name not in self._parameters:
            plain = identifier(name, "parameter")
            wish = f"{plain}_value" if plain in TAKEN else plain
            self._parameters[name] = self._names.take(wish, "parameter")
        variable = self._parameters[name]
        if row:
            self._rows.add(variable)
            type_ = "object"
        before = self.declared.get(variable)
        if type_ is None:
            kept = before.type if before else "any"
        else:
            kept = type_ if before is None or before.type == type_ else "any"
        description = (before.description if before else "") or about
        personal = personal or (before is not None and before.personal)
        self.declared[variable] = Variable(type=kept, personal=personal, description=description)
        return variable

    def is_parameter(self, name: str) -> bool:
        return name in self._parameters

    def reference(self, name: str) -> str:
        """The expression for a parameter's value, as Dialogflow would write it in a text."""
        variable = self.parameter(name)
        return f"{variable}.{VALUE}" if variable in self._rows else variable

    def read(self, name: str, member: str) -> str:
        """The expression for a part of a parameter's value, such as an amount's currency."""
        variable = self.parameter(name)
        return f"{variable}.{identifier(member)}"

    def context(self, name: str) -> str:
        """The variable that holds the last turn in which a context still lives."""
        key = name.lower()
        if key not in self._contexts:
            stem = identifier(name, "context").removeprefix("ctx_").removeprefix("context_")
            variable = self._names.take(f"ctx_{stem}_until", "context")
            self._contexts[key] = variable
            self.declared[variable] = Variable(
                type="number",
                default=0,
                description=f"The context {name!r} lives until this turn of the session.",
            )
        return self._contexts[key]

    def contexts(self) -> Iterable[str]:
        """The variables of all contexts met so far."""
        return self._contexts.values()

    def is_context(self, name: str) -> bool:
        return name.lower() in self._contexts

    def keep(self, wish: str, type_: ValueType, description: str, default: Value = None) -> str:
        """A variable of the importer's own."""
        if wish not in self.declared:
            self._names.take(wish)
            self.declared[wish] = Variable(type=type_, default=default, description=description)
        return wish
