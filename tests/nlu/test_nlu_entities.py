"""Values found in messages, with their places."""

import pytest
from msgspec.structs import replace

from engine.nlu import Model, train
from engine.types.bot import Bot
from engine.types.value import Value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("en la sede CENTRO", [("branches", "Centro", "CENTRO")]),
        ("cerca del Casco  Antiguo, por favor", [("branches", "Centro", "Casco  Antiguo")]),
        ("sao joao?", [("branches", "São João", "sao joao")]),
        ("3 plaza mayor", [("number", 3, "3"), ("branches", "Centro", "plaza mayor")]),
        ("centros", [("branches", "Centro", "centros")]),
        ("es ana.p+x@a-b.es.", [("email", "ana.p+x@a-b.es", "ana.p+x@a-b.es")]),
        ("son 3 y -4", [("number", 3, "3"), ("number", -4, "-4")]),
        ("pagué 1.234,50 por eso", [("number", 1234.5, "1.234,50")]),
        ("i paid 1,234.50 to you", [("number", 1234.5, "1,234.50")]),
        ("cuesta 12.500 hoy", [("number", 12500, "12.500")]),
        ("the price is 12.500 right", [("number", 12.5, "12.500")]),
        ("custa 0,5 ou 7,25", [("number", 0.5, "0,5"), ("number", 7.25, "7,25")]),
        ("código A12 y 10.20.30.40", []),
    ],
)  # fmt: skip
def test_values_and_places(model: Model, text: str, found: list[tuple[str, Value, str]]) -> None:
    read = model.read(text).entities
    assert [(each.name, each.value, text[each.start : each.end]) for each in read] == found


NOW_US = 1_774_000_000_000_000  # Friday, 2026-03-20 09:46 UTC
FOUND = [
    (
        'el martes que viene a las 3 y media',
        [('date', '2026-03-24', 'martes'), ('time', '15:30', 'las 3 y media')],
    ),
    (
        'amanhã às 3 da tarde posso ir?',
        [('date', '2026-03-21', 'amanhã'), ('time', '15:00', 'às 3 da tarde')],
    ),
    (
        'can I come the day after tomorrow at noon',
        [('date', '2026-03-22', 'day after tomorrow'), ('time', '12:00', 'at noon')],
    ),
    ('quiero cambiarla para el 12 de mayo', [('date', '2026-05-12', '12 de mayo')]),
    ('in two weeks I travel', [('date', '2026-04-03', 'in two weeks')]),
    (
        'dentro de 3 días o el 2026-12-24',
        [('date', '2026-03-23', 'dentro de 3 días'), ('date', '2026-12-24', '2026-12-24')],
    ),
    ('ontem não chegou', [('date', '2026-03-19', 'ontem')]),
    ('15', [('number', 15, '15')]),
    (
        'pago con 50 euros',
        [('amount', {'amount': 50, 'currency': 'EUR'}, '50 euros'), ('number', 50, '50 euros')],
    ),
    (
        'custa R$ 1.234,50 no total',
        [
            ('amount', {'amount': 1234.5, 'currency': 'BRL'}, 'R$ 1.234,50'),
            ('number', 1234.5, 'R$ 1.234,50'),
        ],
    ),
    (
        'it was USD 20.',
        [('amount', {'amount': 20, 'currency': 'USD'}, 'USD 20'), ('number', 20, 'USD 20')],
    ),
    ('llámame al +34 612 345 678 por favor', [('phone', '+34612345678', '+34 612 345 678')]),
    ('meu zap é +55 11 91234-5678', [('phone', '+5511912345678', '+55 11 91234-5678')]),
    ('my number is +1 (415) 555-2671', [('phone', '+14155552671', '+1 (415) 555-2671')]),
    ('mi DNI es 12345678Z', [('document', {'kind': 'dni', 'number': '12345678Z'}, '12345678Z')]),
    ('mi DNI es 12345678A', []),
    ('NIE X-1234567-L', [('document', {'kind': 'nie', 'number': 'X1234567L'}, 'X-1234567-L')]),
    (
        'meu CPF 529.982.247-25',
        [('document', {'kind': 'cpf', 'number': '52998224725'}, '529.982.247-25')],
    ),
    (
        'CNPJ 11.222.333/0001-81',
        [('document', {'kind': 'cnpj', 'number': '11222333000181'}, '11.222.333/0001-81')],
    ),
    (
        'CUIT 20-12345678-6',
        [('document', {'kind': 'cuit', 'number': '20123456786'}, '20-12345678-6')],
    ),
    ('RUT 12.345.678-5', [('document', {'kind': 'rut', 'number': '123456785'}, '12.345.678-5')]),
    ('sí, claro', [('yes_no', True, 'sí, claro')]),
    ('de jeito nenhum', [('yes_no', False, 'de jeito nenhum')]),
    (' not really ', [('yes_no', False, 'not really')]),
    ('en el Casco Antigou', [('branches', 'Centro', 'Casco Antigou')]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_values_of_every_kind(model: Model, text: str, found: list[tuple[str, Value, str]]) -> None:
    read = model.read(text, now_us=NOW_US).entities
    assert [(each.name, each.value, text[each.start : each.end]) for each in read] == found


def test_days_need_to_know_when_a_message_was_said(model: Model) -> None:
    assert model.read("nos vemos mañana").entities == ()


def test_slips_make_a_row_less_sure(model: Model) -> None:
    exact, slipped = (model.read(text).entities[0] for text in ("casco antiguo", "casco antigou"))
    assert (exact.confidence, slipped.confidence) == (1.0, pytest.approx(1 - 1 / 13, abs=1e-3))


def test_a_finder_can_be_left_out(bot: Bot) -> None:
    text = '[[component]]\nname = "entities"\ntimes = false\nforgive_slips = false'
    reading = train(replace(bot, nlu=text)).read("casco antigou a las 3 y media")
    assert [each.name for each in reading.entities] == ["number"]


@pytest.mark.parametrize(
    "text",
    ["cpf 529.982.247-26", "111.111.111-11", "CNPJ 11.222.333/0001-80", "CUIT 20-12345678-7",
     "RUT 12.345.678-6", "NIE X-1234567-A", "B12345678", "12345678901234567890"],
)  # fmt: skip
def test_wrong_check_digits_make_no_document(model: Model, text: str) -> None:
    assert "document" not in {each.name for each in model.read(text).entities}
