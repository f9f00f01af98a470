"""Cross-validated figures of a bot."""

from collections.abc import Callable

import pytest
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from engine.nlu import evaluate, examples
from engine.nlu.evaluation import cross_validate
from engine.nlu.evaluation.summary import summarize
from engine.types.bot import Bot, Node
from engine.types.issue import TertuliaError


def test_figures_are_those_of_scikit_learn(bot: Bot) -> None:
    found = examples(bot)
    trial = cross_validate(bot, found, folds=3, seed=0)
    got = summarize(trial, found, folds=3, seed=0)
    truth = [example.intent for example in trial.examples]
    guesses = [trial.guess(row) for row in range(len(truth))]
    names = [score.intent for score in got.intents]
    figures = precision_recall_fscore_support(truth, guesses, labels=names, zero_division=0)
    assert got.accuracy == pytest.approx(accuracy_score(truth, guesses), abs=1e-4)
    for at, score in enumerate(got.intents):
        expected = [column[at] for column in figures]
        assert [score.precision, score.recall, score.f1, score.support] == pytest.approx(
            expected, abs=1e-4
        )
    assert got.macro_f1 == pytest.approx(sum(figures[2]) / len(names), abs=1e-4)
    assert sum(each.count for each in got.confusions) == sum(
        guess != intent for guess, intent in zip(guesses, truth, strict=True)
    )
    assert set(got.languages) == {"es", "en", "pt"}
    assert got.phrases == len(found)


def test_the_text_is_aligned_and_names_what_is_confused(bot: Bot) -> None:
    got = evaluate(bot, folds=2)
    lines = got.text().splitlines()
    assert any(line.startswith("accuracy") and line.endswith("%") for line in lines)
    header = next(line for line in lines if line.startswith("intent") and "precision" in line)
    for score in got.intents:
        row = next(line for line in lines if line.startswith(score.intent))
        assert row[header.index("recall") :].startswith(f"{score.recall:.2f}")
    assert lines == [line.rstrip() for line in lines]


def test_intents_of_one_phrase_are_named_not_measured(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    intents = {
        "alone": node(phrases={"es": ["quiero una cita"]}),
        "two": node(phrases={"es": ["dónde están", "dónde quedan"]}),
    }
    got = evaluate(build({"t": intents}))
    assert got.too_small == ("alone",)
    assert (got.phrases, [score.intent for score in got.intents]) == (2, ["two"])
    assert "with one phrase, not measured: alone" in got.text()


def test_phrases_in_two_intents_are_named(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    intents = {
        "book": node(phrases={"es": ["Quiero una cita", "dame hora", "¡!"]}),
        "ask": node(phrases={"es": ["quiero una citá", "una pregunta", "¿?"]}),
    }
    (warning,) = evaluate(build({"t": intents}), folds=2).warnings
    assert warning.startswith("1 phrases stand in two intents, as 'Quiero una cita' in ask, book:")


def test_an_empty_bot_and_a_wrong_number_of_folds(build: Callable[..., Bot]) -> None:
    assert evaluate(build({})).phrases == 0
    with pytest.raises(TertuliaError, match="folds is 1: cross-validation needs 2 or more"):
        evaluate(build({}), folds=1)
