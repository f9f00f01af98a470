"""Types of params fields whose role generic code must know: forms, checks, compilation.

A role is metadata of the annotation: whoever walks params (see `roles`) finds each text,
expression, variable and target of a node without knowing its kind.
"""

from typing import Annotated

from msgspec import Meta, Struct

from engine.types.value import Text as TextByLanguage


def _role(name: str) -> Meta:
    return Meta(extra={"role": name}, extra_json_schema={"x-role": name})


# A CEL expression, without ${}: a condition or a computed value.
Expression = Annotated[str, _role("expression")]
# One text for all languages, with ${} holes: an address, a subject code, a header.
Template = Annotated[str, _role("template")]
# A text by language, with ${} holes: what people read.
Text = Annotated[TextByLanguage, _role("text")]
# A short text by language for a button.
Label = Annotated[TextByLanguage, _role("label")]
# The name of a variable that the node sets.
VariableName = Annotated[str, _role("sets")]
# The name of a contact field that the node sets.
FieldName = Annotated[str, _role("sets_field")]
# The id of a node of the bot.
Target = Annotated[str, _role("target")]
# Names of things that live beside the flows.
EntityTableName = Annotated[str, _role("entity_table")]
ActionName = Annotated[str, _role("action")]
QueueName = Annotated[str, _role("queue")]
SiteName = Annotated[str, _role("site")]
SegmentName = Annotated[str, _role("segment")]
BotId = Annotated[str, _role("bot")]
SecretName = Annotated[str, _role("secret")]
Tag = Annotated[str, _role("tag")]


class Params(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The settings of a node kind: a subclass a kind. Its docstring is the kind's help."""
