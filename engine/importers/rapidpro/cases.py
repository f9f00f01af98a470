"""Tests of routers as conditions of ours, and the value that a result gets by each."""

from collections.abc import Callable

from msgspec import Struct

from engine.importers.rapidpro.source import Case
from engine.importers.rapidpro.values import Made, as_moment, as_number, as_text, quoted, safe

Arguments = list[Made]


class Test(Struct, frozen=True):
    """A condition, and the value that matched; `how` says in what it differs from the source."""

    condition: str
    value: str
    how: str = ""


def test_of(case: Case, operand: Made, arguments: Arguments) -> Test | None:
    """The case as a condition over the operand; None where it has no counterpart."""
    make = TESTS.get(case.kind)
    least = LEAST.get(case.kind, 0 if case.kind in BARE else 1)
    if make is None or len(arguments) < least:
        return None
    return make(operand, arguments)


def _words(function: str, *, found: bool = False) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        text, wanted = as_text(operand), as_text(arguments[0])
        value = (
            f"words_found({text}, {wanted})"
            if found
            else wanted
            if function == "phrase_in"
            else text
        )
        return Test(f"{function}({text}, {wanted})", value)

    return make


def _only_text(operand: Made, arguments: Arguments) -> Test:
    text = as_text(operand)
    return Test(f"{text} == {as_text(arguments[0])}", text)


def _beginning(operand: Made, arguments: Arguments) -> Test:
    text, wanted = as_text(operand), as_text(arguments[0])
    return Test(f"startsWith(fold({text}), fold({wanted}))", wanted)


def _some_text(operand: Made, _arguments: Arguments) -> Test:
    text = as_text(operand)
    return Test(f'trim({text}) != ""', text)


def _pattern(operand: Made, arguments: Arguments) -> Test:
    text, wanted = as_text(operand), arguments[0]
    pattern = quoted(f"(?im){_words_of(wanted)}") if wanted.cel.startswith('"') else wanted.cel
    return Test(f"matches(trim({text}), {pattern})", f"first_match({text}, {pattern})")


def _words_of(made: Made) -> str:
    import json  # noqa: PLC0415 -- only to undo `quoted`

    return str(json.loads(made.cel))


def _number(sign: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        found, wanted = _found(operand), as_number(arguments[0])
        condition = f"{found} {sign} {wanted}"
        if sign != "==" and operand.type != "number":
            condition = f"{found} != null && {condition}"
        return Test(condition, f"string({found})")

    return make


def _between(operand: Made, arguments: Arguments) -> Test:
    found, low, high = _found(operand), as_number(arguments[0]), as_number(arguments[1])
    condition = f"{found} >= {low} && {found} <= {high}"
    if operand.type != "number":
        condition = f"{found} != null && {condition}"
    return Test(condition, f"string({found})")


def _some_number(operand: Made, _arguments: Arguments) -> Test:
    found = _found(operand)
    return Test(f"{found} != null", f"string({found})")


def _found(operand: Made) -> str:
    return (
        operand.cel
        if operand.type == "number" and not operand.guard
        else f"number_in({as_text(operand)})"
    )


def _some_date(operand: Made, _arguments: Arguments) -> Test:
    text = as_text(operand)
    return Test(f"moment_in({text}) != null", f"string(moment_in({text}))")


def _date(sign: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        text, wanted = as_text(operand), as_moment(arguments[0])
        found = f'format_moment({text}, "yyyy-MM-dd")'
        compared = f'{found} {sign} format_moment({wanted}, "yyyy-MM-dd")'
        return Test(f"moment_in({text}) != null && {compared}", f"string(moment_in({text}))")

    return make


def _time(operand: Made, _arguments: Arguments) -> Test:
    text = as_text(operand)
    pattern = quoted(r"(?i)\b\d{1,2}(:\d{2}|\s*[ap]m\b)")
    return Test(f"matches({text}, {pattern})", f"first_match({text}, {pattern})")


def _phone(operand: Made, _arguments: Arguments) -> Test:
    text = as_text(operand)
    pattern = quoted(r"\+?\d[\d ().-]{5,16}\d")
    how = "any number of 7 to 18 digits counts; the country is not looked at"
    return Test(f"matches({text}, {pattern})", f"first_match({text}, {pattern})", how)


def _email(operand: Made, _arguments: Arguments) -> Test:
    text = as_text(operand)
    pattern = quoted(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
    return Test(f"matches({text}, {pattern})", f"first_match({text}, {pattern})")


def _category(operand: Made, arguments: Arguments) -> Test:
    names = ", ".join(as_text(one) for one in arguments)
    result = operand.cel.removesuffix(".value")
    category = Made(f"{result}.category", "text", f"has({result}.category)")
    return Test(f"{as_text(category)} in [{names}]", as_text(category))


def _intent(_operand: Made, arguments: Arguments) -> Test:
    least = as_number(arguments[1]) if len(arguments) > 1 else "0"
    condition = f"message.intent == {as_text(arguments[0])} && message.confidence >= {least}"
    how = "the bot's own classifier is asked: give the bot intents of these names"
    return Test(condition, as_text(arguments[0]), how)


def _file(word: str) -> Callable[[Made, Arguments], Test]:
    def make(_operand: Made, _arguments: Arguments) -> Test:
        how = f"any file counts, not only {word}"
        return Test("has(input_files) && size(input_files) > 0", "input_files[0]", how)

    return make


def _place(operand: Made, _arguments: Arguments) -> Test:
    text = as_text(operand)
    how = "any words count: there is no list of places here"
    return Test(f'trim({text}) != ""', text, how)


def _location(_operand: Made, _arguments: Arguments) -> Test:
    how = "a place that is sent is only known to a node that asks for it"
    return Test("has(input_place)", "string(input_place.latitude)", how)


def _error(operand: Made, _arguments: Arguments) -> Test:
    return Test(f"!({operand.guard})" if operand.guard else "false", '""')


def _not_empty(operand: Made, _arguments: Arguments) -> Test:
    text = safe(operand, '""') if operand.type == "text" else as_text(operand)
    return Test(f'{text} != ""', text)


TESTS: dict[str, Callable[[Made, Arguments], Test]] = {
    "has_any_word": _words("any_word", found=True),
    "has_all_words": _words("all_words", found=True),
    "has_phrase": _words("phrase_in"),
    "has_only_phrase": _words("same_words"),
    "has_only_text": _only_text,
    "is_text_eq": _only_text,
    "is_string_eq": _only_text,
    "has_beginning": _beginning,
    "has_text": _some_text,
    "has_value": _not_empty,
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
    "has_intent": _intent,
    "has_top_intent": _intent,
    "has_image": _file("images"),
    "has_audio": _file("audio"),
    "has_video": _file("videos"),
    "has_file": _file("documents"),
    "has_media": _file("media"),
    "has_location": _location,
    "has_state": _place,
    "has_district": _place,
    "has_ward": _place,
    "has_error": _error,
    "is_error": _error,
}
BARE = frozenset(
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
    ]
)
LEAST = {"has_number_between": 2}
