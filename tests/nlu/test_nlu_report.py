"""The full report: of a good bot, and of bots that cannot be measured."""

from collections.abc import Callable

import msgspec
import pytest

from engine.nlu import examples
from engine.nlu.report import Report, measure
from engine.types.bot import Bot, Node


def test_all_tables_are_there_and_are_plain_data(bot: Bot) -> None:
    shown: list[tuple[str, float]] = []
    report = measure(bot, folds=3, progress=lambda what, done: shown.append((what, done)))
    assert report.evaluation.phrases == len(examples(bot))
    assert sum(each.count for each in report.calibration) == report.evaluation.phrases
    assert report.strange == "intents"
    assert report.cost.model_mb > 0
    assert report.cost.read_p50_us <= report.cost.read_p99_us
    shares = [done for _, done in shown]
    assert shares == sorted(shares)
    again = msgspec.json.decode(msgspec.json.encode(report), type=Report)
    assert msgspec.json.encode(again) == msgspec.json.encode(report)
    text = report.text()
    for part in ("strangers refused", "phrases", "altered", "few_words", "trained in"):
        assert part in text


def test_messages_of_no_intent_are_taken_as_they_are_given(bot: Bot) -> None:
    report = measure(bot, folds=2, strange=["qué tiempo hace en Marte", ""])
    assert (report.strange, report.scope.strange) == ("messages", 1)


@pytest.mark.parametrize(
    ("phrases", "said"),
    [
        ({}, "the bot has no phrases to learn from"),
        ({"only": ["uno dos", "tres cuatro"]}, "the bot has one intent with phrases, 'only'"),
        ({"a": ["uno dos"], "b": ["tres cuatro"]}, "every intent has one phrase"),
    ],
)
def test_what_cannot_be_measured_is_said(
    phrases: dict[str, list[str]],
    said: str,
    build: Callable[..., Bot],
    node: Callable[..., Node],
) -> None:
    intents = {name: node(phrases={"es": texts}) for name, texts in phrases.items()}
    report = measure(build({"t": intents}), folds=2)
    (warning,) = report.evaluation.warnings
    assert warning.startswith(said)
    assert said in report.text()
    assert "too few intents to measure strangers" in report.text()
