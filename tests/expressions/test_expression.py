"""Expressions on values that bots hold."""

import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.expressions import ExpressionError, ExpressionFault, Missing, compile_expression

SCOPE = {
    "age": 20,
    "price": 19.9,
    "city": "Lima",
    "nothing": None,
    "vip": True,
    "tags": ["new", "vip"],
    "contact": {"name": "Ána  Núñez", "email": None},
    "now": datetime(2026, 11, 23, 15, 30, tzinfo=UTC),
    "today": "2026-11-23",
    "appointment": "2026-11-24T10:00:00",
    "language": "es",
    "time_zone": "America/Lima",
    "rows": {
        "branches": [
            {"name": "Centro", "city": "Lima", "beds": 12},
            {"name": "Norte", "city": "Piura", "beds": 3.5},
        ]
    }.__getitem__,
}


def value(source: str) -> object:
    return compile_expression(source).evaluate(SCOPE)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('age >= 18 && city == "Lima"', True),
        ("age == 20.0", True),
        ("vip == 1", False),
        ("nothing == null", True),
        ("nothing == 0", False),
        ("nothing != 3", True),
        ("nothing != null && nothing > 3", False),
        ("missing > 3 || vip", True),
        ("vip || missing > 3", True),
        ("missing > 3 && !vip", False),
        ("price * 2", 39.8),
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("-7 % 3", -1),
        ("7 / 2.0", 3.5),
        ('vip ? "gold" : "none"', "gold"),
        ('"vip" in tags', True),
        ('tags.contains("old")', False),
        ("tags[0]", "new"),
        ('contact["name"].size()', 10),
        ("fold(contact.name)", "ana nunez"),
        ('fold(contact.name) == fold("ANA núñez")', True),
        ('title("ana DE paz")', "Ana De Paz"),
        ('trim(upper(" a "))', "A"),
        ('lower("Á")', "á"),
        ('join(tags, "; ")', "new; vip"),
        ('"a-b".split("-")', ["a", "b"]),
        ('"a-b".replace("-", "+")', "a+b"),
        ("round(2.5)", 3),
        ("round(1.005, 2)", 1.01),
        ("round(-2.5)", -3),
        ('city.startsWith("L") && city.endsWith("a")', True),
        ('city.matches("^L.m")', True),
        ("has(contact.email)", True),
        ("has(contact.phone)", False),
        ("has(nothing)", False),
        ("has(unheard)", False),
        ('rows("branches").filter(b, b.city == city).map(b, b.name)', ["Centro"]),
        ('rows("branches").exists(b, b.beds > 10)', True),
        ('rows("branches").all(b, b.beds > 10)', False),
        ('rows("branches").exists_one(b, b.beds > 10)', True),
        ('rows("branches").map(b, b.beds > 5, b.beds * 2.5)', [30.0]),
        ("[1, 2].map(x, [x, 10].map(y, x * y))", [[1, 10], [4, 20]]),
        ("tags.exists(age, age == 'vip') && age == 20", True),
        ('now + duration("1h")', "2026-11-23T16:30:00+00:00"),
        ('now > timestamp("2026-11-23T10:00:00-05:00")', True),
        ("now < appointment", True),
        ('now - duration("30m") == timestamp("2026-11-23T15:00:00Z")', True),
        ('duration("90m")', 5400),
        ("now.getHours()", 15),
        ('today > "2026-01-01"', True),
        ("type(age) == int", True),
        ('int("42") + 1', 43),
        ('string(12) + "th"', "12th"),
        ('double("2.5") * 2', 5.0),
        ('{"a": {"b": 1}}.a.b', 1),
        ("2 // a remark", 2),
        (r'"\u00e9\x41\101\n"', "éAA\n"),
        (r'r"\d"', r"\d"),
        ("'''it's'''", "it's"),
        ("0x1F", 31),
        ("-9223372036854775808", -(2**63)),
        ("number(1234567.5)", "1.234.567,5"),
        ("number(1234.5, 2)", "1.234,50"),
        ('money(12345.5, "EUR")', "12.345,50\N{NO-BREAK SPACE}€"),
        ('date(today, "long")', "23 de noviembre de 2026"),
        ("time_of_day(now)", "10:30"),
        ('time_of_day("15:30")', "15:30"),
        ('plural(1, {"one": "cita", "other": "citas"})', "cita"),
        ('plural(3, {"one": "cita", "other": "citas"})', "citas"),
    ],
)
def test_value(source: str, expected: object) -> None:
    found = value(source)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("missing", "missing"),
        ("missing + 1", "missing"),
        ("nothing >= 18", "nothing"),
        ("nothing && vip", "nothing"),
        ("!nothing", "nothing"),
        ("-nothing", "nothing"),
        ("nothing ? 1 : 2", "nothing"),
        ("contact.phone", "contact.phone"),
        ("contact.email.domain", "contact.email.domain"),
        ('contact["phone"]', "contact.phone"),
        ("upper(contact.email)", "contact.email"),
        ('contact.email.contains("@")', "contact.email"),
        ("nothing.exists(x, x > 1)", "nothing"),
        ('rows("branches").exists(b, b.rooms > 1)', "b.rooms"),
    ],
)
def test_missing_names_what_is_missing(source: str, name: str) -> None:
    with pytest.raises(Missing) as caught:
        value(source)
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('age > "18"', "cannot compare a number with a text"),
        ("1 / 0", "divides by zero"),
        ("1.5 / 0", "divides by zero"),
        ("9223372036854775807 + 1", "too large"),
        ("city + 1", "string(...)"),
        ("age.years", "no part 'years'"),
        ("tags[7]", "has 2 items"),
        ('"a" in "abc"', "contains"),
        ("vip && age", "yes/no, found a number"),
        ('b"abc"', "bytes"),
        ('int("many")', "digits"),
        ('timestamp("tomorrow")', "2026-11-23T15:30:00Z"),
        ('city.matches("(")', "pattern"),
        ("nosuch(1)", "no function 'nosuch'"),
        ("upper()", "takes 1 value, found 0"),
        ('rows("doctors")', "no entity table is named 'doctors'"),
        ('money(1, "euros")', "three letters"),
        ('date("soon")', "wants a date or time"),
        ('date(today, "tiny")', "short, medium, long, full"),
        ("plural(2, {})", "add the form other"),
        ('timestamp("9999-12-31T23:59:59Z") + duration("1h")', "years 1 to 9999"),
        ("null > 1", "no value"),
        ("{1: 2}", "key"),
    ],
)
def test_fault_says_what_and_how(source: str, words: str) -> None:
    with pytest.raises(ExpressionFault) as caught:
        value(source)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "words", "at"),
    [
        ("", "empty", 0),
        ("age = 1", "write ==", 4),
        ("1 +", "ends too early", 3),
        ("(age > 1", "write )", 8),
        ('city == "Lima', "no closing", 8),
        ("año > 1", "names hold a-z", 1),
        ("age and vip", "write &&", 4),
        ("if", "reserved", 0),
        ("tags.map(1, 2)", "write map(x, ...)", 5),
        ("has(age + 1)", "has(contact.email)", 0),
        ('"a\\q"', "means nothing", 0),
        (r'"\ud83d"', "means nothing", 0),
        ("99999999999999999999", "too large", 0),
        ("1e999", "too large", 0),
        ("${age}", "without $", 0),
        ("(" * 10_000, "characters", 0),
        ("(" * 100 + "1" + ")" * 100, "nests deeper", 45),
        ("1" + "+1" * 2_000, "nests deeper", 0),
        ("!" * 4_000 + "vip", "nests deeper", 0),
        ("x" * 1_000_000, "at most 5000", 0),
    ],
)
def test_error_says_where_and_how(source: str, words: str, at: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(source)
    assert words in str(caught.value)
    assert caught.value.at == at
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('contact.name == "Ana" && city != null', {"contact.name", "city"}),
        ('rows("x").filter(d, d.city == city)', {"city"}),
        ("tags.exists(age, age == other) || age > 1", {"tags", "other", "age"}),
        ("contact.name.contains(part)", {"contact.name", "part"}),
        ("tags[index].a", {"tags", "index"}),
        ('{"a": b}.a', {"b"}),
        ("has(contact.email)", {"contact.email"}),
    ],
)
def test_names(source: str, names: set[str]) -> None:
    assert compile_expression(source).names == names


