"""What is known of an expression before it runs."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import (
    PREDEFINED,
    PREDEFINED_TYPES,
    ExpressionError,
    compile_expression,
    infer,
)
from engine.expressions.functions import FUNCTIONS
from engine.expressions.tree import MACROS

TYPES = {
    **PREDEFINED_TYPES,
    "age": "number",
    "city": "text",
    "vip": "yes_no",
    "birthday": "date",
    "tags": "list",
    "answer": "object",
    "anything": "any",
    "contact.plan": "text",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('age >= 18 && city == "Lima"', "yes_no"),
        ("age + 1", "number"),
        ('city + "!"', "text"),
        ("tags + [1]", "list"),
        ("tags.filter(t, t.size() > 1)", "list"),
        ('rows("branches").exists(d, d.city == city)', "yes_no"),
        ("vip ? 1 : 2", "number"),
        ('vip ? 1 : "a"', "any"),
        ("answer.code.value", "any"),
        ("anything.code > 3", "yes_no"),
        ("contact.name", "text"),
        ("contact", "object"),
        ("fold(contact.plan)", "text"),
        ('birthday < today && birthday < "2020-01-01"', "yes_no"),
        ('now - duration("1h") > timestamp(birthday)', "yes_no"),
        ("type(age) == int", "yes_no"),
        ("has(contact.unheard) || has(city)", "yes_no"),
        ("entities.size == 'large'", "yes_no"),
        ("city == null", "yes_no"),
        ('"vip" in contact.tags', "yes_no"),
        ("[1, 2].map(x, [x].map(y, x + y))", "list"),
        ('{"a": age}', "object"),
        ("!vip", "yes_no"),
        ("-age", "number"),
    ],
)
def test_sound(source: str, expected: str) -> None:
    assert infer(source, TYPES) == (expected, [])


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("cty == 'Lima'", "unknown-name", "did you mean 'city'?"),
        ("contact.nme", "unknown-name", "did you mean 'contact.name'?"),
        ("unheard", "unknown-name", "add a variable"),
        ("tags.filter(d, e > 1)", "unknown-name", "'e'"),
        ("city.name", "no-such-part", "'city' is a text"),
        ("city > 3", "wrong-types", "a text with a number"),
        ("city == 3", "wrong-types", "a text with a number"),
        ("vip == 'yes'", "wrong-types", "yes/no with a text"),
        ("tags > tags", "wrong-types", "a list with a list"),
        ("city * 2", "wrong-types", "a text and a number"),
        ("vip + 1", "wrong-types", "yes/no and a number"),
        ("age && vip", "wrong-types", "&& wants yes/no, found a number"),
        ("!age", "wrong-types", "! wants yes/no, found a number"),
        ("age ? 1 : 2", "wrong-types", "? wants yes/no, found a number"),
        ("'a' in city", "wrong-types", "a.contains(b)"),
        ("upper(age)", "wrong-types", "upper wants a text, found a number"),
        ("city.exists(c, true)", "wrong-types", "exists wants a list, found a text"),
        ("tags.exists(t, 1)", "wrong-types", "exists wants yes/no, found a number"),
        ("uper(city)", "unknown-function", "did you mean 'upper'?"),
        ("city.uppercase()", "unknown-function", "'uppercase'"),
        ("upper()", "wrong-arguments", "takes 1 value, found 0"),
        ("age >", "expression-syntax", "ends too early"),
    ],
)
def test_problem(source: str, code: str, words: str) -> None:
    _, problems = infer(source, TYPES)
    assert [problem.code for problem in problems] == [code]
    assert words in f"{problems[0].message}; {problems[0].remedy}"


def test_every_problem_is_found() -> None:
    _, problems = infer("cty == 'a' && unheard > 1 && nosuch(age) && upper(vip) == ''", TYPES)
    assert [problem.code for problem in problems] == [
        "unknown-name",
        "unknown-name",
        "unknown-function",
        "wrong-types",
    ]


@pytest.mark.parametrize(
    ("source", "wanted", "codes"),
    [
        ("age", "yes_no", ["not-a-condition"]),
        ("age > 1", "yes_no", []),
        ("anything", "yes_no", []),
        ("city", "number", ["wrong-type"]),
        ("city", "date", []),
    ],
)
def test_wanted_type(source: str, wanted: str, codes: list[str]) -> None:
    assert [problem.code for problem in infer(source, TYPES, wanted)[1]] == codes


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab1.\"'()[]{}?:,!-=<>&| "), max_size=15))
def test_nothing_is_raised(source: str) -> None:
    result, problems = infer(source, {"a": "number", "b.a": "text"}, "yes_no")
    assert isinstance(result, str)
    try:
        compile_expression(source)
    except ExpressionError:
        assert problems[0].code == "expression-syntax"


def test_predefined_examples_have_their_type() -> None:
    for one in PREDEFINED:
        found, problems = infer(one.example, {}, one.type)
        assert problems == [], one
        assert found in (one.type, "text"), one
        compile_expression(one.example).evaluate({})


def test_predefined_names_are_those_of_the_interpreter() -> None:
    file = Path(__file__).parents[2] / "engine/interpreter/scope.py"
    tables = [
        node.value
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "PREDEFINED"
    ]
    assert isinstance(tables[0], ast.Dict)
    given = {ast.literal_eval(key) for key in tables[0].keys if key}
    assert given - {"rows"} == {name.partition(".")[0] for name in PREDEFINED_TYPES}


def test_the_reference_names_every_function_and_name() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/expressions.md").read_text("utf-8")
    words = {*FUNCTIONS, *MACROS, "has", *PREDEFINED_TYPES}
    assert [
        word for word in sorted(words) if f"`{word}" not in page and f".{word}(" not in page
    ] == []
