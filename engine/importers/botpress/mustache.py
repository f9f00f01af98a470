"""Mustache templates, as Botpress fills its texts and arguments, as texts with our holes."""

import re

from msgspec import Struct

from engine.importers.botpress.memory import Memory, Unknown, quoted

TAG = re.compile(r"\{\{\{\s*([^{}]*?)\s*\}\}\}|\{\{\s*([#^/!&>]?)\s*([^{}]*?)\s*\}\}")
PATH = re.compile(r"\$?[\w$-]+(?:\.[\w$-]+|\[(?:\d+|'[^']*'|\"[^\"]*\")\])*")
STEP = re.compile(r"[\w$-]+|'[^']*'|\"[^\"]*\"")


class Part(Struct, frozen=True):
    """A piece of a template: plain text, or an expression; `source` is how it was written."""

    text: str
    is_expression: bool = False
    source: str = ""


class Mustache:
    """One template being read; `missed` has what could not be translated, as it was written."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.missed: list[str] = []

    def template(self, source: str) -> str:
        """The text with our holes."""
        return "".join(
            f"${{{part.text}}}" if part.is_expression else escaped(part.text)
            for part in self.parts(source)
        )

    def value(self, source: str) -> str:
        """An expression for the filled text; no value where a lone hole has none."""
        parts = self.parts(source)
        if not parts:
            return '""'
        if len(parts) == 1 and parts[0].is_expression:
            return parts[0].text
        return _joined(parts)

    def parts(self, source: str) -> list[Part]:
        """The pieces in their order."""
        parts: list[Part] = []
        position = 0
        while found := TAG.search(source, position):
            if found.start() > position:
                parts.append(Part(source[position : found.start()]))
            position = found.end()
            sign, name = found[2] or "", (found[1] if found[1] is not None else found[3]).strip()
            if sign in {"#", "^"}:
                end = _end_of(source, name, position)
                part = self._section(sign, name, source[position : end[0]], found[0])
                if part is None:
                    parts.append(Part(source[found.start() : end[1]]))
                else:
                    parts.append(part)
                position = end[1]
            elif sign in {"!", "/"}:
                continue
            else:
                parts.append(self._hole(name, found[0]))
        if position < len(source):
            parts.append(Part(source[position:]))
        return [part for part in parts if part.text]

    def _hole(self, name: str, source: str) -> Part:
        try:
            return Part(self._memory.read(path_of(name)), True, source)
        except Unknown:
            self.missed.append(source)
            return Part(source)

    def _section(self, sign: str, name: str, inner: str, source: str) -> Part | None:
        """What stands only where a value holds; None where it is not known here."""
        try:
            value = self._memory.read(path_of(name))
        except Unknown:
            self.missed.append(source)
            return None
        inside = _joined(self.parts(inner)) if inner else '""'
        ways = (inside, '""') if sign == "#" else ('""', inside)
        return Part(f"({truth(value)} ? {ways[0]} : {ways[1]})", True, source)


def path_of(name: str) -> tuple[str, ...]:
    """The steps of a path such as `session.slots['day']`; raises `Unknown`."""
    if not PATH.fullmatch(name):
        raise Unknown(name)
    return tuple(step.strip("'\"") for step in STEP.findall(name))


def escaped(text: str) -> str:
    """Plain text whose `${` opens no hole."""
    return text.replace("${", "$${")


def truth(value: str) -> str:
    """Whether a value is what JavaScript and mustache take for true."""
    return f'({known(value)} && !({value} in [false, "", 0]))'


def known(value: str) -> str:
    """Whether a path has a value."""
    return f"{value} != null" if "(" in value else f"has({value})"


def _joined(parts: list[Part]) -> str:
    pieces = [
        f"({known(part.text)} ? as_text({part.text}) : {quoted('')})"
        if part.is_expression and not part.text.startswith("(")
        else part.text
        if part.is_expression
        else quoted(part.text)
        for part in parts
    ]
    return " + ".join(pieces) or '""'


def _end_of(source: str, name: str, start: int) -> tuple[int, int]:
    """Where a section ends, and where what follows it begins."""
    depth = 1
    for found in TAG.finditer(source, start):
        sign, other = found[2] or "", (found[3] or "").strip()
        if other == name and sign in {"#", "^"}:
            depth += 1
        elif other == name and sign == "/":
            depth -= 1
            if depth == 0:
                return found.start(), found.end()
    return len(source), len(source)
