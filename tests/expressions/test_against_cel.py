"""Expressions mean what CEL means: ours and the Rust `cel` on the same random expressions.

Deliberate differences, each pinned below: whole and decimal numbers mix in arithmetic, a text
has as many characters as people count, null where a value is needed is a missing name, and
`1.0 / 0.0` and `-true` are faults.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import ExpressionError, ExpressionFault, Missing, compile_expression
from engine.expressions.functions import FUNCTIONS
from engine.expressions.native import load

FAILED = "failed"

# Beyond 2**53 the Rust cel compares whole with decimal numbers as decimals; ours is exact.
WHOLE = st.integers(-(2**53), 2**53) | st.integers(-3, 3)
DECIMAL = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1.0, -2.5])
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)
SCALAR = st.none() | st.booleans() | WHOLE | DECIMAL | TEXT
VALUE = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=4,
)
NAMES = ("a", "b", "c", "d")
SCOPES = st.dictionaries(st.sampled_from(NAMES), VALUE)


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"'


LEAF = (
    st.sampled_from([*NAMES, "a.x", "b.y", "c.x.y", "d.z", "true", "false", "null", '"x"', "1"])
    | WHOLE.map(str)
    | DECIMAL.map(repr).filter(lambda written: "." in written)
    | TEXT.map(quoted)
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "&&", "||", "in"])
    return (
        st.tuples(inner, signs, inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})")
        | st.tuples(inner, signs, inner).map(" ".join)
        | inner.map(lambda part: f"!({part})")
        | st.tuples(inner, inner, inner).map(lambda parts: "({} ? {} : {})".format(*parts))
        | st.tuples(inner, inner).map(lambda parts: "[{}, {}]".format(*parts))
        | inner.map(lambda part: f'{{"x": {part}}}')
        | st.tuples(inner, inner).map(lambda parts: "({})[{}]".format(*parts))
        | st.tuples(inner, st.sampled_from(["all", "exists", "exists_one", "filter"]), inner).map(
            lambda parts: f"[{parts[0]}, a, 1].{parts[1]}(x, {parts[2]} == x)"
        )
        | st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}].map(x, [x, {parts[1]}])")
    )


def ours(source: str, scope: dict[str, Any]) -> object:
    try:
        return compile_expression(source).evaluate(scope)
    except (Missing, ExpressionFault):
        return FAILED


def theirs(source: str, scope: dict[str, Any]) -> object:
    try:
        return load().compile(source).execute(scope)
    except Exception:  # noqa: BLE001 - Rust raises whatever suits it
        return FAILED


def exactly(value: object) -> object:
    """The value with the types of its parts, as Python's 1 == True == 1.0 hides them."""
    if isinstance(value, list):
        return [exactly(item) for item in value]
    if isinstance(value, dict):
        return {key: exactly(item) for key, item in value.items()}
    return type(value), value


@settings(max_examples=400, deadline=None)
@given(st.recursive(LEAF, _grown, max_leaves=8), SCOPES)
def test_logic_and_comparison(source: str, scope: dict[str, Any]) -> None:
    assert exactly(ours(source, scope)) == exactly(theirs(source, scope)), source


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        WHOLE.map(lambda number: f"({number})") | st.sampled_from(NAMES),
        lambda inner: (
            st.tuples(inner, st.sampled_from("+-*/%"), inner).map(
                lambda parts: "({} {} {})".format(*parts)
            )
            | inner.map(lambda part: f"-{part}")
        ),
        max_leaves=6,
    ),
    st.dictionaries(st.sampled_from(NAMES), WHOLE),
)
def test_arithmetic_of_whole_numbers(source: str, scope: dict[str, Any]) -> None:
    assert exactly(ours(source, scope)) == exactly(theirs(source, scope)), source


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["contains", "startsWith", "endsWith", "+", "<", "==", "in"]), TEXT, TEXT)
def test_texts(what: str, left: str, right: str) -> None:
    call = f"{quoted(left)}.{what}({quoted(right)})"
    source = call if what[0].isalpha() and what != "in" else f"a {what} b"
    scope = {"a": left, "b": right}
    assert ours(source, scope) == theirs(source, scope)


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("ab1.0\"'\\n()[]{}?:,!-=<>&| \n") | st.characters(), max_size=12))
def test_what_we_read_cel_reads(source: str) -> None:
    """Whatever we accept, CEL accepts too; we raise nothing but ExpressionError."""
    try:
        expression = compile_expression(source)
    except ExpressionError:
        return
    try:
        load().compile(source)
    except Exception as problem:
        raise AssertionError(f"CEL refuses {source!r}: {problem}") from problem
    assert expression.names is not None


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([*FUNCTIONS, "nosuch"]),
    st.lists(LEAF, max_size=3),
    SCOPES,
)
def test_no_call_raises_anything_else(
    function: str, arguments: list[str], scope: dict[str, Any]
) -> None:
    ours(f"{function}({', '.join(arguments)})", scope)


def test_deliberate_differences() -> None:
    assert theirs("1 + 2.5", {}) == FAILED
    assert ours("1 + 2.5", {}) == 3.5
    assert theirs('"año".size()', {}) == 4
    assert ours('"año".size()', {}) == 3
    assert theirs("1.0 / 0.0", {}) == float("inf")
    assert ours("1.0 / 0.0", {}) == FAILED
    assert theirs("-true", {}) is False
    assert ours("-true", {}) == FAILED
    assert theirs("[1].contains(1)", {}) == FAILED
    assert ours("[1].contains(1)", {}) is True
