"""Held-out answers: who answers whom, and what a trial says of itself."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.nlu import Example, examples, train
from engine.nlu.evaluation import cross_validate, hold_out
from engine.nlu.evaluation.trial import judge
from engine.types.bot import Bot, Node
from engine.types.issue import TertuliaError


def test_each_phrase_is_answered_once_and_in_two_processes_alike(bot: Bot) -> None:
    found = examples(bot)
    trial = cross_validate(bot, folds=3)
    assert sorted(trial.examples, key=str) == sorted(found, key=str)
    assert np.array_equal(cross_validate(bot, folds=3, jobs=2).chances, trial.chances)


def test_a_held_out_phrase_was_not_learned(bot: Bot) -> None:
    told = cross_validate(bot, folds=3)
    known = judge(train(bot), told.examples)
    assert known.right.mean() > told.right.mean()
    assert known.confidence.mean() > told.confidence.mean()


def test_a_trial_says_what_a_reading_says(bot: Bot) -> None:
    model = train(bot)
    strange = Example("", "es", "xyzzy plugh")
    sentences = [Example("cancel", "es", "anula mi cita"), strange, Example("hours", "en", "")]
    trial = judge(model, sentences)
    for row, sentence in enumerate(sentences):
        reading = model.read(sentence.text, sentence.language)
        best = reading.intents[0] if reading.intents else None
        assert trial.guess(row) == (best.intent if best else "")
        assert trial.confidence[row] == pytest.approx(best.confidence if best else 0, abs=1e-4)
        assert trial.thresholds[row] == pytest.approx(reading.threshold)
    assert trial.right.tolist() == [True, False, False]
    assert trial.labels.tolist() == [2, -1, 3]


def test_a_part_is_held_out_evenly(bot: Bot) -> None:
    trial = hold_out(bot, share=0.25)
    assert {each.intent for each in trial.examples} == {each.intent for each in examples(bot)}
    assert len(trial.examples) == pytest.approx(len(examples(bot)) / 4, abs=4)
    with pytest.raises(
        TertuliaError, match=r"share is 0\.9: hold out more than 0 and at most 0\.5"
    ):
        hold_out(bot, share=0.9)


def test_the_same_phrase_in_two_intents_is_right_once(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    said = ["quiero una cita", "dame hora", "reservar consulta"]
    twice = build({"t": {"a": node(phrases={"es": said}), "b": node(phrases={"es": said})}})
    trial = cross_validate(twice, folds=3)
    assert len(trial.examples) == 6
    assert trial.right.mean() <= 0.5
