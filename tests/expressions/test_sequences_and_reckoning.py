"""Functions on lists, texts by place, objects, numbers, and changes of type."""

import pytest

from engine.expressions import ExpressionFault, compile_expression

SCOPE = {"list": [3, 1, 2.5], "said": "Añil", "nothing": None, "object": {"b": 1, "a": [True]}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("at(list, 0)", 3),
        ("at(list, 2.0)", 2.5),
        ("at(list, 3) == null", True),
        ("at(list, -1) == null", True),
        ("at(said, 1)", "ñ"),
        ('at(object, "b")', 1),
        ('at(object, "c") == null', True),
        ("slice(said, 1, 3)", "ñi"),
        ("slice(list, -2)", [1, 2.5]),
        ("slice(said, 9)", ""),
        ('index_of(said, "il")', 2),
        ('index_of(said, "z")', -1),
        ("index_of([true, 1.0], 1)", 1),
        ("index_of([1], true)", -1),
        ("reverse(list)", [2.5, 1, 3]),
        ("reverse(said)", "liñA"),
        ("sort(list)", [1, 2.5, 3]),
        ('sort(["b", "a"])', ["a", "b"]),
        ('unique([1, "1", 1.0, true, {"a": 1}, {"a": 1.0}])', [1, "1", True, {"a": 1}]),
        ("flat([1, [2, [3]], []])", [1, 2, [3]]),
        ("keys(object)", ["b", "a"]),
        ('merge(object, {"b": 2, "c": 3})', {"b": 2, "a": [True], "c": 3}),
        ("parse_json('{\"a\": [1, null]}')", {"a": [1, None]}),
        ("range(3)", [0, 1, 2]),
        ("range(-1)", []),
        ("sum(list)", 6.5),
        ("sum([])", 0),
        ("floor(-2.5)", -3),
        ("ceil(2.1)", 3),
        ("abs(-2)", 2),
        ("power(2, 10)", 1024),
        ("power(2, -1)", 0.5),
        ("7.5 % 2", 1.5),
        ("-7 % 2.0", -1.0),
        ('as_number(" 12.50 ")', 12.5),
        ('as_number("-3")', -3),
        ('as_number("1e3")', 1000),
        ('as_number("")', 0),
        ("as_number(true)", 1),
        ('as_number("3 apples") == null', True),
        ("as_number(list) == null", True),
        ("as_text(2.0)", "2"),
        ("as_text(2.5)", "2.5"),
        ("as_text(true)", "true"),
        ("as_text(list)", "3,1,2.5"),
        ("as_text(object)", '{"b": 1, "a": [true]}'),
        ("as_text(nothing)", ""),
        ("as_text(never.set)", ""),
        ("as_number(never) == null", True),
        ('as_text(timestamp("2026-11-23T15:30:00Z"))', "2026-11-23T15:30:00+00:00"),
        ('replace_match("a1b22", r"\\d+", "-")', "a-b-"),
        ('replace_match("Ruiz, Ana", r"(\\w+), (\\w+)", r"\\2 \\1")', "Ana Ruiz"),
        ('replace("aaa", "a", "b", 2)', "bba"),
        ('replace_match("aaa", "a", "b", 1)', "baa"),
        ("fixed(2.5)", "3"),
        ("fixed(-2.345, 2)", "-2.35"),
        ("fixed(1.005, 2)", "1.00"),
        ("fixed(12, 2)", "12.00"),
        ('all_matches("a1b22", r"\\d+")', ["1", "22"]),
    ],
)
def test_gives(expression: str, value: object) -> None:
    found = compile_expression(expression).evaluate(SCOPE)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("at(5, 0)", "at wants a list or a text, found a number"),
        ("at(list, 0.5)", "at wants a whole number"),
        ("index_of(said, 1)", "wants a part of the text"),
        ('sort([1, "a"])', "a list of numbers, or one of texts"),
        ("keys(list)", "keys wants an object"),
        ('parse_json("{")', "finds no JSON"),
        ('parse_json("NaN")', "NaN is no JSON"),
        ('sum(["a"])', "sum wants a number, found a text"),
        ("power(0, -1)", "power cannot be computed"),
        ("power(9999, 9999)", "power cannot be computed"),
        ("range(99999)", "a number up to 10000"),
        ("fixed(1, 30)", "0 to 20 decimals"),
        ('replace("a", "a", "b", 0.5)', "whole number of times"),
        ("7.5 % 0", "divides by zero"),
        ("7 % 0.0", "divides by zero"),
        ('replace_match("a", "(", "")', "cannot read the pattern"),
        ('replace_match("a", "a", r"\\3")', "cannot read the pattern"),
        ('all_matches("a", "(")', "cannot read the pattern"),
    ],
)
def test_refuses_in_words(expression: str, words: str) -> None:
    with pytest.raises(ExpressionFault, match=words):
        compile_expression(expression).evaluate(SCOPE)


def test_a_replacement_does_not_outgrow_what_is_kept() -> None:
    scope = {"long": "a" * 60_000, "new": "b" * 60_000}
    with pytest.raises(ExpressionFault, match="grows over"):
        compile_expression('replace_match(long, "a", new)').evaluate(scope)
