"""What a preview shows for a value that it has not: the hole itself, so that the text reads on."""

import re
from typing import Any

from engine.expressions import (
    Expression,
    ExpressionError,
    ExpressionFault,
    Missing,
    Scope,
    compile_template,
)

HOLE = "${"
# The last name of a path, as `branches[0].name`: about as long as what it stands for.
_PATH = re.compile(r"(?:[A-Za-z_]\w*(?:\[\d+\])?\.)*([A-Za-z_]\w*)")


class StandIns:
    """Settings with «name» in place of each hole without a value; `names` are what they lack."""

    def __init__(self, scope: Scope, language: str, languages: tuple[str, ...]) -> None:
        self.names: dict[str, None] = {}
        self._scope = scope
        self._language = language
        self._languages = frozenset(languages)

    # `Any`: settings as drawn, of any shape.
    def put(self, setting: Any) -> Any:
        """The setting, with all that is in it; of a text by language, only that which is shown."""
        if isinstance(setting, str):
            return self._text(setting) if HOLE in setting else setting
        if isinstance(setting, dict):
            by_language = self._language in setting and self._languages >= setting.keys()
            return {
                name: inner if by_language and name != self._language else self.put(inner)
                for name, inner in setting.items()
            }
        return [self.put(inner) for inner in setting] if isinstance(setting, list) else setting

    def _text(self, text: str) -> str:
        try:
            parts = compile_template(text).parts
        except ExpressionError:
            return text
        return "".join(
            part.replace(HOLE, f"${HOLE}") if isinstance(part, str) else self._hole(part)
            for part in parts
        )

    def _hole(self, hole: Expression) -> str:
        source = hole.source.strip()
        try:
            lacks = source if hole.evaluate(self._scope) is None else ""
        except Missing as missing:
            lacks = missing.name
        except ExpressionFault:
            lacks = source
        if not lacks:
            return f"{HOLE}{hole.source}}}"
        self.names[lacks] = None
        path = _PATH.fullmatch(source) or _PATH.fullmatch(lacks)
        return f"«{path[1] if path else '…'}»"
