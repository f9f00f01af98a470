"""Adaptive expressions: read by the language's own rules, said in ours, and giving the same."""

import pytest

from engine.expressions import ExpressionFault, Missing, compile_expression
from engine.importers.composer.adaptive import parse
from engine.importers.composer.cel import Cel
from engine.importers.composer.memory import Memory
from engine.importers.composer.moments import cldr
from engine.importers.composer.tokens import holes
from engine.importers.composer.tree import Call, Literal, Name, Operation, Untranslatable

SCOPE = {
    "user_name": "Ana",
    "user_age": 30,
    "user_todos": ["milk", "eggs"],
    "user_profile": {"city": "Lima", "tags": ["a"]},
    "main_open": True,
    "main_closed": False,
    "language": "en",
}


def said(source: str) -> str:
    return Cel(Memory(), "main").value(parse(source))


def gives(source: str) -> object:
    return compile_expression(said(source)).evaluate(SCOPE)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # Operators, from the loosest to the tightest.
        ("1 + 2 * 3", 7),
        ("-2 ^ 2", 4),
        ("7 / 2", 3),
        ("7 % 4", 3),
        ("'a' & 1", "a1"),
        ("'n: ' + user.age", "n: 30"),
        ("user.age > 18 && user.name == 'Ana'", True),
        ("user.age > 40 || $open", True),
        ("!$closed", True),
        ("!user.nobody", True),
        ("$open ? 'yes' : 'no'", "yes"),
        ("user.nobody ?? 'none'", "none"),
        # Memory.
        ("user.profile.city", "Lima"),
        ("user['profile'].tags[0]", "a"),
        ("user.profile.street == null", True),
        ("user.profile.street != 'x'", True),
        ("user.nobody == null", True),
        ("user.todos.Count", 2),
        # Texts.
        ("length('abc')", 3),
        ("concat('a', 1, true)", "a1true"),
        ("`Hi ${user.name}!`", "Hi Ana!"),
        ("toUpper(substring('hello', 1, 3))", "ELL"),
        ("titleCase('ana ruiz')", "Ana Ruiz"),
        ("sentenceCase('hELLO')", "Hello"),
        ("replace('a-b', '-', '+')", "a+b"),
        ("join(split('a,b', ','), ' and ')", "a and b"),
        ("addOrdinal(22)", "22nd"),
        ("addOrdinal(11)", "11th"),
        ("isMatch('ab12', '[a-z]+\\\\d+')", True),
        ("uriHost('https://example.org/a?b=c')", "example.org"),
        ("uriPath('https://example.org/a?b=c')", "/a"),
        # Lists and objects.
        ("count(user.todos)", 2),
        ("contains(user.todos, 'milk')", True),
        ("first(user.todos)", "milk"),
        ("last(user.todos)", "eggs"),
        ("join(foreach(user.todos, x, concat('* ', x)), ', ')", "* milk, * eggs"),
        ("join(user.todos, ', ', ' and ')", "milk and eggs"),
        ("where(createArray(1, 2, 3), x => x > 1)", [2, 3]),
        ("any(user.todos, x, x == 'eggs')", True),
        ("union(createArray(1, 2), createArray(2, 3))", [1, 2, 3]),
        ("intersection(createArray(1, 2), createArray(2, 3))", [2]),
        ("setProperty(user.profile, 'city', 'Quito')", {"city": "Quito", "tags": ["a"]}),
        ("{a: 1, 'b': [2]}", {"a": 1, "b": [2]}),
        ("range(2, 3)", [2, 3, 4]),
        # Logic and kinds.
        ("empty('')", True),
        ("exists(user.nobody)", False),
        ("if(user.nobody, 1, 2)", 2),
        ("coalesce(user.nobody, user.name)", "Ana"),
        ("isString(user.name)", True),
        ("isArray(user.todos)", True),
        ("bool(1)", True),
        # Numbers and moments.
        ("max(createArray(1, 4, 2))", 4),
        ("sum(createArray(1, 2))", 3),
        ("average(createArray(1, 2))", 1.5),
        ("floor(1.7)", 1),
        ("int('12')", 12),
        ("json('{\"a\": 1}').a", 1),
    ],
)
def test_an_expression_gives_what_it_gave(source: str, value: object) -> None:
    assert gives(source) == value


@pytest.mark.parametrize(
    "source", ["xPath(user.a, 'b')", "dialogContext.stack", "ticks(user.a)", "user", "foo.bar()"]
)
def test_what_cannot_be_said_says_so(source: str) -> None:
    with pytest.raises(Untranslatable):
        said(source)


@pytest.mark.parametrize(
    "source", ["", "(", "1 +", "a b", "[1", "{a}", "'", "f(", "a.", "=" * 5, "(" * 200, "\x00"]
)
def test_what_cannot_be_read_says_so(source: str) -> None:
    with pytest.raises(Untranslatable):
        parse(source)


def test_levels_of_the_language() -> None:
    assert parse("a == b < c") == Operation(
        "<", (Operation("==", (Name("a"), Name("b"))), Name("c"))
    )
    assert parse("a ? b : c") == Call("if", (Name("a"), Name("b"), Name("c")))
    assert parse("'it\\'s'") == Literal("it's")


def test_holes_end_where_their_brackets_close() -> None:
    text = "a ${concat('}', b)} and \\${not} ${ {x: 1}.x }"
    assert holes(text) == ["a ", ("concat('}', b)",), " and ${", "not} ", (" {x: 1}.x ",)]


def test_a_value_that_is_not_there_makes_a_condition_false() -> None:
    cel = Cel(Memory(), "main")
    condition = cel.truth(parse("user.nobody.name"))
    with pytest.raises((Missing, ExpressionFault)):
        compile_expression("user_nobody.name").evaluate({})
    assert compile_expression(condition).evaluate({}) is False


def test_capitals_of_names_do_not_count() -> None:
    cel = Cel(Memory(), "main")
    assert cel.value(parse("user.Profile.Name")) == cel.value(parse("USER.profile.name"))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("yyyy-MM-dd", "yyyy-MM-dd"),
        ("dddd, MMMM d", "EEEE, MMMM d"),
        ("hh:mm tt", "hh:mm a"),
        ("yyyy-MM-ddTHH:mm:ss.fffZ", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
        ("d", "M/d/yyyy"),
        ("o", ""),
    ],
)
def test_formats_of_dates(theirs: str, ours: str) -> None:
    assert cldr(theirs) == ours
