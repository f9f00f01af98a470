"""Expressions of ours in the making: CEL text with what JavaScript knows about its value."""

import json
import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

# How tightly a sign binds, the weakest first; what binds less than wanted goes in brackets.
CHOICE, EITHER, BOTH, RELATION, SUM, PRODUCT, SIGN, WHOLE = range(8)
WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
# An expression that is not written several times over.
LONG = 40


class Made(Struct, frozen=True):
    """An expression and its type: text, number, yes_no, list, object, moment, none or any.

    `guard` is the condition under which it has a value, empty where it always has one;
    JavaScript's undefined, null and NaN are no value. `items` is the type of a list's items,
    `level` how tightly its outermost sign binds. A `guessed` value counts as a number where its
    text looks like one.
    """

    cel: str
    type: str = "any"
    guard: str = ""
    items: str = "any"
    level: int = WHOLE
    guessed: bool = False


NOTHING = Made("null", "none", "false")


def literal(value: str | float | bool) -> Made:
    """A constant."""
    if isinstance(value, bool):
        return Made("true" if value else "false", "yes_no")
    if isinstance(value, str):
        return Made(quoted(value), "text")
    if value == int(value) and abs(value) < 2**53:
        return Made(str(int(value)), "number", level=WHOLE if value >= 0 else SIGN)
    return Made(repr(value), "number", level=WHOLE if value >= 0 else SIGN)


def quoted(text: str) -> str:
    """A text as CEL writes it."""
    return json.dumps(text, ensure_ascii=False)


def constant(made: Made) -> str | float | bool | None:
    """The value of a constant, no value where it is something else."""
    if made.cel[:1] in '"-0123456789tf' and made.type in {"text", "number", "yes_no"}:
        try:
            value = json.loads(made.cel)
        except ValueError:
            return None
        return value if isinstance(value, str | int | float) else None
    return None


def tight(made: Made, level: int) -> str:
    """The expression, in brackets where a sign of this level would tear it apart."""
    return made.cel if made.level >= level else f"({made.cel})"


def both(*conditions: str) -> str:
    """The condition under which all hold; empty for one that always does."""
    found = dict.fromkeys(one for one in conditions if one)
    if "false" in found:
        return "false"
    return " && ".join(bracketed(one, BOTH) for one in found)


def bracketed(condition: str, level: int) -> str:
    """A condition whose signs are only known from its text, in brackets if need be."""
    signs = outer_signs(condition)
    loose = "?" in signs or (level > EITHER and "|" in signs)
    loose = loose or (level > BOTH and "&" in signs) or (level > RELATION and "=" in signs)
    return f"({condition})" if loose else condition


