"""What a form's program asks for and how it checks the answers, where that is of plain forms."""

import ast
from collections.abc import Sequence

from msgspec import Struct

from engine.expressions import ExpressionError
from engine.importers.rasa.programs import Reading, Says, sound
from engine.importers.rasa.python import Known, Unread
from engine.importers.rasa.read_python import is_remark, plain
from engine.importers.rasa.source import Program

MOST_TESTS = 8


class Check(Struct, frozen=True):
    """When an answer fits, as an expression on `answer`, and what is said where it does not."""

    valid: str = ""
    refuses: Says = Says()


def required_slots(program: Program, names: Known) -> tuple[tuple[str, str], ...]:
    """The slots that a form's program asks for, each with the condition under which it does."""
    method = program.methods.get("required_slots")
    if method is None:
        return ()
    try:
        ways = _lists(Reading(program, names), method.body, ())
    except (Unread, ExpressionError, RecursionError):
        return ()
    slots = dict.fromkeys(slot for _, listed in ways for slot in listed)
    return tuple((slot, _when(slot, ways)) for slot in slots)


def check_of(program: Program, slot: str, names: Known) -> Check | None:
    """How a program checks a slot's answer; None where it does so in another form."""
    method = program.methods.get(f"validate_{slot}")
    if method is None:
        return Check()
    arguments = [one.arg for one in method.args.args if one.arg not in {"self", "cls"}]
    if not arguments:
        return None
    reading = Reading(program, names, {arguments[0]: "answer"})
    try:
        return _check(reading, method.body, slot, arguments[0])
    except (Unread, ExpressionError, RecursionError):
        return None


def _lists(
    reading: Reading, body: Sequence[ast.stmt], tests: tuple[str, ...]
) -> list[tuple[tuple[str, ...], list[str]]]:
    """The lists of names that a method may return, each with the tests before it."""
    for at, one in enumerate(body):
        if is_remark(one):
            continue
        if isinstance(one, ast.Return):
            value = plain(one.value, reading.program.names)
            if not isinstance(value, list | tuple):
                raise Unread
            return [(tests, [str(each) for each in value])]
        if not isinstance(one, ast.If) or len(tests) > MOST_TESTS:
            raise Unread
        test, rest = sound(reading.python({}).test(one.test)), list(body[at + 1 :])
        then = _lists(reading, [*one.body, *rest], (*tests, test))
        return [*then, *_lists(reading, [*one.orelse, *rest], (*tests, f"!({test})"))]
    raise Unread


def _check(reading: Reading, body: Sequence[ast.stmt], slot: str, answer: str) -> Check:
    """One test that accepts an answer or refuses it with words."""
    stated = [one for one in body if not is_remark(one)]
    if len(stated) == 1 and isinstance(stated[0], ast.Return):
        accepts, _ = _verdict(reading, stated, slot, answer)
        if accepts:
            return Check()
    if not stated or not isinstance(stated[0], ast.If):
        raise Unread
    first = stated[0]
    test = sound(reading.python({}).test(first.test))
    accepts, refuses = _verdict(reading, first.body, slot, answer)
    others, words = _verdict(reading, [*first.orelse, *stated[1:]], slot, answer)
    if accepts == others:
        raise Unread
    return Check(test if accepts else f"!({test})", words if accepts else refuses)


def _verdict(
    reading: Reading, body: Sequence[ast.stmt], slot: str, answer: str
) -> tuple[bool, Says]:
    """Whether statements accept an answer as it is, and what they say."""
    says = Says()
    for one in body:
        if is_remark(one):
            continue
        if isinstance(one, ast.Return) and isinstance(one.value, ast.Dict):
            keys = [plain(key, reading.program.names) for key in one.value.keys]
            if keys != [slot]:
                raise Unread
            value = one.value.values[0]
            if isinstance(value, ast.Name) and value.id == answer:
                return True, says
            if isinstance(value, ast.Constant) and value.value is None:
                return False, says
            raise Unread
        said = reading.says(one.value, {}) if isinstance(one, ast.Expr) else []
        if len(said) != 1 or not isinstance(said[0], Says):
            raise Unread
        says = said[0]
    raise Unread


def _when(slot: str, ways: list[tuple[tuple[str, ...], list[str]]]) -> str:
    asking = [tests for tests, listed in ways if slot in listed]
    if len(asking) == len(ways):
        return ""
    return " || ".join("(" + " && ".join(tests) + ")" for tests in asking)
