"""Texts with `${...}` holes."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from engine.expressions.errors import ExpressionError, ExpressionFault, Missing
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.localised import language_of
from engine.expressions.tokens import tokens
from engine.expressions.values import Scope
from engine.types.limits import LIMITS
from engine.types.value import Value

_OPEN = "${"
_YES_NO = {"es": ("sí", "no"), "en": ("yes", "no"), "pt": ("sim", "não")}
# Largest whole number that a decimal one says exactly.
_EXACT = 2.0**53


class Template:
    """A text that was read. `plain` says that it has no holes; `names` what its holes read."""

    __slots__ = ("_parts", "holes", "names", "plain", "source")

    def __init__(self, source: str, parts: Sequence[str | Expression]) -> None:
        self.source = source
        self._parts = tuple(parts)
        self.holes = tuple(part for part in parts if isinstance(part, Expression))
        self.plain = not self.holes
        self.names: frozenset[str] = frozenset().union(*(hole.names for hole in self.holes))

    def __repr__(self) -> str:
        return f"Template({self.source!r})"

    @property
    def parts(self) -> tuple[str | Expression, ...]:
        """Literal texts and holes in their order, for texts that are not for people to read."""
        return self._parts

    def fill(
        self,
        scope: Scope,
        on_missing: Callable[[str], None],
        on_fault: Callable[[str], None] | None = None,
    ) -> str:
        """The text with its holes filled.

        A hole without a value becomes "" and `on_missing` gets the name. A hole that fails
        becomes "" and `on_fault` gets the reason; without `on_fault` the fault is raised.
        """
        if self.plain:
            return "".join(self._parts)  # type: ignore[arg-type]  # no hole, so all are texts
        filled: list[str] = []
        for part in self._parts:
            if isinstance(part, str):
                filled.append(part)
                continue
            try:
                value = part.evaluate(scope)
            except Missing as missing:
                on_missing(missing.name)
                continue
            except ExpressionFault as fault:
                if on_fault is None:
                    raise
                on_fault(f"{part.source.strip()}: {fault}")
                continue
            if value is None:
                on_missing(part.source.strip())
            else:
                filled.append(value if isinstance(value, str) else written(value, scope))
        return "".join(filled)


def written(value: Value, scope: Scope) -> str:
    """A value as a person reads it in a text."""
    if isinstance(value, bool):
        language = language_of(scope).replace("_", "-").partition("-")[0]
        yes, no = _YES_NO.get(language, _YES_NO["en"])
        return yes if value else no
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, list):
        # `plain` made the items values too.
        return ", ".join([written(item, scope) for item in value])  # type: ignore[arg-type]
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return "" if value is None else str(value)


@lru_cache(maxsize=10_000)
def compile_template(source: str) -> Template:
    """The template of a text; `ExpressionError` where a hole is wrong or not closed."""
    if len(source) > LIMITS.template_chars:
        raise ExpressionError(
            f"the text has {len(source)} characters: at most {LIMITS.template_chars} are read; "
            "part it in several"
        )
    if _OPEN not in source:
        return Template(source, (source,))
    return Template(source, _parts(source))


def _parts(source: str) -> list[str | Expression]:
    parts: list[str | Expression] = []
    text_from = 0
    while (opening := source.find(_OPEN, text_from)) >= 0:
        if source[opening - 1 : opening] == "$" and opening > text_from:
            parts.append(source[text_from : opening - 1] + _OPEN)
            text_from = opening + len(_OPEN)
            continue
        parts.append(source[text_from:opening])
        closing = _closing(source, opening)
        parts.append(_hole(source, opening + len(_OPEN), closing))
        text_from = closing + 1
    parts.append(source[text_from:])
    return [part for part in parts if part != ""]


def _closing(source: str, opening: int) -> int:
    """Where the `}` of a hole is: not one in a text, nor one that closes another bracket."""
    open_braces = 0
    end = min(len(source), opening + LIMITS.expression_chars + len(_OPEN) + 1)
    for token in tokens(source[:end], opening + len(_OPEN)):
        if token.kind == "sign" and token.word == "{":
            open_braces += 1
        elif token.kind == "sign" and token.word == "}":
            if open_braces == 0:
                return token.at
            open_braces -= 1
    raise ExpressionError(
        f"the ${{ at character {opening + 1} is not closed; write }} after the expression, "
        "or $${ for the signs themselves",
        opening,
    )


def _hole(source: str, start: int, end: int) -> Expression:
    try:
        return compile_expression(source[start:end])
    except ExpressionError as problem:
        raise ExpressionError(
            f"in the hole at character {start - len(_OPEN) + 1}, "
            f"{source[start:end].strip()[:60]!r}: {problem}",
            start + problem.at,
        ) from None
