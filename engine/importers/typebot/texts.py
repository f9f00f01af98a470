"""Texts of Typebot: formatted ones as our light markup, and what stands in `{{ }}`."""

import re

from engine.importers.dialogflow_es.tolerant import Mapping, mappings, text, truth
from engine.importers.javascript import Untranslatable, expression
from engine.importers.javascript.made import quoted
from engine.importers.typebot.variables import Variables

CODE = re.compile(r"\{\{=(.+?)=\}\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
TAG = re.compile(r"<[^>]+>")
BREAK = re.compile(r"<br\s*/?>|</p>|</div>", re.IGNORECASE)
LISTS = {"ul", "ol"}
# Longer words make an expression that is not read any more.
LONG = 600


def rich_text(content: Mapping) -> str:
    """The words of a text bubble, with Typebot's holes still in them."""
    lines = [_line(one) for one in mappings(content.get("richText"))]
    if any(line.strip() for line in lines):
        return "\n".join(lines).strip("\n")
    if plain := text(content.get("plainText")).strip():
        return plain
    return TAG.sub("", BREAK.sub("\n", text(content.get("html")))).strip()


def _line(element: Mapping, number: int = 0) -> str:
    kind = text(element.get("type"))
    children = mappings(element.get("children"))
    if kind in LISTS:
        items = [_line(one, at + 1 if kind == "ol" else 0) for at, one in enumerate(children)]
        return "\n".join(items)
    if kind == "li":
        mark = f"{number}. " if number else "- "
        return mark + "\n".join(_line(one) for one in children)
    return "".join(_piece(one) for one in children)


def _piece(element: Mapping) -> str:
    kind = text(element.get("type"))
    if kind == "a":
        label = "".join(_piece(one) for one in mappings(element.get("children"))).strip()
        address = text(element.get("url"))
        return f"[{label}]({address})" if label and label != address and address else address
    if kind in {"variable", "inline-variable"} and text(element.get("value")):
        return text(element.get("value"))
    if element.get("children"):
        return _line(element)
    words = text(element.get("text"))
    for mark, sign in (("bold", "**"), ("italic", "*")):
        if truth(element.get(mark)) and words.strip():
            start, end = len(words) - len(words.lstrip()), len(words.rstrip())
            words = f"{words[:start]}{sign}{words[start:end]}{sign}{words[end:]}"
    return words


class Texts:
    """Puts our holes in texts; what a hole says that cannot be translated is told in `missed`."""

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        self.missed: list[str] = []
        self.notes: list[str] = []

    def template(self, source: str) -> str:
        """A text with our holes."""
        made, last = "", 0
        for found in CODE.finditer(source):
            made += self._plain(source[last : found.start()]) + self._code(found[1])
            last = found.end()
        return made + self._plain(source[last:])

    def value(self, source: str) -> str:
        """An expression that gives what a text says."""
        parts: list[str] = []
        last = 0
        for found in VARIABLE.finditer(source):
            if source[last : found.start()]:
                parts.append(self.literal(source[last : found.start()]))
            ours = self.variables.by_name(found[1])
            if ours:
                parts.append(f"as_text({ours})")
            last = found.end()
        if source[last:] or not parts:
            parts.append(self.literal(source[last:]))
        return " + ".join(parts)

    def literal(self, words: str) -> str:
        """Fixed words within an expression; long ones stand in a constant of the bot."""
        return quoted(words) if len(words) <= LONG else self.variables.constant(words)

    def _plain(self, source: str) -> str:
        made, last = "", 0
        for found in VARIABLE.finditer(source):
            made += source[last : found.start()].replace("${", "$${")
            ours = self.variables.by_name(found[1])
            made += f"${{{ours}}}" if ours else ""
            last = found.end()
        return made + source[last:].replace("${", "$${")

    def _code(self, source: str) -> str:
        """What `{{= code =}}` gives, as a hole."""
        found = expression(with_names(source, self.variables), self.variables.naming)
        if isinstance(found, Untranslatable):
            if found.fails:
                return self._plain(source)
            self.missed.append(f"{source.strip()}: {found}")
            return "{{=" + source.replace("${", "$${") + "=}}"
        self.notes += found.notes
        return f"${{{found.cel}}}"


def with_names(source: str, variables: Variables) -> str:
    """A script with our names in place of its holes; one that is not declared is left empty."""
    return VARIABLE.sub(lambda found: variables.by_name(found[1]), source)


def single_variable(source: str) -> str:
    """The name of the variable that a text is nothing but; empty where it is more."""
    found = VARIABLE.fullmatch(source.strip())
    return found[1].strip() if found else ""
