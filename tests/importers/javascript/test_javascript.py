"""What is refused, where it stands, and what a script's steps look like."""

import sys

import pytest

from engine.importers.javascript import (
    Assign,
    Body,
    Call,
    Choice,
    Give,
    Made,
    Path,
    Translated,
    Untranslatable,
    body,
    condition,
    expression,
    known,
)
from engine.types.issue import TertuliaError


def naming(path: Path) -> Made | None:
    return known("_".join(path)) if path[0] in {"user", "n", "items"} and len(path) < 3 else None


@pytest.mark.parametrize(
    ("source", "what", "line", "column"),
    [
        ("", "it is empty", 1, 1),
        ("n +", "is not JavaScript", 1, 1),
        ("n; n", "an expression is wanted", 1, 4),
        ("n +\n  nobody", "'nobody' is a name that is not known here", 2, 3),
        ('"ñandú" + nobody', "'nobody'", 1, 11),
        ("fetch('https://example.org')", "the call of 'fetch'", 1, 1),
        ("process.env.KEY", "'process'", 1, 1),
        ("eval('n')", "the call of 'eval'", 1, 1),
        ("n.constructor.constructor('x')()", "the call of", 1, 1),
        ("Math.random()", "the call of 'Math.random'", 1, 1),
        ("n = 5", "'n = 5'", 1, 1),
        ("(n, 1)", "several expressions", 1, 1),
        ("import('fs')", "the call of 'import'", 1, 1),
        ("items.filter((x, i) => i)", "takes more than the item", 1, 14),
        ("items.reduce((a, b) => a * b, 1)", "something else than a sum", 1, 1),
        ("/(?<=a)b/.test(n)", "the pattern", 1, 1),
        ("n.toString(2)", "another base", 1, 1),
        ("`${`${`${nobody}`}`}`", "'nobody'", 1, 10),
        ("(" * 200 + "n" + ")" * 200, "nested too deeply", 1, 61),
        ("new Map()", "'new Map()'", 1, 1),
        ("class A {}", "an expression is wanted", 1, 1),
    ],
)
def test_what_is_refused_and_where(source: str, what: str, line: int, column: int) -> None:
    found = expression(source, naming)
    assert isinstance(found, Untranslatable)
    assert what in found.what
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize(
    ("source", "cel", "guard"),
    [
        ("`Hi ${user.name}!`", '"Hi " + as_text(user_name) + "!"', ""),
        ("user.age >= 18", "as_number(user_age) != null && as_number(user_age) >= 18", ""),
        ("user.name === 'Ana'", 'has(user_name) && user_name == "Ana"', ""),
        ("user.name.first", "user_name.first", "has(user_name.first)"),
        ("Number(n) * 2", "as_number(n) * 2", "as_number(n) != null"),
        ("items.map(n => n.a)", "items.map(n, (has(n.a) ? n.a : null))", "has(items)"),
        (
            "items.filter(user_name => user.name)",
            "items.filter(user_name_2, has(user_name) && user_name != false"
            ' && user_name != 0 && user_name != "")',
            "has(items)",
        ),
    ],
)
def test_how_it_reads(source: str, cel: str, guard: str) -> None:
    found = expression(source, naming)
    assert isinstance(found, Translated), str(found)
    assert (found.cel, found.made.guard) == (cel, guard)


def test_a_condition_is_true_or_false_whatever_is_missing() -> None:
    found = condition("user.vip && !items.length", naming)
    assert isinstance(found, Translated)
    assert found.made.type == "yes_no"
    assert not found.made.guard


def test_what_differs_is_told() -> None:
    found = expression("new Date().toLocaleDateString()", naming)
    assert isinstance(found, Translated)
    assert found.notes == (
        "toLocaleDateString writes the date as the conversation's language does",
    )


def test_the_steps_of_a_script() -> None:
    found = body(
        "user.age = n + 1;\nif (n > 3) { n = 0; done('many', n) } else { n++ }\nreturn n",
        naming,
        calls={"done"},
    )
    assert isinstance(found, Body), str(found)
    first, choice, last = found.steps
    assert isinstance(first, Assign)
    assert (first.target, first.name) == (("user", "age"), "user_age")
    assert isinstance(choice, Choice)
    assert [type(step) for step in choice.yes] == [Assign, Call]
    assert [type(step) for step in choice.no] == [Assign]
    assert isinstance(last, Give)
    assert isinstance(found.value, Untranslatable)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("while (n) { n-- }", "while statement"),
        ("for (const x of items) { n += x }", "does more than gather"),
        ("const before = n; n = 2; return before", "was changed meanwhile"),
        ("let a = n; if (n > 1) { n = 0; a = 2 } return a", "was changed meanwhile"),
        ("nobody.name = 1", "cannot be set here"),
        ("window = 1", "cannot be set here"),
        ("for (const x in items) { n += x }", "over something else than a list"),
        ("const d = new Date(); d.setHours(1, 2); n = d", "several parts of a date"),
        ("n = n.normalize('NFD')", "taken apart from their accents"),
        ("switch (n) { case 1: n = 2; case 2: return 1 }", "runs on into the next"),
        ("throw new Error('x')", "throw statement"),
        ("steal(n)", "the call of 'steal'"),
        ("await fetch('x')", "the call of 'fetch'"),
        ("if (n) " * 300 + "return 1", "nested too deeply"),
        ("n = 1;" * 500, "more than 400 steps"),
        ("const f = (x) => f(x); return f(1)", "nested too deeply"),
    ],
)
def test_scripts_that_are_refused(source: str, what: str) -> None:
    found = body(source, naming)
    assert isinstance(found, Untranslatable), found
    assert what in found.what


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_javascript", None)
    with pytest.raises(TertuliaError, match=r"tertulia\[importers\]"):
        expression("n + 1", naming)