def outer_signs(cel: str) -> set[str]:
    """The signs that stand outside of all brackets and texts: `?`, `|`, `&`, and `=` for a
    comparison."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', cel)
    depth, found = 0, set()
    for at, sign in enumerate(bare):
        depth += (sign in "([{") - (sign in ")]}")
        if not depth and sign in "?|&<>=" and bare[at - 1] in " |&":
            found.add("=" if sign in "<>=" else sign)
        if not depth and bare[at : at + 2] == "!=":
            found.add("=")
    return found


def unwrapped(cel: str) -> str:
    """The expression without brackets around the whole of it."""
    while cel.startswith("(") and cel.endswith(")") and not outer_signs(cel):
        inner = cel[1:-1]
        depths = [0]
        for sign in re.sub(r'"(?:[^"\\]|\\.)*"', "", inner):
            depths.append(depths[-1] + (sign in "([{") - (sign in ")]}"))
        if min(depths) < 0:
            break
        cel = inner
    return cel


def negation(condition: str) -> str:
    """The condition under which this one does not hold."""
    if condition in {"true", "false"}:
        return "false" if condition == "true" else "true"
    if (
        condition.startswith("!(")
        and condition != unwrapped(condition[1:])
        and not outer_signs(condition)
    ):
        return unwrapped(condition[1:])
    if condition.startswith("!") and not outer_signs(condition):
        return condition[1:]
    inner = bracketed(condition, SIGN)
    return f"!{inner}"


def choose(condition: str, yes: Made, no: Made) -> Made:
    """The one value where the condition holds, else the other."""
    if condition in {"true", "false"}:
        return yes if condition == "true" else no
    if yes == no:
        return yes
    known = [one for one in (yes, no) if one.type != "none"] or [yes]
    same = len({one.type for one in known}) == 1
    items = known[0].items if len({one.items for one in known}) == 1 else "any"
    cel = f"{bracketed(condition, EITHER)} ? {tight(yes, EITHER)} : {no.cel}"
    guard = _guard(condition, yes.guard, no.guard)
    return Made(cel, known[0].type if same else "any", guard, items, CHOICE)


def _guard(condition: str, yes: str, no: str) -> str:
    if yes == no:
        return yes
    if not yes and no == "false":
        return condition
    if yes == "false" and not no:
        return negation(condition)
    return f"({bracketed(condition, EITHER)} ? {yes or 'true'} : {no or 'true'})"


def bare(made: Made) -> Made:
    """The value where its guard is known to hold."""
    return replace(made, guard="")


def call(function: str, *arguments: str) -> str:
    return f"{function}({', '.join(arguments)})"


def safe(made: Made, otherwise: str) -> str:
    """The expression, or `otherwise` where it has no value."""
    if not made.guard:
        return made.cel
    if made.guard == "false":
        return otherwise
    return f"({bracketed(made.guard, EITHER)} ? {tight(made, EITHER)} : {otherwise})"


def as_text(made: Made) -> Made:
    """The value as JavaScript joins it into a text; nothing where there is no value."""
    if made.type == "none":
        return literal("")
    value = constant(made)
    if value is not None and not isinstance(value, str):
        return literal(made.cel if isinstance(value, bool) else _digits(value))
    if made.type == "text" and not made.guard:
        return made
    if _settles(made):
        return Made(call("as_text", made.cel), "text")
    written = made if made.type == "text" else Made(call("as_text", made.cel), "text", made.guard)
    return Made(safe(written, '""'), "text")


def as_number(made: Made) -> Made:
    """The value as a number; no value where it is none."""
    if made.type == "number":
        return made
    value = constant(made)
    if made.type == "text" and isinstance(value, str):
        return _number_of(value)
    cel = call("as_number", made.cel)
    if made.type == "yes_no" and not made.guard:
        return Made(cel, "number")
    there = f"{cel} != null"
    return Made(cel, "number", there if _settles(made) else both(made.guard, there))


def _settles(made: Made) -> bool:
    """Whether `as_text` and `as_number` by themselves do what the guard asks for."""
    parts = made.guard.split(" && ")
    names = all(
        re.fullmatch(r"has\([\w.]+\)", one) or one == f"{made.cel} != null" for one in parts
    )
    return not made.guard or (names and made.level == WHOLE)


def as_condition(made: Made, *, otherwise: str = "false") -> str:
    """Whether JavaScript takes the value for true."""
    if made.type == "none":
        return otherwise
    guard = made.guard
    if made.type == "yes_no":
        test = made.cel
        if not guard:
            return test
        return both(guard, tight(made, BOTH))
    if made.type in {"list", "object", "moment"}:
        return guard or "true"
    value = constant(made)
    if value is not None:
        return "true" if value else "false"
    cel = tight(made, RELATION + 1)
    if made.type in {"text", "number"}:
        return both(guard, f"{cel} != {chr(34) * 2 if made.type == 'text' else 0}")
    if len(cel) > LONG:
        # Computed once, as it is long.
        tests = " && ".join(f"it != {one}" for one in ("null", "false", "0", '""'))
        rest = " && ".join(one for one in guard.split(" && ") if one != f"{made.cel} != null")
        return both(rest, f"[{made.cel}].exists(it, {tests})")
    there = "" if guard else f"{cel} != null"
    return both(guard, there, f"{cel} != false", f"{cel} != 0", f'{cel} != ""')


def is_there(made: Made) -> str:
    """The condition under which there is a value at all."""
    return made.guard or "true"


def list_of(items: Iterable[Made]) -> Made:
    """A list; items without a value are null, as in JavaScript's JSON."""
    made = list(items)
    types = {one.type for one in made}
    inner = ", ".join(safe(one, "null") for one in made)
    return Made(f"[{inner}]", "list", items=types.pop() if len(types) == 1 else "any")


def _digits(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def _number_of(text: str) -> Made:
    text = text.strip()
    if not text:
        return literal(0)
    try:
        return literal(float(text)) if re.fullmatch(r"[-+.\deE]+", text) else NOTHING
    except (ValueError, OverflowError):
        return NOTHING
