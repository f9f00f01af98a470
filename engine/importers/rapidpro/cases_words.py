"""Tests of words."""

from collections.abc import Callable

from engine.importers.rapidpro.case import Arguments, Test
from engine.importers.rapidpro.values import (
    Made,
    constant,
    quoted,
    text_of,
)


def words(function: str) -> Callable[[Made, Arguments], Test]:
    def make(operand: Made, arguments: Arguments) -> Test:
        text, wanted = text_of(operand), text_of(arguments[0])
        value = f"words_found({text}, {wanted}, true)"
        if function == "same_words":
            value = f'join(words_in({text}), " ")'
        return Test(f"{function}({text}, {wanted}, true)", value)

    return make


def phrase(operand: Made, arguments: Arguments) -> Test:
    text, wanted = text_of(operand), text_of(arguments[0])
    condition = f"phrase_in({text}, {wanted}, true)"
    known = constant(arguments[0])
    if known is None or not known.isascii():
        return Test(condition, wanted)
    found = r"[^\pL\pN]+".join(known.split())
    if not all(word.isalnum() for word in known.split()):
        return Test(condition, wanted)
    return Test(condition, f'join(words_in(first_match({text}, {quoted(f"(?i){found}")})), " ")')


def only_text(operand: Made, arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f"{text} == {text_of(arguments[0])}", text)


def beginning(operand: Made, arguments: Arguments) -> Test:
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


def some_text(operand: Made, _arguments: Arguments) -> Test:
    text = text_of(operand)
    return Test(f'trim({text}) != ""', f"trim({text})")


def pattern(operand: Made, arguments: Arguments) -> Test:
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
