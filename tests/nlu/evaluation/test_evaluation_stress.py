"""Altered sentences: what each alteration does, in three languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.nlu import Example
from engine.nlu.evaluation import cross_validate
from engine.nlu.evaluation.stress import KINDS, PLAIN, stress, stress_scores
from engine.nlu.typos import distance
from engine.nlu.words import fold, words
from engine.types.bot import Bot

SENTENCES = [
    Example("book", "es", "Quiero pedir una cita con la doctora mañana"),
    Example("book", "en", "I want an appointment with the doctor tomorrow"),
    Example("book", "pt-BR", "Quero marcar uma consulta com a médica amanhã"),
]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.language)
def test_each_alteration_does_what_it_says(sentence: Example) -> None:
    text = sentence.text
    altered = {kind: alter(sentence) for kind, alter in KINDS.items()}
    assert all(
        altered[kind] != text for kind in KINDS if sentence.language != "en" or kind != "no_accents"
    )
    assert 1 <= distance(text.lower(), altered["typos"].lower()) <= 2 * (len(text) // 12)
    assert altered["no_accents"].lower() == fold(text)
    assert text in altered["polite"]
    assert len(words(altered["polite"])) >= len(words(text)) + 4
    assert altered["capitals"].isupper()
    few = altered["few_words"].split()
    assert len(few) == 3
    assert set(few) <= set(text.split())


def test_the_same_sentence_is_altered_alike_and_short_ones_stay() -> None:
    for alter in KINDS.values():
        assert alter(SENTENCES[0]) == alter(SENTENCES[0])
    assert KINDS["few_words"](Example("hours", "es", "¿a qué hora?")) == "¿a qué hora?"


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["es", "en", "pt", "de", ""]))
def test_any_text_can_be_altered(text: str, language: str) -> None:
    for alter in KINDS.values():
        assert isinstance(alter(Example("x", language, text)), str)


def test_plain_sentences_are_those_of_cross_validation(bot: Bot) -> None:
    trials = stress(bot, folds=3)
    scores = stress_scores(trials)
    assert [score.kind for score in scores] == [PLAIN, *KINDS]
    assert (trials[PLAIN].chances == cross_validate(bot, folds=3).chances).all()
    plain, *rest = scores
    assert (plain.changed, plain.example) == (0.0, "")
    assert all(0 < score.changed <= 1 for score in rest)
    # Reading folds accents and case: these two must cost nothing.
    folded = {score.kind: score.accuracy for score in scores}
    assert folded["capitals"] == folded["no_accents"] == plain.accuracy
