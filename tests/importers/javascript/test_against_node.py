"""What is translated gives what a real JavaScript engine gives."""

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from node_engine import NODE, NOTHING, run_in_node

from engine.expressions import ExpressionFault, Missing, compile_expression
from engine.importers.javascript import (
    Made,
    Translated,
    Untranslatable,
    body,
    condition,
    expression,
    known,
)

pytestmark = pytest.mark.skipif(NODE is None, reason="no node; install the extra dev")

SCOPE: dict[str, object] = {
    "name": "Ana Ruiz",
    "word": "hello",
    "empty": "",
    "digits": "42",
    "price": "19.90",
    "zero": 0,
    "n": 7,
    "half": 2.5,
    "minus": -3,
    "yes": True,
    "no": False,
    "list": [3, 1, 2],
    "words": ["b", "a", "c"],
    "mixed": [1, "1", True, "", 0],
    "none": [],
    "user": {"name": "Ana", "age": 31, "tags": ["vip"], "address": {"city": "Lima"}},
    "cart": [{"id": "a", "price": 10, "n": 2}, {"id": "b", "price": 2.5, "n": 1}],
}
TYPES = {"typed_text": ("text", "Lima"), "typed_number": ("number", 12)}
EXPRESSIONS = (Path(__file__).parent / "expressions.txt").read_text("utf-8").splitlines()
# Endless numbers are true there, and no value here.
ENDLESS = {"n / zero", "Math.min(...none)"}
BODIES = [
    "return n",
    "const a = n * 2; return a + 1",
    "let a = 1; a = a + n; a += 2; a++; return a",
    "if (n > 5) { return 'big' } return 'small'",
    "if (n > 50) { return 'big' } else if (n > 5) { return 'middle' } else { return 'small' }",
    "let r = ''; if (word) { r = 'yes' } else { r = 'no' } return r + '!'",
    "let r = []; if (yes) { r.push(1) } r.push(2, 3); return r",
    "switch (word) { case 'a': return 1; case 'b': case 'hello': return 2; default: return 3 }",
    "let r; switch (n) { case '7': r = 1; break; case 7: r = 2; break; default: r = 3 } return r",
    "const twice = (x) => { if (x > 5) return x * 2; return x }; return twice(n) + twice(2)",
    "function add(a, b) { return a + b } return add(n, half) + add(word, n)",
    "const { name: called, age } = user; const [a, b] = called.split('n'); return a + age + b",
    "const o = { a: 1 }; o.b = n; return o",
    "if (missing) { return 1 }",
    "console.log(n); return 5; return 6",
    "made = n; made += 1; return made",
    "let t = 0; for (const c of cart) { t += c.price * c.n } return t",
    "let t = 'x'; list.forEach(x => { t += ',' + x }); return t",
    "const out = []; for (const x of list) { if (x > 1) out.push(x * 2) } return out",
    "const [first, ...rest] = name.split('a'); return rest.join('|') + first",
    "const d = new Date('2026-11-23T10:00:00Z'); d.setDate(d.getDate() + 7); return d.getTime()",
    "const d = new Date('2026-11-23T10:00:00Z'); d.setHours(d.getHours() - 3); return d.getTime()",
    "const d = new Date('2026-11-23T10:00:00Z'); d.setDate(1); return d.getTime()",
    "try { return n + 1 } catch (error) { return 0 }",
    "// a remark\nreturn /* here */ n",
    "let total = 0; total += n; if (total > 5) total -= 1; return total",
    "if (no) return 1; const a = 5; if (yes) { const b = a + 1; if (b > 5) { return b } } return a",
    "const list2 = list.filter(function (x) { return x > 1 }); return list2.length",
]


def naming(path: tuple[str, ...]) -> Made | None:
    """All names of the scope; two of them with a known type."""
    (name, *rest) = path
    if rest:
        return None
    if name in TYPES:
        return Made(name, TYPES[name][0])
    if name == "list":
        return known("numbers")
    return known(name) if name in SCOPE or name == "missing" else None


