"""One phrase as it is typed: what is said of it, and that the repairs do what they say."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.nlu import Example, Model, examples
from engine.nlu.quality import Finding, PhraseIndex, apply, check_phrase, generalise
from engine.nlu.quality.finding import LANGUAGES
from engine.nlu.words import words
from engine.types.bot import Bot, Node


@pytest.fixture(scope="module")
def index(bot: Bot, model: Model) -> PhraseIndex:
    return PhraseIndex.of(bot, model)


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in found]


def test_phrases_of_the_bot_itself_are_well(bot: Bot, index: PhraseIndex) -> None:
    for each in examples(bot):
        assert check_phrase(index, each.intent, each.text, each.language) == ()


@pytest.mark.parametrize(
    ("intent", "text", "expected"),
    [
        ("cancel", "QUIERO una cita!", "duplicate-phrase"),
        ("cancel", "me gustaría agendar una citá", "duplicate-phrase"),
        ("cancel", "me gustaria agendar unas citas", "near-duplicate-phrase"),
        ("book", "me gustaría agendar unas citas", "repeated-phrase"),
        ("book", "¡¿!?", "empty-phrase"),
        ("book", "", "empty-phrase"),
        ("book", "que por favor", "no-keyword"),
        ("book", "a qué hora abren ustedes hoy", "looks-like-another"),
    ],
)
def test_what_is_said_of_a_phrase(
    index: PhraseIndex, intent: str, text: str, expected: str
) -> None:
    found = check_phrase(index, intent, text, "es")
    assert expected in codes(found)
    for each in found:
        assert (each.place.intent, each.place.phrase) == (intent, text)
        for said in (each.message, each.remedy, *(fix.label for fix in each.fixes)):
            assert set(said) == set(LANGUAGES)
            assert all(said.values())
            assert "{" not in "".join(said.values())
        issue = each.issue("es", "clinic")
        assert issue.location.node == intent
        assert issue.message == each.message["es"]


def test_a_not_turns_the_meaning_round(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    said = "quiero recibir avisos de la clínica en el celular"
    intents = {
        "on": node(phrases={"es": [said, "actívame los avisos"]}),
        "off": node(phrases={"es": ["desactiva los avisos", "basta de mensajes"]}),
    }
    index = PhraseIndex.of(build({"t": intents}))
    assert "near-duplicate-phrase" in codes(check_phrase(index, "off", said + " ya", "es"))
    assert check_phrase(index, "off", "no " + said, "es") == ()


def test_the_same_words_in_two_languages_are_no_repetition(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    phrases = {"es": ["menu principal", "inicio"], "pt": ["menu principal", "começo"]}
    intents = {"menu": node(phrases=phrases), "other": node(phrases={"es": ["adiós", "chau"]})}
    index = PhraseIndex.of(build({"t": intents}, languages=("es", "pt")))
    assert check_phrase(index, "menu", "menu principal", "pt") == ()
    (found,) = check_phrase(index, "menu", "el menú principal", "es")
    assert found.code == "repeated-phrase"
    (place,) = found.others
    assert place.language == "es"


def test_repairs_of_a_duplicate_leave_one_of_them(bot: Bot, index: PhraseIndex) -> None:
    (found,) = check_phrase(index, "cancel", "quiero una cita", "es")
    (fix,) = found.fixes
    assert fix.label["en"] == "Remove from book"
    mended = apply(bot, fix.edits)
    gone = set(examples(bot)) - set(examples(mended))
    assert gone == {Example("book", "es", "quiero una cita")}
    assert check_phrase(PhraseIndex.of(mended), "cancel", "quiero una cita", "es") == ()


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["book", "cancel", "unheard of"]))
def test_any_text_is_answered(index: PhraseIndex, text: str, intent: str) -> None:
    for each in check_phrase(index, intent, text, "es"):
        assert each.code


def test_nothing_is_known_to_an_empty_bot(build: Callable[..., Bot]) -> None:
    index = PhraseIndex.of(build({}))
    assert check_phrase(index, "book", "quiero una cita", "es") == ()
    assert index.near("quiero una cita") == []


def test_likeness_is_one_for_itself_and_falls(bot: Bot, index: PhraseIndex) -> None:
    for each in examples(bot):
        first, *rest = index.near(each.text, most=5)
        assert first.likeness == pytest.approx(1, abs=1e-3)
        assert words(first.example.text) == words(each.text)
        order = [near.likeness for near in (first, *rest)]
        assert order == sorted(order, reverse=True)


def test_shorter_forms_keep_the_intent_and_are_new(index: PhraseIndex, model: Model) -> None:
    found = generalise(index, "cancel", "quisiera por favor cancelar mi cita del lunes", "es")
    assert found
    for each in found:
        assert 2 <= len(each.text.split()) < 8
        assert set(each.text.split()) | set(each.dropped) == {
            "quisiera", "por", "favor", "cancelar", "mi", "cita", "del", "lunes",
        }  # fmt: skip
        assert model.read(each.text, "es").intents[0].intent == "cancel"
        assert not index.has(each.text)
        (edit,) = each.fix.edits
        assert edit.phrases == (each.text,)
    assert [len(each.text.split()) for each in found] == sorted(
        len(each.text.split()) for each in found
    )
    assert generalise(index, "cancel", "anular", "es") == ()
    assert generalise(index, "hours", "quisiera cancelar mi cita del lunes", "es") == ()
