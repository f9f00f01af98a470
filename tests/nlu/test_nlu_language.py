"""Which of the bot's languages a message is in."""

from collections.abc import Callable

import pytest

from engine.nlu import Model, train
from engine.types.bot import Bot, Node


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿me puedes ayudar con mi pedido?", "es"),
        ("tengo un problema con la factura", "es"),
        ("could you help me with my order", "en"),
        ("the parcel never arrived", "en"),
        ("você pode me ajudar com o pedido", "pt"),
        ("nao consigo acessar minha conta", "pt"),
        ("obrigada", "pt"),
        ("gracias", "es"),
        ("thanks", "en"),
    ],
)
def test_a_language_is_known_by_its_words(model: Model, text: str, language: str) -> None:
    assert model.read(text).language == language


@pytest.mark.parametrize("text", ["ok", "bot", "menu", "no", "total", "a b"])
@pytest.mark.parametrize("expected", ["es", "en", "pt"])
def test_short_words_of_several_languages_stay_with_the_expected(
    model: Model, text: str, expected: str
) -> None:
    assert model.read(text, expected).language in (expected, "")


def test_clear_words_change_the_language(model: Model) -> None:
    reading = model.read("sorry, could you please speak with me in English?", "pt-BR")
    assert reading.language == "en"
    assert reading.language_confidence > 0.9


@pytest.mark.parametrize("text", ["", "12345", "👍", "€ 20.50"])
def test_a_text_without_letters_says_nothing(model: Model, text: str) -> None:
    assert (model.read(text, "es").language, model.read(text).language_confidence) == ("", 0.0)


def test_only_languages_of_the_bot_are_given(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    alone = train(build({}, ("pt",))).read("where is my parcel?")
    assert (alone.language, alone.language_confidence) == ("pt", 1.0)
    two = train(build({}, ("pt", "en")))
    assert two.read("dónde está mi paquete").language == "pt"
    regions = train(build({}, ("es-MX", "pt-BR")))
    assert regions.read("você não me respondeu").language == "pt-BR"
    assert regions.read("menu", "es").language == "es-MX"


def test_the_bots_own_words_count(build: Callable[..., Bot], node: Callable[..., Node]) -> None:
    phrases = {"es": ["el zorblex azul"], "pt": ["um frandim verde"]}
    model = train(build({"t": {"a": node(phrases=phrases)}}, ("es", "pt")))
    assert model.read("zorblex").language == "es"
    assert model.read("frandim").language == "pt"
