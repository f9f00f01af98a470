"""Tests of addresses, results, files and places."""

import json
from collections.abc import Callable

from engine.importers.rapidpro.case import Arguments, Test
from engine.importers.rapidpro.values import (
    Made,
    as_number,
    as_text,
    quoted,
    text_of,
)

# As goflow finds an address.
EMAIL = r"[\pL\pN][-_+$~.\pL\pN]*@[\pL\pN][-_\pL\pN]*(?:\.[\pL\pN][-_\pL\pN]*)+"


def phone(operand: Made, arguments: Arguments) -> Test:
    region = as_text(arguments[0]) if arguments else ""
    found = f"phone_in({', '.join(filter(None, (text_of(operand), region)))})"
    how = "" if region else "numbers without a prefix count as of the country of the person"
    return Test(f'{found} != ""', found, how)


def email(operand: Made, _arguments: Arguments) -> Test:
    found = f"first_match({text_of(operand)}, {quoted(EMAIL)})"
    return Test(f'{found} != ""', found)


def category(operand: Made, arguments: Arguments) -> Test:
    names = ", ".join(text_of(one) for one in arguments)
    category = f"{operand.cel.removesuffix('.value')}.category"
    text = f'(has({category}) ? {category} : "")'
    return Test(f"{text} in [{names}]", text)


def intent(*, top: bool) -> Callable[[Made, Arguments], Test]:
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


def file(*kinds: str) -> Callable[[Made, Arguments], Test]:
    def make(_operand: Made, _arguments: Arguments) -> Test:
        wanted = f"item.kind in {json.dumps(kinds)}"
        first = f"at(input_files.filter(item, {wanted}), 0)"
        return Test(
            f"has(input_files) && input_files.exists(item, {wanted})",
            f'({first}.kind + ":" + {first}.url)',
        )

    return make


def place(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    how = "any words count: there is no list of places here"
    return Test(f'trim({text}) != ""', text, how)


def location(_operand: Made, _arguments: Arguments) -> Test:
    where = 'string(input_place.latitude) + "," + string(input_place.longitude)'
    return Test("has(input_place)", f"({where})")


def error(operand: Made, _arguments: Arguments) -> Test:
    return Test(f"!({operand.guard})" if operand.fails else "false", '""')
