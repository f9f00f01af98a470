"""Messages that were not understood, grouped."""

import pytest

from engine.nlu import Model
from engine.nlu.quality import AddPhrases, PhraseIndex, group_messages
from engine.types.bot import Bot
from engine.types.issue import TertuliaError

TEETH = ["me duele la muela", "me duele mucho una muela", "dolor de muelas", "me duelen las muelas"]
CARS = [
    "tienen estacionamiento",
    "hay estacionamiento",
    "dónde dejo el auto, tienen estacionamiento",
]
BOOKING = ["quisiera sacar una cita", "sacar cita", "puedo sacar una cita"]


@pytest.fixture(scope="module")
def index(bot: Bot, model: Model) -> PhraseIndex:
    return PhraseIndex.of(bot, model)


def test_messages_of_one_wish_come_together(index: PhraseIndex) -> None:
    messages = [*TEETH, TEETH[0], TEETH[0], *CARS, *BOOKING, "xyzzy", "", "  "]
    groups = group_messages(index, messages, language="es")
    assert [group.count for group in groups] == [6, 3, 3]
    teeth, *others = groups
    assert set(teeth.messages) == set(TEETH)
    by_text = {frozenset(group.messages): group for group in others}
    assert set(by_text) == {frozenset(CARS), frozenset(BOOKING)}
    booking = by_text[frozenset(BOOKING)]
    assert (booking.intent, booking.topic, booking.language) == ("book", "appointments", "es")
    assert booking.fix is not None
    assert booking.fix.edits == (AddPhrases("appointments", "book", "es", booking.phrases),)
    assert "3" in booking.fix.label["es"]


def test_what_an_intent_has_is_not_suggested(index: PhraseIndex) -> None:
    (group,) = group_messages(index, ["Quiero una cita!", "quiero una cita ya"], language="es")
    assert group.count == 2
    assert group.phrases == ("quiero una cita ya",)


def test_few_and_no_messages(index: PhraseIndex, bot: Bot) -> None:
    assert group_messages(index, []) == ()
    assert group_messages(index, ["me duele la muela"]) == ()
    (alone,) = group_messages(index, ["dolor de muela", "dolor de muela"])
    assert (alone.count, alone.messages) == (2, ("dolor de muela",))
    with pytest.raises(TertuliaError, match=r"give the index one: PhraseIndex\.of"):
        group_messages(PhraseIndex.of(bot), ["hola"])
