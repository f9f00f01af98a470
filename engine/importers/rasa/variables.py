"""The bot's variables: slots, and where the conversation is."""

from engine.expressions.predefined import PREDEFINED
from engine.importers.naming import Names
from engine.importers.rasa.source import Training
from engine.types.bot import ValueType, Variable
from engine.types.value import Value

TYPES: dict[str, ValueType] = {
    "text": "text",
    "categorical": "text",
    "bool": "yes_no",
    "float": "number",
    "list": "list",
}
# What counts as no, by type.
EMPTY: dict[ValueType, str] = {"text": '""', "yes_no": "false", "number": "0", "list": "[]"}
PERSONAL = frozenset({"name", "email", "phone", "person", "mail", "telephone", "mobile", "address"})
LOOP = "active_loop"
REPLY = "action_reply"
TOPIC = "answer_to"
VISITED = "flow_is_visited"
RESERVED = (*{one.name.partition(".")[0] for one in PREDEFINED}, "answer", "response", "secret")


class Variables:
    """Names of variables by slot, and what is declared."""

    def __init__(self, training: Training) -> None:
        self.declared: dict[str, Variable] = {}
        self._names = Names((*RESERVED, LOOP, REPLY, TOPIC, VISITED, "last_action", "last_intent"))
        self._slots: dict[str, str] = {}
        for name, slot in training.slots.items():
            initial = slot.initial
            self.slot(name, TYPES.get(slot.type, "any"))
            if isinstance(initial, str | int | float | bool):
                self._default(name, initial)

    def slot(self, name: str, type_: ValueType = "any") -> str:
        """The variable of a slot; an unknown one is declared."""
        if name not in self._slots:
            variable = self._names.take(name, "slot")
            self._slots[name] = variable
            self.declared[variable] = Variable(type=type_, description=f"Rasa's slot {name}")
        return self._slots[name]

    def type_of(self, variable: str) -> ValueType:
        """The type that a variable is declared with."""
        return self.declared[variable].type

    def holds(self, variable: str) -> str:
        """The condition that a slot says yes, as Rasa takes its value: nothing is no."""
        empty = EMPTY.get(self.type_of(variable))
        if empty is None:
            return f'(has({variable}) && !({variable} in [false, 0, ""]))'
        return f"(has({variable}) && {variable} != {empty})"

    def keep(self, name: str, description: str, default: Value = "") -> str:
        """A variable of the import's own."""
        self.declared.setdefault(
            name, Variable(type="text", default=default, description=description)
        )
        return name

    def past(self, kind: str, place: int) -> str:
        """The variable of the action or the intent so many turns ago."""
        name = f"last_{kind}" if place == 1 else f"last_{kind}_{place}"
        return self.keep(name, f"The {kind} of {place} turn{'s' * (place > 1)} ago, as in Rasa.")

    def _default(self, name: str, value: Value) -> None:
        variable = self._slots[name]
        one = self.declared[variable]
        self.declared[variable] = Variable(
            type=one.type, default=value, description=one.description
        )
