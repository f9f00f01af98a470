"""Tests of routers as conditions of ours, and the value that a result gets by each."""

import json
from collections.abc import Callable

from msgspec import Struct

from engine.importers.rapidpro.values import (
    STAMP,
    Made,
    as_moment,
    as_number,
    as_text,
    constant,
    quoted,
    text_of,
)

Arguments = list[Made]
# As goflow finds an address.
EMAIL = r"[\pL\pN][-_+$~.\pL\pN]*@[\pL\pN][-_\pL\pN]*(?:\.[\pL\pN][-_\pL\pN]*)+"


class Test(Struct, frozen=True):
    """A condition, and the value that matched; `how` says in what it differs from the source,
    `extra` what else a result keeps of it."""

    condition: str
    value: str
    how: str = ""
    extra: str = ""


def test_of(kind: str, operand: Made, arguments: Arguments) -> Test | None:
    """The test as a condition over the operand; None where it has no counterpart."""
    make = TESTS.get(kind)
    least = LEAST.get(kind, 1)
    if make is None or len(arguments) < least:
        return None
    return make(operand, arguments)


def _words(function: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        text, wanted = text_of(operand), text_of(arguments[0])
        value = f"words_found({text}, {wanted}, true)"
        if function == "same_words":
            value = f'join(words_in({text}), " ")'
        return Test(f"{function}({text}, {wanted}, true)", value)

    return make


def _phrase(operand: Made, arguments: Arguments) -> Test:
    text, wanted = text_of(operand), text_of(arguments[0])
    condition = f"phrase_in({text}, {wanted}, true)"
    known = constant(arguments[0])
    if known is None or not known.isascii():
        return Test(condition, wanted)
    found = r"[^\pL\pN]+".join(known.split())
    if not all(word.isalnum() for word in known.split()):
        return Test(condition, wanted)
    return Test(condition, f'join(words_in(first_match({text}, {quoted(f"(?i){found}")})), " ")')


def _only_text(operand: Made, arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f"{text} == {text_of(arguments[0])}", text)


def _beginning(operand: Made, arguments: Arguments) -> Test:
    text, known = f"trim({text_of(operand)})", constant(arguments[0])
    if known is not None:
        wanted = known.strip()
        if not wanted:
            return Test("false", '""')
        value = f"slice({text}, 0, {len(wanted)})"
        return Test(f"startsWith(lower({text}), {quoted(wanted.lower())})", value)
    start = f"trim({text_of(arguments[0])})"
    condition = f'{start} != "" && startsWith(lower({text}), lower({start}))'
    return Test(condition, f"slice({text}, 0, size({start}))")


def _some_text(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f'trim({text}) != ""', f"trim({text})")


def _pattern(operand: Made, arguments: Arguments) -> Test:
    text, known = text_of(operand), constant(arguments[0])
    if known is None:
        wanted = f'("(?mi)" + trim({text_of(arguments[0])}))'
        return Test(f"matches({text}, {wanted})", f"first_match({text}, {wanted})")
    wanted, found = quoted(f"(?mi){known.strip()}"), known.strip()
    value = f"first_match({text}, {wanted})"
    groups = found.count("(") - found.count(r"\(") - found.count("(?")
    if not 0 < groups < 10:
        return Test(f"matches({text}, {wanted})", value)
    alone = quoted(f"(?mis)^(?:{found})$")
    taken = [
        f'"{at}": replace_match({value}, {alone}, {quoted(f"{chr(92)}{at}")})'
        for at in range(1, groups + 1)
    ]
    return Test(f"matches({text}, {wanted})", value, "", f'{{"0": {value}, {", ".join(taken)}}}')


def _number(sign: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        wanted = as_number(arguments[0])
        if sign == "==":
            return Test(f"{wanted} in {_numbers(operand)}", f"outlined({wanted})")
        return _of_numbers(operand, f"item {sign} {wanted}")

    return make


def _between(operand: Made, arguments: Arguments) -> Test:
    low, high = as_number(arguments[0]), as_number(arguments[1])
    return _of_numbers(operand, f"item >= {low} && item <= {high}")


def _some_number(operand: Made, _arguments: Arguments) -> Test:
    numbers = _numbers(operand)
    return Test(f"size({numbers}) > 0", f"outlined(at({numbers}, 0))")


def _of_numbers(operand: Made, holds: str) -> Test:
    """The first of the numbers in a text for which a condition holds."""
    numbers = _numbers(operand)
    value = f"outlined(at({numbers}.filter(item, {holds}), 0))"
    return Test(f"{numbers}.exists(item, {holds})", value)


def _numbers(operand: Made) -> str:
    if operand.type == "number" and not operand.guard:
        return f"[{operand.cel}]"
    return f"numbers_in({text_of(operand)})"


DATES = "dates are read as day, month, year, or year, month, day; the workspace says which"


def _some_date(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f"moment_in({text}) != null", _stamp(text), DATES)


def _date(sign: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        text, wanted = text_of(operand), as_moment(arguments[0])
        found = f'format_moment({text}, "yyyy-MM-dd")'
        compared = f'{found} {sign} format_moment({wanted}, "yyyy-MM-dd")'
        return Test(f"moment_in({text}) != null && {compared}", _stamp(text), DATES)

    return make


def _stamp(text: str) -> str:
    return f"format_moment({text}, {quoted(STAMP)})"


def _time(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f"time_in({text}) != null", f'(time_in({text}) + ".000000")')


def _phone(operand: Made, arguments: Arguments) -> Test:
    region = as_text(arguments[0]) if arguments else ""
    found = f"phone_in({', '.join(filter(None, (text_of(operand), region)))})"
    how = "" if region else "numbers without a prefix count as of the country of the person"
    return Test(f'{found} != ""', found, how)


def _email(operand: Made, _arguments: Arguments) -> Test:
    found = f"first_match({text_of(operand)}, {quoted(EMAIL)})"
    return Test(f'{found} != ""', found)


def _category(operand: Made, arguments: Arguments) -> Test:
    names = ", ".join(text_of(one) for one in arguments)
    category = f"{operand.cel.removesuffix('.value')}.category"
    text = f'(has({category}) ? {category} : "")'
    return Test(f"{text} in [{names}]", text)


def _intent(*, top: bool) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        known = f"{operand.cel.removesuffix('.value')}.extra"
        intents = f"(has({known}.intents) ? {known}.intents : [])"
        if top:
            intents = f"slice({intents}, 0, 1)"
        least = as_number(arguments[1]) if len(arguments) > 1 else "0"
        name = text_of(arguments[0])
        condition = f"{intents}.exists(item, item.name == {name} && item.confidence >= {least})"
        extra = f"(has({known}.entities) ? {known}.entities : {{}})"
        return Test(condition, name, "", extra)

    return make


def _file(*kinds: str) -> Callable[[Made, Arguments], Test]:
    def make(_operand: Made, _arguments: Arguments) -> Test:
        wanted = f"item.kind in {json.dumps(kinds)}"
        first = f"at(input_files.filter(item, {wanted}), 0)"
        return Test(
            f"has(input_files) && input_files.exists(item, {wanted})",
            f'({first}.kind + ":" + {first}.url)',
        )

    return make


def _place(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    how = "any words count: there is no list of places here"
    return Test(f'trim({text}) != ""', text, how)


def _location(_operand: Made, _arguments: Arguments) -> Test:
    where = 'string(input_place.latitude) + "," + string(input_place.longitude)'
    return Test("has(input_place)", f"({where})")


def _error(operand: Made, _arguments: Arguments) -> Test:
    return Test(f"!({operand.guard})" if operand.fails else "false", '""')


TESTS: dict[str, Callable[[Made, Arguments], Test]] = {
    "has_any_word": _words("any_word"),
    "has_all_words": _words("all_words"),
    "has_phrase": _phrase,
    "has_only_phrase": _words("same_words"),
    "has_only_text": _only_text,
    "is_text_eq": _only_text,
    "is_string_eq": _only_text,
    "has_beginning": _beginning,
    "has_text": _some_text,
    "has_value": _some_text,
    "has_pattern": _pattern,
    "has_number": _some_number,
    "has_number_eq": _number("=="),
    "has_number_lt": _number("<"),
    "has_number_lte": _number("<="),
    "has_number_gt": _number(">"),
    "has_number_gte": _number(">="),
    "has_number_between": _between,
    "has_date": _some_date,
    "has_date_eq": _date("=="),
    "has_date_gt": _date(">"),
    "has_date_lt": _date("<"),
    "has_time": _time,
    "has_phone": _phone,
    "has_email": _email,
    "has_category": _category,
    "has_intent": _intent(top=False),
    "has_top_intent": _intent(top=True),
    "has_image": _file("image"),
    "has_audio": _file("audio"),
    "has_video": _file("video"),
    "has_file": _file("document"),
    "has_media": _file("image", "audio", "video", "document"),
    "has_location": _location,
    "has_state": _place,
    "has_district": _place,
    "has_ward": _place,
    "has_error": _error,
    "is_error": _error,
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
