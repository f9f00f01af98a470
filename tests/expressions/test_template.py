"""Texts with holes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.expressions import ExpressionError, ExpressionFault, compile_template

SCOPE = {
    "name": "Ana",
    "nothing": None,
    "total": 12.0,
    "rate": 0.5,
    "vip": True,
    "tags": ["a", 2.0, False],
    "place": {"city": "Lima"},
    "contact": {},
}


def fill(source: str, language: str = "es") -> tuple[str, list[str]]:
    missing: list[str] = []
    return compile_template(source).fill({**SCOPE, "language": language}, missing.append), missing


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Hola ${name}", "Hola Ana"),
        ("${name}${name}", "AnaAna"),
        ("$${name} $name {name} $", "${name} $name {name} $"),
        ("a $$${name}", "a $${name}"),
        ("${total} y ${rate}", "12 y 0.5"),
        ("${vip}/${!vip}", "sí/no"),
        ("${tags}", "a, 2, no"),
        ("${place}", '{"city":"Lima"}'),
        ('${ {"a": "}"}.a }', "}"),
        ('${"}"}${ {"a": {"b": 1}}.a.b }', "}1"),
        ("${name + '}'}", "Ana}"),
        ("", ""),
    ],
)
def test_filled(source: str, expected: str) -> None:
    assert fill(source) == (expected, [])


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "sí no"), ("pt-BR", "sim não"), ("en", "yes no"), ("pt", "sim não"), ("de", "yes no")],
)
def test_yes_and_no_in_the_language(language: str, words: str) -> None:
    assert fill("${vip} ${!vip}", language) == (words, [])


def test_missing_and_null_holes_are_empty_and_reported() -> None:
    assert fill("a${absent}b${ nothing }c${contact.phone}d${nothing + 1}") == (
        "abcd",
        ["absent", "nothing", "contact.phone", "nothing"],
    )


def test_a_failing_hole_is_empty_and_reported() -> None:
    template = compile_template("a ${1 / 0} b")
    faults: list[str] = []
    assert template.fill(SCOPE, faults.append, faults.append) == "a  b"
    assert len(faults) == 1
    assert faults[0].startswith("1 / 0: / divides by zero")
    with pytest.raises(ExpressionFault):
        template.fill(SCOPE, faults.append)


@pytest.mark.parametrize(
    ("source", "words", "at"),
    [
        ("Hola ${name", "not closed", 5),
        ("Hola ${name)}", "found ')'", 11),
        ("${}", "empty", 2),
        ("ok ${name} ${'}", "no closing", 13),
        ("${" * 3, "$", 2),
        ("x" * 1_000_000, "at most 100000", 0),
        ("${" + "(" * 10_000, "not closed", 0),
    ],
)
def test_error_says_where(source: str, words: str, at: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_template(source)
    assert words in str(caught.value)
    assert caught.value.at == at


def test_names_and_plain() -> None:
    template = compile_template("${name} ${contact.phone}")
    assert template.names == {"name", "contact.phone"}
    assert not template.plain
    assert compile_template("plain").plain
    assert compile_template("$${x}").plain


@given(st.text().filter(lambda text: "${" not in text))
def test_a_text_without_holes_fills_to_itself(text: str) -> None:
    assert compile_template(text).fill({}, pytest.fail) == text


@given(st.text(), st.text())
def test_an_escaped_sign_stands_for_itself(before: str, after: str) -> None:
    before, after = (part.replace("${", "").rstrip("$") for part in (before, after))
    assert compile_template(f"{before}$${{{after}").fill({}, pytest.fail) == f"{before}${{{after}"
