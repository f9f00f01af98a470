"""Values found in messages, with their places."""

import pytest

from engine.nlu import Model
from engine.types.value import Value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("en la sede CENTRO", [("branches", "Centro", "CENTRO")]),
        ("cerca del Casco  Antiguo, por favor", [("branches", "Centro", "Casco  Antiguo")]),
        ("sao joao?", [("branches", "São João", "sao joao")]),
        ("3 plaza mayor", [("number", 3, "3"), ("branches", "Centro", "plaza mayor")]),
        ("centros", []),
        ("es ana.p+x@a-b.es.", [("email", "ana.p+x@a-b.es", "ana.p+x@a-b.es")]),
        ("son 3 y -4", [("number", 3, "3"), ("number", -4, "-4")]),
        ("pagué 1.234,50 euros", [("number", 1234.5, "1.234,50")]),
        ("i paid 1,234.50 to you", [("number", 1234.5, "1,234.50")]),
        ("cuesta 12.500 pesos", [("number", 12500, "12.500")]),
        ("the price is 12.500 right", [("number", 12.5, "12.500")]),
        ("custa 0,5 ou 7,25", [("number", 0.5, "0,5"), ("number", 7.25, "7,25")]),
        ("código A12 y 10.20.30.40", []),
    ],
)  # fmt: skip
def test_values_and_places(model: Model, text: str, found: list[tuple[str, Value, str]]) -> None:
    read = model.read(text).entities
    assert [(each.name, each.value, text[each.start : each.end]) for each in read] == found
