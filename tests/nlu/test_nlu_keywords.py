"""Keywords: all of them, any order, inflected, with small slips."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.nlu import Model, train
from engine.nlu.typos import NearWords, distance, slips_forgiven
from engine.types.bot import Bot, Node


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quiero pedir una cita", ("book",)),
        ("las CITAS que pedí quiero pedirlas", ("book",)),
        ("cita que quiero cancelar", ("cancel",)),
        ("canceló las citas", ("cancel",)),
        ("cancela la cita urgente del doctor", ("book", "cancel")),
        ("quero cancelr a consulta", ("cancel",)),
        ("cancelling two appointments", ("cancel",)),
        ("book an apointmnet", ("book",)),
        ("cita", ()),
        ("bancelar la cita", ()),
        ("¿qué horario tienen?", ()),
        ("", ()),
    ],
)
def test_intents_whose_keywords_occur(model: Model, text: str, found: tuple[str, ...]) -> None:
    assert model.read(text).keywords == found


def test_a_word_that_the_bot_knows_is_no_slip(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    intents = {
        "pay": node(keywords={"es": ["pagar factura"]}),
        "glue": node(phrases={"es": ["pegar un papel"]}),
    }
    model = train(build({"t": intents}))
    assert model.read("quiero pegar la factura").keywords == ()
    assert model.read("quiero pagra la factura").keywords == ("pay",)


def test_thousands_of_groups_are_found_by_their_words(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    groups = {f"i{at}": node(keywords={"es": [f"palabra{at} comun"]}) for at in range(2_000)}
    assert train(build({"t": groups})).read("comun y palabra1234").keywords == ("i1234",)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("cita", "cita", 0),
        ("cita", "ctia", 1),
        ("cita", "citas", 1),
        ("ca", "abc", 3),
        ("", "ab", 2),
    ],
)
def test_distance(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == slips
    assert distance(other, one) == slips


WORDS = st.text("abc", min_size=1, max_size=12)


@given(known=st.lists(WORDS, max_size=8), word=WORDS)
def test_near_words_are_those_within_the_slips(known: list[str], word: str) -> None:
    expected = {
        each
        for each in known
        if slips_forgiven(each)
        and each[0] == word[0]
        and distance(word, each) <= slips_forgiven(each)
    }
    assert set(NearWords(known).find(word)) == expected