def test_result_is_bounded() -> None:
    scope = {"long": "x" * 70_000, "items": ["x" * 1_000] * 70, "fits": "x" * 60_000}
    for source in ("long", "items", "fits + fits"):
        with pytest.raises(ExpressionFault, match="at most 65536"):
            compile_expression(source).evaluate(scope)
    assert compile_expression("fits").evaluate(scope) == scope["fits"]


@pytest.mark.parametrize(
    "source",
    [
        "a + a",
        'replace(a, "x", a)',
        "join([a, a], a)",
        "items + items",
        "items.map(i, a + 'y')",
        "[[items, items]].map(b, [b, b]).map(c, [c, c]).map(d, [d, d, d])",
    ],
)
def test_growth_is_bounded_while_computing(source: str) -> None:
    scope = {"a": "x" * 60_000, "items": [1] * 600_000}
    with pytest.raises(ExpressionFault):
        compile_expression(source).evaluate(scope)


def test_nested_macros_are_bounded() -> None:
    scope = {"items": list(range(3_000))}
    with pytest.raises(ExpressionFault, match="items to look at"):
        compile_expression("items.exists(a, items.exists(b, b < 0))").evaluate(scope)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("now.getHours()", 22),
        ("now.getDate()", 22),
        ("now.getDayOfMonth()", 21),
        ("now.getMonth()", 10),
        ("now.getDayOfWeek()", 0),
        ('now + duration("2h")', "2026-11-23T00:30:00-05:00"),
        ('now == timestamp("2026-11-23T03:30:00Z")', True),
        ('now < "2026-11-22T22:31:00" && now > "2026-11-22T22:29:00"', True),
        ('"2026-11-22T22:31:00" > now', True),
        ("date(now)", "Nov 22, 2026"),
        ("string(now)", "2026-11-22T22:30:00-05:00"),
    ],
)
def test_timestamps_keep_their_zone(source: str, expected: object) -> None:
    moment = datetime(2026, 11, 22, 22, 30, tzinfo=ZoneInfo("America/Lima"))
    scope = {"now": moment, "language": "en", "time_zone": "America/Lima"}
    assert compile_expression(source).evaluate(scope) == expected


@pytest.mark.parametrize("source", ["deep", "deep == deep", "[deep]", "deep in [deep]"])
def test_endless_nesting_is_a_fault(source: str) -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(ExpressionFault):
        compile_expression(source).evaluate({"deep": deep})


@pytest.mark.parametrize("source", ["big + 1", "string(big)", "number(big)", "double(big)"])
def test_numbers_past_64_bits_are_a_fault(source: str) -> None:
    with pytest.raises(ExpressionFault):
        compile_expression(source).evaluate({"big": 10**400})


def test_rust_loads_alone_and_leaves_its_package_usable() -> None:
    script = """
import sys
from engine.expressions import compile_expression
assert compile_expression("a > 1").evaluate({"a": 2}) is True
assert not {"cel", "cel.cel", "babel"} & set(sys.modules)
assert compile_expression('int("2")').evaluate({}) == 2
assert "cel.cel" in sys.modules and "cel" not in sys.modules and "rich" not in sys.modules
import cel
assert cel.evaluate("1 + 1") == 2
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_compiled_once() -> None:
    assert compile_expression("age > 1") is compile_expression("age > 1")
