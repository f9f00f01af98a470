"""Variables and entities of a project as ours, and the texts and expressions that name them."""

import re

from engine.expressions.predefined import PREDEFINED
from engine.importers.botpress.memory import WORDS, quoted
from engine.importers.botpress.mustache import escaped
from engine.importers.javascript import Made, Naming, Translated, Untranslatable, expression, known
from engine.importers.naming import Names
from engine.importers.voiceflow.source import Export
from engine.types.bot import Variable
from engine.types.value import Value

# `{{[name].id}}` of newer projects and `{name}` of older ones.
HOLE = re.compile(r"\{\{\[([^\[\]{}]*)\](?:\.([^{}]*))?\}\}|\{([A-Za-z_]\w*)\}")
# Names that Voiceflow fills in itself.
SYSTEM = {
    "user_id": "contact.id",
    "sessions": "session.number",
    "platform": "channel",
    "channel": "channel",
    "locale": "language",
    "intent_confidence": "message.confidence * 100",
}
LAST = "last_utterance"


class Scope:
    """What names mean here; variables are declared as they are met."""

    def __init__(self, export: Export) -> None:
        roots = {one.name.partition(".")[0] for one in PREDEFINED} | WORDS
        self._names = Names(tuple(roots | {"list", "map", "string", "int", "double", "bool"}))
        self._known: dict[str, str] = {}
        self.variables: dict[str, Variable] = {}
        self._of_id = {one.id: one.name for one in export.variables.values()}
        self._of_id |= {one.id: one.name for one in export.entities.values()}
        self._defaults = {one.name: (one.type, one.default) for one in export.variables.values()}

    def variable(self, name: str) -> str:
        """The variable of a name or an id of the source."""
        name = self._of_id.get(name, name)
        if name not in self._known:
            taken = self._names.take(name, "variable", 60)
            self._known[name] = taken
            type_, default = self._defaults.get(name, ("any", ""))
            self.variables[taken] = Variable(
                default=_value(type_, default), description=f"In Voiceflow: {name}."
            )
        return self._known[name]

    def name(self, id_: str) -> str:
        """The name of the source for an id."""
        return self._of_id.get(id_, id_)

    def read(self, name: str, id_: str = "") -> str:
        """The expression that reads a name of the source."""
        name = self._of_id.get(id_, name)
        if name in SYSTEM and name not in self._known:
            return SYSTEM[name]
        return self.variable(name)

    def template(self, source: str) -> str:
        """A text with our holes."""
        made, position = "", 0
        for found in self._holes(source):
            made += escaped(source[position : found.start()])
            made += f"${{{self._read(found)}}}"
            position = found.end()
        return made + escaped(source[position:])

    def text_value(self, source: str) -> str:
        """An expression for a filled text; a lone name gives its value as it is."""
        pieces, position = [], 0
        for found in self._holes(source):
            if found.start() > position:
                pieces.append(quoted(source[position : found.start()]))
            pieces.append(self._read(found))
            position = found.end()
        if position < len(source):
            pieces.append(quoted(source[position:]))
        if len(pieces) == 1:
            return pieces[0]
        return (
            " + ".join(one if one.startswith('"') else f"as_text({one})" for one in pieces) or '""'
        )

    def expression(self, source: str) -> Translated | Untranslatable:
        """An expression of JavaScript in which names stand as holes or bare."""
        return expression(HOLE.sub(self._name, source), self.naming())

    def script(self, source: str) -> str:
        """A script with its holes as bare names."""
        return HOLE.sub(lambda one: self._name(one) if one[1] is not None else one[0], source)

    def naming(self) -> Naming:
        """How the names of a script are read."""

        def name(path: tuple[str, ...]) -> Made | None:
            if len(path) != 1 or path[0] not in self._script_names():
                return None
            cel = self.read(path[0])
            return known(cel) if cel.isidentifier() else Made(cel, "any", "")

        return name

    def _holes(self, source: str) -> list[re.Match[str]]:
        """The holes of a text; what stands in single braces is one only where it is a name."""
        known_names = self._script_names()
        return [one for one in HOLE.finditer(source) if one[1] is not None or one[3] in known_names]

    def _script_names(self) -> set[str]:
        return {*self._defaults, *self._of_id.values(), *SYSTEM, *self._known}

    def _name(self, found: re.Match[str]) -> str:
        return self._of_id.get(found[2] or "", found[1] if found[1] is not None else found[3])

    def _read(self, found: re.Match[str]) -> str:
        name = found[1] if found[1] is not None else found[3]
        return self.read(name, found[2] or "")


def _value(type_: str, default: str) -> Value:
    """What a variable is before it is set: 0, as Voiceflow has it, unless the project says."""
    if not default:
        return 0
    if type_ == "yes_no":
        return default.lower() == "true"
    try:
        return float(default) if type_ == "number" else default
    except ValueError:
        return default
