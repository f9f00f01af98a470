"""Watson's texts as our templates: `$name`, `@entity` and `<? expression ?>` become holes."""

import re

from engine.importers.watson.cel import Cel, all_of, bracketed, quoted
from engine.importers.watson.spel import parse
from engine.importers.watson.translate import Translation
from engine.importers.watson.tree import Context, Entity, Expr, Member, Unreadable

EXPRESSION = re.compile(r"<\?(.*?)\?>", re.DOTALL)
PARTS = "literal|values|value|confidence|location|length"
SHORTHAND = re.compile(
    r"\$\(\s*(?P<long>[^)]+?)\s*\)"
    r"|\$(?P<name>[A-Za-z_]\w*)(?P<path>(?:\.[A-Za-z_]\w*(?!\())*)"
    rf"|@(?P<entity>[A-Za-z][\w-]*)(?:\.(?P<part>{PARTS})\b)?"
)


class Texts:
    """Fills texts and values of one place; `faults` are the expressions that stay as text."""

    def __init__(self, translation: Translation, objects: frozenset[str]) -> None:
        self.translation = translation
        # Context variables of which some expression reads a member.
        self._objects = objects
        self.faults: list[tuple[str, str]] = []

    def template(self, text: str) -> str:
        """The text as a template."""
        parts: list[str] = []
        at = 0
        for match in EXPRESSION.finditer(text):
            parts += [self._plain(text[at : match.start()]), self._hole(match[1])]
            at = match.end()
        return _joined([*parts, self._plain(text[at:])])

    def expression(self, value: object) -> str:
        """A value of the context as an expression: JSON whose texts may hold expressions."""
        if isinstance(value, str):
            return self._text_value(value)
        if isinstance(value, dict):
            entries = (f"{quoted(name)}: {self.expression(one)}" for name, one in value.items())
            return f"{{{', '.join(entries)}}}"
        if isinstance(value, list):
            return f"[{', '.join(self.expression(one) for one in value)}]"
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        return repr(value)

    def _text_value(self, text: str) -> str:
        """A text that is one expression has that expression's value and type."""
        lone = EXPRESSION.fullmatch(text.strip())
        if lone and "<?" not in lone[1]:
            return self._guarded(self._read(lone[1]), text)
        whole = SHORTHAND.fullmatch(text.strip())
        found = self._short(whole) if whole else None
        if found is not None:
            return self._guarded(found, text)
        parts: list[str] = []
        at = 0
        for match in EXPRESSION.finditer(text):
            parts += self._pieces(text[at : match.start()])
            cel = self._read(match[1])
            parts.append(quoted(match[0]) if cel is None else f"as_text({cel.code})")
            at = match.end()
        parts += self._pieces(text[at:])
        return " + ".join(parts) if parts else quoted(text)

    def _guarded(self, cel: Cel | None, text: str) -> str:
        """A value; one that is only there where a pattern fits is none elsewhere."""
        if cel is None:
            return quoted(text)
        if any(not need.startswith("has(") for need in cel.needs):
            return f"({all_of(*cel.needs)}) ? {bracketed(cel)} : null"
        return cel.code

    def _pieces(self, text: str) -> list[str]:
        parts: list[str] = []
        at = 0
        for match in SHORTHAND.finditer(text):
            cel = self._short(match)
            if cel is None:
                continue
            if match.start() > at:
                parts.append(quoted(text[at : match.start()]))
            parts.append(f"as_text({cel.code})")
            at = self._end(match)
        return [*parts, quoted(text[at:])] if text[at:] else parts

    def _plain(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        for match in SHORTHAND.finditer(text):
            cel = self._short(match)
            if cel is not None:
                parts += [_literal(text[at : match.start()]), f"${{{cel.code}}}"]
                at = self._end(match)
        return _joined([*parts, _literal(text[at:])])

    def _short(self, match: re.Match[str]) -> Cel | None:
        """The value of a shorthand; None for what only looks like one, as a mail address."""
        entity = match["entity"]
        if entity is not None:
            if not self.translation.vocabulary.knows(entity):
                return None
            expr: Expr = Entity(entity)
            return self._value(Member(expr, match["part"]) if match["part"] else expr)
        expr = Context(match["long"] or match["name"])
        for name in self._path(match):
            expr = Member(expr, name)
        return self._value(expr)

    def _path(self, match: re.Match[str]) -> list[str]:
        """`.name` after a variable is a member where the variable holds an object."""
        if not match["path"] or match["name"] not in self._objects:
            return []
        return match["path"].strip(".").split(".")

    def _end(self, match: re.Match[str]) -> int:
        if match["path"] and not self._path(match):
            return match.start("path")
        return match.end()

    def _hole(self, source: str) -> str:
        cel = self._read(source)
        if cel is None:
            return _literal(f"<?{source}?>")
        return f"${{{cel.code}}}" if cel.code != '""' else ""

    def _read(self, source: str) -> Cel | None:
        try:
            return self.translation.value(parse(source.strip()))
        except Unreadable as error:
            self.faults.append((source.strip(), str(error)))
            return None

    def _value(self, expr: Expr) -> Cel | None:
        try:
            return self.translation.value(expr)
        except Unreadable:
            return None


def _literal(text: str) -> str:
    return text.replace("${", "$${")


def _joined(parts: list[str]) -> str:
    """Parts in a row; a `$` before a hole stays a sign of the text."""
    whole = ""
    for part in parts:
        if part.startswith("${") and whole.endswith("$") and not whole.endswith("$$"):
            whole = f'{whole[:-1]}${{"$"}}'
        whole += part
    return whole
