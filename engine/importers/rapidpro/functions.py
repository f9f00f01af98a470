"""RapidPro's functions, and Excel's of the old flows, as expressions of ours: the table."""

from engine.importers.rapidpro import (
    functions_dates,
    functions_lists,
    functions_numbers,
    functions_texts,
)
from engine.importers.rapidpro.values import (
    Made,
    as_condition,
    as_number,
    as_text,
    text_of,
)
from engine.importers.rapidpro.writing import EMPTY, Arguments, Translator, Writer, of


def _if(test: Made, yes: Made, no: Made = EMPTY) -> Made:
    types = {yes.type, no.type}
    # A field beside a number holds a number.
    if "number" in types and all(one.type == "number" or one.guard for one in (yes, no)):
        return Made(f"({as_condition(test)} ? {as_number(yes)} : {as_number(no)})", "number")
    if types == {"datetime"}:
        return Made(f"({as_condition(test)} ? {yes.cel} : {no.cel})", "datetime")
    return Made(f"({as_condition(test)} ? {as_text(yes)} : {as_text(no)})", "text")


def _default(value: Made, otherwise: Made) -> Made:
    if value.guard and otherwise.type == "number":
        return Made(f"({value.guard} ? {as_number(value)} : {otherwise.cel})", "number")
    text = text_of(value)
    return Made(f'({text} != "" ? {text} : {as_text(otherwise)})', "text")


def _is_error(value: Made) -> Made:
    return Made(f"!({value.guard})" if value.fails else "false", "yes_no")


def _logic(sign: str) -> Writer:
    return of(lambda *args: Made(f"({sign.join(map(as_condition, args))})", "yes_no"), 1, 20)


def _test(kind: str) -> Writer:
    """A test of routers as a function: whether it holds, with its `match` as a member."""

    def write(translator: Translator, arguments: Arguments) -> Made:
        return translator.test(kind, arguments)

    return write


TESTS = (
    "has_any_word has_all_words has_phrase has_only_phrase has_only_text has_beginning has_text "
    "has_value has_pattern has_number has_number_eq has_number_lt has_number_lte has_number_gt "
    "has_number_gte has_number_between has_date has_date_eq has_date_gt has_date_lt has_time "
    "has_phone has_email has_category has_error has_group"
)
FUNCTIONS: dict[str, Writer] = {
    "if": of(_if, 2, 3),
    "default": of(_default, 2),
    "is_error": of(_is_error, 1),
    "is_null": of(lambda one: Made(f"!({one.guard})" if one.guard else "false", "yes_no"), 1),
    "and": _logic(" && "),
    "or": _logic(" || "),
    "not": of(lambda one: Made(f"!({as_condition(one)})", "yes_no"), 1),
    "boolean": of(lambda one: Made(as_condition(one), "yes_no"), 1),
    **functions_texts.TABLE,
    **functions_numbers.TABLE,
    **functions_lists.TABLE,
    **functions_dates.TABLE,
    **{kind: _test(kind) for kind in TESTS.split()},
}
OLD_FUNCTIONS: dict[str, Writer] = {
    **FUNCTIONS,
    **functions_texts.OLD_TABLE,
    **functions_dates.OLD_TABLE,
}
