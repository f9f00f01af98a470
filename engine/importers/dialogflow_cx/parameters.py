"""Session, page and intent parameters as variables of the bot."""

from engine.importers.dialogflow_es.variables import Variables
from engine.types.bot import ValueType

# Kept beside a value: the words in which it was said.
ORIGINAL = "_original"
# Parameters with a value of this very message only.
OF_INTENT = "intent_"


class Parameters:
    """The variables of an agent's parameters; those that nobody reads are not kept."""

    def __init__(self) -> None:
        self.variables = Variables()
        self.originals: dict[str, str] = {}
        self.of_intents: dict[str, str] = {}
        self._kinds: dict[str, ValueType] = {}
        self._names: dict[str, str] = {}
        self._wholes: dict[str, set[str]] = {}
        self._of_flows: dict[tuple[str, str], str] = {}

    def name(self, parameter: str) -> str:
        """The variable of a session parameter; page parameters are the same."""
        return self._names.setdefault(parameter, self.variables.parameter(parameter))

    def of_flow(self, flow: str, parameter: str) -> str:
        """The variable of a parameter that belongs to one flow, `$flow.NAME` there."""
        key = (flow, parameter)
        if key not in self._of_flows:
            about = f"The parameter {parameter!r} of the flow {flow!r}."
            wish = f"$flow.{parameter}"
            if self.variables.is_parameter(wish):
                wish += f" {flow}"
            self._of_flows[key] = self.variables.parameter(wish, about=about)
        return self._of_flows[key]

    def declare(
        self,
        parameter: str,
        kind: ValueType,
        *,
        personal: bool,
        about: str,
        wholes: tuple[str, ...] = (),
    ) -> str:
        """The variable of a parameter whose type is known.

        `wholes` are names of parts that are the whole value.
        """
        self._wholes.setdefault(parameter, set()).update(wholes)
        self._kinds.setdefault(parameter, kind)
        self.variables.parameter(parameter, kind, personal=personal, about=about)
        return self.name(parameter)

    def shared(self) -> list[tuple[str, str]]:
        """The session's parameters, and their variables."""
        return list(self._names.items())

    def kind(self, parameter: str) -> ValueType:
        return self._kinds.get(parameter, "any")

    def is_whole(self, parameter: str, part: str | int) -> bool:
        """Whether a part's name means the whole value."""
        return part in self._wholes.get(parameter, ())

    def original(self, parameter: str, *, of_intent: bool = False) -> str:
        """The variable with the words in which a parameter was given."""
        if of_intent:
            self.of_intent(parameter)
        wish = f"{parameter}{ORIGINAL}"
        about = f"The words in which {parameter!r} was given."
        self.originals.setdefault(parameter, self.variables.parameter(wish, "text", about=about))
        return self.originals[parameter]

    def of_intent(self, parameter: str) -> str:
        """The variable with what the last intent brought, empty where it brought nothing."""
        about = f"The parameter {parameter!r} of the last intent."
        wish = f"{OF_INTENT}{parameter}"
        self.of_intents.setdefault(parameter, self.variables.parameter(wish, about=about))
        return self.of_intents[parameter]
