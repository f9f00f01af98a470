"""What a text with templates says: ways with conditions, each with its variations.

Templates are read in full, parameters included, until only texts and expressions are left.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import product

from msgspec import Struct

from engine.importers.composer.adaptive import parse
from engine.importers.composer.calls import SPECIAL
from engine.importers.composer.constant import holds
from engine.importers.composer.functions import PLAIN
from engine.importers.composer.lg import Structure, Template
from engine.importers.composer.substitute import Names, substitute
from engine.importers.composer.tokens import holes
from engine.importers.composer.tree import (
    Call,
    Joined,
    Literal,
    Operation,
    Tree,
    Untranslatable,
)

DEEPEST = 15
MOST_WAYS, MOST_CHOICES = 24, 12
ESCAPE = re.compile(r"\\([^\r\n])")
SIGNS = {"n": "\n", "r": "\r", "t": "\t"}
OWN = "lg."
WRAPPINGS = frozenset({"activityattachment", "json"})
TRUE = Literal(True)

Parts = tuple[str | Tree, ...]


class Shape(Struct, frozen=True):
    """A structure with the names that its texts may use."""

    structure: Structure
    names: Mapping[str, Tree]


class Said(Struct, frozen=True):
    """One thing that may be said: the parts of a text, or a structure."""

    parts: Parts = ()
    shape: Shape | None = None


class Way(Struct, frozen=True):
    """What is said where a condition holds (None: always), one of the choices by chance."""

    when: Tree | None
    choices: tuple[Said, ...]


class Renderer:
    """Reads texts with the templates of one file and its imports, in one language."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self.templates = templates
        # How what was made of a text differs from it.
        self.remarks: dict[str, None] = {}

    def ways(self, text: str, names: Names | None = None, depth: int = 0) -> list[Way]:
        """What a text says, the first way whose condition holds."""
        if depth > DEEPEST:
            raise Untranslatable("templates that call themselves")
        parts = holes(text)
        if len(parts) == 1 and not isinstance(parts[0], str):
            called = self._template(_unwrapped(parse(parts[0][0])), names or {})
            if called:
                return self._called(*called, depth)
        ways = [Way(None, (Said(()),))]
        for part in parts:
            if isinstance(part, str):
                more = [Way(None, (Said((unescaped(part),)),))]
            else:
                more = self._hole(part[0], names or {}, depth)
            ways = self._joined(ways, more)
        return ways

    def tree(self, source: str, names: Names | None = None, depth: int = 0) -> Tree:
        """An expression with every template in it read."""
        return self._closed(parse(source), names or {}, depth)

    def _hole(self, source: str, names: Names, depth: int) -> list[Way]:
        tree = parse(source)
        called = self._template(tree, names)
        if called:
            return self._called(*called, depth)
        return [Way(None, (Said((self._closed(tree, names, depth),)),))]

    def _closed(self, tree: Tree, names: Names, depth: int) -> Tree:
        def read(call: Call) -> Tree | None:
            called = self._template(call, {})
            if called:
                return as_tree(self._called(*called, depth), self.remarks)
            if call.name.lower() == "expandtext" and call.arguments:
                return call.arguments[0]
            return None

        return substitute(tree, names, read)

    def _template(self, tree: Tree, names: Names) -> tuple[Template, tuple[Tree, ...]] | None:
        """The template that is called, with its arguments; None where none is."""
        if not isinstance(tree, Call):
            return None
        name, arguments = tree.name, tree.arguments
        if name == "template" and arguments and isinstance(arguments[0], Literal):
            name, arguments = f"{OWN}{arguments[0].value}", arguments[1:]
        if name.startswith(OWN):
            name = name.removeprefix(OWN)
        elif name.lower() in PLAIN or name.lower() in SPECIAL:
            return None
        template = self.templates.get(name)
        if template is None:
            return None
        return template, tuple(self._closed(one, names, 0) for one in arguments)

    def _called(self, template: Template, arguments: Sequence[Tree], depth: int) -> list[Way]:
        if depth > DEEPEST:
            raise Untranslatable(f"the template {template.name!r}, which calls itself")
        names = dict(zip(template.parameters, arguments, strict=False))
        if template.structure is not None:
            return [Way(None, (Said(shape=Shape(template.structure, names)),))]
        ways: list[Way] = []
        for case in template.cases:
            when = self.tree(case.condition, names, depth + 1) if case.condition else None
            known = holds(when) if when is not None else True
            if known is False:
                continue
            when = None if known else when
            inner: list[Way] = []
            for variation in case.variations:
                inner = _beside(inner, self.ways(variation, names, depth + 1), self.remarks)
            ways += [Way(_both(when, one.when), one.choices) for one in inner]
            if known and all(one.when is None for one in inner):
                break
        return ways[:MOST_WAYS] or [Way(None, (Said(()),))]

    def _joined(self, before: list[Way], more: list[Way]) -> list[Way]:
        """Both, one after the other."""
        if more and more[-1].when is not None:
            more = [*more, Way(None, (Said(()),))]
        found = []
        for first, second in product(before, more):
            pairs = list(product(first.choices, second.choices))
            choices = tuple(_after(*pair) for pair in pairs)
            found.append(Way(_both(first.when, second.when), choices[:MOST_CHOICES]))
            if len(choices) > MOST_CHOICES:
                self.remarks[f"the first {MOST_CHOICES} of {len(choices)} variations"] = None
        if len(found) > MOST_WAYS:
            raise Untranslatable(f"a text with {len(found)} conditions")
        return found


def as_tree(ways: Sequence[Way], remarks: dict[str, None]) -> Tree:
    """What the ways say as one expression."""
    tree: Tree = Literal("")
    for way in reversed(ways):
        said = way.choices[0]
        if said.shape is not None:
            raise Untranslatable(f"the structure {said.shape.structure.kind!r} in an expression")
        if len(way.choices) > 1:
            remarks["always the first variation of a template inside another"] = None
        text = joined(said.parts)
        tree = text if way.when is None else Call("if", (way.when, text, tree))
    return tree


def joined(parts: Parts) -> Tree:
    """The parts as one text; a lone expression stays what it is."""
    trees = tuple(Literal(part) if isinstance(part, str) else part for part in parts)
    return trees[0] if len(trees) == 1 else Joined(trees)


def unescaped(text: str) -> str:
    """A text of a template as people see it."""
    return ESCAPE.sub(lambda match: SIGNS.get(match[1], match[1]), text)


def _unwrapped(tree: Tree) -> Tree:
    """What an attachment is made of: the template inside `ActivityAttachment(json(T()), ...)`."""
    while isinstance(tree, Call) and tree.name.lower() in WRAPPINGS and tree.arguments:
        tree = tree.arguments[0]
    return tree


def _beside(before: list[Way], more: list[Way], remarks: dict[str, None]) -> list[Way]:
    """The variations of both, where neither has conditions; else those of the first."""
    if not before:
        return more
    if any(way.when is not None for way in (*before, *more)):
        remarks["the first of several variations that have conditions of their own"] = None
        return before
    return [Way(None, (*before[0].choices, *more[0].choices))]


def _after(first: Said, second: Said) -> Said:
    if second.shape is not None:
        if any(isinstance(part, Tree) or str(part).strip() for part in first.parts):
            raise Untranslatable("a structure in the midst of a text")
        return second
    if first.shape is not None:
        return first
    return Said((*first.parts, *second.parts))


def _both(first: Tree | None, second: Tree | None) -> Tree | None:
    found = [one for one in (first, second) if one is not None]
    return Operation("&&", (found[0], found[1])) if len(found) == 2 else next(iter(found), None)
