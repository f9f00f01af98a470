"""Findings of whole bots: planted mistakes are found, and can be undone."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.nlu import examples
from engine.nlu.evaluation import Trial, cross_validate
from engine.nlu.examples import Example
from engine.nlu.quality import Finding, MovePhrase, Place, apply, check_bot
from engine.nlu.quality.labels import confident_intents
from engine.project.read import open_project
from engine.types.bot import Bot, Node
from engine.types.issue import TertuliaError


def codes(found: tuple[Finding, ...]) -> set[str]:
    return {each.code for each in found}


def places(found: tuple[Finding, ...], code: str) -> set[tuple[str, str]]:
    return {(each.place.intent, each.place.phrase) for each in found if each.code == code}


def test_confident_intents_are_those_above_their_own_mean() -> None:
    # Means of a and b over their own phrases: (0.9 + 0.7 + 0.2) / 3 = 0.6, and 0.8.
    chances = [[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.2, 0.8], [0.45, 0.55]]
    intents = ["a", "a", "a", "b", "z"]
    trial = Trial(
        tuple(Example(intent, "es", str(row)) for row, intent in enumerate(intents)),
        ("a", "b"),
        np.array(chances, dtype=np.float32),
        np.full(5, 0.5, dtype=np.float32),
    )
    assert confident_intents(trial).tolist() == [0, 0, 1, 1, -1]


def test_phrases_planted_in_wrong_intents_are_found_and_moved_back(root_bot: Bot) -> None:
    chance = np.random.default_rng(3)
    found = [each for each in examples(root_bot) if each.language == "es"]
    topic_of = {name: key for key, topic in root_bot.topics.items() for name in topic.nodes}
    intents = sorted({each.intent for each in found})
    planted = {}
    bot = root_bot
    for row in chance.choice(len(found), 30, replace=False).tolist():
        each = found[row]
        to = str(chance.choice([name for name in intents if name != each.intent]))
        move = MovePhrase(topic_of[each.intent], each.intent, "es", each.text, topic_of[to], to)
        bot = apply(bot, [move])
        planted[to, each.text] = each.intent
    findings = [each for each in check_bot(bot) if each.code == "mislabelled-phrase"]
    hits = [each for each in findings if (each.place.intent, each.place.phrase) in planted]
    assert len(hits) >= 15
    assert len(findings) <= len(examples(bot)) * 0.05
    right = [
        each
        for each in hits
        if each.others[0].intent == planted[each.place.intent, each.place.phrase]
    ]
    assert len(right) >= 0.8 * len(hits)
    back = apply(bot, [edit for each in right for edit in each.fixes[0].edits])
    assert len(set(examples(back)) & set(examples(root_bot))) == (
        len(set(examples(bot)) & set(examples(root_bot))) + len(right)
    )


@pytest.fixture(scope="module")
def root_bot(pytestconfig: pytest.Config) -> Bot:
    (bot,) = open_project(pytestconfig.rootpath / "datasets" / "bots" / "clinic").bots.values()
    return bot


def test_the_same_phrases_in_two_intents(
    build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    said = ["quiero una cita con el médico", "dame hora", "reservar una consulta", "pedir turno"]
    intents = {name: node(phrases={"es": said}) for name in ("book", "ask")}
    found = check_bot(build({"t": intents}))
    assert places(found, "duplicate-phrase") == {("book", text) for text in said}
    assert {"duplicate-phrase", "alike-intents"} <= codes(found)
    (alike,) = [each for each in found if each.code == "alike-intents"]
    assert {alike.place.intent, alike.others[0].intent} == {"book", "ask"}


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        ({}, {"no-phrases"}),
        ({"only": ["uno dos tres", "cuatro cinco"]}, {"one-intent"}),
        ({"a": ["quiero una cita"], "b": ["dónde queda"]}, {"small-intent"}),
    ],
)
def test_bots_with_too_little_to_learn(
    phrases: dict[str, list[str]],
    expected: set[str],
    build: Callable[..., Bot],
    node: Callable[..., Node],
) -> None:
    intents = {name: node(phrases={"es": said}) for name, said in phrases.items()}
    assert codes(check_bot(build({"t": intents}))) == expected


def test_an_intent_much_smaller_than_the_others_is_named(
    bot: Bot, build: Callable[..., Bot], node: Callable[..., Node]
) -> None:
    said = [each.text for each in examples(bot)]
    intents = {
        "a": node(phrases={"es": said[:30]}),
        "b": node(phrases={"es": said[30:]}),
        "c": node(phrases={"es": ["me duele la muela", "limpieza dental", "ortodoncia", "caries",
                                  "sacar una muela"]}),
    }  # fmt: skip
    found = check_bot(build({"t": intents}))
    (small,) = [each for each in found if each.code == "small-intent"]
    assert small.place == Place("t", "c", "es")
    assert small.severity == "advice"
    assert "5" in small.message["es"]


def test_a_good_bot_has_no_warning_but_of_labels(bot: Bot) -> None:
    found = check_bot(bot, cross_validate(bot))
    assert not codes(found) & {"duplicate-phrase", "near-duplicate-phrase", "no-phrases"}
    order = {"error": 0, "warning": 1, "advice": 2}
    assert [order[each.severity] for each in found] == sorted(
        order[each.severity] for each in found
    )


def test_an_edit_of_what_is_gone_says_so(bot: Bot) -> None:
    move = MovePhrase("place", "hours", "es", "no está", "place", "address")
    with pytest.raises(TertuliaError, match="the phrase 'no está' is not there any more"):
        apply(bot, [move])
    lost = MovePhrase("nowhere", "hours", "es", "abren hoy", "place", "address")
    with pytest.raises(TertuliaError, match="flow 'nowhere': the intent 'hours' is not there"):
        apply(bot, [lost])
