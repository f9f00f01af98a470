"""Tests of routers as conditions of ours, and the value that a result gets by each: the table."""

from collections.abc import Callable

from engine.importers.rapidpro import cases_numbers as numbers
from engine.importers.rapidpro import cases_others as others
from engine.importers.rapidpro import cases_words as words
from engine.importers.rapidpro.case import Arguments, Test
from engine.importers.rapidpro.values import Made


def test_of(kind: str, operand: Made, arguments: Arguments) -> Test | None:
    """The test as a condition over the operand; None where it has no counterpart."""
    make = TESTS.get(kind)
    least = LEAST.get(kind, 1)
    if make is None or len(arguments) < least:
        return None
    return make(operand, arguments)


TESTS: dict[str, Callable[[Made, Arguments], Test]] = {
    "has_any_word": words.words("any_word"),
    "has_all_words": words.words("all_words"),
    "has_phrase": words.phrase,
    "has_only_phrase": words.words("same_words"),
    "has_only_text": words.only_text,
    "is_text_eq": words.only_text,
    "is_string_eq": words.only_text,
    "has_beginning": words.beginning,
    "has_text": words.some_text,
    "has_value": words.some_text,
    "has_pattern": words.pattern,
    "has_number": numbers.some_number,
    "has_number_eq": numbers.number("=="),
    "has_number_lt": numbers.number("<"),
    "has_number_lte": numbers.number("<="),
    "has_number_gt": numbers.number(">"),
    "has_number_gte": numbers.number(">="),
    "has_number_between": numbers.between,
    "has_date": numbers.some_date,
    "has_date_eq": numbers.date("=="),
    "has_date_gt": numbers.date(">"),
    "has_date_lt": numbers.date("<"),
    "has_time": numbers.time,
    "has_phone": others.phone,
    "has_email": others.email,
    "has_category": others.category,
    "has_intent": others.intent(top=False),
    "has_top_intent": others.intent(top=True),
    "has_image": others.file("image"),
    "has_audio": others.file("audio"),
    "has_video": others.file("video"),
    "has_file": others.file("document"),
    "has_media": others.file("image", "audio", "video", "document"),
    "has_location": others.location,
    "has_state": others.place,
    "has_district": others.place,
    "has_ward": others.place,
    "has_error": others.error,
    "is_error": others.error,
}
# How many arguments a test must have, where it is not one.
LEAST = {"has_number_between": 2} | dict.fromkeys(
    [
        "has_text",
        "has_value",
        "has_number",
        "has_date",
        "has_time",
        "has_phone",
        "has_email",
        "has_image",
        "has_audio",
        "has_video",
        "has_file",
        "has_media",
        "has_location",
        "has_state",
        "has_district",
        "has_ward",
        "has_error",
        "is_error",
    ],
    0,
)
