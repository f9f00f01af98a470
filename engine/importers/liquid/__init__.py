"""Liquid templates as our texts and expressions; nothing of them is ever rendered.

    text("Hi {{ contact.name | upcase }}", naming)    -> "Hi ${upper(as_text(name))}"
    value("{{ flow.variables.count | plus: 1 }}", naming)  -> "as_number(count) + 1"

`naming` gives our expression for a path of names and numbers, such as `("contact", "name")`, or
an empty text where the path is not known. Both give a `Translated`; where it has no `cel`, its
`how` says what has no counterpart. A name that has no value counts as nil: nothing is said.
"""

from collections.abc import Callable

from msgspec import Struct

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.importers.liquid.blocks import Scope, as_template, as_value
from engine.importers.liquid.reading import Naming, Refusal, read
from engine.types.limits import LIMITS

__all__ = ["Naming", "Translated", "text", "value"]


class Translated(Struct, frozen=True):
    """An expression or text of ours; without `cel`, the reason why there is none.

    `how` beside a `cel` says in what it differs.
    """

    cel: str = ""
    how: str = ""
    is_sound: bool = True


def text(source: str, naming: Naming) -> Translated:
    """A text with holes, for what people read."""
    return _made(source, naming, as_template, compile_template, LIMITS.template_chars)


def value(source: str, naming: Naming) -> Translated:
    """An expression: of a single output its value, else the text that is put together."""
    return _made(source, naming, as_value, compile_expression, LIMITS.expression_chars)


def _made(
    source: str,
    naming: Naming,
    make: Callable[[Scope, list[object]], str],
    compile_: Callable[[str], object],
    longest: int,
) -> Translated:
    scope = Scope(naming)
    try:
        made = make(scope, read(source))
        compile_(made)
    except (Refusal, ExpressionError, RecursionError) as error:
        return Translated(how=str(error), is_sound=False)
    if len(made) > longest:
        return Translated(how="it is too long", is_sound=False)
    return Translated(made, "; ".join(dict.fromkeys(scope.hows)))
