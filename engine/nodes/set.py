"""Set variables, contact fields, and the language of the conversation."""

from msgspec import field

from engine.nodes.fields import Expression, FieldName, Params, VariableName


class Set(Params, frozen=True, kw_only=True):
    """Gives variables and fields the values of expressions, in the order written.

    `clear` unsets variables. `language` is the code of one of the bot's languages.
    """

    variables: dict[VariableName, Expression] = field(default_factory=dict)
    fields: dict[FieldName, Expression] = field(default_factory=dict)
    clear: tuple[VariableName, ...] = ()
    language: Expression = ""
