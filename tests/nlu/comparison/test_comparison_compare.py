"""Two models on the same sentences, against what can be counted by hand and by scipy."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from scipy.stats import binomtest

from engine.nlu import Example, Model, examples, train
from engine.nlu.comparison import compare, compare_versions
from engine.nlu.comparison.mcnemar import mcnemar
from engine.types.bot import Bot, Node, Topic

COMPLAINTS = ["me atendieron mal", "quiero quejarme", "vaya servicio más malo", "qué mal trato"]


def with_complaints(bot: Bot) -> Bot:
    node = Node("intent", params={"phrases": {"es": [*COMPLAINTS, "no puedo ir a la consulta ya"]}})
    return replace(bot, topics={**bot.topics, "more": Topic(nodes={"complain": node})})


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_the_exact_test_is_that_of_scipy(won: int, lost: int) -> None:
    expected = binomtest(won, won + lost).pvalue if won + lost else 1.0
    assert mcnemar(won, lost) == pytest.approx(expected, abs=1e-6)
    assert mcnemar(won, lost) == mcnemar(lost, won)
    assert mcnemar(1_000, 1_100) < 0.05


def test_a_model_neither_wins_nor_loses_against_itself(bot: Bot, model: Model) -> None:
    found = compare(model, model, examples(bot))
    assert (found.won, found.lost, found.p_value, found.moved()) == (0, 0, 1.0, ())
    assert found.unchanged == found.sentences == len(examples(bot))
    assert found.right_before == found.right_after


def test_won_and_lost_are_each_other_turned_round(bot: Bot, model: Model) -> None:
    after = train(with_complaints(bot))
    sentences = [
        *(Example("complain", "es", text) for text in COMPLAINTS),
        Example("cancel", "es", "no puedo ir a la consulta"),
        Example("book", "es", "quiero una cita"),
        Example("", "es", "zzz"),
    ]
    forth, back = compare(model, after, sentences), compare(after, model, sentences)
    assert (forth.won, forth.lost, forth.p_value) == (back.lost, back.won, back.p_value)
    assert forth.won >= len(COMPLAINTS) - 1
    by_text = {change.example.text: change for change in forth.changes}
    assert by_text["me atendieron mal"].outcome == "won"
    assert by_text["me atendieron mal"].after.intent == "complain"
    assert by_text["zzz"].outcome == "right"
    assert not by_text["zzz"].after.understood
    rows = {row.intent: row for row in forth.intents}
    assert rows["complain"].won == rows["complain"].right_after - rows["complain"].right_before
    assert sum(row.sentences for row in forth.intents) == forth.sentences


def test_what_a_new_intent_takes_from_old_ones_is_named(bot: Bot, model: Model) -> None:
    after = train(with_complaints(bot))
    sentence = Example("cancel", "es", "no puedo ir a la consulta ya")
    found = compare(model, after, [sentence])
    (taken,) = found.taken
    assert (taken.intent, taken.taken_by, taken.count, taken.lost) == ("cancel", "complain", 1, 1)
    assert taken.text == sentence.text
    assert compare(model, model, [sentence]).taken == ()


def test_versions_are_asked_phrases_that_neither_learned(bot: Bot) -> None:
    same = compare_versions(bot, bot, folds=3)
    assert (same.won, same.lost) == (0, 0)
    after = with_complaints(bot)
    found = compare_versions(bot, after, folds=3)
    assert found.sentences == len(examples(after))
    complaints = [change for change in found.changes if change.example.intent == "complain"]
    assert all(change.before.intent != "complain" for change in complaints)
    # A phrase held out is held out of the older version too, whatever accents it has there.
    shouted = replace(bot, topics={"t": Topic(nodes={"only": Node("intent", params={
        "phrases": {"es": [each.text.upper() for each in examples(bot) if each.language == "es"]}
    })})})  # fmt: skip
    alone = compare_versions(shouted, bot, folds=2)
    assert alone.right_before == 0


def test_given_sentences_are_asked_of_whole_bots(bot: Bot, model: Model) -> None:
    sentences = [Example("book", "es", "quisiera ver al doctor"), Example("", "es", "llueve")]
    after = with_complaints(bot)
    assert compare_versions(bot, after, sentences) == compare(model, train(after), sentences)


def test_no_sentence_and_no_phrase_compare_to_nothing(build: Callable[..., Bot]) -> None:
    empty = build({})
    found = compare_versions(empty, empty)
    assert (found.sentences, found.right_after, found.p_value) == (0, 0.0, 1.0)