def ours(made: Made, scope: dict[str, object]) -> object:
    """The value of a translation; none where its guard does not hold."""
    try:
        if made.guard and compile_expression(made.guard).evaluate(scope) is not True:
            return NOTHING
        value = compile_expression(made.cel).evaluate(scope)
    except (Missing, ExpressionFault):
        return NOTHING
    return NOTHING if value is None else value


def alike(one: object, other: object) -> bool:
    """Whether values are the same, with true and 1 told apart."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return one == other


FULL = {**SCOPE, **{name: value for name, (_, value) in TYPES.items()}}
OURS = {{"list": "numbers"}.get(name, name): value for name, value in FULL.items()}
OURS["time_zone"] = "UTC"


def test_expressions_of_every_kind_give_the_same() -> None:
    theirs = run_in_node([(f"return ({source})", FULL) for source in EXPRESSIONS])
    translated, differing = 0, []
    for source, wanted in zip(EXPRESSIONS, theirs, strict=True):
        found = expression(source, naming)
        if isinstance(found, Untranslatable):
            differing.append((source, str(found), wanted))
            continue
        translated += 1
        value = ours(found.made, OURS)
        if not alike(value, wanted):
            differing.append((source, found.cel, found.made.guard, value, wanted))
    assert differing == []
    assert translated > 300


def test_conditions_hold_where_they_hold_there() -> None:
    theirs = run_in_node([(f"return !!({source})", FULL) for source in EXPRESSIONS])
    differing = []
    for source, wanted in zip(EXPRESSIONS, theirs, strict=True):
        found = condition(source, naming)
        if wanted == NOTHING or not isinstance(found, Translated):
            continue
        value = ours(found.made, OURS)
        if value is not wanted and source not in ENDLESS:
            differing.append((source, found.cel, value, wanted))
    assert differing == []


def test_bodies_give_the_same() -> None:
    theirs = run_in_node([(source, FULL) for source in BODIES])
    for source, wanted in zip(BODIES, theirs, strict=True):
        found = body(source, naming)
        assert not isinstance(found, Untranslatable), (source, str(found))
        value = found.value
        assert isinstance(value, Translated), (source, str(value))
        assert alike(ours(value.made, OURS), wanted), (source, value.cel)


# NaN and what is missing are no value here, and told apart there; so
# signs that reckon get numbers.
NUMBERS = ["n", "half", "minus", "digits", "price", "typed_number", "1", "'7'", "yes", "empty"]
OTHERS = ["name", "word", "zero", "no", "typed_text", "'x'", "''", "true"]
reckoned = st.recursive(
    st.sampled_from(NUMBERS),
    lambda inner: st.tuples(inner, st.sampled_from("-*"), inner).map(
        "(({0[0]}) {0[1]} ({0[2]}))".format
    ),
    max_leaves=3,
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["+", "===", "==", "!==", "!=", "<", "<=", ">", ">=", "&&", "||"])
    return (
        st.tuples(inner, signs, inner).map("(({0[0]}) {0[1]} ({0[2]}))".format)
        | st.tuples(inner, inner, inner).map("({0[0]} ? {0[1]} : {0[2]})".format)
        | inner.map("!({})".format)
        | inner.map("isNaN({})".format)
        | inner.map("(Number({}) || 0)".format)
    )


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.recursive(reckoned | st.sampled_from(OTHERS), _grown, max_leaves=5),
        min_size=80,
        max_size=80,
    )
)
def test_signs_between_values_of_any_type(sources: list[str]) -> None:
    theirs = run_in_node([(f"return ({source})", FULL) for source in sources])
    for source, wanted in zip(sources, theirs, strict=True):
        found = expression(source, naming)
        if isinstance(found, Translated):
            value = ours(found.made, OURS)
            assert alike(value, wanted), (source, found.cel, found.made.guard)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=string.printable, max_size=40))
def test_no_script_makes_it_fail(source: str) -> None:
    for translate in (expression, condition, body):
        assert translate(source, naming) is not None
