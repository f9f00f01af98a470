"""A name changed wherever a bot uses it, as one edit."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from engine.expressions import ExpressionError, compile_expression, compile_template
from engine.expressions.tokens import tokens
from engine.expressions.tree import Call, Member, Name, Tree, children, is_macro
from engine.types.bot import Bot
from engine.types.issue import TertuliaError
from workbench.edits import Op, Plain, Steps, apply, value_at
from workbench.names import NAMING, TEXTS, Family, Index, Source, tables_in

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TABLE = re.compile(r"\w[\w-]{0,99}")
_SETTING = {"variables": "set", "fields": "field"}
# Where in a source a name stands, and what stands there.
Mark = tuple[int, str]


def rename(
    index: Index, bot: Bot, tree: Plain, family: Family, old: str, new: str
) -> tuple[Op, ...]:
    """The changes that give a name of a bot another one: in settings, texts, expressions and
    conversation tests. Raises TertuliaError where the new name cannot be."""
    root = ("bots", bot.id)
    _require_usable(index, bot, family, old, new)
    found = index.sources(bot)
    ops = [
        Op((*root, *source.path), text)
        for source in found
        if not source.is_key and (text := renamed(source, family, old, new)) != source.text
    ]
    for file, chat in bot.tests.items():
        if (text := renamed_chat(chat, family, old, new)) != chat:
            ops.append(Op((*root, "tests", file), text))
    # Keys come last: what lies below them has its new texts by then.
    keys: list[Steps] = [
        (*root, *source.path[:-1])
        for source in found
        if source.is_key and source.text == old and NAMING[source.role] == family
    ]
    if old in getattr(bot, family):
        keys.append((*root, family))
    return (*ops, *_moved_keys(apply(tree, ops)[0], keys, old, new))


def renamed(source: Source, family: Family, old: str, new: str) -> str:
    """A text with a name changed in it."""
    if source.role in NAMING:
        return new if NAMING[source.role] == family and source.text == old else source.text
    try:
        if source.role == "expression":
            return _in_expression(source.text, family, old, new)
        if source.role in TEXTS:
            return _in_template(source.text, family, old, new)
    except ExpressionError:
        # The check says what is wrong with it; nothing is renamed by guess.
        return source.text
    return source.text


def renamed_chat(text: str, family: Family, old: str, new: str) -> str:
    """A file of conversation tests with a name changed in what it sets and expects."""
    setting = _SETTING.get(family)
    given = re.compile(rf"^(@\s*{setting}\s+){re.escape(old)}(\s*:)")
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if line.startswith("=") and not line.startswith("=="):
            held = Source((), "expression", line[1:].rstrip("\r\n"))
            lines[index] = "=" + renamed(held, family, old, new) + line[len(held.text) + 1 :]
        elif setting and line.startswith("@"):
            lines[index] = given.sub(rf"\g<1>{new}\g<2>", line)
    return "".join(lines)


# Private, in the order of use.


def _require_usable(index: Index, bot: Bot, family: Family, old: str, new: str) -> None:
    pattern = _TABLE if family in {"segments", "entities"} else _WORD
    if not pattern.fullmatch(new):
        raise TertuliaError(f"{new!r} cannot be a name: use letters a-z, digits and _")
    others: tuple[Family, ...] = (family,)
    if family in {"variables", "constants"}:
        others = ("variables", "constants")
    in_use = index.uses(bot)
    for other in others:
        if new in getattr(bot, other) or (other, new) in in_use:
            raise TertuliaError(f"{new!r} is taken; choose another name for {old!r}")


def _in_expression(source: str, family: Family, old: str, new: str) -> str:
    return _replaced(source, _marks(source, compile_expression(source).tree, family, old), new)


def _in_template(source: str, family: Family, old: str, new: str) -> str:
    marks: list[Mark] = []
    at = 0
    for hole in compile_template(source).holes:
        at = _hole_at(source, hole.source, at)
        marks += [(at + place, was) for place, was in _marks(hole.source, hole.tree, family, old)]
        at += len(hole.source)
    return _replaced(source, marks, new)


def _hole_at(source: str, hole: str, start: int) -> int:
    """Where the expression of the next hole begins; `$${` opens none."""
    at = source.index("${" + hole, start)
    while at > start and source[at - 1] == "$":
        at = source.index("${" + hole, at + 2)
    return at + 2


def _marks(source: str, tree: Tree, family: Family, old: str) -> Iterable[Mark]:
    if family in {"variables", "constants"}:
        return ((name.at, old) for name in _roots(tree) if name.name == old)
    if family == "fields":
        return ((at, old) for at in _contact_members(tree, old))
    if family == "entities":
        return _table_marks(source, tree, old)
    return ()


def _roots(tree: Tree, bound: frozenset[str] = frozenset()) -> Iterator[Name]:
    """Each name that is read, without what follows its dots; a macro's own names left out."""
    if isinstance(tree, Name):
        if tree.name not in bound:
            yield tree
    elif isinstance(tree, Call) and is_macro(tree) and tree.target is not None:
        yield from _roots(tree.target, bound)
        own, *rest = tree.arguments
        inner = bound | {own.name} if isinstance(own, Name) else bound
        for argument in rest:
            yield from _roots(argument, inner)
    else:
        for child in children(tree):
            yield from _roots(child, bound)


def _contact_members(tree: Tree, name: str) -> Iterator[int]:
    if isinstance(tree, Member) and isinstance(tree.of, Name):
        if tree.of.name == "contact" and tree.name == name:
            yield tree.at
        return
    for child in children(tree):
        yield from _contact_members(child, name)


def _table_marks(source: str, tree: Tree, old: str) -> Iterator[Mark]:
    words = {token.at: token.word for token in tokens(source) if token.kind == "text"}
    for written in tables_in(tree):
        word = words.get(written.at, "")
        if written.value == old and old in word:
            yield written.at + word.index(old), old


def _replaced(source: str, marks: Iterable[Mark], new: str) -> str:
    for at, was in sorted(marks, reverse=True):
        source = source[:at] + new + source[at + len(was) :]
    return source


def _moved_keys(tree: Plain, holders: Iterable[Steps], old: str, new: str) -> Iterator[Op]:
    """The key of each object renamed, in its place."""
    for holder in holders:
        # `Any`: whatever the object holds.
        items: Any = value_at(tree, holder)
        value = items[old]
        file = value.get("file", "") if isinstance(value, dict) and "rows" in value else ""
        if file:
            # A table's file is called as the table is.
            value = {**value, "file": new + PurePosixPath(file).suffix}
        yield Op((*holder, old))
        yield Op((*holder, new), value, at=list(items).index(old))
