"""Functions on what people write, and on moments."""

import pytest

from engine.expressions import ExpressionFault, compile_expression

SCOPE: dict[str, object] = {
    "said": "Sí, el ROJO por favor 👍",
    "time_zone": "America/Bogota",
    "language": "en",
}
SCOPE["contact"] = {"phone": "+12065551212"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('any_word(said, "rojo azul")', True),
        ('any_word(said, "si,no")', True),
        ('any_word(said, "roj")', False),
        ('any_word(said, "👍")', True),
        ('any_word(5, "5 6")', True),
        ('all_words(said, "favor si")', True),
        ('all_words(said, "favor no")', False),
        ('phrase_in(said, "por favor")', True),
        ('phrase_in(said, "favor por")', False),
        ('same_words("No, thanks!", "no thanks")', True),
        ('same_words("No, thanks!", "thanks")', False),
        ('words_found("Red, or blue.", "blue red")', "Red blue"),
        ('words_found("this.is.my.word", "WORD")', "word"),
        ('any_word(said, "si", true)', False),
        ('any_word(said, "SÍ no", true)', True),
        ('same_words("¡Adiós!", "adios", true)', False),
        ('words_found("Sí, si", "sí", true)', "Sí"),
        ('words_in("Hi, you don\'t 👍!")', ["Hi", "you", "don't", "👍"]),
        ('numbers_in("24ans, 1-15, 1,000.5 or .51 and hi.7")', [24, 1, -15, 1000.5, 0.51, 7]),
        ('numbers_in("none, or ,")', []),
        ('phone_in("call 0788 123 123 now", "RW")', "+250788123123"),
        ('phone_in("call +1 202-456-1111")', "+12024561111"),
        ('phone_in("call 202 456 1111")', "+12024561111"),
        ('phone_in("none of your business", "US")', ""),
        ('phone_text("+12024561111")', "(202) 456-1111"),
        ('phone_text("somebody")', "somebody"),
        (
            'outlined({"b": [1, true], "a": {"x": null, "y": "z"}})',
            "{a: {x: , y: z}, b: [1, true]}",
        ),
        ("outlined(null)", ""),
        ('number_in("about 1,200 of them")', 1200),
        ('number_in("2,5 kg")', 2.5),
        ('number_in("-3.5")', -3.5),
        ("number_in(7)", 7),
        ('number_in("none") == null', True),
        ('first_match("code ABC-12!", r"[A-Z]{3}-\\d+")', "ABC-12"),
        ('first_match("code", r"\\d")', ""),
        ('first_match("I am Ana Ruiz", r"am (\\w+)", 1)', "Ana"),
        ('first_match("I am Ana Ruiz", r"am (?P<name>.+)", "name")', "Ana Ruiz"),
        ('first_match("I am", r"am( \\w+)?", 1)', ""),
        ("min([3, 1.5, 2])", 1.5),
        ('max(["a", "b"])', "b"),
        ('json({"a": [1, "ñ"]})', '{"a": [1, "ñ"]}'),
        ('url_encode("a b/ñ")', "a%20b%2F%C3%B1"),
        ('string(moment("2026-11-23"))', "2026-11-23T00:00:00-05:00"),
        ('string(moment("on 23.11.2026 at 3:34 pm"))', "2026-11-23T15:34:00-05:00"),
        ('string(moment("1977.06.23"))', "1977-06-23T00:00:00-05:00"),
        ('moment_in("soon") == null', True),
        ('time_in("at 10:30, please")', "10:30:00"),
        ('time_in("10 PM")', "22:00:00"),
        ('time_in("12:05 am")', "00:05:00"),
        ("time_in(9)", "09:00:00"),
        ('time_in("2017-12-02T10:30:00-05:00")', "10:30:00"),
        ('time_in(moment("2026-11-23T15:34:10"))', "15:34:10"),
        ('time_in("just the number 25") == null', True),
        ('moment_in("31/02/2026") == null', True),
        ('string(shift("2026-01-31", 1, "months"))', "2026-02-28T00:00:00-05:00"),
        ('string(shift("2026-01-31T10:00", -2, "hours"))', "2026-01-31T08:00:00-05:00"),
        ('between("2026-01-31T23:00", "2026-02-01T01:00", "days")', 1),
        ('between("2026-01-31T23:00", "2026-02-01T01:00", "hours")', 2),
        ('between("2024-01-31", "2026-02-01", "years")', 2),
        ('format_moment("2026-11-23T15:04", "dd/MM/yyyy HH:mm")', "23/11/2026 15:04"),
        ('format_moment("2026-11-23T15:04", "EEEE d MMMM")', "Monday 23 November"),
    ],
)
def test_gives(expression: str, value: object) -> None:
    assert compile_expression(expression).evaluate(SCOPE) == value


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('any_word([1], "a")', "a text is wanted, found a list"),
        ("min([])", "wants a list with items"),
        ('min([1, "a"])', "of numbers, or one of texts"),
        ('first_match("a", "(")', "cannot read the pattern"),
        ('first_match("a", "a", "b")', "no group 'b'"),
        ('moment("soon")', "finds no date"),
        ('shift(now_, 1, "blinks")', "wants one of years, months"),
        ('shift("2026-01-01", 99999999999, "days")', "out of the calendar"),
        ('shift("2026-01-01", 99999, "years")', "out of the calendar"),
    ],
)
def test_refuses_in_words(expression: str, words: str) -> None:
    with pytest.raises(ExpressionFault, match=words):
        compile_expression(expression).evaluate({**SCOPE, "now_": "2026-01-01"})
