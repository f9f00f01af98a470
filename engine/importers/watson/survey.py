"""What the whole of a skill says of its context: objects, truths, first values, its words."""

import re
from collections.abc import Iterator

from engine.importers.watson.source import Skill
from engine.importers.watson.spel import parse
from engine.importers.watson.texts import EXPRESSION, SHORTHAND
from engine.importers.watson.tree import Binary, Call, Literal, Not, Unreadable
from engine.types.value import Value

MEMBER = re.compile(r"(?:\$|context\.)([A-Za-z_]\w*)\??\.([A-Za-z_]\w*)(?!\w|\()")


def objects_in(skill: Skill) -> Iterator[str]:
    """Context variables that hold objects: some expression reads a member, or sets one."""
    for node in skill.nodes:
        spoken = (part for text in _strings(node.output) for part in EXPRESSION.findall(text))
        for source in (node.conditions, *_strings(node.context), *spoken):
            yield from (match[1] for match in MEMBER.finditer(source))
        yield from (name for name, value in node.context.items() if isinstance(value, dict))
        for action in node.actions:
            result = action.get("result_variable")
            if isinstance(result, str):
                yield result.removeprefix("context.").removeprefix("$")


def first_values(skill: Skill) -> Iterator[tuple[str, Value]]:
    """What the greeting puts into the context, where it is a plain value: it holds from the
    beginning, also for who is not greeted."""
    for node in skill.nodes:
        if node.conditions in {"welcome", "conversation_start"} and not node.parent:
            for name, value in node.context.items():
                plain = isinstance(value, bool | int | float) or (
                    isinstance(value, str) and not SHORTHAND.search(value) and "<?" not in value
                )
                if plain:
                    yield name, value


def words_in(skill: Skill) -> Iterator[str]:
    for node in skill.nodes:
        yield node.conditions
        yield from _strings(node.context)
        yield from _strings(node.output)


def truths_in(skill: Skill) -> Iterator[str]:
    """Context variables that some node sets to true or false."""
    for node in skill.nodes:
        for name, value in node.context.items():
            lone = EXPRESSION.fullmatch(value.strip()) if isinstance(value, str) else None
            if isinstance(value, bool) or (lone and _is_truth(lone[1])):
                yield name


def _is_truth(source: str) -> bool:
    try:
        expr = parse(source.strip())
    except Unreadable:
        return False
    match expr:
        case Binary(sign) if sign not in "+-*/%^":
            return True
        case Not() | Literal(bool()) | Call(name="contains" | "matches" | "find" | "isEmpty"):
            return True
    return False


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
