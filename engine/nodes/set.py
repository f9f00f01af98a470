"""Set variables, contact fields, and the language of the conversation."""

from collections.abc import Iterator

from msgspec import field

from engine.nodes.checks import required
from engine.nodes.fields import Expression, FieldName, Params, VariableName
from engine.nodes.protocol import Changes, Context, Finding, Kind, Leave
from engine.types.limits import Limits
from engine.types.value import Value


class Set(Params, frozen=True, kw_only=True):
    """Gives variables and fields the values of expressions, in the order written.

    `clear` unsets variables. `language` is the code of one of the bot's languages.
    """

    variables: dict[VariableName, Expression] = field(default_factory=dict)
    fields: dict[FieldName, Expression] = field(default_factory=dict)
    clear: tuple[VariableName, ...] = ()
    language: Expression = ""


def enter(params: Set, context: Context) -> Leave:
    values: dict[str, Value] = dict.fromkeys(params.clear)
    scope = context
    for name, expression in params.variables.items():
        values[name] = scope.value(expression)
        if len(params.variables) + len(params.fields) > 1 or params.language:
            scope = scope.with_names(**{name: values[name]})
    changes = None
    if params.fields or params.language:
        fields = {name: scope.value(expression) for name, expression in params.fields.items()}
        language = scope.value(params.language) if params.language else ""
        changes = Changes(fields=fields or None, language=str(language or ""))
    return Leave(variables=values or None, changes=changes)


def check(params: Set, _limits: Limits) -> Iterator[Finding]:
    if not (params.variables or params.fields or params.clear or params.language):
        yield Finding(
            "sets-nothing",
            "variables",
            "the node sets nothing",
            "name a variable and its expression, or delete the node",
            "warning",
        )
    for part, expressions in (("variables", params.variables), ("fields", params.fields)):
        for name, expression in expressions.items():
            yield from required(expression, f"{part}[{name!r}]", "write the expression")
    for index, name in enumerate(params.clear):
        if name in params.variables:
            yield Finding(
                "set-and-cleared",
                f"clear[{index}]",
                f"the variable {name!r} is both set and cleared",
                "keep it in one of the two; setting wins",
                "warning",
            )


KIND = Kind(
    name="set",
    params=Set,
    group="remember",
    title={"es": "Guardar valores", "en": "Set values", "pt": "Guardar valores"},
    icon="set",
    enter=enter,
    check=check,
)
